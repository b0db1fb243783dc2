"""Who is in a collaborative."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from bsc.tenancy.doors import everything, organizations_of
from collaboratives.enums import Competency, Role
from collaboratives.models import Invitation, Membership, MembershipRole

if TYPE_CHECKING:
    from bsc.accounts.models import User
    from centers.models import CoreTeam


def roles_held_today() -> QuerySet[MembershipRole]:
    """Return the roles held today in the collaborative in scope, with person and team."""
    today = timezone.localdate()
    return (
        MembershipRole.objects.filter(starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("membership__user", "team")
        .order_by("pk")
    )


def people_visible_to(member: Membership) -> QuerySet[Membership]:
    """Return everybody with a role today, hats loaded; an observer sees nobody.

    Contact details are a further step: see ``rules.may_see_contact_of``.
    """
    people = Membership.objects.filter(pk__in=roles_held_today().values("membership"))
    if member.is_observer:
        return people.none()
    return with_hats(people).order_by("user__name", "pk")


def with_hats(people: QuerySet[Membership]) -> QuerySet[Membership]:
    """Load user, roles held today (as ``held``) and teams in three queries, whatever the number."""
    return people.select_related("user", "collaborative").prefetch_related(
        Prefetch("role_rows", queryset=roles_held_today(), to_attr="held")
    )


def matching(
    people: QuerySet[Membership], *, words: str = "", role: str = ""
) -> QuerySet[Membership]:
    """Narrow a list of people to those whose name holds the words and who hold the role today."""
    if words:
        people = people.filter(user__name__icontains=words)
    if role:
        people = people.filter(pk__in=roles_held_today().filter(role=role).values("membership"))
    return people


def people_of_team(team_id: int) -> QuerySet[Membership]:
    """Return everybody on that team today, hats loaded."""
    on_it = roles_held_today().filter(team=team_id).values("membership")
    return with_hats(Membership.objects.filter(pk__in=on_it)).order_by("user__name", "pk")


def point_person_of(team: "CoreTeam") -> Membership | None:
    """Return whom the implementation team named for a center, while they are on it."""
    held = roles_held_today().filter(membership=team.point_person_id, role=Role.IMPLEMENTATION)
    row = held.first() if team.point_person_id else None
    return row.membership if row else None


def teams() -> QuerySet["CoreTeam"]:
    """Return the core teams that take part, with center and ``people`` (how many are on it)."""
    today = timezone.localdate()
    held = Q(role_rows__starts_on__lte=today) & (
        Q(role_rows__ends_on__isnull=True) | Q(role_rows__ends_on__gte=today)
    )
    rows: QuerySet[CoreTeam] = (
        apps.get_model("centers", "CoreTeam")
        .objects.exclude(status="left")
        .select_related("center")
        .annotate(people=Count("role_rows__membership", filter=held, distinct=True))
        .order_by("name", "pk")
    )
    return rows


def teams_visible_to(member: Membership) -> QuerySet["CoreTeam"]:
    """Return the core teams a member can open; an observer sees counts, so none."""
    return teams().none() if member.is_observer else teams()


def count_by_role() -> dict[str, int]:
    """Return how many people hold each role today; a role that nobody holds is absent."""
    rows = roles_held_today().order_by().values("role")
    counted = rows.annotate(people=Count("membership", distinct=True))
    return {row["role"]: row["people"] for row in counted}


def invitations_visible_to(member: Membership) -> QuerySet[Invitation]:
    """Return the invitations they may see and change, newest first; leaders see their team's."""
    rows = Invitation.objects.select_related("team", "invited_by__user").order_by("-created_at")
    if member.is_implementation:
        return rows
    led = [number for number in member.team_ids if member.leads(number)]
    return rows.filter(team__in=led)


def still_waiting(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Narrow invitations to those that are neither cancelled nor used up; expired ones stay."""
    return rows.filter(revoked_at=None, used__lt=F("max_uses"))


def liaisons_for(role: str) -> list["User"]:
    """Return who hears that somebody of this role left a team.

    For families the family partner liaison, else whoever holds center communication; without
    one, the whole implementation team.
    """
    wanted = (
        Competency.FAMILY_ENGAGEMENT if role == Role.FAMILY else Competency.CENTER_COMMUNICATION
    )
    rows = list(roles_held_today().filter(role=Role.IMPLEMENTATION))
    chosen = [row for row in rows if wanted in row.competencies] or rows
    return [row.membership.user for row in chosen]


def sees_everything_somewhere(user: "User") -> bool:
    """Whether they are on an implementation team today or administer an organization.

    Asked for the second factor, outside any collaborative; says nothing but yes or no.
    """
    if organizations_of(user):
        return True
    with everything("Does this person need a second factor? Yes or no."):
        return roles_held_today().filter(membership__user=user, role=Role.IMPLEMENTATION).exists()
