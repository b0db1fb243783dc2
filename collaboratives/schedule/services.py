"""Writing the calendar. What hangs on a date follows in the same transaction."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule import dependents
from collaboratives.schedule.enums import Answer, AttendanceState, EventKind, EventStatus
from collaboratives.schedule.models import Attendance, Event, EventLeader, Rsvp, Series
from collaboratives.schedule.patterns import instants, parse
from collaboratives.schedule.queries import people_concerned
from collaboratives.schedule.reminders import plan_missing, plan_reminders

# A change of one of these is a move: answers are asked again and reminders planned anew.
WHEN = ("starts_at", "ends_at", "days")
WHO = ("audience", "audience_roles", "group", "team")
# What the record of a change quotes; of the rest it only says that it changed.
SPOKEN = ("title", "place", "number", "days", "group", "team")


@transaction.atomic
def create_event(
    *,
    collaborative: Collaborative,
    by: Membership | None,
    leaders: Sequence[Membership] = (),
    token: uuid.UUID | None = None,
    **fields: Any,
) -> Event:
    """Make an event; ``fields`` are the model's. The same ``token`` returns the event it made.

    A Learning Session without a number gets the next one. Raises ValidationError.
    """
    standing = made_with(token)
    if standing:
        return standing
    event = write_event(collaborative, leaders, token=token, **fields)
    record(
        action="event.created",
        by=_user(by),
        target=event,
        collaborative=collaborative,
        summary=event.title,
    )
    dependents.follow([event], by)
    plan_reminders(event)
    return event


@transaction.atomic
def create_series(
    *,
    collaborative: Collaborative,
    by: Membership | None,
    pattern: str,
    first: date,
    last: date,
    leaders: Sequence[Membership] = (),
    token: uuid.UUID | None = None,
    **fields: Any,
) -> Series:
    """Make the events of a pattern in words, each movable by itself; ``fields`` go to each.

    Raises PatternError for words that are not understood (a time is needed) and ValidationError
    where no day fits. The same ``token`` returns the series it made.
    """
    standing = made_with(token)
    if standing and standing.series:
        return standing.series
    times = list(instants(parse(pattern), collaborative.zone, first, last))
    if not times:
        raise ValidationError(_("No such day lies between these two dates."))
    series = Series(
        collaborative=collaborative,
        kind=fields["kind"],
        title=fields["title"],
        pattern=pattern,
        starts_on=first,
        ends_on=last,
    )
    series.full_clean()
    series.save()
    events = [
        write_event(
            collaborative,
            leaders,
            token=None if number else token,
            series=series,
            starts_at=starts,
            ends_at=ends,
            **fields,
        )
        for number, (starts, ends) in enumerate(times)
    ]
    record(
        action="series.created",
        by=_user(by),
        target=series,
        collaborative=collaborative,
        summary=f"{series.title}: {pattern}",
    )
    dependents.follow(events, by)
    plan_missing([event.pk for event in events])
    return series


@transaction.atomic
def change_event(
    *,
    event: Event,
    by: Membership | None,
    leaders: Sequence[Membership] | None = None,
    **fields: Any,
) -> Event:
    """Change an event. A new date raises ``revision``: dependents follow, answers are asked again.

    ``leaders`` None leaves them as they are. Nothing changed: nothing is written.
    """
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    changed = [name for name, value in fields.items() if getattr(event, name) != value]
    before = {name: said(event, name) for name in changed}
    for name in changed:
        setattr(event, name, fields[name])
    moved = any(name in WHEN for name in changed)
    led = leaders is not None and _set_leaders(event, leaders)
    if not changed and not led:
        return event
    event.revision += 1 if moved else 0
    event.edit_count += 1
    event.full_clean()
    event.save()
    record(
        action="event.moved" if moved else "event.changed",
        by=_user(by),
        target=event,
        collaborative=event.collaborative,
        summary=summary_of(event, before, led=led),
    )
    if moved:
        dependents.follow([event], by)
    if moved or led or any(name in WHO for name in changed):
        plan_reminders(event)
    return event


@transaction.atomic
def cancel_event(*, event: Event, by: Membership | None) -> Event:
    """Cancel an event: it stays in the calendar as cancelled, its tasks and reminders go."""
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.is_cancelled:
        return event
    event.status = EventStatus.CANCELLED
    event.revision += 1
    event.edit_count += 1
    event.save()
    record(
        action="event.cancelled",
        by=_user(by),
        target=event,
        collaborative=event.collaborative,
        summary=event.title,
    )
    dependents.follow([event], by)
    plan_reminders(event)
    return event


@transaction.atomic
def answer(
    *, event: Event, member: Membership, answer: str, reason: str = "", needs: str = ""
) -> Rsvp:
    """Keep somebody's own answer to the event as it stands; the last one counts."""
    rsvp = Rsvp.objects.filter(event=event, membership=member).first() or Rsvp(
        event=event, membership=member, collaborative=event.collaborative
    )
    rsvp.answer, rsvp.reason, rsvp.needs = answer, reason, needs
    rsvp.revision, rsvp.answered_at = event.revision, timezone.now()
    rsvp.full_clean()
    rsvp.save()
    record(
        action="event.answered",
        by=member.user,
        target=event,
        collaborative=event.collaborative,
        summary=Answer(answer).value,
    )
    return rsvp


@transaction.atomic
def note_attendance(
    *, event: Event, came: Sequence[Membership], by: Membership | None
) -> list[Attendance]:
    """Keep who came; of the others who were meant to, those who said no are excused.

    Replaces what was noted before.
    """
    present = {member.pk for member in came}
    no = set(event.rsvps.filter(answer=Answer.NO).values_list("membership", flat=True))
    people = {member.pk for member in people_concerned(event)} | present

    def state(pk: int) -> str:
        if pk in present:
            return AttendanceState.CAME
        return AttendanceState.EXCUSED if pk in no else AttendanceState.MISSED

    event.attendances.all().delete()
    rows = Attendance.objects.bulk_create(
        Attendance(
            collaborative=event.collaborative, event=event, membership_id=pk, state=state(pk)
        )
        for pk in sorted(people)
    )
    record(
        action="event.attendance",
        by=_user(by),
        target=event,
        collaborative=event.collaborative,
        summary=f"{len(present)} / {len(people)}",
    )
    return rows


def made_with(token: uuid.UUID | None) -> Event | None:
    """Return the first event that a form with this token made, if it was sent before."""
    if token is None:
        return None
    return Event.objects.select_related("series").filter(token=token).first()


def write_event(
    collaborative: Collaborative, leaders: Sequence[Membership], **fields: Any
) -> Event:
    """Write a new event and no more: the caller audits it and lets things follow."""
    event = Event(collaborative=collaborative, **fields)
    if event.kind == EventKind.LEARNING_SESSION and event.number is None:
        last = Event.objects.filter(kind=event.kind).aggregate(last=Max("number"))["last"]
        event.number = (last or 0) + 1
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    event.full_clean(exclude=["token"])
    event.save()
    _add_leaders(event, leaders)
    return event


def _set_leaders(event: Event, leaders: Sequence[Membership]) -> bool:
    """Make these the leaders; return whether they were others before."""
    before = set(event.leaders.values_list("membership", flat=True))
    if before == {member.pk for member in leaders}:
        return False
    event.leaders.all().delete()
    _add_leaders(event, leaders)
    return True


def _add_leaders(event: Event, leaders: Sequence[Membership]) -> None:
    EventLeader.objects.bulk_create(
        EventLeader(collaborative=event.collaborative, event=event, membership=member)
        for member in leaders
    )


def said(event: Event, name: str) -> str:
    """Return a field's value for the record; "" for long texts and for what opens a call."""
    if name in {"starts_at", "ends_at"}:
        moment = timezone.localtime(getattr(event, name), event.collaborative.zone)
        return f"{moment:%Y-%m-%d %H:%M}"
    if name in {"kind", "audience"}:
        return str(getattr(event, f"get_{name}_display")())
    return str(getattr(event, name) or "–") if name in SPOKEN else ""


def label_of(name: str) -> str:
    """Return what a field of an event is called, in the reader's language."""
    field = next(one for one in Event._meta.concrete_fields if one.name == name)
    return str(field.verbose_name)


def summary_of(event: Event, before: Mapping[str, str], *, led: bool) -> str:
    """Return what changed, from what to what; ``before`` holds what ``said`` it was."""
    parts = []
    for name, old in before.items():
        new = said(event, name)
        parts.append(f"{label_of(name)} {old} → {new}" if new else label_of(name))
    if led:
        parts.append(_("who leads it"))
    return f"{event.title}: {', '.join(parts)}"


def _user(member: Membership | None) -> Any:
    return member.user if member else None
