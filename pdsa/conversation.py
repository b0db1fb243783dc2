"""What a cycle's page shows of the conversation below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bsc.ui.people import Person
from collaboratives.faces import face
from collaboratives.http import CollaborativeRequest
from collaboratives.models import MembershipRole
from pdsa import queries, rules
from pdsa.enums import Kind
from pdsa.forms.peers import PeerForm
from pdsa.forms.talk import CommentForm, hat_name
from pdsa.models import Cycle, CycleComment
from pdsa.words import names_of


@dataclass(frozen=True)
class Comment:
    """A comment as its page shows it, with its replies and the form to add one."""

    row: CycleComment
    person: Person
    mentioned: str
    on_the_plan: bool
    may_remove: bool
    replies: list["Comment"]
    reply_form: CommentForm | None = None

    @property
    def anchor(self) -> str:
        """What a link to it ends with."""
        return f"comment-{self.row.pk}"


@dataclass(frozen=True)
class _Talk:
    """What one reader needs to take part: hats, people to mention, the form that came back.

    A reply is told to its thread's writer anyway, so only new comments ask who should hear of it.
    """

    request: CollaborativeRequest
    cycle: Cycle
    hats: Sequence[MembershipRole]
    people: Sequence[tuple[int, str]]
    refused: CommentForm | None

    def form(self, reply_to: int | None = None) -> CommentForm:
        """Return the form for a comment or a reply: an empty one, or the one that was refused."""
        if self.refused is not None and self.refused.reply_to == reply_to:
            return self.refused
        people = () if reply_to else self.people
        return CommentForm(hats=list(self.hats), people=people, reply_to=reply_to)


def conversation(
    request: CollaborativeRequest,
    cycle: Cycle,
    *,
    comment_form: CommentForm | None = None,
    note_form: CommentForm | None = None,
) -> dict[str, Any]:
    """Return what the conversation below a cycle shows. Constant queries, whatever its length."""
    member = request.member
    hats = rules.hats_for(member, cycle)
    may_comment = rules.may_comment(member, cycle) and bool(hats)
    people = queries.people_to_mention(cycle, member) if may_comment else []
    talk = _Talk(request, cycle, hats, people, comment_form)
    rows = list(queries.comments_on(cycle))
    threads = [
        _shown(talk, row, rows, may_comment=may_comment) for row in rows if row.reply_to_id is None
    ]
    thanked = [each.member for each in queries.thanks_for(cycle)]
    may_note = rules.may_add_note(member, cycle) and bool(hats)
    empty_note = CommentForm(hats=hats, kind=Kind.OBSERVATION) if may_note else None
    return {
        "threads": [each for each in threads if each.row.kind == Kind.COMMENT],
        "notes": [each for each in threads if each.row.kind == Kind.OBSERVATION],
        "may_comment": may_comment,
        "may_thank": rules.may_thank(member, cycle),
        "has_thanked": member in thanked,
        "thanked_by": [person.user.name for person in thanked],
        "is_coach": member.is_faculty or member.is_implementation,
        "comment_form": talk.form() if may_comment else None,
        "note_form": note_form or empty_note,
    }


def _shown(
    talk: _Talk, row: CycleComment, rows: Sequence[CycleComment], *, may_comment: bool
) -> Comment:
    finished = talk.cycle.finished_at
    can_reply = may_comment and row.reply_to_id is None and not row.removed_at
    return Comment(
        row=row,
        person=face(row.author, detail=hat_name(row.hat)),
        mentioned=names_of([each.member.user.name for each in row.mentions.all()]),
        on_the_plan=finished is not None and row.created_at < finished,
        may_remove=rules.may_remove_comment(talk.request.member, row),
        replies=[
            _shown(talk, reply, rows, may_comment=may_comment)
            for reply in rows
            if reply.reply_to_id == row.pk
        ],
        reply_form=talk.form(row.pk) if can_reply else None,
    )


def peers_asked(
    request: CollaborativeRequest, cycle: Cycle, *, form: PeerForm | None = None
) -> dict[str, Any]:
    """Return which centers were asked to answer, to those concerned, and the form to ask one."""
    member = request.member
    asked = list(queries.peers_of(cycle))
    concerned = rules.may_invite_peer(member, cycle) or rules.is_on_team_of(member, cycle)
    own = [each for each in asked if each.team_id in member.team_ids and each.is_open]
    if form is None and rules.may_invite_peer(member, cycle):
        form = PeerForm(teams=queries.teams_to_ask(cycle))
    return {"peers": asked if concerned else [], "asked_of_us": own, "peer_form": form}
