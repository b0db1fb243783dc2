"""Reading tests of change. Every page takes its cycles from ``cycles_visible_to``."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from collaboratives.enums import Role
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from pdsa.enums import Status, Visibility
from pdsa.models import Cycle, CycleComment, CycleOwner, CyclePhoto, RampMetric


def cycles_visible_to(member: Membership) -> QuerySet[Cycle]:
    """Return the cycles somebody may read.

    Posted ones that are shared, and their own team's. Faculty and the implementation team read
    every posted one, for they coach it. A draft is its owners' alone; an observer reads none.
    """
    if member.is_observer:
        return Cycle.objects.none()
    owned = CycleOwner.objects.filter(member=member).values("cycle")
    return Cycle.objects.defer("search").filter(
        Q(status=Status.DRAFT, pk__in=owned) | (~Q(status=Status.DRAFT) & readable_by(member))
    )


def readable_by(member: Membership, cycle: str = "") -> Q:
    """Return the condition under which somebody who is no observer reads a posted cycle.

    ``cycle`` is the path to it ("cycle__" from a change of stage).
    """
    if member.is_faculty or member.is_implementation:
        return Q()
    shared = Q(**{f"{cycle}visibility": Visibility.COLLABORATIVE})
    return shared | Q(**{f"{cycle}ramp__team__in": member.team_ids})


def own_cycles(member: Membership) -> Q:
    """Return the condition for cycles of one's own team, or the implementation team's own."""
    own = Q(ramp__team__in=member.team_ids)
    return own | Q(ramp__team__isnull=True) if member.is_implementation else own


def in_groups(cycles: QuerySet[Cycle], today: dt.date) -> QuerySet[Cycle]:
    """Annotate ``group`` as ``Cycle.stands`` has it (0 draft, 1 planned, 2 trying, 3 learned).

    Ordered by group, then what moved last.
    """
    return cycles.annotate(
        group=Case(
            When(status=Status.DRAFT, then=0),
            When(status=Status.PLANNED, starts_on__lte=today, then=2),
            When(status=Status.PLANNED, then=1),
            When(status=Status.DOING, then=2),
            default=3,
            output_field=IntegerField(),
        )
    ).order_by("group", "-changed_at", "-pk")


def for_list(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Load what one row of a list shows: team, focus area, owners, number of comments."""
    return (
        cycles.select_related("ramp__team", "ramp__secondary_driver")
        .defer("search", "ramp__search")
        .prefetch_related(owners_with_names())
        .annotate(comment_count=_comment_count())
    )


def owners_with_names() -> Prefetch[str]:
    """Load the owners of cycles in the order they came."""
    return Prefetch(
        "owners", queryset=CycleOwner.objects.select_related("member__user").order_by("pk")
    )


def _comment_count() -> Coalesce:
    standing = (
        CycleComment.objects.filter(cycle=OuterRef("pk"), removed_at__isnull=True)
        .order_by()
        .values("cycle")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(standing), Value(0))


def for_page(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Load what a cycle's own page shows besides its comments and thanks."""
    return cycles.select_related(
        "ramp__team",
        "ramp__secondary_driver__primary",
        "ramp__secondary_driver__merged_into",
        "ramp__release",
        "ramp__borrowed_from__team",
        "collection_plan__metric",
        "changed_by__user",
    ).prefetch_related(
        owners_with_names(),
        Prefetch("ramp__metric_rows", queryset=RampMetric.objects.select_related("metric")),
        Prefetch("photos", queryset=CyclePhoto.objects.select_related("by__user")),
    )


def has_active_owner(cycle: Cycle) -> bool:
    """Whether one of its owners is still on the cycle's team, so that its story can go on."""
    on_the_team = Q(team=cycle.ramp.team_id) if cycle.ramp.team_id else Q(role=Role.IMPLEMENTATION)
    owners = CycleOwner.objects.filter(cycle=cycle).values("member")
    return roles_held_today().filter(on_the_team, membership__in=owners).exists()


def photos_visible_to(member: Membership) -> QuerySet[CyclePhoto]:
    """Return the photographs of the cycles somebody may read."""
    return CyclePhoto.objects.filter(cycle__in=cycles_visible_to(member)).select_related("stored")


def drafts_of(member: Membership) -> QuerySet[Cycle]:
    """Return the plans somebody has begun and not posted, the latest first."""
    return (
        cycles_visible_to(member)
        .filter(status=Status.DRAFT)
        .select_related("ramp__team")
        .order_by("-changed_at", "-pk")
    )


def cycles_to_finish(member: Membership, today: dt.date) -> QuerySet[Cycle]:
    """Return one's own cycles whose day has come and whose story is not told yet, oldest first."""
    owned = CycleOwner.objects.filter(member=member).values("cycle")
    return (
        cycles_visible_to(member)
        .filter(pk__in=owned, status__in=[Status.PLANNED, Status.DOING], starts_on__lte=today)
        .select_related("ramp__team")
        .order_by("starts_on", "pk")
    )


def teammates(cycle: Cycle, people: Iterable[Membership]) -> list[Membership]:
    """Return those of ``people`` (hats loaded) who are on the cycle's own team."""
    team = cycle.ramp.team_id
    if team is None:
        return [person for person in people if person.is_implementation]
    return [person for person in people if team in person.team_ids]
