"""Mail about tests: somebody answered, somebody means you, a coach asks your center.

Planned as reminders, so that quiet hours and what a person chose are kept and each is decided
again when it is sent. Answers to one test are gathered for two hours into one mail.
"""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from bsc.mail.links import absolute
from bsc.notifications.models import Reminder
from bsc.notifications.registry import Mail, reminder_kind
from bsc.notifications.services import Plan, plan
from collaboratives.enums import LEADER_ROLES
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from pdsa import queries
from pdsa.models import CommentMention, Cycle, CycleComment, CycleOwner, PeerInvitation

ANSWERED, MENTIONED, INVITED = "pdsa.answered", "pdsa.mentioned", "pdsa.invited"
GATHER = dt.timedelta(hours=2)
LATE = dt.timedelta(days=4)


def tell_of_comment(comment: CycleComment) -> None:
    """Plan the mail to those mentioned, and to the owners and the writer of the thread."""
    now = timezone.now()
    mentioned = CommentMention.objects.filter(comment=comment).select_related("member__user")
    plans = [Plan(MENTIONED, f"comment:{comment.pk}", one.member.user, now) for one in mentioned]
    told = {comment.author_id, *(one.member_id for one in mentioned)}
    plans += [
        Plan(ANSWERED, f"cycle:{comment.cycle_id}:{comment.pk}", member.user, now + GATHER)
        for member in _concerned(comment)
        if member.pk not in told and not _is_told_soon(comment, member)
    ]
    if plans:
        plan(collaborative=comment.collaborative, plans=plans)


def _concerned(comment: CycleComment) -> list[Membership]:
    owners = CycleOwner.objects.filter(cycle=comment.cycle_id).values("member")
    who = Q(pk__in=owners)
    if comment.reply_to is not None:
        who |= Q(pk=comment.reply_to.author_id)
    return list(Membership.objects.filter(who).select_related("user").order_by("pk"))


def _is_told_soon(comment: CycleComment, member: Membership) -> bool:
    """Whether a mail about this cycle waits already: it will tell of this comment, too."""
    return Reminder.objects.filter(
        kind=ANSWERED,
        subject__startswith=f"cycle:{comment.cycle_id}:",
        recipient=member.user,
        state=Reminder.State.PLANNED,
    ).exists()


def tell_of_invitation(invitation: PeerInvitation) -> None:
    """Plan the mail to the leaders of the center that is asked."""
    leaders = roles_held_today().filter(team=invitation.team_id, role__in=LEADER_ROLES)
    plans = [
        Plan(INVITED, f"peer:{invitation.pk}", hat.membership.user, timezone.now())
        for hat in leaders
    ]
    if plans:
        plan(collaborative=invitation.collaborative, plans=plans)


def _reader(reminder: Reminder) -> Membership | None:
    return Membership.objects.filter(user=reminder.recipient).select_related("user").first()


def _cycle(reader: Membership | None, pk: int) -> Cycle | None:
    if reader is None:
        return None
    found = queries.cycles_visible_to(reader).select_related("ramp__team", "collaborative")
    return found.filter(pk=pk).first()


def _link(cycle: Cycle, anchor: str) -> str:
    return absolute(f"{url_in(cycle.collaborative, 'pdsa:cycle', pk=cycle.pk)}#{anchor}")


def _answers(reminder: Reminder) -> list[CycleComment]:
    """What others said since the comment that the mail was planned for, oldest first."""
    _word, cycle, first = reminder.subject_parts
    return list(
        CycleComment.objects.filter(cycle=int(cycle), pk__gte=int(first), removed_at__isnull=True)
        .exclude(author__user=reminder.recipient)
        .select_related("author__user", "hat__team")
        .order_by("created_at", "pk")
    )


def no_answer_to_tell(reminder: Reminder) -> str | None:
    """Return why the mail is not needed, or None while there is something new to read."""
    if _cycle(_reader(reminder), int(reminder.subject_parts[1])) is None:
        return "they do not read this test any more"
    return None if _answers(reminder) else "the comments were taken back"


@reminder_kind(ANSWERED, reason_to_skip=no_answer_to_tell, late_after=LATE)
def answered(reminder: Reminder) -> Mail:
    """Tell who answered a test, and what they said."""
    cycle = _cycle(_reader(reminder), int(reminder.subject_parts[1]))
    if cycle is None:
        raise LookupError("The test of this mail is gone.")
    context = {"cycle": cycle, "comments": _answers(reminder), "link": _link(cycle, "comments")}
    return Mail("pdsa_answered", context)


def _mention(reminder: Reminder) -> CycleComment | None:
    return (
        CycleComment.objects.filter(pk=int(reminder.subject_parts[1]), removed_at__isnull=True)
        .select_related("author__user", "hat__team")
        .first()
    )


def no_mention_to_tell(reminder: Reminder) -> str | None:
    """Return why the mail is not needed, or None while the comment stands and may be read."""
    comment = _mention(reminder)
    if comment is None:
        return "the comment was taken back"
    if _cycle(_reader(reminder), comment.cycle_id) is None:
        return "they do not read this test any more"
    return None


@reminder_kind(MENTIONED, reason_to_skip=no_mention_to_tell, late_after=LATE)
def mentioned(reminder: Reminder) -> Mail:
    """Tell somebody that a comment means them."""
    comment = _mention(reminder)
    cycle = _cycle(_reader(reminder), comment.cycle_id) if comment else None
    if comment is None or cycle is None:
        raise LookupError("The comment of this mail is gone.")
    context = {"cycle": cycle, "comment": comment, "link": _link(cycle, f"comment-{comment.pk}")}
    return Mail("pdsa_mentioned", context, sender_name=comment.author.user.name)


def _invitation(reminder: Reminder) -> PeerInvitation | None:
    reader = _reader(reminder)
    if reader is None:
        return None
    waiting = queries.invitations_to_answer(reader)
    return waiting.filter(pk=int(reminder.subject_parts[1])).first()


def no_invitation_to_tell(reminder: Reminder) -> str | None:
    """Return why the mail is not needed, or None while the center has not answered."""
    return None if _invitation(reminder) else "answered, declined or not to be read any more"


@reminder_kind(INVITED, reason_to_skip=no_invitation_to_tell, late_after=LATE)
def invited(reminder: Reminder) -> Mail:
    """Ask a center's leaders to answer another center's test."""
    invitation = _invitation(reminder)
    if invitation is None:
        raise LookupError("The invitation of this mail is gone.")
    context = {"invitation": invitation, "link": _link(invitation.cycle, "comments")}
    by = invitation.by.user
    return Mail("pdsa_invited", context, sender_name=by.name, reply_to=by.email or "")
