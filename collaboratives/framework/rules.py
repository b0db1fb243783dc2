"""Who may change the framework (the table of rights, row "framework"). Every member may read it."""

from datetime import timedelta

from django.utils import timezone

from collaboratives.framework.models import DraftReader, FrameworkComment
from collaboratives.models import Membership

# How long one's own comment can still be changed or taken back, unless it was answered before.
CHANGEABLE_FOR = timedelta(days=7)


def may_edit(member: Membership) -> bool:
    """Whether they may change, release, import and export it."""
    return member.is_implementation


def may_suggest(member: Membership) -> bool:
    """Whether they may suggest a change idea: everybody who takes part."""
    return not member.is_observer


def may_comment(member: Membership) -> bool:
    """Whether they may comment on a part: everybody who takes part."""
    return not member.is_observer


def may_see_all_comments(member: Membership) -> bool:
    """Whether they read everybody's comments, and by whom they are."""
    return member.is_implementation or member.is_faculty


def may_resolve(member: Membership) -> bool:
    """Whether they say what came of a comment."""
    return member.is_implementation


def may_ask_experts(member: Membership) -> bool:
    """Whether they ask people from outside to read the draft."""
    return member.is_implementation


def may_change_comment(writer: Membership | DraftReader, comment: FrameworkComment) -> bool:
    """Whether a comment is theirs to change and take back: for a week, until it is answered."""
    is_theirs = (
        comment.reader_id == writer.pk
        if isinstance(writer, DraftReader)
        else comment.by_id == writer.pk
    )
    is_fresh = timezone.now() - comment.at < CHANGEABLE_FOR
    return is_theirs and is_fresh and comment.resolved_at is None
