"""What a team has left open at the end of a month; what is settled since then is gone."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.reports.trying import end_of, idea_of, posted, shared
from centers.models import CoreTeam
from collaboratives.enums import Role
from collaboratives.models import Collaborative
from metrics import periods
from metrics.enums import SubmissionStatus
from metrics.models import MonthlySubmission
from metrics.queries import Clock
from pdsa.enums import Kind, Status
from pdsa.models import Cycle, CycleComment, PeerInvitation

MOST = 3
MONTHS_NAMED = 3
LONGEST = 110
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Item(NamedTuple):
    """One thing that waits: what to do about it in a sentence, and the language of quoted words."""

    text: str
    quote: str = ""
    lang: str = ""


class Waiting(NamedTuple):
    """All that waits. ``said`` is the same in no language, ``told`` the tests that are named.

    ``unfinished`` are the ideas whose day has passed.
    """

    items: tuple[Item, ...]
    said: list[str]
    told: frozenset[int]
    unfinished: tuple[str, ...]


def waiting_for(team: CoreTeam, month: dt.date, months: Sequence[dt.date]) -> Waiting:
    """Return what waits for a team; ``months`` are those it sends, up to this one. Four queries."""
    collaborative = team.collaborative
    until = end_of(collaborative, month)
    undated_plan = Q(status=Status.PLANNED, starts_on__isnull=True, posted_at__lt=until)
    own = (
        shared(posted().filter(ramp__team=team))
        .select_related("ramp")
        .only("starts_on", "ramp__idea")
        .order_by("starts_on", "pk")
    )
    open_tests = list(own.filter(_day_has_passed(until.date()) | undated_plan))
    untold = [cycle for cycle in open_tests if cycle.starts_on]
    undated = [cycle for cycle in open_tests if not cycle.starts_on]
    unsent = _unsent(team, months)
    questions = list(_unanswered_questions(team, month))
    invitations = list(_open_invitations(team, until))
    items = [
        *_named(untold, _("What happened with “%(idea)s”? Its day has passed.")),
        *_named(undated, _("“%(idea)s” has no day yet. Could it be by next Tuesday?")),
        *_unsent_items(team, unsent),
        *(_comment(comment, collaborative) for comment in questions[:MOST]),
        *_and_more(len(questions)),
        *_invited(len(invitations)),
    ]
    rows = [*untold, *undated, *questions, *invitations]
    ideas = [idea_of(cycle) for cycle in [*untold, *undated]]
    return Waiting(
        tuple(items),
        [*(f"{type(row).__name__}:{row.pk}" for row in rows), *ideas, *map(str, unsent)],
        frozenset(
            [*(cycle.pk for cycle in [*untold, *undated]), *(row.cycle_id for row in questions)]
        ),
        tuple(idea_of(cycle) for cycle in untold),
    )


def _day_has_passed(day: dt.date) -> Q:
    over = Q(ends_on__lt=day) | Q(ends_on__isnull=True, starts_on__lt=day)
    return over & Q(status__in=[Status.PLANNED, Status.DOING])


def _unsent(team: CoreTeam, months: Sequence[dt.date]) -> list[dt.date]:
    sent = MonthlySubmission.objects.filter(
        team=team, month__in=months, status=SubmissionStatus.SUBMITTED
    ).values_list("month", flat=True)
    return sorted(set(months) - set(sent))


def _unsent_items(team: CoreTeam, unsent: Sequence[dt.date]) -> Iterable[Item]:
    if not unsent:
        return
    names = [date_format(month, "YEAR_MONTH_FORMAT") for month in unsent[-MONTHS_NAMED:]]
    more = len(unsent) - len(names)
    if more:
        names.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    closes_on = Clock.of(team.collaborative).closes_on(unsent[-1])
    yield Item(
        _("These numbers are not sent yet: %(months)s. The last ones can be sent until %(day)s.")
        % {
            "months": get_text_list(names, _("and")),
            "day": date_format(closes_on, "MONTH_DAY_FORMAT"),
        }
    )


def _unanswered_questions(team: CoreTeam, month: dt.date) -> QuerySet[CycleComment]:
    """What coaches asked on the team's tests in this month or the one before, without an answer.

    A comment asks when it has a question mark in it; praise need not be answered.
    """
    answered = CycleComment.objects.filter(
        cycle=OuterRef("cycle"),
        hat__team=team,
        created_at__gt=OuterRef("created_at"),
        kind=Kind.COMMENT,
        removed_at__isnull=True,
    )
    asked = CycleComment.objects.filter(
        hat__role__in=[Role.FACULTY, Role.IMPLEMENTATION],
        text__contains="?",
        kind=Kind.COMMENT,
        removed_at__isnull=True,
        created_at__gte=end_of(team.collaborative, periods.add_months(month, -2)),
        created_at__lt=end_of(team.collaborative, month),
    )
    cycles = shared(Cycle.objects.exclude(status=Status.DRAFT)).filter(ramp__team=team)
    return (
        asked.filter(~Exists(answered), cycle__in=cycles)
        .select_related("cycle__ramp")
        .only("created_at", "text", "language", "cycle__ramp__idea")
        .order_by("created_at", "pk")
    )


def _open_invitations(team: CoreTeam, until: dt.datetime) -> QuerySet[PeerInvitation]:
    return PeerInvitation.objects.filter(
        team=team,
        cycle__in=shared(Cycle.objects.exclude(status=Status.DRAFT)),
        created_at__lt=until,
        answered_at__isnull=True,
        declined_at__isnull=True,
    ).order_by("created_at", "pk")


def _invited(count: int) -> Iterable[Item]:
    """Not named: the test is another center's, and may one day be that center's alone."""
    if count:
        yield Item(
            ngettext(
                "A coach asks you to answer %(count)s test of another center.",
                "A coach asks you to answer %(count)s tests of other centers.",
                count,
            )
            % {"count": count}
        )


def _named(cycles: Sequence[Cycle], sentence: str) -> Iterable[Item]:
    for cycle in cycles[:MOST]:
        yield Item(sentence % {"idea": idea_of(cycle)})
    yield from _and_more(len(cycles))


def _and_more(count: int) -> Iterable[Item]:
    more = count - MOST
    if more > 0:
        yield Item(ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more})


def _comment(comment: CycleComment, collaborative: Collaborative) -> Item:
    day = timezone.localdate(comment.created_at, collaborative.zone)
    text = _("A coach’s question of %(day)s on “%(idea)s” has no answer yet:") % {
        "day": date_format(day, "MONTH_DAY_FORMAT"),
        "idea": idea_of(comment.cycle),
    }
    return Item(text, Truncator(_question_in(comment.text)).chars(LONGEST), comment.language)


def _question_in(text: str) -> str:
    """The first sentence that asks."""
    return next(sentence for sentence in SENTENCE_END.split(text) if "?" in sentence)
