"""Where one is: the collaborative, one's own roles, its teams and its drivers."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Paging, paged
from bsc.api.base import CollaborativeView
from bsc.api.schema import page_of
from centers.models import CoreTeam
from collaboratives.enums import Role
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import MembershipRole
from collaboratives.queries import teams_visible_to


class RoleShape(serializers.Serializer[MembershipRole]):
    """A role held today; most belong to a team. ``id`` signs comments (``hat``)."""

    id = serializers.IntegerField()
    role = serializers.ChoiceField(choices=Role.choices)
    team = serializers.IntegerField(source="team_id", allow_null=True)
    is_data_contact = serializers.BooleanField()


class MeShape(serializers.Serializer[Any]):
    """Whose key or session this is."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="user.name")
    roles = RoleShape(many=True, source="hats")


class CollaborativeShape(serializers.Serializer[Any]):
    """The collaborative and oneself in it."""

    slug = serializers.CharField()
    name = serializers.CharField()
    topic = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    time_zone = serializers.CharField()
    today = serializers.DateField(help_text="Today, in the collaborative's time zone.")
    metrics_due_day = serializers.IntegerField(
        help_text="The day of the following month on which a month's numbers are due."
    )
    metrics_close_day = serializers.IntegerField(help_text="The last day they can be sent.")
    me = MeShape()


class TeamShape(serializers.Serializer[CoreTeam]):
    """A core team."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    center = serializers.CharField(source="center.name")
    status = serializers.ChoiceField(choices=CoreTeam.Status.choices)
    people = serializers.IntegerField(help_text="How many people are on it today.")


class DriverShape(serializers.Serializer[SecondaryDriver]):
    """A secondary driver of the change framework that is in use."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    number = serializers.CharField()
    action = serializers.CharField()
    primary = serializers.CharField(source="primary.short_name")


class TheCollaborative(CollaborativeView):
    """``GET ""``."""

    @extend_schema(operation_id="collaborative", responses=CollaborativeShape)
    def get(self, request: Request) -> Response:
        """Return the collaborative, and who one is in it."""
        one = self.collaborative
        names = ("slug", "name", "topic", "starts_on", "ends_on", "time_zone")
        days = ("metrics_due_day", "metrics_close_day")
        found = {name: getattr(one, name) for name in (*names, *days)}
        shape = CollaborativeShape({**found, "today": one.today(), "me": self.member})
        return Response(shape.data)


class Teams(CollaborativeView):
    """``GET teams/``."""

    @extend_schema(operation_id="teams", parameters=[Paging], responses=page_of(TeamShape))
    def get(self, request: Request) -> Response:
        """List the core teams by name; an observer sees none."""
        wanted = Paging.of(request)
        return paged(request, teams_visible_to(self.member), TeamShape, wanted)


class Drivers(CollaborativeView):
    """``GET drivers/``."""

    @extend_schema(operation_id="drivers", parameters=[Paging], responses=page_of(DriverShape))
    def get(self, request: Request) -> Response:
        """List the secondary drivers in use, in the framework's order."""
        wanted = Paging.of(request)
        return paged(request, drivers_in_use(), DriverShape, wanted)
