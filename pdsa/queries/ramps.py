"""Reading ramps: the ideas that tests belong to. A ramp is seen through its cycles."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, StrIndex

from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from pdsa.enums import Stage, Status, Visibility
from pdsa.lineage import Stop
from pdsa.models import Cycle, CycleOwner, Ramp, StageChange
from pdsa.queries.cycles import cycles_visible_to, readable_by

# The attributes that the functions below set; as plain strings for the type checker's plugin.
STEPS: str = "steps"
SEEN_STAGE: str = "seen_stage"
FURTHEST_FIRST = (
    Stage.SUSTAINED, Stage.SPREADING, Stage.IMPLEMENTING, Stage.TESTING, Stage.ABANDONED,
)  # fmt: skip


def ramps_visible_to(member: Membership) -> QuerySet[Ramp]:
    """Return the ideas of which somebody may read at least one cycle.

    Each carries ``seen_stage``: its stage as far as this reader may know it.
    """
    visible = cycles_visible_to(member).filter(ramp=OuterRef("pk"))
    return (
        Ramp.objects.defer("search")
        .filter(Exists(visible))
        .annotate(**{SEEN_STAGE: stage_seen_by(member)})
    )


def own_ramps(member: Membership) -> Q:
    """Return the condition for ideas of one's own team, or the implementation team's own."""
    own = Q(team__in=member.team_ids)
    return own | Q(team__isnull=True) if member.is_implementation else own


def stage_seen_by(member: Membership, ramp: str = "") -> Combinable:
    """Return the expression for a ramp's stage without what hidden cycles decided.

    ``ramp`` is the path to it ("ramp__" from a cycle). Where a cycle that the reader may not read
    moved the idea, the last step that they may know of counts.
    """
    if member.is_implementation or member.is_faculty:
        return F(f"{ramp}stage")
    changes = StageChange.objects.filter(ramp=OuterRef(f"{ramp}pk")).order_by("-at", "-pk")
    hidden = changes.filter(cycle__isnull=False).exclude(readable_by(member, "cycle__"))
    seen = changes.filter(_known_to(member))
    return Case(
        When(
            Exists(hidden),
            then=Coalesce(Subquery(seen.values("stage")[:1]), Value(Stage.TESTING.value)),
        ),
        default=F(f"{ramp}stage"),
        output_field=CharField(),
    )


def _known_to(member: Membership) -> Q:
    # A cycle that decided something was posted, so that no draft has to be thought of here.
    readable = readable_by(member, "cycle__")
    return Q(cycle__isnull=True) | readable if readable else Q()


def stage_history(ramp: Ramp, member: Membership) -> QuerySet[StageChange]:
    """Return how the idea moved on, as far as this reader may know, oldest first."""
    return (
        StageChange.objects.filter(_known_to(member), ramp=ramp)
        .select_related("by__user", "cycle")
        .order_by("at", "pk")
    )


def ramp_for_page(ramps: QuerySet[Ramp]) -> QuerySet[Ramp]:
    """Load what an idea's own page shows besides its cycles and history."""
    return ramps.select_related(
        "team",
        "secondary_driver__primary",
        "secondary_driver__merged_into",
        "release",
        "borrowed_from__team",
    ).prefetch_related("metric_rows__metric")


def ladder_of(ramp: Ramp, member: Membership) -> QuerySet[Cycle]:
    """Return the cycles of one idea that this reader may see, first to last."""
    return cycles_visible_to(member).filter(ramp=ramp).order_by("number")


def with_steps(ramps: QuerySet[Ramp], member: Membership) -> QuerySet[Ramp]:
    """Load team, driver, source, and as ``steps`` the posted cycles that this reader may see."""
    steps = cycles_visible_to(member).exclude(status=Status.DRAFT).order_by("number")
    return ramps.select_related(
        "team", "secondary_driver__primary", "borrowed_from__team"
    ).prefetch_related(Prefetch("cycles", queryset=steps, to_attr=STEPS))


def owns_a_cycle_of(member: Membership, ramp: Ramp) -> bool:
    """Whether they are an owner of one of the idea's posted cycles."""
    owned = CycleOwner.objects.filter(member=member, cycle__ramp=ramp)
    return owned.exclude(cycle__status=Status.DRAFT).exists()


# --- under a driver ---------------------------------------------------------------------------------


def ramps_under(driver: SecondaryDriver, member: Membership) -> QuerySet[Ramp]:
    """Return the ideas tried under a secondary driver, loaded for its page.

    The ones that have come furthest stand first, then those that moved last. Drafts do not count.
    """
    posted = cycles_visible_to(member).exclude(status=Status.DRAFT).filter(ramp=OuterRef("pk"))
    last = posted.order_by("-changed_at").values("changed_at")[:1]
    ramps = ramps_visible_to(member).filter(Exists(posted), secondary_driver=driver)
    # A place in one text, because the long expression for the stage is read only once that way.
    return (
        with_steps(ramps, member)
        .annotate(moved_at=Subquery(last))
        .order_by(StrIndex(Value(" ".join(FURTHEST_FIRST)), SEEN_STAGE), "-moved_at", "-pk")
    )


def per_stage(ramps: QuerySet[Ramp]) -> dict[str, int]:
    """Return how many of these ideas are in each stage; a stage without any is absent."""
    rows = ramps.order_by().values_list(SEEN_STAGE).annotate(number=Count("pk"))
    return dict(rows)


# --- borrowing --------------------------------------------------------------------------------------


def shared_cycles() -> QuerySet[Cycle]:
    """Return the posted cycles that everybody in the collaborative may read, and so borrow."""
    return (
        Cycle.objects.defer("search")
        .exclude(status=Status.DRAFT)
        .filter(visibility=Visibility.COLLABORATIVE)
    )


def borrowed_already(source: Ramp, team_id: int | None) -> QuerySet[Cycle]:
    """Return the first cycles of a team's ramps that took their idea from ``source``, latest first.

    Drafts too: whoever asks may only be told who began them, unless it is their own.
    """
    first = Cycle.objects.filter(ramp=OuterRef("ramp")).order_by("number").values("pk")[:1]
    return (
        Cycle.objects.defer("search")
        .filter(ramp__borrowed_from=source, ramp__team=team_id)
        .filter(pk=Subquery(first))
        .select_related("ramp", "started_by__user")
        .order_by("-pk")
    )


def was_started(member: Membership, token: uuid.UUID) -> bool:
    """Whether this person's form with that token has made its plan already."""
    return Cycle.objects.filter(started_by=member, token=token).exists()


def borrowings(member: Membership) -> list[Stop]:
    """Return where every borrowed idea came from and went, for ``lineage``; one short query.

    Only what was posted: a plan that its writer still keeps has not travelled. Where an idea
    began stands at the end. For counting, of what ``lineage.told_of`` lets be told; what a
    page names comes from ``ramps_visible_to``.
    """
    posted = Cycle.objects.filter(ramp=OuterRef("pk")).exclude(status=Status.DRAFT)
    rows = (
        Ramp.objects.filter(Exists(posted), borrowed_from__isnull=False)
        .annotate(is_seen=Exists(posted.filter(readable_by(member))))
        .order_by("pk")
        .values_list("pk", "borrowed_from", "team", "is_seen", "borrowed_from__team")
    )
    found: dict[int, Stop] = {}
    origins: dict[int, Stop] = {}
    for key, source, team, is_seen, source_team in rows:
        found[key] = Stop(key=key, source=source, team=team, is_seen=is_seen)
        if source is not None:
            # Whether its reader sees an origin is not asked: nothing of it is counted.
            origins[source] = Stop(key=source, source=None, team=source_team, is_seen=False)
    return [*found.values(), *(stop for key, stop in origins.items() if key not in found)]


def stops(keys: Collection[int]) -> list[Stop]:
    """Return these ramps for ``lineage``, without what came of them; for counting."""
    rows = Ramp.objects.filter(pk__in=keys).order_by("pk")
    return [
        Stop(key=key, source=source, team=team)
        for key, source, team in rows.values_list("pk", "borrowed_from", "team")
    ]


def borrowed_lately(member: Membership, since: dt.datetime) -> QuerySet[Ramp]:
    """Return others' ramps that took their idea from one's own team and were posted since then.

    Only what this reader may see. Each carries ``first_posted_at``; the latest comes first.
    """
    own = own_ramps(member)
    posted = cycles_visible_to(member).exclude(status=Status.DRAFT).filter(ramp=OuterRef("pk"))
    first = posted.order_by("posted_at").values("posted_at")[:1]
    return (
        ramps_visible_to(member)
        .filter(borrowed_from__in=Ramp.objects.filter(own).values("pk"))
        .exclude(own)
        .annotate(first_posted_at=Subquery(first))
        .filter(first_posted_at__gte=since)
        .select_related("team", "borrowed_from")
        .order_by("-first_posted_at", "-pk")
    )
