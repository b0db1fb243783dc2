"""What people say to a cycle."""

import uuid
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.models import Membership, MembershipRole
from pdsa.enums import Kind
from pdsa.models import CommentMention, Cycle, CycleComment, CycleThanks, PeerInvitation
from pdsa.notices import tell_of_comment


@transaction.atomic
def add_comment(
    *,
    cycle: Cycle,
    author: Membership,
    hat: MembershipRole,
    text: str,
    token: uuid.UUID,
    reply_to: CycleComment | None = None,
    kind: Kind = Kind.COMMENT,
    language: str = "",
    mentions: Collection[int] = (),
) -> CycleComment:
    """Say something to a cycle, or to a comment on it (a reply to a reply joins its thread).

    Idempotent by ``token``. The hat must be one of ``rules.hats_for``, ``mentions`` are keys from
    ``queries.people_to_mention``. ``language`` is the writer's own unless given. Owners, the
    writer of the thread and those mentioned are told by mail; a comment in a team's name answers
    the invitation to that team.
    """
    standing = CycleComment.objects.filter(author=author, token=token).first()
    if standing is not None:
        return standing
    thread = (reply_to.reply_to or reply_to) if reply_to else None
    if thread and (thread.cycle_id != cycle.pk or thread.removed_at):
        raise ValidationError(_("This comment is gone. Write yours as a new one."))
    comment = CycleComment(
        collaborative=cycle.collaborative,
        cycle=cycle,
        kind=kind,
        author=author,
        hat=hat,
        reply_to=thread,
        text=text.strip(),
        language=language or author.user.language,
        token=token,
    )
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    comment.full_clean(exclude=["token"])
    comment.save()
    record(
        action="cycle.commented" if kind == Kind.COMMENT else "cycle.noted",
        by=author.user,
        target=comment,
        collaborative=cycle.collaborative,
    )
    for pk in sorted(set(mentions)):
        CommentMention.objects.create(
            collaborative=cycle.collaborative, comment=comment, member_id=pk
        )
    if hat.team_id is not None:
        PeerInvitation.objects.filter(
            cycle=cycle, team=hat.team_id, answered_at__isnull=True
        ).update(answered_at=timezone.now())
    tell_of_comment(comment)
    return comment


@transaction.atomic
def remove_comment(*, comment: CycleComment, by: Membership) -> CycleComment:
    """Take one's words back: the text is gone for good, its place and replies stay. Idempotent."""
    standing = CycleComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if standing.removed_at:
        return standing
    standing.text = ""
    standing.removed_at = timezone.now()
    standing.save(update_fields=["text", "removed_at"])
    record(
        action="cycle.comment_removed",
        by=by.user,
        target=standing,
        collaborative=standing.collaborative,
    )
    return standing


@transaction.atomic
def set_thanks(*, cycle: Cycle, by: Membership, given: bool) -> None:
    """Thank those who shared a test, or take it back. Idempotent."""
    if given:
        CycleThanks.objects.get_or_create(collaborative=cycle.collaborative, cycle=cycle, member=by)
    else:
        CycleThanks.objects.filter(cycle=cycle, member=by).delete()
