"""What the centers bring to the agenda of the team's meeting: what they tried, sent and asked."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.community.queries import topics_visible_to
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.workplan import agenda_sources
from collaboratives.workplan.agenda_sources import Line, Occasion, Part
from metrics.enums import SubmissionStatus
from metrics.models import MonthlySubmission
from pdsa.enums import Status
from pdsa.queries import cycles_visible_to


def register() -> None:
    """Add it to what changed since the last meeting."""
    agenda_sources.register("home.centers", from_the_centers)


def from_the_centers(occasion: Occasion) -> Part:
    """Count what came from the centers since the meeting before."""
    return Part(
        agenda_sources.CHANGED, _("Since the last meeting"), list(_lines(occasion)), weight=2
    )


def _lines(occasion: Occasion) -> Iterable[Line]:
    member, since = occasion.member, occasion.since
    cycles = cycles_visible_to(member).order_by()
    planned = cycles.filter(posted_at__gte=since).exclude(status=Status.DRAFT).count()
    told = cycles.filter(status=Status.DONE, finished_at__gte=since).count()
    sent = MonthlySubmission.objects.filter(
        status=SubmissionStatus.SUBMITTED, submitted_at__gte=since
    ).count()
    topics = topics_visible_to(member).filter(created_at__gte=since).count()
    came = Membership.objects.filter(joined_at__gte=since, role_rows__isnull=False)
    joined = came.distinct().count()
    sentences = (
        (
            planned,
            ngettext("%(count)s test was planned.", "%(count)s tests were planned.", planned),
            "pdsa:list",
        ),
        (
            told,
            ngettext(
                "%(count)s test was told to the end.",
                "%(count)s tests were told to the end.",
                told,
            ),
            "pdsa:list",
        ),
        (
            sent,
            ngettext(
                "%(count)s month of numbers came in.", "%(count)s months of numbers came in.", sent
            ),
            "metrics:overview",
        ),
        (
            topics,
            ngettext("%(count)s topic was opened.", "%(count)s topics were opened.", topics),
            "community:list",
        ),
        (
            joined,
            ngettext("%(count)s person joined.", "%(count)s people joined.", joined),
            "collaboratives:people",
        ),
    )
    for number, text, page in sentences:
        if number:
            yield Line(text % {"count": number}, url_in(member.collaborative, page))
