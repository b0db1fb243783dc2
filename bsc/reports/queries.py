"""Reading reports."""

import datetime as dt
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from bsc.reports.models import Paper, Report, ReportBatch, ReportedTest, ReportSettings
from collaboratives.models import Collaborative, Membership
from metrics.rules import sees_all_teams
from pdsa.enums import Visibility

State = Report.State
# A report takes a second; one that started this long ago was lost with its worker.
LOST_AFTER = timedelta(minutes=10)
# A job that was woken this long ago and has not begun may have been lost with the broker.
OVERDUE_AFTER = timedelta(minutes=1)
BATCHES_SHOWN = 3
# Stands where a team's key would, for the collaborative's own report.
TOGETHER = "together"
# Where people print on Letter; everywhere else on A4 (Unicode CLDR, measurement data).
LETTER_COUNTRIES = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
)


def settings_of(collaborative: Collaborative) -> ReportSettings:
    """Return how the collaborative wants its reports.

    Where nobody has said, on the paper of its country and in the site's language.
    """
    standing = ReportSettings.objects.filter(collaborative=collaborative).first()
    if standing is not None:
        return standing
    is_letter = collaborative.holiday_country in LETTER_COUNTRIES
    return ReportSettings(
        collaborative=collaborative,
        paper=Paper.LETTER if is_letter else Paper.A4,
        languages=[settings.LANGUAGE_CODE],
    )


def reports_visible_to(member: Membership) -> QuerySet[Report]:
    """Return the reports this person may download, newest month and revision first.

    A team's report is for the team and for staff, the collaborative's for all its members. One
    that tells of a test which is no longer shared is for those only who may still read the test,
    whatever its revision; the next revision without it is on its way (``held_back_newest``).
    """
    reports = (
        Report.objects.select_related("team", "file")
        .defer("facts")
        .order_by("-month", "team__name", "team", "-revision", "language", "paper")
    )
    if member.is_observer:
        return reports.none()
    if sees_all_teams(member):
        return reports
    of_all = Q(team__isnull=True) & ~held_back()
    return reports.filter(of_all | Q(team__in=member.team_ids))


def for_list(
    reports: QuerySet[Report],
    *,
    month: dt.date | None = None,
    whose: str = "",
    earlier: bool = False,
) -> QuerySet[Report]:
    """Return the rows of a list: of a month, of one team's key or ``TOGETHER``, if asked for.

    Without ``earlier``, a revision after which another one is ready is left out. Each row says
    ``is_superseded`` and ``is_held_back``.
    """
    newer = Exists(_later(by=[State.READY]))
    reports = _with_owner(reports).annotate(is_superseded=newer, is_held_back=Exists(_withdrawn()))
    if month is not None:
        reports = reports.filter(month=month)
    if whose:
        reports = reports.filter(Q(team__isnull=True) if whose == TOGETHER else Q(team=int(whose)))
    return reports if earlier else reports.filter(~newer)


def held_back() -> Q:
    """Return the condition for reports that tell of a test which is no longer shared.

    One that was made before reports kept what they tell may do so, too.
    """
    return Q(Exists(_withdrawn())) | Q(state=State.READY, facts={})


def _withdrawn() -> QuerySet[ReportedTest]:
    return ReportedTest.objects.filter(report=OuterRef("pk")).exclude(
        cycle__visibility=Visibility.COLLABORATIVE
    )


def held_back_newest() -> QuerySet[Report]:
    """Return reports that tell of a test no longer shared, with no later revision ordered yet."""
    return (
        _with_owner(Report.objects.all())
        .filter(Exists(_withdrawn()), ~Exists(_later(by=list(State))), state=State.READY)
        .order_by("pk")
    )


def _later(by: Iterable[str]) -> QuerySet[Report]:
    """Later revisions in one of these states, for ``OuterRef`` on a report with ``owner``."""
    later = Report.objects.annotate(owner=Coalesce("team", 0))
    return later.filter(
        owner=OuterRef("owner"),
        month=OuterRef("month"),
        language=OuterRef("language"),
        revision__gt=OuterRef("revision"),
        state__in=list(by),
    )


def _with_owner(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Annotate the team's key, 0 for none: in SQL, nothing is not equal to nothing."""
    return reports.annotate(owner=Coalesce("team", 0))


def revision_before(report: Report) -> Report | None:
    """Return the latest earlier revision that was made and kept what it said, in any language."""
    return (
        Report.objects.filter(
            team=report.team, month=report.month, revision__lt=report.revision, state=State.READY
        )
        .exclude(facts={})
        .order_by("-revision", "pk")
        .first()
    )


def claimable() -> Q:
    """Return the condition for reports that a worker may begin: waiting, or lost with a worker."""
    lost = Q(state=State.BUILDING, started_at__lt=timezone.now() - LOST_AFTER)
    return Q(state=State.QUEUED) | lost


def waiting_reports() -> QuerySet[Report]:
    """Return the reports in scope whose job was lost."""
    overdue = timezone.now() - OVERDUE_AFTER
    return Report.objects.filter(claimable(), requested_at__lt=overdue).order_by("pk")


def waiting_batches() -> QuerySet[ReportBatch]:
    """Return the batches in scope whose job was lost before every report was ordered."""
    overdue = timezone.now() - OVERDUE_AFTER
    return ReportBatch.objects.filter(ordered_at__isnull=True, asked_at__lt=overdue).order_by("pk")


class BatchProgress(NamedTuple):
    """How far a batch is. What was ready before and has not changed is ready, too."""

    batch: ReportBatch
    ready: int
    failed: int

    @property
    def is_ordering(self) -> bool:
        """Whether some of its reports have no row yet."""
        return self.batch.ordered_at is None


def batches_to_show() -> list[BatchProgress]:
    """Return the latest batches that are under way or in which something failed; one query."""
    batches = (
        ReportBatch.objects.annotate(
            ready=Count("reports", filter=Q(reports__state=State.READY)),
            unfinished=Count("reports", filter=Q(reports__state__in=Report.UNFINISHED)),
            failed=Count("reports", filter=Q(reports__state=State.FAILED)),
        )
        .filter(Q(ordered_at__isnull=True) | Q(unfinished__gt=0) | Q(failed__gt=0))
        .order_by("-asked_at", "-pk")
    )
    return [
        BatchProgress(
            batch,
            batch.expected - batch.unfinished - batch.failed if batch.ordered_at else batch.ready,
            batch.failed,
        )
        for batch in batches[:BATCHES_SHOWN]
    ]
