"""Reading the board. Every page takes its topics from ``topics_visible_to``."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from collaboratives.community.enums import Audience
from collaboratives.community.models import Post, Topic, TopicPhoto
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today


def topics_visible_to(member: Membership) -> QuerySet[Topic]:
    """Return the topics somebody may read.

    Those for everyone and their own teams'; faculty and the implementation team, who coach the
    teams, read every one. An observer reads none. What was taken back is gone.
    """
    if member.is_observer:
        return Topic.objects.none()
    standing = Topic.objects.filter(removed_at=None)
    if member.is_faculty or member.is_implementation:
        return standing
    return standing.filter(Q(audience=Audience.EVERYONE) | Q(team__in=member.team_ids))


def for_list(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Load what a row of the list shows: writer, hat, team, replies, whether there is a photo.

    Pinned ones first, then what moved last.
    """
    replies = (
        Post.objects.filter(topic=OuterRef("pk"), removed_at=None)
        .order_by()
        .values("topic")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        topics.select_related("author__user", "hat__team", "team")
        .annotate(
            replies=Coalesce(Subquery(replies), Value(0)),
            has_photo=Exists(TopicPhoto.objects.filter(topic=OuterRef("pk"))),
        )
        .order_by("-pinned", "-active_at", "-pk")
    )


def shown(topics: QuerySet[Topic], show: str, member: Membership) -> QuerySet[Topic]:
    """Narrow a list to "everyone", "team" (one's own) or "teams" (all, for those who coach)."""
    if show == "everyone":
        return topics.filter(audience=Audience.EVERYONE)
    if show == "team":
        return topics.filter(team__in=member.team_ids)
    if show == "teams":
        return topics.filter(audience=Audience.TEAM)
    return topics


def with_words(topics: QuerySet[Topic], words: str) -> QuerySet[Topic]:
    """Return the topics in which, replies and names included, every word stands."""
    for word in words.split():
        replies = Post.objects.filter(
            Q(body__icontains=word) | Q(author__user__name__icontains=word),
            topic=OuterRef("pk"),
            removed_at=None,
        )
        topics = topics.filter(
            Q(title__icontains=word)
            | Q(body__icontains=word)
            | Q(author__user__name__icontains=word)
            | Q(hat__team__name__icontains=word)
            | Exists(replies)
        )
    return topics


def for_page(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Load what a topic's own page shows besides its replies."""
    return topics.select_related("team", "driver", "hat__team").prefetch_related(
        _writer(),
        Prefetch("photos", queryset=TopicPhoto.objects.filter(post=None), to_attr="own_photos"),
    )


def posts_in(topic: Topic) -> QuerySet[Post]:
    """Return the replies, oldest first, removed ones too: they keep their place."""
    return (
        Post.objects.filter(topic=topic)
        .select_related("hat__team")
        .prefetch_related(_writer(), Prefetch("photos", to_attr="own_photos"))
        .order_by("created_at", "pk")
    )


def _writer() -> Prefetch[str]:
    hats = Prefetch("role_rows", queryset=roles_held_today(), to_attr="held")
    people = Membership.objects.select_related("user", "collaborative").prefetch_related(hats)
    return Prefetch("author", queryset=people)


def posts_visible_to(member: Membership) -> QuerySet[Post]:
    """Return the replies of the topics somebody may read."""
    return Post.objects.filter(topic__in=topics_visible_to(member)).select_related("topic")


def photos_visible_to(member: Membership) -> QuerySet[TopicPhoto]:
    """Return the photographs of the topics somebody may read, none of a reply taken back."""
    standing = Q(post=None) | Q(post__removed_at=None)
    return (
        TopicPhoto.objects.filter(topic__in=topics_visible_to(member))
        .filter(standing)
        .select_related("stored", "topic")
    )


def unanswered_topics(member: Membership) -> QuerySet[Topic]:
    """Return topics by center teams that no coach and no other center has answered, oldest first.

    Writers, hats and teams are loaded. One's own are left out: nobody waits for oneself.
    """
    from_outside = Post.objects.filter(topic=OuterRef("pk"), removed_at=None).filter(
        Q(hat__team__isnull=True) | ~Q(hat__team=OuterRef("hat__team"))
    )
    return (
        topics_visible_to(member)
        .filter(hat__team__isnull=False)
        .exclude(author=member)
        .filter(~Exists(from_outside))
        .select_related("author__user", "hat__team", "team")
        .order_by("created_at", "pk")
    )
