"""Writing a meeting: who runs it, its notes, closing it and opening it again."""

import datetime as dt
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from bsc.audit.models import Entry
from bsc.audit.services import record
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import PointState
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.meeting_queries import TO_CARRY, meeting_after
from collaboratives.workplan.models import Meeting, MeetingPoint
from collaboratives.workplan.services.points import carry

# Notes are saved while somebody types: one entry of the trail for as long as they go on.
ONE_SITTING = dt.timedelta(minutes=15)


def fingerprint(text: str) -> str:
    """Return the mark by which a writer's page knows the notes that it was opened with."""
    return sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def set_roles(
    *,
    event: Event,
    by: Membership,
    facilitator: Membership | None,
    note_taker: Membership | None,
    revision: int,
) -> Meeting:
    """Say who facilitates and who takes notes.

    ``revision`` is what the writer saw: raises ChangedMeanwhileError when it is another by now.
    The same two people again: nothing is written.
    """
    meeting = _locked(event)
    before, after = _names(meeting.facilitator, meeting.note_taker), _names(facilitator, note_taker)
    if (meeting.facilitator, meeting.note_taker) == (facilitator, note_taker):
        return meeting
    if meeting.revision != revision:
        raise ChangedMeanwhileError
    meeting.facilitator, meeting.note_taker = facilitator, note_taker
    meeting.revision += 1
    meeting.save()
    _record("meeting.roles", by, event, f"{before} → {after}")
    return meeting


@transaction.atomic
def write_notes(*, event: Event, by: Membership, notes: str, seen: str) -> Event:
    """Write the notes of a meeting; ``seen`` is the fingerprint of those the writer saw.

    Raises ChangedMeanwhileError when somebody else wrote something else since then.
    """
    event = Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.notes == notes:
        return event
    if fingerprint(event.notes) != seen:
        raise ChangedMeanwhileError
    event.notes = notes
    event.edit_count += 1
    event.save(update_fields=["notes", "edit_count"])
    if not _is_still_writing(event, by):
        _record("meeting.notes", by, event, event.title)
    return event


@transaction.atomic
def close_meeting(*, event: Event, by: Membership, agenda: list[dict[str, Any]]) -> Meeting:
    """Close a meeting: its agenda is kept as it was, open points go to the next one. Idempotent.

    Without a next meeting they stay where they are until there is one (``services.points``).
    """
    meeting = _locked(event)
    if meeting.closed_at:
        return meeting
    meeting.agenda, meeting.closed_at = agenda, timezone.now()
    meeting.revision += 1
    meeting.save()
    following = meeting_after(event)
    points = MeetingPoint.objects.filter(event=event, state__in=TO_CARRY).order_by("position", "pk")
    carried = carry(points, to=following, by=by) if following else []
    _record("meeting.closed", by, event, f"{len(carried)} → {following or '–'}")
    return meeting


@transaction.atomic
def reopen_meeting(*, event: Event, by: Membership) -> Meeting:
    """Open a closed meeting again: its agenda assembles itself as before. Idempotent.

    Points that it gave to the next meeting come back, unless they were dealt with there.
    """
    meeting = _locked(event)
    if meeting.closed_at is None:
        return meeting
    meeting.agenda, meeting.closed_at = [], None
    meeting.revision += 1
    meeting.save()
    closed = Meeting.objects.filter(closed_at__isnull=False).values("event")
    went_on = MeetingPoint.objects.filter(carried_from__isnull=False).values("carried_from")
    copies = (
        MeetingPoint.objects.filter(carried_from__event=event, state=PointState.OPEN)
        .exclude(event__in=closed)
        .exclude(pk__in=went_on)
    )
    count = copies.count()
    copies.delete()
    _record("meeting.reopened", by, event, f"{count} ←")
    return meeting


def _locked(event: Event) -> Meeting:
    Meeting.objects.get_or_create(event=event, defaults={"collaborative": event.collaborative})
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("facilitator__user", "note_taker__user")
        .get(event=event)
    )


def _is_still_writing(event: Event, by: Membership) -> bool:
    last = Entry.objects.filter(action="meeting.notes", target=_target(event)).order_by("-pk")
    entry = last.first()
    return (
        entry is not None and entry.by_id == by.user_id and entry.at > timezone.now() - ONE_SITTING
    )


def _names(facilitator: Membership | None, note_taker: Membership | None) -> str:
    return " / ".join(one.user.name if one else "–" for one in (facilitator, note_taker))


def _target(event: Event) -> str:
    return f"{event._meta.label_lower}:{event.pk}"


def _record(action: str, by: Membership, event: Event, summary: str) -> None:
    record(
        action=action,
        by=by.user,
        target=event,
        collaborative=event.collaborative,
        summary=summary,
    )
