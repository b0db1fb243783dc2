"""A plan kept for the organization's next collaborative: saved, named, imported, removed."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import event_days, learning_sessions_of
from collaboratives.workplan.calendar import anchors_of
from collaboratives.workplan.dates import EVENT
from collaboratives.workplan.enums import PHASES, Form
from collaboratives.workplan.models import (
    Activity,
    Anchor,
    PlanOrigin,
    PlanTemplate,
    Task,
    TaskRule,
)
from collaboratives.workplan.plan import Data
from collaboratives.workplan.plan_file import read_plan_file


@dataclass
class Kept:
    """A plan as a template keeps it, and in sentences what was turned into something general."""

    plan: Data
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def save_template(
    *,
    collaborative: Collaborative,
    by: Membership,
    name: str,
    about: str = "",
    token: uuid.UUID | None = None,
) -> PlanTemplate:
    """Keep the collaborative's plan for the next one; the same token: the same template."""
    return _keep(
        collaborative=collaborative,
        by=by,
        name=name,
        about=about,
        data=plan_data_of(collaborative).plan,
        made_from=collaborative.name,
        token=token,
    )


@transaction.atomic
def import_template(
    *,
    collaborative: Collaborative,
    by: Membership,
    text: str,
    name: str = "",
    token: uuid.UUID | None = None,
) -> PlanTemplate:
    """Keep a plan from a file; raises FileProblemsError with the line of each problem."""
    plan = read_plan_file(text)
    own, about = plan.pop("name"), plan.pop("about", "")
    return _keep(
        collaborative=collaborative,
        by=by,
        name=(name or own)[:120],
        about=about,
        data=plan,
        made_from=_("a file"),
        token=token,
    )


def _keep(
    *,
    collaborative: Collaborative,
    by: Membership,
    name: str,
    about: str,
    data: Data,
    made_from: str,
    token: uuid.UUID | None,
) -> PlanTemplate:
    if token:
        standing = PlanTemplate.objects.filter(token=token).first()
        if standing:
            return standing
    template = PlanTemplate(
        organization=collaborative.organization,
        name=name,
        about=about,
        made_from=made_from,
        data=data,
        token=token,
    )
    template.full_clean(exclude=["organization"])
    template.save()
    _record(template, collaborative, by, "plan_template.saved")
    return template


@transaction.atomic
def rename_template(
    *, template: PlanTemplate, collaborative: Collaborative, by: Membership, name: str, about: str
) -> None:
    """Give a template another name."""
    template.name, template.about = name, about
    template.full_clean(exclude=["organization"])
    template.save(update_fields=["name", "about"])
    _record(template, collaborative, by, "plan_template.renamed")


@transaction.atomic
def remove_template(
    *, template: PlanTemplate, collaborative: Collaborative, by: Membership
) -> None:
    """Remove a template; collaboratives that were made from it keep their plan."""
    _record(template, collaborative, by, "plan_template.removed")
    template.delete()


def use_template(
    *, collaborative: Collaborative, template: PlanTemplate, by: Membership | None
) -> None:
    """Let a collaborative without a plan grow by a template; ``generate_workplan`` comes after.

    Raises ValueError where it has a plan already.
    """
    if TaskRule.objects.filter(collaborative=collaborative).exists():
        raise ValueError("There is a plan already.")
    PlanOrigin.objects.update_or_create(
        collaborative=collaborative, defaults={"name": template.name, "data": template.data}
    )
    _record(template, collaborative, by, "plan_template.used")


def _record(
    template: PlanTemplate, collaborative: Collaborative, by: Membership | None, action: str
) -> None:
    record(
        action=action,
        by=by.user if by else None,
        target=template,
        collaborative=collaborative,
        summary=template.name,
    )


def plan_data_of(collaborative: Collaborative) -> Kept:
    """Return a collaborative's plan without dates, names and notes, in the shape of workplan.yaml."""
    kept = Kept({})
    points = _Points(collaborative, kept)
    rules: dict[int, list[TaskRule]] = {}
    for rule in TaskRule.objects.filter(collaborative=collaborative).select_related(
        "event", "series"
    ):
        rules.setdefault(rule.activity_id, []).append(rule)
    activities = _one_each(collaborative)
    kept.plan = {
        "anchors": points.specs,
        "phases": [
            {
                "number": number,
                "activities": [
                    _activity(activity, rules.get(activity.pk, ()), points)
                    for activity in activities
                    if activity.phase == number
                ],
            }
            for number in PHASES
        ],
    }
    _say_what_is_left_out(collaborative, kept)
    return kept


def _one_each(collaborative: Collaborative) -> list[Activity]:
    """Return the activities in order; of a repeated one the copy for the latest session."""
    rows = Activity.objects.filter(collaborative=collaborative).select_related("session")
    found: dict[str, Activity] = {}
    for activity in rows.order_by("phase", "position", "pk"):
        standing = found.get(activity.key)
        if standing is None or _starts(activity) > _starts(standing):
            found[activity.key] = activity
    return sorted(found.values(), key=lambda one: (one.phase, one.position, one.pk))


def _starts(activity: Activity) -> float:
    return activity.session.starts_at.timestamp() if activity.session else 0.0


def _activity(activity: Activity, rules: Any, points: "_Points") -> Data:
    number = activity.session.number if activity.session else None
    found: Data = {
        "key": activity.key,
        "title": _general(activity.title, number),
        "brief": activity.brief,
    }
    if activity.session:
        found["repeat"] = "learning_session"
    found["tasks"] = [
        {
            "key": rule.key,
            "title": _general(rule.title, number),
            "competency": rule.competency,
            **points.timing(rule),
        }
        for rule in rules
        if rule.active
    ]
    return found


def _general(text: str, number: int | None) -> str:
    """Return a text with its session's number as a place for any number."""
    if number is None:
        return text
    return re.sub(rf"(?<!\d){number}(?!\d)", "{number}", text)


class _Points:
    """The named points of a template; a point that is one event of this collaborative gets a name."""

    def __init__(self, collaborative: Collaborative, kept: Kept) -> None:
        self.collaborative, self.kept = collaborative, kept
        names = dict(Anchor.objects.filter(collaborative=collaborative).values_list("key", "name"))
        self.specs: Data = {
            key: ({"name": names[key]} if key in names else {}) | dict(spec)
            for key, spec in anchors_of(collaborative).items()
        }
        self.sessions = list(learning_sessions_of(collaborative))

    def timing(self, rule: TaskRule) -> Data:
        """Return when a rule falls due, in the grammar of the file."""
        if rule.form == Form.AS_NEEDED:
            return {"as_needed": True}
        if rule.form == Form.EVERY:
            found: Data = {"every": rule.step}
            if rule.day is not None:
                found["day"] = rule.day
            return found | {"from": rule.since, "until": rule.until}
        distance: Data = {"offset": rule.offset, "unit": rule.unit}
        if rule.form == Form.EACH:
            span = {name: key for name, key in (("from", rule.since), ("until", rule.until)) if key}
            return {"each": self._kinds(rule), **distance, **span}
        anchor = self._own(rule.event) if rule.anchor == EVENT and rule.event else rule.anchor
        return {"anchor": anchor, **distance}

    def _kinds(self, rule: TaskRule) -> list[str]:
        if rule.series is None:
            return list(rule.kinds)
        self.kept.notes.append(
            _("“%(title)s” counts from a series, and will count from each %(kind)s.")
            % {"title": rule.title, "kind": rule.series.get_kind_display()}
        )
        return [rule.series.kind]

    def _own(self, event: Event) -> str:
        """Return the key of a named point for an event that the next collaborative does not have."""
        key = f"own_{slugify(event.title).replace('-', '_') or 'event'}"[:36]
        if key in self.specs:
            return key
        zone = self.collaborative.zone
        day, below, base = event_days(event, zone)[0], "start", self.collaborative.starts_on
        for number, session in enumerate(self.sessions, start=1):
            other = event_days(session, zone)[0]
            name = f"learning_session_{number}"
            if name in self.specs and _distance(day, other) < _distance(day, base):
                below, base = name, other
        self.specs[key] = {
            "name": event.title,
            "otherwise": {"anchor": below, "offset": (day - base).days, "unit": "days"},
        }
        self.kept.notes.append(
            _("“%(event)s” becomes a named point, as far from the nearest Learning Session as now.")
            % {"event": event.title}
        )
        return key


def _distance(one: date, other: date) -> int:
    return abs((one - other).days)


def _say_what_is_left_out(collaborative: Collaborative, kept: Kept) -> None:
    own = Task.objects.filter(collaborative=collaborative, rule=None, withdrawn=False).count()
    if own:
        words = ngettext(
            "%(count)s task that no rule asks for stays here, with its date.",
            "%(count)s tasks that no rule asks for stay here, with their dates.",
            own,
        )
        kept.notes.append(words % {"count": own})
    stopped = TaskRule.objects.filter(collaborative=collaborative, active=False).count()
    if stopped:
        words = ngettext(
            "%(count)s line that is not asked for any more is left out.",
            "%(count)s lines that are not asked for any more are left out.",
            stopped,
        )
        kept.notes.append(words % {"count": stopped})
