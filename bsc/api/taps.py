"""Taps of counters in a room. Nobody who tapped is recorded, here as little as on a phone."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Given, Key, Paging, chosen, paged, several
from bsc.api.base import CollaborativeView
from bsc.api.schema import page_of
from centers.models import CoreTeam
from metrics import rules
from metrics.counters import rooms_reached_by, team_of
from metrics.models import Tap
from metrics.queries import metrics_of, teams_visible_to
from metrics.services.taps import receive_taps
from metrics.tap_batches import (
    LARGEST_BATCH,
    LARGEST_GRID,
    LONGEST_WATCH,
    GridSaid,
    TapSaid,
    WatchSaid,
)


class TapShape(serializers.ModelSerializer[Tap]):
    """A tap that was received: on a number of the grid, or in a watch."""

    observation = serializers.UUIDField(source="observation.uuid", default=None, allow_null=True)

    class Meta:
        model = Tap
        fields = ("uuid", "team", "classroom", "metric", "day", "slot", "observation", "is_undone")


class TapFilters(Paging):
    """Which taps of which team."""

    team = Key()
    classroom = Key(required=False)
    metric = Key(required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)


class TapGiven(Given):
    """A tap with an id of its own, or that it was taken back."""

    uuid = serializers.UUIDField()
    metric = Key()
    day = serializers.DateField()
    slot = serializers.IntegerField(
        min_value=1, max_value=LARGEST_GRID, required=False, allow_null=True
    )
    observation = serializers.UUIDField(required=False, allow_null=True)
    undone = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for a number of the grid or for a watch, not for both."""
        if (attrs.get("slot") is None) == (attrs.get("observation") is None):
            raise ValidationError({"slot": [_("Send a slot or an observation, one of them.")]})
        return attrs


class WatchGiven(Given):
    """How far a timed watch has come."""

    uuid = serializers.UUIDField()
    metric = Key()
    day = serializers.DateField()
    seconds = serializers.IntegerField(min_value=0, max_value=LONGEST_WATCH, default=0)
    over = serializers.BooleanField(default=False)
    discarded = serializers.BooleanField(default=False)


class GridGiven(Given):
    """How many families are in the room in a week."""

    metric = Key()
    week = serializers.DateField(help_text="A Monday.")
    size = serializers.IntegerField(min_value=1, max_value=LARGEST_GRID)

    def validate_week(self, week: Any) -> Any:
        """Hold it to Mondays."""
        if week.weekday():
            raise ValidationError(_("A week starts on a Monday."))
        return week


class TapsGiven(Given):
    """A batch of one room: at most 500 items. Sent again, it changes nothing."""

    classroom = Key()
    taps = several(TapGiven, most=LARGEST_BATCH, default=list)
    observations = several(WatchGiven, most=LARGEST_BATCH, default=list)
    grids = several(GridGiven, most=LARGEST_BATCH, default=list)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Hold the whole batch to its size."""
        if sum(len(attrs[name]) for name in ("taps", "observations", "grids")) > LARGEST_BATCH:
            raise ValidationError(
                _("Send at most %(most)s items at once.") % {"most": LARGEST_BATCH}
            )
        return attrs


class RefusedShape(serializers.Serializer[Any]):
    """An item that does not count, and why."""

    uuid = serializers.UUIDField()
    why = serializers.CharField()


class RefusedGridShape(serializers.Serializer[Any]):
    """The size of a grid that was not taken, and why."""

    metric = serializers.IntegerField()
    week = serializers.DateField()
    why = serializers.CharField()


class ReceivedShape(serializers.Serializer[Any]):
    """The ids whose state now stands, those sent before among them; and those refused."""

    saved = serializers.ListField(child=serializers.UUIDField())
    refused = RefusedShape(many=True)
    refused_grids = RefusedGridShape(many=True)


class Taps(CollaborativeView):
    """``GET`` and ``POST taps/``."""

    @extend_schema(operation_id="taps", parameters=[TapFilters], responses=page_of(TapShape))
    def get(self, request: Request) -> Response:
        """List the taps of the rooms whose numbers one sees, in the order they came."""
        wanted = TapFilters.of(request)
        team = chosen(teams_visible_to(self.member), [wanted["team"]], "team")[0]
        rooms = rules.rooms_visible_to(self.member, team)
        rows = Tap.objects.filter(team=team, classroom__in=rooms.order_by().values("pk"))
        rows = _narrowed(rows.select_related("observation").order_by("pk"), wanted)
        return paged(request, rows, TapShape, wanted)

    @extend_schema(operation_id="send_taps", request=TapsGiven, responses=ReceivedShape)
    def post(self, request: Request) -> Response:
        """Take in a batch. One item that is refused does not stop the others."""
        given = TapsGiven.of(request)
        room = chosen(rooms_reached_by(self.member), [given["classroom"]], "classroom")[0]
        team = team_of(self.member, room)
        if team is None or not rules.may_count(self.member, team):
            raise PermissionDenied
        received = receive_taps(team=team, classroom=room, **_said(team, given))
        shown = {
            "saved": received.saved,
            "refused": [{"uuid": uuid, "why": why} for uuid, why in received.refused],
            "refused_grids": [
                given["grids"][number] | {"why": why} for number, why in received.refused_grids
            ],
        }
        return Response(ReceivedShape(shown).data)


def _narrowed(taps: QuerySet[Tap], wanted: Mapping[str, Any]) -> QuerySet[Tap]:
    columns = {
        "classroom": "classroom",
        "metric": "metric",
        "since": "day__gte",
        "until": "day__lte",
    }
    return taps.filter(**{columns[name]: wanted[name] for name in columns if name in wanted})


def _said(team: CoreTeam, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the batch as the service takes it; it names measures by their keys."""
    keys = {metric.pk: metric.key for metric in metrics_of(team)}

    def named(item: Mapping[str, Any]) -> dict[str, Any]:
        rest = {name: value for name, value in item.items() if name != "metric"}
        return {**rest, "measure": keys.get(item["metric"], "")}

    return {
        "taps": [TapSaid(**named(item)) for item in given["taps"]],
        "observations": [WatchSaid(**named(item)) for item in given["observations"]],
        "grids": [GridSaid(**named(item)) for item in given["grids"]],
    }
