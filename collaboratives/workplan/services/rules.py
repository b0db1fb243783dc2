"""Changing what the plan asks for: rules and the named points that they count from."""

import uuid
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.workplan.dates import Timing
from collaboratives.workplan.enums import LIVE, ChangeKind, Form
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.generator import anchor_from, make_tasks, plan_of
from collaboratives.workplan.models import (
    Activity,
    Anchor,
    PlanChange,
    Task,
    TaskOwner,
    TaskRule,
)
from collaboratives.workplan.states import states_of
from collaboratives.workplan.undoing import keep_deed, lock_plan

KEY_LENGTH = 50


@dataclass(frozen=True)
class RuleWish:
    """What a rule shall be."""

    title: str
    competency: str
    timing: Timing
    active: bool = True


def timed(rule: TaskRule, timing: Timing) -> TaskRule:
    """Give an unsaved or locked rule a timing; returns it."""
    rule.form, rule.anchor, rule.offset, rule.unit = (
        timing.form,
        timing.anchor,
        timing.offset,
        timing.unit,
    )
    rule.kinds, rule.step, rule.day = list(timing.kinds), timing.step, timing.day
    rule.since, rule.until = timing.since, timing.until
    rule.event_id, rule.series_id = timing.event, timing.series
    return rule


def wished(rule: TaskRule, wish: RuleWish) -> list[TaskRule]:
    """Return unsaved copies of a rule as it would be, with a successor where it needs one.

    A rule for each event has a task for every event; timed otherwise it cannot keep them, so it
    stops, and another rule goes on in its place.
    """
    changed = copy(rule)
    if rule.form == Form.EACH and wish.timing.form != Form.EACH and wish.active:
        changed.active = False
        other = TaskRule(
            collaborative_id=rule.collaborative_id,
            activity=rule.activity,
            key=rule.key,
            position=rule.position,
        )
        other.title, other.competency = wish.title, wish.competency
        return [changed, timed(other, wish.timing)]
    changed.title, changed.competency, changed.active = wish.title, wish.competency, wish.active
    return [timed(changed, wish.timing)]


@transaction.atomic
def change_rule(
    *,
    rule: TaskRule,
    by: Membership,
    revision: int,
    wish: RuleWish,
    title: str,
    token: uuid.UUID | None = None,
) -> tuple[TaskRule, PlanChange]:
    """Change a rule and bring its tasks in line; returns the rule that goes on, and the deed.

    ``title`` names the deed. Raises ChangedMeanwhileError when the rule has another revision by
    now. The same token changes nothing twice.
    """
    collaborative = lock_plan(rule.collaborative)
    standing = _done_already(token)
    if standing:
        return rule, standing
    rule = _locked(rule)
    if rule.revision != revision:
        raise ChangedMeanwhileError([rule.title])
    tasks = list(Task.objects.filter(rule=rule).values_list("pk", flat=True))
    before = states_of(tasks=tasks, rules=[rule.pk])
    competency = rule.competency
    changed, *others = wished(rule, wish)
    changed.revision += 1
    changed.full_clean(exclude=["activity", "collaborative"])
    changed.save()
    for other in others:
        other.key = free_key(other.activity, other.key)
        other.full_clean(exclude=["activity", "collaborative"])
        other.save()
    if competency != wish.competency:
        Task.objects.filter(rule=changed, status__in=LIVE, competency=competency).update(
            competency=wish.competency
        )
    make_tasks(collaborative, by)
    rules = [changed.pk, *(other.pk for other in others)]
    deed = keep_deed(
        collaborative=collaborative,
        by=by,
        kind=ChangeKind.RULE,
        title=title,
        before=before,
        after=states_of(tasks=_tasks_of(rules), rules=rules),
        token=token,
    )
    return (others[0] if others else changed), deed


def _locked(rule: TaskRule) -> TaskRule:
    rows = TaskRule.objects.select_for_update(of=("self",))
    return rows.select_related("activity", "event", "series").get(pk=rule.pk)


def _tasks_of(rules: Iterable[int]) -> list[int]:
    return list(Task.objects.filter(rule__in=list(rules)).values_list("pk", flat=True))


def _done_already(token: uuid.UUID | None) -> PlanChange | None:
    return PlanChange.objects.filter(token=token).first() if token else None


def free_key(activity: Activity, wanted: str) -> str:
    """Return a key that no rule of the activity has."""
    taken = set(TaskRule.objects.filter(activity=activity).values_list("key", flat=True))
    stem = slugify(wanted)[:KEY_LENGTH] or "task"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


@transaction.atomic
def add_rule(
    *,
    activity: Activity,
    by: Membership,
    wish: RuleWish,
    owners: Sequence[Membership] = (),
    note: str = "",
    token: uuid.UUID | None = None,
) -> TaskRule:
    """Add a rule of one's own to an activity and make its tasks; the same token: the same rule.

    ``owners`` take care of its tasks, otherwise whoever holds the competency does.
    """
    collaborative = lock_plan(activity.collaborative)
    standing = TaskRule.objects.filter(token=token).first() if token else None
    if standing:
        return standing
    last = TaskRule.objects.filter(activity=activity).order_by("-position").first()
    rule = TaskRule(
        collaborative=collaborative,
        activity=activity,
        key=free_key(activity, f"own-{wish.title}"),
        title=wish.title,
        competency=wish.competency,
        position=last.position + 1 if last else 1,
        token=token,
    )
    timed(rule, wish.timing)
    rule.full_clean(exclude=["activity", "collaborative"])
    rule.save()
    make_tasks(collaborative, by)
    tasks = list(Task.objects.filter(rule=rule))
    if note:
        Task.objects.filter(rule=rule).update(note=note)
    if owners:
        TaskOwner.objects.filter(task__in=tasks).delete()
        TaskOwner.objects.bulk_create(
            TaskOwner(collaborative=collaborative, task=task, membership=owner)
            for task in tasks
            for owner in owners
        )
    keep_deed(
        collaborative=collaborative,
        by=by,
        kind=ChangeKind.RULE,
        title=_("New in the plan: %(title)s") % {"title": rule.title},
        before={},
        after=states_of(tasks=[task.pk for task in tasks], rules=[rule.pk]),
    )
    return rule


def stand_anchors(collaborative: Collaborative) -> None:
    """Give a collaborative rows for the named points of its plan that have none yet."""
    standing = set(Anchor.objects.filter(collaborative=collaborative).values_list("key", flat=True))
    Anchor.objects.bulk_create(
        anchor_from(collaborative, key, spec, position)
        for position, (key, spec) in enumerate(plan_of(collaborative)["anchors"].items(), start=1)
        if key not in standing
    )


@transaction.atomic
def change_anchor(
    *,
    collaborative: Collaborative,
    key: str,
    by: Membership,
    revision: int,
    title: str,
    token: uuid.UUID | None = None,
    **fields: Any,
) -> PlanChange:
    """Change where a named point stands and bring the tasks in line; kept as a deed named ``title``.

    ``fields``: name, kind, number, otherwise, offset, unit. Refusing a circle is the form's part.
    Raises ChangedMeanwhileError as ``change_rule`` does.
    """
    collaborative = lock_plan(collaborative)
    standing = _done_already(token)
    if standing:
        return standing
    stand_anchors(collaborative)
    anchor = Anchor.objects.select_for_update(of=("self",)).get(key=key)
    if anchor.revision != revision:
        raise ChangedMeanwhileError([anchor.name])
    tasks = list(Task.objects.filter(rule__isnull=False).values_list("pk", flat=True))
    before = states_of(tasks=tasks, anchors=[anchor.pk])
    for name, value in fields.items():
        setattr(anchor, name, value)
    anchor.revision += 1
    anchor.full_clean(exclude=["collaborative"])
    anchor.save()
    make_tasks(collaborative, by)
    after = list(Task.objects.filter(rule__isnull=False).values_list("pk", flat=True))
    return keep_deed(
        collaborative=collaborative,
        by=by,
        kind=ChangeKind.RULE,
        title=title,
        before=before,
        after=states_of(tasks=after, anchors=[anchor.pk]),
        token=token,
    )


@transaction.atomic
def add_anchor(*, collaborative: Collaborative, by: Membership, name: str, **fields: Any) -> Anchor:
    """Add a named point to count from; one of the same name is returned as it stands."""
    collaborative = lock_plan(collaborative)
    stand_anchors(collaborative)
    key = (slugify(name).replace("-", "_") or "point")[:36]
    rows = list(Anchor.objects.filter(collaborative=collaborative))
    for row in rows:
        if row.name.casefold() == name.casefold():
            return row
    taken = {row.key for row in rows}
    number, stem = 1, f"own_{key}"[:36]
    key = stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    anchor = Anchor(
        collaborative=collaborative,
        key=key,
        name=name,
        position=max((row.position for row in rows), default=0) + 1,
        revision=1,
        **fields,
    )
    anchor.full_clean(exclude=["collaborative"])
    anchor.save()
    record(
        action="anchor.added",
        by=by.user,
        target=anchor,
        collaborative=collaborative,
        summary=name,
    )
    return anchor
