"""What a member of a center's team could do next, the most pressing first."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.http import url_in
from collaboratives.models import Collaborative, Membership
from metrics.charts import sentence_label
from metrics.enums import Grain, SubmissionStatus
from metrics.missing import is_unexplained
from metrics.models import MonthlySubmission
from metrics.queries import Clock
from metrics.rules import may_submit
from pdsa.enums import Status
from pdsa.models import Cycle
from pdsa.queries import (
    cycles_to_finish,
    cycles_visible_to,
    drafts_of,
    for_list,
    invitations_to_answer,
    own_cycles,
    paper_to_type,
)
from pdsa.rules import may_plan

MOST_STEPS = 3


class Step(NamedTuple):
    """One thing to do: a question or a request, why now, and the button that leads there.

    ``text`` may be somebody's own words; ``lang`` is their language then.
    """

    title: str
    text: str
    button: str
    url: str
    lang: str = ""


def steps_of(member: Membership, collaborative: Collaborative) -> list[Step]:
    """Return up to three steps; there is always one, because a new test can always be planned."""
    papers = list(paper_to_type(member))
    found = [
        *_papers_to_type(papers, collaborative),
        *_tests_to_finish(member, collaborative, papers),
        *_tests_to_answer(member, collaborative),
        *_months_to_send(member, collaborative),
        *_months_to_explain(member, collaborative),
        *_plans_to_go_on_with(member, collaborative, papers),
    ]
    if not found and may_plan(member):
        found.append(
            Step(
                title=_("Try something small"),
                text=_("A first test can be one teacher, one family, one day next week."),
                button=_("Plan a test"),
                url=url_in(collaborative, "pdsa:new"),
            )
        )
    return found[:MOST_STEPS]


def _papers_to_type(waiting: list[Cycle], collaborative: Collaborative) -> Iterator[Step]:
    for cycle in waiting[:1]:
        page = "pdsa:plan" if cycle.is_draft else "pdsa:finish_step"
        yield Step(
            title=ngettext(
                "%(count)s paper form to type", "%(count)s paper forms to type", len(waiting)
            )
            % {"count": len(waiting)},
            text=cycle.what,
            button=_("Type the main lines"),
            url=url_in(collaborative, page, pk=cycle.pk, step=1),
            lang=cycle.language,
        )


def _tests_to_finish(
    member: Membership, collaborative: Collaborative, papers: list[Cycle]
) -> Iterator[Step]:
    running = cycles_to_finish(member, collaborative.today())
    for cycle in running.exclude(pk__in=[paper.pk for paper in papers])[:MOST_STEPS]:
        yield Step(
            title=_("How did it go?"),
            text=cycle.what,
            button=_("Tell what happened"),
            url=url_in(collaborative, "pdsa:finish", pk=cycle.pk),
            lang=cycle.language,
        )


def _tests_to_answer(member: Membership, collaborative: Collaborative) -> Iterator[Step]:
    for asked in invitations_to_answer(member)[:1]:
        yield Step(
            title=_("%(name)s asks your center about a test") % {"name": asked.by.user.name},
            text=asked.cycle.ramp.idea,
            button=_("Read and answer"),
            url=url_in(collaborative, "pdsa:cycle", pk=asked.cycle_id) + "#peers",
            lang=asked.cycle.ramp.language,
        )


def _plans_to_go_on_with(
    member: Membership, collaborative: Collaborative, papers: list[Cycle]
) -> Iterator[Step]:
    for cycle in drafts_of(member).exclude(pk__in=[paper.pk for paper in papers])[:1]:
        yield Step(
            title=_("You began to plan a test"),
            text=cycle.what or _("It is saved as you left it."),
            button=_("Go on with it"),
            url=url_in(collaborative, "pdsa:plan", pk=cycle.pk, step=1),
            lang=cycle.language if cycle.what else "",
        )


def _months_to_send(member: Membership, collaborative: Collaborative) -> Iterator[Step]:
    clock = Clock.of(collaborative)
    month = clock.ended
    teams = [team for team in member.teams if may_submit(member, team)]
    if not teams or clock.today > clock.closes_on(month):
        return
    sent = set(
        MonthlySubmission.objects.filter(
            team__in=teams, month=month, status=SubmissionStatus.SUBMITTED
        ).values_list("team_id", flat=True)
    )
    for team in teams:
        if team.pk not in sent:
            address = url_in(collaborative, "metrics:month", month=f"{month:%Y-%m}")
            yield Step(
                title=_("Send the numbers for %(month)s")
                % {"month": sentence_label(month, Grain.MONTH)},
                text=_when_due(clock, month),
                button=_("Open the month"),
                url=f"{address}?team={team.pk}" if len(member.teams) > 1 else address,
            )


def _months_to_explain(member: Membership, collaborative: Collaborative) -> Iterator[Step]:
    """Ask about the last month that did not come, once it cannot be sent any more.

    Until then there is a step to send it; the numbers page asks all the same.
    """
    clock = Clock.of(collaborative)
    month = clock.last_due
    if clock.today <= clock.closes_on(month):
        return
    for team in member.teams:
        if may_submit(member, team) and is_unexplained(team, month):
            address = url_in(collaborative, "metrics:way", month=f"{month:%Y-%m}")
            yield Step(
                title=_("What got in the way?"),
                text=_("The numbers for %(month)s did not come. One line is enough.")
                % {"month": sentence_label(month, Grain.MONTH)},
                button=_("Say it in one line"),
                url=f"{address}?team={team.pk}" if len(member.teams) > 1 else address,
            )


def _when_due(clock: Clock, month: dt.date) -> str:
    days = {
        "due": date_format(clock.due_on(month), "MONTH_DAY_FORMAT"),
        "last": date_format(clock.closes_on(month), "MONTH_DAY_FORMAT"),
    }
    if clock.today > clock.due_on(month):
        return _("They were due on %(due)s. You can still send them until %(last)s.") % days
    return _("They are due on %(due)s. You can send them until %(last)s.") % days


def trying_now(member: Membership, collaborative: Collaborative) -> list[Cycle]:
    """Return up to three tests of one's own team whose day has come and which are not done."""
    running = (
        cycles_visible_to(member)
        .filter(own_cycles(member), status__in=[Status.PLANNED, Status.DOING])
        .filter(starts_on__lte=collaborative.today())
    )
    return list(for_list(running).order_by("-starts_on", "-pk")[:3])


def from_another_center(member: Membership) -> Cycle | None:
    """Return what another center learned last, to read and maybe to borrow."""
    others = (
        cycles_visible_to(member)
        .exclude(own_cycles(member))
        .filter(status=Status.DONE, ramp__team__isnull=False)
        .exclude(what_we_learned="")
    )
    return for_list(others).order_by("-finished_at", "-pk").first()
