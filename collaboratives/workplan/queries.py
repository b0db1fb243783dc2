"""Reading the workplan."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from collaboratives.models import Membership
from collaboratives.workplan.enums import LIVE, TaskStatus
from collaboratives.workplan.models import Task, TaskOwner


def tasks_visible_to(member: Membership) -> QuerySet[Task]:
    """Return all tasks for the implementation team, their own for faculty, none for others.

    With activity, rule, event and owners; ordered as the plan is read.
    """
    tasks = _loaded(Task.objects.filter(withdrawn=False))
    if member.is_implementation:
        return tasks
    if member.is_faculty:
        return tasks.filter(pk__in=_owned_by(member))
    return tasks.none()


def tasks_of(member: Membership) -> QuerySet[Task]:
    """Return what somebody still has to do, the next first, those without a date last."""
    tasks = Task.objects.filter(withdrawn=False, status__in=LIVE, pk__in=_owned_by(member))
    return _loaded(tasks).order_by("due_on", "position", "pk")


def late_tasks(member: Membership, today: dt.date) -> QuerySet[Task]:
    """Return the visible tasks that should be done already."""
    return tasks_visible_to(member).filter(status__in=LIVE, due_on__lt=today)


@dataclass(frozen=True)
class Wanted:
    """What a reader filters by; empty means any. All of it holds together."""

    owner: int | None = None
    nobody: bool = False
    when: str = ""
    status: str = ""
    phase: int | None = None
    anchor: str = ""
    words: str = ""


def filtered(tasks: QuerySet[Task], wanted: Wanted, today: dt.date) -> QuerySet[Task]:
    """Return the tasks that fit all that is wanted.

    ``when``: late, week, two_weeks, four_weeks or none; ``status``: "" what is still to do, "all",
    or a status. Weeks count from today and include what is late. ``anchor``: "event:12" what hangs
    on an event, "kind:faculty_call" on any event of a kind, "anchor:orientation" on a named point.
    """
    chosen = Q()
    if wanted.owner:
        chosen &= Q(owners__membership=wanted.owner)
    if wanted.nobody:
        chosen &= Q(owners=None)
    if wanted.phase:
        chosen &= Q(activity__phase=wanted.phase)
    if wanted.status in TaskStatus.values:
        chosen &= Q(status=wanted.status)
    elif wanted.status != "all":
        chosen &= Q(status__in=LIVE)
    chosen &= _due(wanted.when, today) & _counts_from(wanted.anchor)
    for word in wanted.words.split():
        chosen &= Q(title__icontains=word) | Q(note__icontains=word)
    return tasks.filter(chosen)


def _counts_from(anchor: str) -> Q:
    sort, _colon, key = anchor.partition(":")
    if sort == "event" and key.isdigit():
        return Q(event=int(key))
    if sort == "kind":
        return Q(event__kind=key)
    return Q(rule__anchor=key) if sort == "anchor" else Q()


@dataclass(frozen=True)
class Counts:
    """How many tasks still to do stand under each tab of the list."""

    everything: int
    mine: int
    week: int
    two_weeks: int
    four_weeks: int
    late: int
    waiting: int


def counts_of(member: Membership, today: dt.date) -> Counts:
    """Return the numbers on the tabs, in one query."""
    live = Q(status__in=LIVE)
    tasks = tasks_visible_to(member).select_related(None).prefetch_related(None).order_by()
    found = tasks.aggregate(
        everything=Count("pk", filter=live),
        mine=Count("pk", filter=live & Q(pk__in=_owned_by(member))),
        week=Count("pk", filter=live & _due("week", today)),
        two_weeks=Count("pk", filter=live & _due("two_weeks", today)),
        four_weeks=Count("pk", filter=live & _due("four_weeks", today)),
        late=Count("pk", filter=_due("late", today)),
        waiting=Count("pk", filter=Q(status=TaskStatus.WAITING)),
    )
    return Counts(**found)


def _due(when: str, today: dt.date) -> Q:
    if when == "late":
        return Q(due_on__lt=today, status__in=LIVE)
    if when == "none":
        return Q(due_on=None)
    weeks = {"week": 1, "two_weeks": 2, "four_weeks": 4}.get(when)
    if weeks is None:
        return Q()
    monday = today - dt.timedelta(days=today.weekday())
    last = monday + dt.timedelta(weeks=weeks, days=-1)
    return Q(due_on__lte=last) & (Q(due_on__gte=monday) | Q(status__in=LIVE))


def _owned_by(member: Membership) -> QuerySet[TaskOwner, int]:
    return TaskOwner.objects.filter(membership=member).values_list("task", flat=True)


def _loaded(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return (
        tasks.select_related("activity", "rule__event", "rule__series", "event", "collaborative")
        .prefetch_related("owners__membership__user")
        .order_by("activity__phase", "activity__position", "due_on", "position", "pk")
    )
