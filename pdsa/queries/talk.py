"""Reading what people say to tests, and which tests wait for an answer."""

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.functions import Coalesce

from centers.models import CoreTeam
from collaboratives.enums import Role
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from metrics.queries import active_teams
from pdsa.enums import Kind, Status, Visibility
from pdsa.models import (
    CommentMention,
    Cycle,
    CycleComment,
    CycleOwner,
    CycleThanks,
    PeerInvitation,
)
from pdsa.queries.cycles import cycles_visible_to, owners_with_names

COACHES = (Role.IMPLEMENTATION, Role.FACULTY)


def comments_on(cycle: Cycle) -> QuerySet[CycleComment]:
    """Return all that was said to a cycle, oldest first, with writer, hat and who is meant."""
    return (
        CycleComment.objects.filter(cycle=cycle)
        .select_related("author__user", "author__collaborative", "hat__team")
        .prefetch_related(
            Prefetch(
                "mentions",
                queryset=CommentMention.objects.select_related("member__user").order_by("pk"),
            )
        )
        .order_by("created_at", "pk")
    )


def people_to_mention(cycle: Cycle, member: Membership) -> list[tuple[int, str]]:
    """Return who can be told of a comment, (membership, name) by name, but not oneself.

    The cycle's owners and team, everybody who wrote here before, and those who coach: all of them
    read the cycle. Other centers are asked with an invitation instead.
    """
    wrote = CycleComment.objects.filter(cycle=cycle, removed_at__isnull=True).values("author")
    owners = CycleOwner.objects.filter(cycle=cycle).values("member")
    here = Q(membership__in=wrote) | Q(membership__in=owners) | Q(role__in=COACHES)
    if cycle.ramp.team_id:
        here |= Q(team=cycle.ramp.team_id)
    if cycle.visibility == Visibility.TEAM:
        here &= Q(role__in=COACHES) | Q(team=cycle.ramp.team_id)
    rows = (
        roles_held_today()
        .filter(here)
        .exclude(membership=member.pk)
        .order_by("membership__user__name", "membership")
        .values_list("membership", "membership__user__name")
    )
    return list(dict.fromkeys(rows))


def peers_of(cycle: Cycle) -> QuerySet[PeerInvitation]:
    """Return which centers were asked to answer a cycle, in the order they were."""
    return (
        PeerInvitation.objects.filter(cycle=cycle)
        .select_related("team", "by__user")
        .order_by("created_at", "pk")
    )


def teams_to_ask(cycle: Cycle) -> QuerySet[CoreTeam]:
    """Return the teams that can be asked to answer: active ones, not its own, not asked yet."""
    asked = PeerInvitation.objects.filter(cycle=cycle).values("team")
    return active_teams().exclude(pk=cycle.ramp.team_id or 0).exclude(pk__in=asked)


def invitations_to_answer(member: Membership) -> QuerySet[PeerInvitation]:
    """Return the tests that one's own teams were asked to answer and have not, oldest first."""
    return (
        PeerInvitation.objects.filter(
            team__in=member.team_ids,
            cycle__in=cycles_visible_to(member).values("pk"),
            answered_at__isnull=True,
            declined_at__isnull=True,
        )
        .select_related("cycle__ramp__team", "by__user", "team")
        .order_by("created_at", "pk")
    )


def thanks_for(cycle: Cycle) -> QuerySet[CycleThanks]:
    """Return who said thank you, in the order they did."""
    return CycleThanks.objects.filter(cycle=cycle).select_related("member__user").order_by("pk")


def answers_from_outside() -> QuerySet[CycleComment]:
    """Return comments by a coach or another center, for ``OuterRef`` on a cycle.

    A writer of the cycle's own team always wears that team's hat (see ``rules.hats_for``), so the
    hat says which side the comment comes from.
    """
    from_outside_the_team = Q(cycle__ramp__team__isnull=False) & (
        Q(hat__team__isnull=True) | ~Q(hat__team=F("cycle__ramp__team"))
    )
    from_a_center_or_coach = Q(cycle__ramp__team__isnull=True) & ~Q(hat__role=Role.IMPLEMENTATION)
    return CycleComment.objects.filter(
        from_outside_the_team | from_a_center_or_coach,
        cycle=OuterRef("pk"),
        kind=Kind.COMMENT,
        removed_at__isnull=True,
    )


def unanswered_cycles(member: Membership) -> QuerySet[Cycle]:
    """Return posted cycles that wait for a coach or another center, the longest wait first.

    ``waiting_since`` is when the plan was posted, or when its results were: an answer to the plan
    does not answer the results.
    """
    since = Case(
        When(status=Status.DONE, then=Coalesce("finished_at", "posted_at")), default="posted_at"
    )
    return (
        cycles_visible_to(member)
        .exclude(status=Status.DRAFT)
        .annotate(waiting_since=since)
        .filter(~Exists(answers_from_outside().filter(created_at__gte=OuterRef("waiting_since"))))
        .select_related("ramp__team", "ramp__secondary_driver")
        .prefetch_related(owners_with_names())
        .order_by("waiting_since", "pk")
    )
