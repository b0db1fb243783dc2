"""The rooms of a team's center, for those who count in them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Key, Paging, chosen, paged
from bsc.api.base import CollaborativeView
from bsc.api.schema import page_of
from metrics.counters import rooms_of
from metrics.queries import teams_visible_to


class RoomShape(serializers.Serializer[Any]):
    """A room in use."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class RoomFilters(Paging):
    """Whose rooms."""

    team = Key()


class Rooms(CollaborativeView):
    """``GET rooms/?team=<id>``."""

    @extend_schema(operation_id="rooms", parameters=[RoomFilters], responses=page_of(RoomShape))
    def get(self, request: Request) -> Response:
        """List the rooms in use of a team's center, by name."""
        wanted = RoomFilters.of(request)
        team = chosen(teams_visible_to(self.member), [wanted["team"]], "team")[0]
        return paged(request, rooms_of(team), RoomShape, wanted)
