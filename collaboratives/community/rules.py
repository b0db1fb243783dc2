"""Who may do what on the board (design, section 3)."""

from collaboratives.community.models import Post, Topic, TopicPhoto
from collaboratives.enums import Role
from collaboratives.models import Membership, MembershipRole


def may_write(member: Membership) -> bool:
    """Whether they start topics and reply: everybody but observers, families like all others."""
    return not member.is_observer


def may_pin(member: Membership) -> bool:
    """Whether they keep a topic at the top for all."""
    return member.is_implementation or member.is_faculty


def may_remove_topic(member: Membership, topic: Topic) -> bool:
    """Whether they take it back: its writer only."""
    return topic.author_id == member.pk


def may_remove_post(member: Membership, post: Post) -> bool:
    """Whether they take it back: its writer only, once."""
    return post.author_id == member.pk and post.removed_at is None


def may_remove_photo(member: Membership, photo: TopicPhoto) -> bool:
    """Whether they take a photograph away.

    One's own; and the implementation team, because a child's face must be gone at once, whoever
    put it there. In a team's own topic its leaders too.
    """
    if photo.by_id == member.pk or member.is_implementation:
        return True
    return photo.topic.team_id is not None and member.leads(photo.topic.team_id)


def hats_for_topic(member: Membership) -> list[MembershipRole]:
    """Return the hats that a topic can be signed with."""
    return [hat for hat in member.hats if hat.role != Role.OBSERVER]


def hats_for_reply(member: Membership, topic: Topic) -> list[MembershipRole]:
    """Return the hats that a reply can be signed with.

    In a team's own topic a member of that team wears that team's hat, so that a reply from the
    team never counts as an answer from outside.
    """
    hats = hats_for_topic(member)
    own = [hat for hat in hats if topic.team_id and hat.team_id == topic.team_id]
    return own or hats
