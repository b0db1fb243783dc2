"""The stories of a month: shared tests that a person chose to tell."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from bsc.reports.models import ReportStory
from bsc.reports.trying import cycles_of_month, shared
from collaboratives.models import Collaborative
from pdsa.enums import Visibility
from pdsa.models import Cycle


def stories_of(month: dt.date) -> QuerySet[ReportStory]:
    """Return the month's stories in their order, none of a test that is no longer shared."""
    return (
        ReportStory.objects.filter(
            month=month, removed_at__isnull=True, cycle__visibility=Visibility.COLLABORATIVE
        )
        .defer("cycle__search")
        .select_related("cycle__ramp__team")
        .order_by("order", "pk")
    )


def taken_out(month: dt.date) -> QuerySet[ReportStory]:
    """Return the stories that were taken out and can be put back, the latest first."""
    return (
        ReportStory.objects.filter(
            month=month, removed_at__isnull=False, cycle__visibility=Visibility.COLLABORATIVE
        )
        .defer("cycle__search")
        .select_related("cycle__ramp__team")
        .order_by("-removed_at", "-pk")
    )


def tests_to_tell(collaborative: Collaborative, month: dt.date) -> QuerySet[Cycle]:
    """Return the month's shared tests that are no story yet, those with something learned first."""
    told = ReportStory.objects.filter(month=month, cycle=OuterRef("pk"))
    return (
        shared(cycles_of_month(collaborative, month))
        .filter(~Exists(told))
        .select_related("ramp__team")
        .order_by("-finished_at", "ramp__team__name", "pk")
    )
