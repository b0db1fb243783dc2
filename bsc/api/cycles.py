"""Tests of change: find, plan, change, post and decide, as on their pages."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import chosen, paged
from bsc.api.base import CollaborativeView
from bsc.api.cycle_shapes import (
    PLAN,
    STORY,
    CountsShape,
    CycleBegun,
    CycleChanged,
    CycleFilters,
    CycleShape,
)
from bsc.api.problems import CHANGED, MEDIA_TYPE, ChangedMeanwhile
from bsc.api.schema import page_of
from centers.models import CoreTeam
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership
from collaboratives.queries import people_visible_to
from pdsa import queries, rules
from pdsa.enums import Visibility
from pdsa.models import Cycle, CycleOwner
from pdsa.services.cycles import (
    Saved,
    begin_trying,
    discard_draft,
    fingerprint,
    save_cycle,
    start_cycle,
)
from pdsa.services.owners import set_owners

CYCLE_OR_CHANGED = {200: CycleShape, (409, MEDIA_TYPE): CHANGED}


class CycleView(CollaborativeView):
    """What the endpoints of one cycle share."""

    def cycle(self, pk: int) -> Cycle:
        """Return a cycle this person may read; else 404."""
        return get_object_or_404(_cycles(self.member), pk=pk)

    def own_cycle(self, pk: int) -> Cycle:
        """Return a cycle this person may edit; 404 where they may not even read it, else 403."""
        cycle = self.cycle(pk)
        if not rules.may_edit(self.member, cycle):
            raise PermissionDenied
        return cycle

    def answer(self, pk: int, status: int = 200) -> Response:
        """Return the cycle as it stands now."""
        return Response(CycleShape(get_object_or_404(_cycles(self.member), pk=pk)).data, status)

    def save(self, cycle: Cycle, values: Mapping[str, Any], revision: int, **driver: Any) -> Cycle:
        """Write these fields; ChangedMeanwhile where another's words would be lost."""
        seen = fingerprint(cycle, values) if revision == cycle.revision else ""
        saved = save_cycle(cycle=cycle, by=self.member, values=values, seen=seen, **driver)
        if saved.theirs:
            raise _changed(saved)
        return saved.cycle


class Cycles(CycleView):
    """``GET`` and ``POST cycles/``."""

    @extend_schema(operation_id="cycles", parameters=[CycleFilters], responses=page_of(CycleShape))
    def get(self, request: Request) -> Response:
        """List the cycles one may read, the newest first."""
        wanted = CycleFilters.of(request)
        return paged(request, _narrowed(self.member, wanted), CycleShape, wanted)

    @extend_schema(operation_id="begin_cycle", request=CycleBegun, responses={201: CycleShape})
    def post(self, request: Request) -> Response:
        """Begin an idea with the draft of its first cycle, which you own."""
        if not rules.may_plan(self.member):
            raise PermissionDenied
        given = CycleBegun.of(request)
        # A plan that cannot be kept whole leaves no draft behind.
        with transaction.atomic():
            cycle = start_cycle(
                by=self.member,
                team=team_of(rules.teams_to_plan_for(self.member), given),
                what=given["what"],
                driver=one(drivers_in_use(), given, "driver"),
                token=given.get("token") or uuid.uuid4(),
            )
            values = _plan(cycle, given)
            if cycle.is_draft:
                self.save(cycle, values, cycle.revision)
        return self.answer(cycle.pk, 201)


class CycleCounts(CollaborativeView):
    """``GET cycles/counts/``."""

    @extend_schema(operation_id="cycle_counts", responses=CountsShape)
    def get(self, request: Request) -> Response:
        """Count the posted cycles that are shared; observers see this and nothing more."""
        counted = queries.counted_in_groups(
            queries.counted_for_observers(), self.collaborative.today()
        )
        return Response(CountsShape(counted).data)


class OneCycle(CycleView):
    """``GET``, ``PATCH`` and ``DELETE cycles/<id>/``."""

    @extend_schema(operation_id="cycle", responses=CycleShape)
    def get(self, request: Request, pk: int) -> Response:
        """Return one cycle."""
        return self.answer(pk)

    @extend_schema(operation_id="change_cycle", request=CycleChanged, responses=CYCLE_OR_CHANGED)
    def patch(self, request: Request, pk: int) -> Response:
        """Change its plan or tell its story, without overwriting what another wrote meanwhile."""
        cycle = self.own_cycle(pk)
        given = CycleChanged.of(request)
        story = {name: given[name] for name in STORY if name in given}
        if story and not rules.may_finish(self.member, cycle):
            raise PermissionDenied(_("Post the plan first. Then tell what happened."))
        owners = self._owners(cycle, given)
        extra = _driver(cycle, given)
        self.save(cycle, _plan(cycle, given) | story, given["revision"], **extra)
        if owners is not None:
            set_owners(cycle=cycle, members=owners, by=self.member)
        if story:
            begin_trying(cycle=cycle, by=self.member)
        return self.answer(pk)

    def _owners(self, cycle: Cycle, given: Mapping[str, Any]) -> list[Membership] | None:
        if "owners" not in given:
            return None
        team = queries.teammates(cycle, people_visible_to(self.member))
        return _among(team, given["owners"])

    @extend_schema(operation_id="discard_cycle", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Throw away a draft. What was posted stays."""
        cycle = self.own_cycle(pk)
        if not cycle.is_draft:
            raise PermissionDenied
        discard_draft(cycle=cycle, by=self.member)
        return Response(status=204)


def team_of(teams: Sequence[CoreTeam | None], given: Mapping[str, Any]) -> CoreTeam | None:
    """Return the team that is named, or the only one there is; None: the implementation team."""
    if "team" not in given and len(teams) == 1:
        return teams[0]
    for team in teams:
        if "team" in given and given["team"] == (team.pk if team else None):
            return team
    raise ValidationError({"team": [_("Say for which of your teams.")]})


def _cycles(member: Membership) -> QuerySet[Cycle]:
    rows = queries.for_list(queries.cycles_visible_to(member))
    return rows.select_related("ramp", "changed_by__user").order_by("-pk")


def _narrowed(member: Membership, wanted: Mapping[str, Any]) -> QuerySet[Cycle]:
    rows = queries.narrowed(
        _cycles(member),
        member,
        driver=wanted.get("driver"),
        **{name: wanted.get(name, "") for name in ("stage", "role", "scale", "decision", "words")},
    )
    columns = {"team": "ramp__team", "ramp": "ramp", "status": "status"}
    rows = rows.filter(**{columns[name]: wanted[name] for name in columns if name in wanted})
    if "owner" in wanted:
        rows = rows.filter(pk__in=CycleOwner.objects.filter(member=wanted["owner"]).values("cycle"))
    if "own" in wanted:
        own = rows.filter(queries.own_cycles(member))
        rows = own if wanted["own"] else rows.exclude(queries.own_cycles(member))
    return rows


def _changed(saved: Saved) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        theirs=dict(saved.theirs),
        changed_by=str(saved.cycle.changed_by),
        revision=saved.cycle.revision,
    )


def _plan(cycle: Cycle, given: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: given[name] for name in PLAN if name in given}
    if cycle.ramp.team_id is None and values.get("visibility") == Visibility.TEAM:
        raise ValidationError(
            {"visibility": [_("The implementation team's own tests are for all to see.")]}
        )
    return values


def _driver(cycle: Cycle, given: Mapping[str, Any]) -> dict[str, Any]:
    if "driver" not in given:
        return {}
    if cycle.number != 1:
        raise ValidationError({"driver": [_("It is chosen in the idea's first cycle.")]})
    return {"driver": one(drivers_in_use(), given, "driver"), "change_driver": True}


def one(rows: QuerySet[Any], given: Mapping[str, Any], field: str) -> Any:
    return chosen(rows, [given[field]], field)[0] if given.get(field) else None


def _among(team: Iterable[Membership], keys: Iterable[int]) -> list[Membership]:
    found = {person.pk: person for person in team}
    if any(key not in found for key in keys):
        raise ValidationError({"owners": [_("Choose people of the cycle's own team.")]})
    return [found[key] for key in keys]
