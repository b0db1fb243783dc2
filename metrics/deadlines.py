"""When a team's numbers are due, in the calendar of those who send them."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centers.models import CoreTeam
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.schedule.deadlines import Deadline
from metrics import periods
from metrics.enums import SubmissionStatus
from metrics.models import MonthlySubmission
from metrics.queries import Clock, active_teams, metrics_in_use


def own_months(member: Membership, first: dt.date, last: dt.date) -> list[Deadline]:
    """Return the months that somebody's teams have to send between two days.

    For data contacts and leaders; months that were sent are left out, and so is what comes after
    the collaborative.
    """
    mine = {key for key in member.team_ids if _sends_for(member, key)}
    begun = [metric.begins for metric in metrics_in_use()] if mine else []
    if not begun:
        return []
    clock = Clock.of(member.collaborative)
    end = periods.first_of(member.collaborative.ends_on)
    months = [
        month
        for month in periods.months_between(periods.first_of(min(begun)), end)
        if first <= clock.due_on(month) <= last
    ]
    sent = set(
        MonthlySubmission.objects.filter(
            team__in=mine, month__in=months, status=SubmissionStatus.SUBMITTED
        ).values_list("team", "month")
    )
    teams = list(active_teams().filter(pk__in=mine))
    return [
        _deadline(member, team, month, clock, several=len(teams) > 1)
        for team in teams
        for month in months
        if (team.pk, month) not in sent
    ]


def _sends_for(member: Membership, team: int) -> bool:
    return member.is_data_contact_of(team) or member.leads(team)


def _deadline(
    member: Membership, team: CoreTeam, month: dt.date, clock: Clock, *, several: bool
) -> Deadline:
    said = {"month": date_format(month, "YEAR_MONTH_FORMAT"), "team": team.name}
    title = _("Send the numbers for %(month)s") % said
    if several:
        title = _("Send the numbers of %(team)s for %(month)s") % said
    # The page of a month opens when it is over.
    page = url_in(member.collaborative, "metrics:list")
    if month <= clock.ended:
        text = periods.month_text(month)
        page = url_in(member.collaborative, "metrics:month", month=text) + f"?team={team.pk}"
    return Deadline(
        uid=f"numbers-{team.pk}-{periods.month_text(month)}",
        on=clock.due_on(month),
        title=title,
        url=page,
        sequence=member.collaborative.revision,
    )
