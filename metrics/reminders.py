"""Reminders of a month's numbers: one to the data contact before the day, then a person takes over.

After the due day no machine writes to a team any more. The implementation team's person for data
is told once which teams to write to. Both are decided again when they are sent.
"""

import datetime as dt

from bsc.mail.links import absolute
from bsc.notifications.models import Reminder
from bsc.notifications.registry import Mail, reminder_kind
from bsc.notifications.services import Plan, replan
from centers.models import CoreTeam
from collaboratives.http import url_in
from collaboratives.models import Collaborative
from metrics.completeness import (
    State,
    TeamRow,
    data_contacts,
    data_leads,
    months_to_send,
    rows_of_teams,
)
from metrics.months import team_month
from metrics.periods import month_text, read_month
from metrics.queries import Clock, active_teams, metrics_in_use, metrics_of

DUE, MISSING = "metrics.due", "metrics.missing"
DAYS_AHEAD = 3
# In the morning, so that it is read before the rooms are full.
HOUR = 9


def plan_reminders_of_the_month(collaborative: Collaborative) -> int:
    """Make the planned reminders of the month just over what they should be now. Idempotent.

    Somebody who is no longer a team's data contact loses theirs. Returns how many are new.
    """
    clock = Clock.of(collaborative)
    month = clock.ended
    if month not in months_to_send(metrics_in_use(), clock):
        return 0
    prefix = f"month:{month_text(month)}:"
    plans = [*_to_contacts(collaborative, clock, prefix), *_to_leads(collaborative, clock, prefix)]
    return replan(collaborative=collaborative, subject_prefix=prefix, plans=plans).new


def _to_contacts(collaborative: Collaborative, clock: Clock, prefix: str) -> list[Plan]:
    due_on = clock.due_on(clock.ended)
    if clock.today >= due_on:
        return []
    at = _morning(collaborative, due_on - dt.timedelta(days=DAYS_AHEAD))
    contacts = data_contacts(active_teams())
    return [Plan(DUE, f"{prefix}{team}", member.user, at) for team, member in contacts.items()]


def _to_leads(collaborative: Collaborative, clock: Clock, prefix: str) -> list[Plan]:
    at = _morning(collaborative, clock.due_on(clock.ended) + dt.timedelta(days=1))
    return [Plan(MISSING, f"{prefix}lead", lead.user, at) for lead in data_leads()]


def _morning(collaborative: Collaborative, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(HOUR), tzinfo=collaborative.zone)


def no_longer_due(reminder: Reminder) -> str | None:
    """Return why the data contact need not be reminded, or None while it is needed."""
    team = _team_of(reminder)
    if team is None:
        return "the team is not taking part any more"
    contact = data_contacts([team]).get(team.pk)
    if contact is None or contact.user != reminder.recipient:
        return "somebody else looks after the numbers"
    state = team_month(team, _month_of(reminder), list(metrics_of(team, _month_of(reminder))))
    if state.is_sent:
        return "already sent"
    if state.measures and all(measure.could_not for measure in state.measures):
        return "could not be counted"
    return None


@reminder_kind(DUE, reason_to_skip=no_longer_due, late_after=dt.timedelta(days=DAYS_AHEAD))
def due(reminder: Reminder) -> Mail:
    """Tell the data contact when the month is due, and how far it is."""
    team = _team_of(reminder)
    if team is None:
        raise LookupError("The team of this reminder is gone.")
    month = _month_of(reminder)
    state = team_month(team, month, list(metrics_of(team, month)))
    page = url_in(team.collaborative, "metrics:month", month=month_text(month))
    lead = next(iter(data_leads()), None)
    return Mail(
        "metrics_due",
        {"state": state, "team": team, "link": absolute(f"{page}?team={team.pk}")},
        sender_name=lead.user.name if lead else "",
        reply_to=(lead.user.email or "") if lead else "",
    )


def nobody_missing(reminder: Reminder) -> str | None:
    """Return why the data lead need not be prompted, or None while some month is missing."""
    if reminder.recipient not in [lead.user for lead in data_leads()]:
        return "somebody else looks after the data"
    return None if _missing(reminder) else "every month is in"


@reminder_kind(MISSING, reason_to_skip=nobody_missing, late_after=dt.timedelta(days=7))
def missing(reminder: Reminder) -> Mail:
    """Name the teams whose month is missing; the texts to send stand on the page."""
    rows = _missing(reminder)
    contacts = data_contacts(row.team for row in rows)
    collaborative = rows[0].team.collaborative
    teams = [(row.team, contacts.get(row.team.pk)) for row in rows]
    page = url_in(collaborative, "metrics:overview")
    context = {"teams": teams, "month": _month_of(reminder), "link": absolute(page)}
    return Mail("metrics_missing", context)


def _missing(reminder: Reminder) -> list[TeamRow]:
    teams = list(active_teams())
    if not teams:
        return []
    rows = rows_of_teams(teams, [_month_of(reminder)], Clock.of(teams[0].collaborative))
    return [row for row in rows if row.cells[0].state == State.MISSING]


def _month_of(reminder: Reminder) -> dt.date:
    month = read_month(reminder.subject_parts[1])
    if month is None:
        raise ValueError(f"{reminder.subject!r} names no month.")
    return month


def _team_of(reminder: Reminder) -> CoreTeam | None:
    return active_teams().filter(pk=int(reminder.subject_parts[2])).first()
