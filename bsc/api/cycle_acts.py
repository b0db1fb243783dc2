"""What is done with a cycle as a whole: post it, begin, decide, go on, take it up, say thanks."""

import uuid

from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.cycle_shapes import Borrowed, CycleShape, Decided
from bsc.api.cycles import CYCLE_OR_CHANGED, CycleView, team_of
from pdsa import queries, rules
from pdsa.services.borrowing import borrow
from pdsa.services.comments import set_thanks
from pdsa.services.cycles import begin_trying, decide, draft_next, post_cycle
from pdsa.services.owners import take_over


class PostCycle(CycleView):
    """``POST cycles/<id>/post/``."""

    @extend_schema(operation_id="post_cycle", request=None, responses=CycleShape)
    def post(self, request: Request, pk: int) -> Response:
        """Show a draft to its readers."""
        post_cycle(cycle=self.own_cycle(pk), by=self.member)
        return self.answer(pk)


class StartCycle(CycleView):
    """``POST cycles/<id>/start/``."""

    @extend_schema(operation_id="start_cycle", request=None, responses=CycleShape)
    def post(self, request: Request, pk: int) -> Response:
        """Say that it is being tried now."""
        cycle = self.cycle(pk)
        if not rules.may_finish(self.member, cycle):
            raise PermissionDenied
        begin_trying(cycle=cycle, by=self.member)
        return self.answer(pk)


class DecideCycle(CycleView):
    """``POST cycles/<id>/decision/``."""

    @extend_schema(operation_id="decide_cycle", request=Decided, responses=CYCLE_OR_CHANGED)
    def post(self, request: Request, pk: int) -> Response:
        """Say what comes next; the cycle is done then, and the idea moves on."""
        cycle = self.own_cycle(pk)
        if not rules.may_finish(self.member, cycle):
            raise PermissionDenied
        given = Decided.of(request)
        values = {name: given[name] for name in given if name != "revision"}
        was = cycle.decision
        decide(cycle=self.save(cycle, values, given["revision"]), by=self.member, was=was)
        return self.answer(pk)


class NextCycle(CycleView):
    """``POST cycles/<id>/next/``."""

    @extend_schema(operation_id="next_cycle", request=None, responses={201: CycleShape})
    def post(self, request: Request, pk: int) -> Response:
        """Draft the idea's next cycle from this one; where a later one stands, that is returned."""
        cycle = self.cycle(pk)
        if not rules.may_plan_next(self.member, cycle):
            raise PermissionDenied
        following = draft_next(cycle=cycle, by=self.member)
        if following.is_draft and not queries.has_active_owner(following):
            take_over(cycle=following, by=self.member)
        return self.answer(following.pk, 201)


class TakeOverCycle(CycleView):
    """``POST cycles/<id>/take-over/``."""

    @extend_schema(operation_id="take_over_cycle", request=None, responses=CycleShape)
    def post(self, request: Request, pk: int) -> Response:
        """Write in a cycle of your team whose owners have left."""
        cycle = self.cycle(pk)
        if not rules.may_take_over(self.member, cycle):
            raise PermissionDenied
        take_over(cycle=cycle, by=self.member)
        return self.answer(pk)


class BorrowCycle(CycleView):
    """``POST cycles/<id>/borrow/``."""

    @extend_schema(operation_id="borrow_cycle", request=Borrowed, responses={201: CycleShape})
    def post(self, request: Request, pk: int) -> Response:
        """Take up another team's idea: begin a plan of your own from this one, with credit."""
        source = self.cycle(pk)
        if not rules.may_borrow(self.member, source):
            raise PermissionDenied
        given = Borrowed.of(request)
        teams = rules.teams_to_borrow_for(self.member, source.ramp)
        cycle = borrow(
            source=source,
            team=team_of(teams, given),
            by=self.member,
            token=given.get("token") or uuid.uuid4(),
        )
        return self.answer(cycle.pk, 201)


class Thanks(CycleView):
    """``PUT`` and ``DELETE cycles/<id>/thanks/``."""

    @extend_schema(operation_id="thank", request=None, responses={204: None})
    def put(self, request: Request, pk: int) -> Response:
        """Thank those who shared it."""
        return self._set(pk, given=True)

    @extend_schema(operation_id="take_thanks_back", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Take your thanks back."""
        return self._set(pk, given=False)

    def _set(self, pk: int, *, given: bool) -> Response:
        cycle = self.cycle(pk)
        if not rules.may_thank(self.member, cycle):
            raise PermissionDenied
        set_thanks(cycle=cycle, by=self.member, given=given)
        return Response(status=204)
