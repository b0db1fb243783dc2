"""The implementation team's desk: what the coming week asks, and what needs a person."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import ngettext

from bsc.home.coach_sources import everything_waiting
from collaboratives.http import url_in
from collaboratives.models import Collaborative, Membership
from collaboratives.queries import invitations_visible_to, still_waiting
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import events_visible_to
from collaboratives.workplan.enums import LIVE
from collaboratives.workplan.models import Task
from collaboratives.workplan.queries import late_tasks, tasks_of, tasks_visible_to
from metrics.completeness import State, rows_of_teams
from metrics.queries import Clock, active_teams
from pdsa.queries import paper_to_type

# After two days a post that nobody answered needs a person (front-end reference, page 37).
ANSWER_WITHIN = dt.timedelta(days=2)
WEEK = dt.timedelta(days=7)


class Need(NamedTuple):
    """Something that needs a person, in a sentence, with the page where it can be done."""

    text: str
    url: str
    icon: str


@dataclass(frozen=True)
class Desk:
    """What stands on the desk of one member of the implementation team."""

    today: dt.date
    mine: list[Task]
    events: list[Event]
    needs: list[Need]


def desk_of(member: Membership, collaborative: Collaborative) -> Desk:
    """Return the reader's own tasks of this week, the next dates, and what needs a person."""
    today = collaborative.today()
    now = timezone.now()
    return Desk(
        today=today,
        mine=list(tasks_of(member).filter(due_on__lte=today + WEEK)[:8]),
        events=list(
            events_visible_to(member)
            .filter(status=EventStatus.PLANNED, ends_at__gt=now, starts_at__lt=now + 4 * WEEK)
            .order_by("starts_at", "pk")[:5]
        ),
        needs=_needs(member, collaborative, today),
    )


def _needs(member: Membership, collaborative: Collaborative, today: dt.date) -> list[Need]:
    plan = url_in(collaborative, "workplan:list")
    late = late_tasks(member, today).count()
    soon = tasks_visible_to(member).filter(
        status__in=LIVE, due_on__range=(today, today + 2 * WEEK), owners=None
    )
    unowned = soon.count()
    waiting = sum(
        each.since < timezone.now() - ANSWER_WITHIN for each in everything_waiting(member)
    )
    missing = _months_missing(collaborative)
    papers = paper_to_type(member).count()
    pending = still_waiting(invitations_visible_to(member)).count()
    sentences = (
        (
            late,
            ngettext("%d task is late.", "%d tasks are late.", late),
            f"{plan}?when=late",
            "warning",
        ),
        (
            unowned,
            ngettext(
                "%d task of the next two weeks has no owner.",
                "%d tasks of the next two weeks have no owner.",
                unowned,
            ),
            f"{plan}?when=two_weeks&who=nobody",
            "person",
        ),
        (
            missing,
            ngettext(
                "%d center has not sent last month's numbers.",
                "%d centers have not sent last month's numbers.",
                missing,
            ),
            url_in(collaborative, "metrics:overview"),
            "assessment",
        ),
        (
            waiting,
            ngettext(
                "%d test or post has waited more than two days for an answer.",
                "%d tests and posts have waited more than two days for an answer.",
                waiting,
            ),
            url_in(collaborative, "home:coach"),
            "forum",
        ),
        (
            papers,
            ngettext("%d paper form to type.", "%d paper forms to type.", papers),
            url_in(collaborative, "pdsa:list"),
            "assessment",
        ),
        (
            pending,
            ngettext("%d invitation is open.", "%d invitations are open.", pending),
            url_in(collaborative, "collaboratives:invitations"),
            "mail",
        ),
    )
    return [Need(text % number, url, icon) for number, text, url, icon in sentences if number]


def _months_missing(collaborative: Collaborative) -> int:
    clock = Clock.of(collaborative)
    rows = rows_of_teams(list(active_teams()), [clock.ended], clock)
    return sum(cell.state in {State.MISSING, State.WAITING} for row in rows for cell in row.cells)
