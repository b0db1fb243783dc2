"""Reminders of events: a week ahead with the questions, a day ahead. Decided again when sent."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import ngettext

from bsc.mail.links import absolute
from bsc.notifications.models import Reminder
from bsc.notifications.registry import Mail, reminder_kind
from bsc.notifications.services import Plan, cancel, plan, replan, replan_many
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.schedule.enums import Answer, EventStatus
from collaboratives.schedule.models import Event, Rsvp
from collaboratives.schedule.queries import Crowd, is_concerned
from collaboratives.translations import in_language

WEEK_AHEAD, DAY_AHEAD = "call.week_ahead", "call.day_ahead"
DAYS_AHEAD = {WEEK_AHEAD: 7, DAY_AHEAD: 1}
# In the morning, so that a teacher reads it before the children come back from outside.
HOUR = 9


def plan_reminders(event: Event) -> None:
    """Make the planned reminders of an event what they should be now. Idempotent.

    Those of an earlier date are cancelled; nobody is reminded of what is cancelled or over, and
    nobody who said no to the event as it stands.
    """
    prefix = f"event:{event.pk}:"
    if event.status == EventStatus.CANCELLED or event.is_over:
        cancel(collaborative=event.collaborative, subject_prefix=prefix)
        return
    plans = plans_for([event.pk])
    replan(collaborative=event.collaborative, subject_prefix=prefix, plans=plans)


def replan_events(events: Sequence[Event]) -> None:
    """Do what ``plan_reminders`` does for several events of one collaborative at once."""
    standing = [event.pk for event in events if not event.is_cancelled and not event.is_over]
    replan_many(
        collaborative=events[0].collaborative,
        subject_prefixes=[f"event:{event.pk}:" for event in events],
        plans=plans_for(standing),
    )


def plan_missing(events: Iterable[int]) -> int:
    """Plan what is missing for these events (keys); what stands stays. Returns how many are new."""
    plans = plans_for(events)
    if not plans:
        return 0
    found = Event.objects.select_related("collaborative").filter(pk__in=list(events)).first()
    return plan(collaborative=found.collaborative, plans=plans).new if found else 0


def plan_reminders_of_coming_events(*, days: int = 9) -> int:
    """Plan what is missing for the next days: people who joined after an event was made.

    Works on the collaborative in scope; returns how many reminders are new.
    """
    now = timezone.now()
    coming = Event.objects.filter(
        status=EventStatus.PLANNED,
        starts_at__gt=now,
        starts_at__lt=now + dt.timedelta(days=days),
    )
    return plan_missing(list(coming.values_list("pk", flat=True)))


def plans_for(events: Iterable[int]) -> list[Plan]:
    """Return the reminders that should stand for events (keys), in a constant number of queries.

    None for a time that is past, and none for who said no.
    """
    found = (
        Event.objects.filter(pk__in=list(events))
        .select_related("collaborative", "group")
        .prefetch_related("leaders", "rsvps")
    )
    crowd = Crowd()
    now = timezone.now()
    plans = []
    for event in found:
        no = {
            rsvp.membership_id
            for rsvp in event.rsvps.all()
            if rsvp.answer == Answer.NO and rsvp.revision == event.revision
        }
        people = [person for person in crowd.concerned_by(event) if person.pk not in no]
        for kind, days in DAYS_AHEAD.items():
            due_at = _due_at(event, days)
            if due_at > now:
                subject = f"event:{event.pk}:r{event.revision}"
                plans += [Plan(kind, subject, person.user, due_at) for person in people]
    return plans


def _due_at(event: Event, days: int) -> dt.datetime:
    zone = event.collaborative.zone
    day = timezone.localdate(event.starts_at, zone) - dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(HOUR), tzinfo=zone)


def event_of(reminder: Reminder) -> tuple[Event | None, int]:
    """Return the event a reminder is about and the revision it was planned for."""
    _, pk, revision = reminder.subject_parts
    found = (
        Event.objects.filter(pk=int(pk))
        .select_related("collaborative")
        .prefetch_related("leaders__membership__user")
        .first()
    )
    return found, int(revision.removeprefix("r"))


def reason_to_skip(reminder: Reminder) -> str | None:
    """Return why a reminder is not needed any more, or None while it is."""
    event, revision = event_of(reminder)
    if event is None or event.is_cancelled:
        return "event cancelled"
    if event.revision != revision:
        return "event moved"
    if event.starts_at <= timezone.now():
        return "event began"
    member = Membership.objects.filter(user=reminder.recipient).first()
    if member is None or not is_concerned(member, event):
        return "not concerned"
    if Rsvp.objects.filter(
        event=event, membership=member, answer=Answer.NO, revision=event.revision
    ).exists():
        return "said no"
    return None


def _mail(reminder: Reminder) -> Mail:
    event, _ = event_of(reminder)
    if event is None:
        raise ValueError(f"{reminder} is about no event.")
    language = reminder.recipient.language
    leaders = [leader.membership for leader in event.leaders.all()]
    hosts = [leader for leader in leaders if leader.is_implementation or leader.is_faculty]
    answered = Rsvp.objects.filter(
        event=event, membership__user=reminder.recipient, revision=event.revision
    ).first()
    context = {
        "event": event,
        "title": in_language(event, "title", language),
        "questions": in_language(event, "questions", language),
        "lines": in_language(event, "questions", language).text.splitlines(),
        "zone": event.collaborative.time_zone,
        "answered": answered,
        "link": absolute(url_in(event.collaborative, "schedule:event", pk=event.pk)),
        "leaders": [leader.user.name for leader in leaders],
    }
    if not hosts:  # a family member's address is not handed around
        return Mail("call_reminder", context)
    sender = hosts[0].user
    name = f"{sender.name}, {event.collaborative.name}"
    return Mail("call_reminder", context, sender_name=name, reply_to=sender.email or "")


@reminder_kind(WEEK_AHEAD, reason_to_skip=reason_to_skip, late_after=dt.timedelta(days=4))
def week_ahead(reminder: Reminder) -> Mail:
    """Say when the call is and what will be asked, a week ahead."""
    return _mail(reminder)


@reminder_kind(DAY_AHEAD, reason_to_skip=reason_to_skip, late_after=dt.timedelta(hours=20))
def day_ahead(reminder: Reminder) -> Mail:
    """Say it once more the day before."""
    return _mail(reminder)


def describe_reminders(event: Event) -> list[str]:
    """Return a sentence about the reminders that a new date plans anew."""
    planned = Reminder.objects.filter(
        subject__startswith=f"event:{event.pk}:", state=Reminder.State.PLANNED
    )
    people = planned.values("recipient").distinct().count()
    if not people:
        return []
    said = ngettext(
        "Reminders for %(count)s person are planned anew.",
        "Reminders for %(count)s people are planned anew.",
        people,
    )
    return [said % {"count": people}]
