"""Why a task is due when it is due, in words: "16 weeks before Learning Session 2"."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import Form, Step
from collaboratives.workplan.models import Task, TaskRule
from collaboratives.workplan.plan import read_plan

ANCHOR_NAMES = {
    "start": gettext_lazy("the start of the collaborative"),
    "end": gettext_lazy("the end of the collaborative"),
    "learning_session_1": gettext_lazy("Learning Session 1"),
    "learning_session_2": gettext_lazy("Learning Session 2"),
    "learning_session_3": gettext_lazy("Learning Session 3"),
    "pre_work_day": gettext_lazy("the Pre-Work Day"),
    "selection": gettext_lazy("the selection of centers"),
    "orientation": gettext_lazy("the orientation"),
    "faculty_start": gettext_lazy("the start of the faculty"),
    "informational_meeting": gettext_lazy("the informational meeting"),
    "expert_meeting": gettext_lazy("the expert meeting"),
}
PHRASES = {
    Step.MONTH: gettext_lazy("on day %(day)s of every month"),
    Step.TWO_MONTHS: gettext_lazy("on day %(day)s of every second month"),
    Step.QUARTER: gettext_lazy("on day %(day)s of every third month"),
}


def reason_of(task: Task) -> str:
    """Return why the date is what it is; needs the task's rule, activity and event."""
    if task.rule is None:
        return _("A date of its own") if task.due_on else ""
    if task.pinned:
        return _("Pinned: stays when an event moves. The plan says: %(rule)s.") % {
            "rule": rule_in_words(task.rule, task.event)
        }
    return rule_in_words(task.rule, task.event)


def rule_in_words(rule: TaskRule, event: Event | None) -> str:
    """Return the rule as a phrase that begins in lower case or with a number."""
    if rule.form == Form.AS_NEEDED:
        return _("when it is needed")
    if rule.form == Form.EVERY:
        since = str(ANCHOR_NAMES[rule.since])
        if rule.step == Step.TWO_WEEKS:
            return _("every two weeks from %(since)s on") % {"since": since}
        return str(PHRASES[Step(rule.step)]) % {"day": rule.day}
    if rule.form == Form.EACH:
        return distance(rule.offset, rule.unit, _name(event))
    if rule.anchor == "learning_session":
        return distance(rule.offset, rule.unit, _name(event))
    return distance(rule.offset, rule.unit, _anchor_in_words(rule.anchor, event))


def _anchor_in_words(name: str, event: Event | None) -> str:
    """Return the anchor's name, and where it stands while it has no event of its own."""
    spec: Mapping[str, Any] = read_plan()["anchors"][name]
    own = event is not None and spec.get("event") == event.kind
    other = spec.get("otherwise")
    if own or not other:
        return str(ANCHOR_NAMES[name])
    return _("%(anchor)s (%(place)s)") % {
        "anchor": ANCHOR_NAMES[name],
        "place": distance(other["offset"], other["unit"], ANCHOR_NAMES[other["anchor"]]),
    }


def _name(event: Event | None) -> str:
    if event is None:
        return _("an event")
    if event.kind == EventKind.LEARNING_SESSION and event.number:
        return _("Learning Session %(number)s") % {"number": event.number}
    return event.title


def distance(offset: int, unit: str, anchor: Any) -> str:
    """Return how far a day lies from an anchor: "2 weeks before the orientation"."""
    if offset == 0:
        return _("on the day of %(anchor)s") % {"anchor": anchor}
    count = abs(offset)
    shown = {"count": count, "anchor": anchor}
    if offset < 0:
        phrases = {
            "days": ngettext(
                "%(count)s day before %(anchor)s", "%(count)s days before %(anchor)s", count
            ),
            "business_days": ngettext(
                "%(count)s business day before %(anchor)s",
                "%(count)s business days before %(anchor)s",
                count,
            ),
            "weeks": ngettext(
                "%(count)s week before %(anchor)s", "%(count)s weeks before %(anchor)s", count
            ),
            "months": ngettext(
                "%(count)s month before %(anchor)s", "%(count)s months before %(anchor)s", count
            ),
        }
    else:
        phrases = {
            "days": ngettext(
                "%(count)s day after %(anchor)s", "%(count)s days after %(anchor)s", count
            ),
            "business_days": ngettext(
                "%(count)s business day after %(anchor)s",
                "%(count)s business days after %(anchor)s",
                count,
            ),
            "weeks": ngettext(
                "%(count)s week after %(anchor)s", "%(count)s weeks after %(anchor)s", count
            ),
            "months": ngettext(
                "%(count)s month after %(anchor)s", "%(count)s months after %(anchor)s", count
            ),
        }
    return phrases[unit] % shown
