"""What people say of the framework, and what came of it."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.framework.models import ChangeFramework, DraftReader, FrameworkComment
from collaboratives.framework.readable import PartId
from collaboratives.framework.rules import may_change_comment
from collaboratives.models import Membership

Writer = Membership | DraftReader


class AnsweredMeanwhileError(Exception):
    """Somebody was faster; ``comment`` is the row as it stands now."""

    def __init__(self, comment: FrameworkComment) -> None:
        super().__init__(str(comment))
        self.comment = comment


@transaction.atomic
def add_comment(
    *,
    framework: ChangeFramework,
    part: PartId,
    text: str,
    writer: Writer,
    token: uuid.UUID,
) -> FrameworkComment:
    """Say something of one part. Idempotent by ``token``.

    The caller has checked that the part is there and that the writer may comment.
    """
    standing = FrameworkComment.objects.filter(token=token).first()
    if standing is not None:
        return standing
    is_reader = isinstance(writer, DraftReader)
    comment = FrameworkComment(
        collaborative=framework.collaborative,
        framework=framework,
        part=part.kind,
        part_key=part.key,
        text=text.strip(),
        reader=writer if isinstance(writer, DraftReader) else None,
        by=None if isinstance(writer, DraftReader) else writer,
        token=token,
    )
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    comment.full_clean(exclude=["token"], validate_constraints=False)
    comment.save()
    _record("framework.commented", comment, writer, "expert" if is_reader else "")
    return comment


@transaction.atomic
def change_comment(*, comment: FrameworkComment, text: str, writer: Writer) -> FrameworkComment:
    """Say it in other words. AnsweredMeanwhileError when it is no longer theirs to change."""
    standing = _theirs(comment, writer)
    if standing.text != text.strip():
        before, standing.text = standing.text, text.strip()
        standing.full_clean(exclude=["token"], validate_constraints=False)
        standing.save(update_fields=["text"])
        _record("framework.comment_changed", standing, writer, f"{before} → {standing.text}")
    return standing


@transaction.atomic
def take_back(*, comment: FrameworkComment, writer: Writer) -> None:
    """Delete one's own words for good. AnsweredMeanwhileError as in ``change_comment``."""
    standing = _theirs(comment, writer)
    _record("framework.comment_taken_back", standing, writer)
    standing.delete()


@transaction.atomic
def resolve(*, comment: FrameworkComment, answer: str, by: Membership) -> FrameworkComment:
    """Say in one sentence what came of a comment.

    AnsweredMeanwhileError when it is resolved already; the same answer by the same person is a
    second click and changes nothing.
    """
    standing = _locked(comment)
    if standing.resolved_at is not None:
        if standing.resolved_by_id == by.pk and standing.resolution == answer.strip():
            return standing
        raise AnsweredMeanwhileError(standing)
    standing.resolution = answer.strip()
    if not standing.resolution:
        raise ValidationError({"answer": _("Say in a few words what came of it.")})
    standing.resolved_at, standing.resolved_by = timezone.now(), by
    standing.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    _record("framework.comment_resolved", standing, by, standing.resolution)
    return standing


@transaction.atomic
def reopen(*, comment: FrameworkComment, by: Membership) -> FrameworkComment:
    """Undo that it is resolved; the sentence is kept for the next time. Idempotent."""
    standing = _locked(comment)
    if standing.resolved_at is not None:
        standing.resolved_at = standing.resolved_by = None
        standing.save(update_fields=["resolved_at", "resolved_by"])
        _record("framework.comment_reopened", standing, by, standing.resolution)
    return standing


def _theirs(comment: FrameworkComment, writer: Writer) -> FrameworkComment:
    standing = _locked(comment)
    if not may_change_comment(writer, standing):
        raise AnsweredMeanwhileError(standing)
    return standing


def _locked(comment: FrameworkComment) -> FrameworkComment:
    rows = FrameworkComment.objects.select_for_update(of=("self",))
    return rows.select_related("by__user", "reader", "resolved_by__user").get(pk=comment.pk)


def _record(action: str, comment: FrameworkComment, writer: Writer, more: str = "") -> None:
    """Who comes from outside has no account, and their name may have to be forgotten."""
    record(
        action=action,
        by=None if isinstance(writer, DraftReader) else writer.user,
        target=comment,
        collaborative=comment.collaborative,
        summary=f"{comment.part} {comment.part_key}: {more}".rstrip(": "),
    )
