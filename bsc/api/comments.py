"""What people say to a cycle."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from bsc.api.asking import Given, Key, Paging, chosen, paged
from bsc.api.base import CollaborativeView
from bsc.api.schema import page_of
from bsc.api.shapes import Person
from collaboratives.enums import Role
from collaboratives.models import Membership, MembershipRole
from pdsa import rules
from pdsa.enums import Kind
from pdsa.models import Cycle, CycleComment
from pdsa.queries import cycles_visible_to
from pdsa.services.comments import add_comment, remove_comment


class CommentShape(serializers.ModelSerializer[CycleComment]):
    """A comment, or what a teammate saw. A removed one keeps its place without text."""

    author = Person()
    role = serializers.ChoiceField(source="hat.role", choices=Role.choices)
    team = serializers.IntegerField(source="hat.team_id", allow_null=True)
    is_removed = serializers.SerializerMethodField()

    class Meta:
        model = CycleComment
        fields = (
            "id", "cycle", "kind", "author", "role", "team", "reply_to", "text", "language",
            "created_at", "is_removed",
        )  # fmt: skip

    def get_is_removed(self, comment: CycleComment) -> bool:
        """Whether its writer took it back."""
        return comment.removed_at is not None


class CommentFilters(Paging):
    """Which comments."""

    cycle = Key(required=False)
    author = Key(required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)


class CommentGiven(Given, serializers.ModelSerializer[CycleComment]):
    """What is said. The same ``token`` again makes no second comment."""

    cycle = Key()
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.COMMENT)
    reply_to = Key(required=False, allow_null=True)
    hat = Key(required=False, help_text="Which of your roles signs it; needed where several can.")
    token = serializers.UUIDField(required=False)

    class Meta:
        model = CycleComment
        fields = ("cycle", "kind", "text", "reply_to", "hat", "token")


class Comments(CollaborativeView):
    """``GET`` and ``POST comments/``."""

    @extend_schema(
        operation_id="comments", parameters=[CommentFilters], responses=page_of(CommentShape)
    )
    def get(self, request: Request) -> Response:
        """List comments on the cycles one may read, oldest first."""
        wanted = CommentFilters.of(request)
        names = [name for name in ("cycle", "author", "kind") if name in wanted]
        rows = comments_of(self.member).filter(**{name: wanted[name] for name in names})
        return paged(request, rows, CommentShape, wanted)

    @extend_schema(operation_id="add_comment", request=CommentGiven, responses={201: CommentShape})
    def post(self, request: Request) -> Response:
        """Say something to a cycle, or add what you saw to a teammate's."""
        given = CommentGiven.of(request)
        cycle = chosen(_cycles(self.member), [given["cycle"]], "cycle")[0]
        kind = Kind(given["kind"])
        may = rules.may_comment if kind == Kind.COMMENT else rules.may_add_note
        hats = rules.hats_for(self.member, cycle)
        if not (hats and may(self.member, cycle)):
            raise PermissionDenied
        comment = add_comment(
            cycle=cycle,
            author=self.member,
            hat=_hat(hats, given),
            text=given["text"],
            token=given.get("token") or uuid.uuid4(),
            reply_to=_thread(self.member, cycle, given),
            kind=kind,
        )
        return Response(CommentShape(comments_of(self.member).get(pk=comment.pk)).data, 201)


class OneComment(CollaborativeView):
    """``GET`` and ``DELETE comments/<id>/``."""

    @extend_schema(operation_id="comment", responses=CommentShape)
    def get(self, request: Request, pk: int) -> Response:
        """Return one comment."""
        return Response(CommentShape(get_object_or_404(comments_of(self.member), pk=pk)).data)

    @extend_schema(operation_id="remove_comment", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Take your own words back."""
        comment = get_object_or_404(comments_of(self.member), pk=pk)
        if not rules.may_remove_comment(self.member, comment):
            raise PermissionDenied
        remove_comment(comment=comment, by=self.member)
        return Response(status=204)


def comments_of(member: Membership) -> QuerySet[CycleComment]:
    """Return what was said to the cycles this person may read, oldest first."""
    return (
        CycleComment.objects.filter(cycle__in=cycles_visible_to(member))
        .select_related("author__user", "hat")
        .order_by("created_at", "pk")
    )


def _cycles(member: Membership) -> QuerySet[Cycle]:
    return cycles_visible_to(member).select_related("ramp").prefetch_related("owners")


def _hat(hats: list[MembershipRole], given: dict[str, Any]) -> MembershipRole:
    if "hat" not in given and len(hats) == 1:
        return hats[0]
    for hat in hats:
        if hat.pk == given.get("hat"):
            return hat
    raise ValidationError({"hat": [_("Choose one of the roles that you hold here.")]})


def _thread(member: Membership, cycle: Cycle, given: dict[str, Any]) -> CycleComment | None:
    if not given.get("reply_to"):
        return None
    on_it = comments_of(member).filter(cycle=cycle)
    found: CycleComment = chosen(on_it, [given["reply_to"]], "reply_to")[0]
    return found
