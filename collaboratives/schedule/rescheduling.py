"""Moving, cancelling and bringing back events: many at once, and all that hangs on them once."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from bsc.accounts.models import User
from bsc.audit.models import Entry
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule import dependents
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.models import Event, Rsvp
from collaboratives.schedule.moving import CANCEL, RESTORE, EventWish
from collaboratives.schedule.reminders import replan_events

FIELDS = ("starts_at", "ends_at", "days", "status", "cancelled_because")


def wished(event: Event, wish: EventWish) -> dict[str, Any]:
    """Return the fields that a wish sets, whether or not they differ from what stands."""
    if wish.status == CANCEL:
        return {"status": EventStatus.CANCELLED, "cancelled_because": wish.because}
    fields: dict[str, Any] = {}
    if wish.status == RESTORE:
        fields = {"status": EventStatus.PLANNED, "cancelled_because": ""}
    if wish.starts_at and wish.ends_at:
        fields |= {"starts_at": wish.starts_at, "ends_at": wish.ends_at}
        fields["days"] = wish.days or event.days
    return fields


def altered(events: Iterable[Event], wishes: Mapping[int, EventWish]) -> list[Event]:
    """Return copies of events as they would be, unsaved; loaded relations come along."""
    found = []
    for event in events:
        wish = wishes.get(event.pk)
        if wish is None:
            found.append(event)
            continue
        other = copy(event)
        for name, value in wished(event, wish).items():
            setattr(other, name, value)
        found.append(other)
    return found


@transaction.atomic
def reschedule(
    *,
    collaborative: Collaborative,
    wishes: Sequence[EventWish],
    by: Membership | None,
    answers_since: Mapping[int, int] | None = None,
) -> list[Event]:
    """Give events their wished times and states; returns those that changed, saved.

    Each gets the next revision: dependents follow, answers are asked again, reminders are planned
    anew, calendars update. ``answers_since`` names revisions (by event) whose answers count again,
    because the event goes back to where it was when they were given. Raises ValidationError.
    """
    wanted = {wish.event: wish for wish in wishes}
    events = Event.objects.select_for_update(of=("self",)).filter(
        collaborative=collaborative, pk__in=wanted
    )
    changed, entries = [], []
    for event in events.order_by("pk"):
        event.collaborative = collaborative
        fields = wished(event, wanted[event.pk])
        before = {name: getattr(event, name) for name in fields}
        if before == fields:
            continue
        for name, value in fields.items():
            setattr(event, name, value)
        event.revision += 1
        event.edit_count += 1
        event.full_clean()
        event.save()
        entries.append(_entry(event, before, by.user if by else None))
        changed.append(event)
    Entry.objects.bulk_create(entries)
    for event in changed:
        since = (answers_since or {}).get(event.pk)
        if since is not None:
            Rsvp.objects.filter(event=event, revision=since).update(revision=event.revision)
    if changed:
        dependents.follow(changed, by)
        replan_events(changed)
    return changed


@transaction.atomic
def change_span(
    *, collaborative: Collaborative, starts_on: date, ends_on: date, by: Membership | None
) -> None:
    """Set the first and the last day of a collaborative; the caller lets the plan follow."""
    before = f"{collaborative.starts_on}|{collaborative.ends_on}"
    collaborative.starts_on, collaborative.ends_on = starts_on, ends_on
    collaborative.revision += 1
    collaborative.save(update_fields=["starts_on", "ends_on", "revision"])
    Entry.objects.create(
        collaborative=collaborative,
        action="collaborative.span",
        target=f"{collaborative._meta.label_lower}:{collaborative.pk}",
        summary=f"{before} → {starts_on}|{ends_on}",
        by=by.user if by else None,
    )


def _entry(event: Event, before: Mapping[str, Any], by: User | None) -> Entry:
    """Say from when to when, as the collaborative's clock shows it."""
    zone = event.collaborative.zone
    verb = "moved"
    if before.get("status", event.status) != event.status:
        verb = "cancelled" if event.is_cancelled else "restored"

    def shown(value: Any) -> str:
        return f"{timezone.localtime(value, zone):%Y-%m-%d %H:%M}"

    said = event.title
    if "starts_at" in before:
        said = f"{said}: {shown(before['starts_at'])} → {shown(event.starts_at)}"
    return Entry(
        collaborative=event.collaborative,
        action=f"event.{verb}",
        target=f"{event._meta.label_lower}:{event.pk}",
        summary=said[:300],
        by=by,
    )
