"""Which months teams have opened and sent, and when. One month itself: see ``months``."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Key, Paging, paged
from bsc.api.base import CollaborativeView
from bsc.api.schema import page_of
from bsc.api.shapes import Person
from collaboratives.models import Membership
from metrics.enums import SubmissionStatus
from metrics.models import MonthlySubmission
from metrics.queries import teams_visible_to


class SubmissionShape(serializers.ModelSerializer[MonthlySubmission]):
    """A month that was opened, as it stands in the list."""

    submitted_by = Person(allow_null=True)

    class Meta:
        model = MonthlySubmission
        fields = (
            "id", "team", "month", "status", "due_on", "closes_on", "submitted_at", "submitted_by",
            "revision",
        )  # fmt: skip


class SubmissionFilters(Paging):
    """Which months; ``since`` and ``until`` are months, written as any day in them."""

    team = Key(required=False)
    status = serializers.ChoiceField(choices=SubmissionStatus.choices, required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class Submissions(CollaborativeView):
    """``GET submissions/``."""

    @extend_schema(
        operation_id="submissions",
        parameters=[SubmissionFilters],
        responses=page_of(SubmissionShape),
    )
    def get(self, request: Request) -> Response:
        """List the months that teams have opened or sent, oldest first."""
        wanted = SubmissionFilters.of(request)
        return paged(request, _narrowed(_submissions(self.member), wanted), SubmissionShape, wanted)


def _submissions(member: Membership) -> QuerySet[MonthlySubmission]:
    return (
        MonthlySubmission.objects.filter(team__in=teams_visible_to(member))
        .select_related("submitted_by__user")
        .order_by("month", "team")
    )


def _narrowed(
    rows: QuerySet[MonthlySubmission], wanted: dict[str, Any]
) -> QuerySet[MonthlySubmission]:
    asked: dict[str, Any] = {name: wanted[name] for name in ("team", "status") if name in wanted}
    if "since" in wanted:
        asked["month__gte"] = wanted["since"].replace(day=1)
    if "until" in wanted:
        asked["month__lte"] = wanted["until"]
    return rows.filter(**asked)
