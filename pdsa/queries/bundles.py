"""Reading bundles: ideas that belong together. A bundle is seen through its ideas."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from collaboratives.models import Membership
from pdsa.enums import Status
from pdsa.lineage import KEPT_STAGES
from pdsa.models import Bundle, BundleRamp, Cycle, Ramp
from pdsa.queries.cycles import cycles_visible_to
from pdsa.queries.ramps import ramps_visible_to, shared_cycles, with_steps


def bundles_of(member: Membership) -> Q:
    """Return the condition for bundles whose ideas this person chooses.

    Those of the teams they lead; everybody's where they coach or run the collaborative.
    """
    own = Q(team__in=[team.pk for team in member.teams if member.leads(team.pk)])
    return own | Q(team__isnull=True) if member.is_implementation or member.is_faculty else own


def bundles_visible_to(member: Membership) -> QuerySet[Bundle]:
    """Return the bundles of which somebody may read an idea, and those they put together.

    Each carries ``ideas``: how many of its ideas this reader may read. Deleted ones are not there.
    """
    if member.is_observer:
        return Bundle.objects.none()
    readable = ramps_visible_to(member).values("pk")
    rows = BundleRamp.objects.filter(bundle=OuterRef("pk"), ramp__in=readable)
    return (
        Bundle.objects.filter(removed_at__isnull=True)
        .filter(Exists(rows) | bundles_of(member))
        .select_related("team", "by__user")
        .annotate(ideas=Count("ramp_rows", filter=Q(ramp_rows__ramp__in=readable)))
        .order_by("-changed_at", "-pk")
    )


def removed_bundles_of(member: Membership) -> QuerySet[Bundle]:
    """Return the deleted bundles that this person can bring back."""
    return Bundle.objects.filter(bundles_of(member), removed_at__isnull=False)


def ideas_in(bundle: Bundle, member: Membership) -> QuerySet[Ramp]:
    """Return the ideas of a bundle that this reader may read, as they were put in, with tests."""
    posted = _posted(member)
    ramps = ramps_visible_to(member).filter(Exists(posted), bundle_rows__bundle=bundle)
    return with_steps(ramps, member).order_by("bundle_rows__pk")


def ideas_to_put(bundle: Bundle, member: Membership, *, words: str = "") -> QuerySet[Ramp]:
    """Return the ideas that can go into a bundle and are not in it, those that spread first.

    They are ready: implementing, spreading or sustained. A team's bundle holds the team's own
    ideas, everybody's bundle those that everybody may read.
    """
    inside = BundleRamp.objects.filter(bundle=bundle, ramp=OuterRef("pk"))
    ramps = (
        ramps_visible_to(member)
        .filter(Exists(_posted(member)), stage__in=KEPT_STAGES)
        .filter(~Exists(inside))
    )
    if bundle.team_id is None:
        ramps = ramps.filter(Exists(shared_cycles().filter(ramp=OuterRef("pk"))))
    else:
        ramps = ramps.filter(team=bundle.team_id)
    for word in words.split():
        ramps = ramps.filter(Q(idea__icontains=word) | Q(team__name__icontains=word))
    return with_steps(ramps, member).order_by("idea", "pk")


def bundles_to_fill(member: Membership, ramp: Ramp) -> list[Bundle]:
    """Return the bundles that this person can put this very idea into, by name."""
    if ramp.stage not in KEPT_STAGES:
        return []
    shared = shared_cycles().filter(ramp=ramp)
    fitting = Q(team__isnull=False, team=ramp.team_id)
    if shared.exists():
        fitting |= Q(team__isnull=True)
    inside = BundleRamp.objects.filter(bundle=OuterRef("pk"), ramp=ramp)
    bundles = Bundle.objects.filter(bundles_of(member), fitting, removed_at__isnull=True)
    return list(bundles.filter(~Exists(inside)).order_by("name", "pk"))


def _posted(member: Membership) -> QuerySet[Cycle]:
    return cycles_visible_to(member).exclude(status=Status.DRAFT).filter(ramp=OuterRef("pk"))
