"""Reading tests of change. Every page takes its cycles from ``cycles_visible_to``."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
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
from pdsa.enums import Kind, Status, Visibility
from pdsa.models import Cycle, CycleComment, CycleOwner, CyclePhoto, CycleThanks, Ramp, RampMetric


def cycles_visible_to(member: Membership) -> QuerySet[Cycle]:
    """Return the cycles somebody may read.

    Posted ones that are shared, and their own team's. Faculty and the implementation team read
    every posted one, for they coach it. A draft is its owners' alone; an observer reads none.
    """
    if member.is_observer:
        return Cycle.objects.none()
    owned = CycleOwner.objects.filter(member=member).values("cycle")
    readable = Q(visibility=Visibility.COLLABORATIVE) | Q(ramp__team__in=member.team_ids)
    if member.is_faculty or member.is_implementation:
        readable = Q()
    return Cycle.objects.defer("search").filter(
        Q(status=Status.DRAFT, pk__in=owned) | (~Q(status=Status.DRAFT) & readable)
    )


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


def narrowed(
    cycles: QuerySet[Cycle], *, driver: int | None = None, decision: str = "", words: str = ""
) -> QuerySet[Cycle]:
    """Return the cycles under a secondary driver, with a decision, that contain every word."""
    if driver:
        cycles = cycles.filter(ramp__secondary_driver=driver)
    if decision:
        cycles = cycles.filter(decision=decision)
    for word in words.split():
        cycles = cycles.filter(
            Q(ramp__idea__icontains=word)
            | Q(what__icontains=word)
            | Q(who__icontains=word)
            | Q(where__icontains=word)
            | Q(prediction__icontains=word)
            | Q(what_happened__icontains=word)
            | Q(what_we_learned__icontains=word)
            | Q(ramp__team__name__icontains=word)
        )
    return cycles


def for_page(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Load what a cycle's own page shows besides its comments and thanks."""
    return cycles.select_related(
        "ramp__team",
        "ramp__secondary_driver__primary",
        "ramp__borrowed_from__team",
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


def comments_on(cycle: Cycle) -> QuerySet[CycleComment]:
    """Return all that was said to a cycle, oldest first, each with its writer and hat."""
    return (
        CycleComment.objects.filter(cycle=cycle)
        .select_related("author__user", "author__collaborative", "hat__team")
        .order_by("created_at", "pk")
    )


def thanks_for(cycle: Cycle) -> QuerySet[CycleThanks]:
    """Return who said thank you, in the order they did."""
    return CycleThanks.objects.filter(cycle=cycle).select_related("member__user").order_by("pk")


def ladder_of(ramp: Ramp, member: Membership) -> QuerySet[Cycle]:
    """Return the cycles of one idea that this reader may see, first to last."""
    return cycles_visible_to(member).filter(ramp=ramp).order_by("number")


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
    """Return posted cycles that no coach and no other center has answered, oldest first."""
    return (
        cycles_visible_to(member)
        .exclude(status=Status.DRAFT)
        .filter(~Exists(answers_from_outside()))
        .select_related("ramp__team", "ramp__secondary_driver")
        .prefetch_related(owners_with_names())
        .order_by("posted_at", "pk")
    )


def counted_for_observers() -> QuerySet[Cycle]:
    """Return the cycles whose numbers, and nothing else, an observer may see: the shared ones."""
    return Cycle.objects.exclude(status=Status.DRAFT).filter(visibility=Visibility.COLLABORATIVE)


def counted_in_groups(cycles: QuerySet[Cycle], today: dt.date) -> dict[str, int]:
    """Return how many of these posted cycles are planned, being tried, and learned from."""
    has_come = Q(status=Status.PLANNED, starts_on__lte=today)
    return cycles.aggregate(
        planned=Count("pk", filter=Q(status=Status.PLANNED) & ~has_come),
        trying=Count("pk", filter=Q(status=Status.DOING) | has_come),
        learned=Count("pk", filter=Q(status=Status.DONE)),
    )


def cycles_per_driver(cycles: QuerySet[Cycle]) -> dict[int, int]:
    """Return how many of these cycles stand under each secondary driver, by its key."""
    rows = (
        cycles.exclude(status=Status.DRAFT)
        .filter(ramp__secondary_driver__isnull=False)
        .order_by()
        .values_list("ramp__secondary_driver")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def teammates(cycle: Cycle, people: Iterable[Membership]) -> list[Membership]:
    """Return those of ``people`` (hats loaded) who are on the cycle's own team."""
    team = cycle.ramp.team_id
    if team is None:
        return [person for person in people if person.is_implementation]
    return [person for person in people if team in person.team_ids]
