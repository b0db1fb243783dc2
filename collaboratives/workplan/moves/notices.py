"""Mail about dates that changed: one to each person concerned, ten minutes after the deed.

Whoever undoes a move before that has told nobody. A change of something within two days does not
wait for the end of quiet hours.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from bsc.mail.links import absolute
from bsc.notifications.models import Reminder
from bsc.notifications.registry import Mail, reminder_kind
from bsc.notifications.services import Plan, cancel, plan
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import Groups, is_concerned
from collaboratives.translations import Text, in_language
from collaboratives.workplan.enums import ChangeStatus
from collaboratives.workplan.models import PlanChange

CHANGED, CHANGED_SOON = "calendar.changed", "calendar.changed_soon"
DELAY = dt.timedelta(minutes=10)
SOON = dt.timedelta(hours=48)
APPLIED, UNDONE = "applied", "undone"
State = Reminder.State


@dataclass(frozen=True)
class Line:
    """One date that changed, as its reader sees it; ``was`` is None where only its state changed."""

    event: Event
    title: Text
    was: dt.datetime | None
    link: str


def plan_notices(change: PlanChange, people: Iterable[int], deed: str = APPLIED) -> int:
    """Plan the mail to these members (keys), whoever did it left out; returns how many."""
    now = timezone.now()
    doer = change.by_id if deed == APPLIED else change.undone_by_id or change.by_id
    members = Membership.objects.filter(pk__in=people).exclude(pk=doer)
    kind = CHANGED_SOON if _is_soon(change, now) else CHANGED
    plans = [
        Plan(kind, f"{_prefix(change)}{deed}", member.user, now + DELAY)
        for member in members.select_related("user").order_by("pk")
    ]
    return plan(collaborative=change.collaborative, plans=plans).new if plans else 0


def plan_notices_of_undoing(change: PlanChange) -> None:
    """Take back what waits; tell those who were told already, and who did it if others undid it."""
    told = Reminder.objects.filter(subject=f"{_prefix(change)}{APPLIED}", state=State.SENT)
    members = Membership.objects.filter(user__in=told.values("recipient"))
    keys = list(members.values_list("pk", flat=True))
    cancel(collaborative=change.collaborative, subject_prefix=_prefix(change))
    plan_notices(change, [*keys, change.by_id], UNDONE)


def _prefix(change: PlanChange) -> str:
    return f"move:{change.pk}:"


def _is_soon(change: PlanChange, now: dt.datetime) -> bool:
    """Whether something that changed was, or is now, less than two days away."""
    instants = [event.starts_at for event in _events(change)]
    befores = (states["before"] for states in change.record.get("events", {}).values())
    instants += [
        dt.datetime.fromisoformat(before["starts_at"])
        for before in befores
        if "starts_at" in before
    ]
    return any(now <= instant <= now + SOON for instant in instants)


def _events(change: PlanChange) -> list[Event]:
    keys = [int(pk) for pk in change.record.get("events", {})]
    found = Event.objects.filter(pk__in=keys).select_related("collaborative")
    return list(found.prefetch_related("leaders").order_by("starts_at", "pk"))


def lines_for(change: PlanChange, member: Membership, deed: str) -> list[Line]:
    """Return what concerns a reader of the dates that a deed changed and that are not over."""
    language, groups = member.user.language, Groups()
    side = "before" if deed == APPLIED else "after"
    return [
        Line(
            event,
            in_language(event, "title", language),
            _was(change, event, side),
            absolute(url_in(event.collaborative, "schedule:event", pk=event.pk)),
        )
        for event in _events(change)
        if is_concerned(member, event, groups) and not event.is_over
    ]


def _was(change: PlanChange, event: Event, side: str) -> dt.datetime | None:
    text = change.record["events"][str(event.pk)][side].get("starts_at")
    return dt.datetime.fromisoformat(text) if text else None


def _read(reminder: Reminder) -> tuple[PlanChange | None, Membership | None, str]:
    _word, pk, deed = reminder.subject_parts
    rows = PlanChange.objects.select_related("collaborative", "by__user")
    member = Membership.objects.filter(user=reminder.recipient).select_related("user").first()
    return rows.filter(pk=int(pk)).first(), member, deed


def reason_to_skip(reminder: Reminder) -> str | None:
    """Return why nobody needs to hear of it any more, or None."""
    change, member, deed = _read(reminder)
    if change is None or member is None:
        return "not concerned"
    if deed == APPLIED and change.status != ChangeStatus.APPLIED:
        return "undone"
    return None if lines_for(change, member, deed) else "not concerned"


def _mail(reminder: Reminder) -> Mail:
    change, member, deed = _read(reminder)
    if change is None or member is None:
        raise ValueError(f"{reminder} is about no move.")
    sender = (change.by if deed == APPLIED else change.undone_by or change.by).user
    context = {
        "lines": lines_for(change, member, deed),
        "words": change.message if deed == APPLIED else "",
        "is_undone": deed == UNDONE,
    }
    name = f"{sender.name}, {change.collaborative.name}"
    return Mail("dates_changed", context, sender_name=name, reply_to=sender.email or "")


@reminder_kind(CHANGED, reason_to_skip=reason_to_skip, late_after=dt.timedelta(days=4))
def dates_changed(reminder: Reminder) -> Mail:
    """Say which dates changed, from when to when."""
    return _mail(reminder)


@reminder_kind(
    CHANGED_SOON,
    reason_to_skip=reason_to_skip,
    late_after=dt.timedelta(days=1),
    breaks_quiet_hours=True,
)
def dates_changed_soon(reminder: Reminder) -> Mail:
    """Say it at once, because it is about the next two days."""
    return _mail(reminder)
