"""Paper forms: which are printed, which photographs wait to be typed."""

import uuid
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from collaboratives.models import Membership
from pdsa.enums import Status
from pdsa.models import Cycle, CycleOwner, CyclePhoto, PaperForm
from pdsa.queries.cycles import cycles_visible_to, own_cycles


def paper_to_type(member: Membership) -> QuerySet[Cycle]:
    """Return one's own cycles that came in on paper and are not typed yet, oldest first.

    Those are drafts with a photographed form, and posted cycles with one and no word of what
    happened.
    """
    owned = CycleOwner.objects.filter(member=member).values("cycle")
    on_paper = CyclePhoto.objects.filter(paper_form__isnull=False).values("cycle")
    untold = Q(status__in=[Status.PLANNED, Status.DOING], what_happened="")
    return (
        cycles_visible_to(member)
        .filter(own_cycles(member), Q(status=Status.DRAFT) | untold, pk__in=owned)
        .filter(pk__in=on_paper)
        .select_related("ramp__team")
        .order_by("created_at", "pk")
    )


def form_of(cycle: Cycle) -> PaperForm | None:
    """Return the printed form of a cycle that works today."""
    live = PaperForm.objects.filter(cycle=cycle, number=0, revoked_at=None)
    return live.order_by("pk").first()


def leaves_visible_to(member: Membership) -> QuerySet[PaperForm]:
    """Return the leaves of the pads of one's own teams."""
    own = Q(team__in=member.team_ids)
    if member.is_implementation:
        own |= Q(team__isnull=True)
    return PaperForm.objects.filter(own, number__gt=0).order_by("number")


def pads(leaves: QuerySet[PaperForm]) -> QuerySet[PaperForm, Any]:
    """Return the pads of these leaves, the latest first: how many leaves, used, and live."""
    return (
        leaves.order_by()
        .values("token", "team__name", "printed_by__user__name")
        .annotate(
            printed=Min("printed_at"),
            leaves=Count("pk"),
            used=Count("used_at"),
            blank=Count("pk", filter=Q(used_at=None, revoked_at=None)),
            live=Count("pk", filter=Q(revoked_at=None)),
        )
        .order_by("-printed", "token")
    )


def blank_leaves(member: Membership, token: uuid.UUID) -> QuerySet[PaperForm]:
    """Return the leaves of a pad that nobody has used or stopped."""
    return leaves_visible_to(member).filter(token=token, used_at=None, revoked_at=None)
