"""Reading the framework. Every member may read it."""

from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.utils import timezone

from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    DraftReader,
    FrameworkComment,
    FrameworkRelease,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.models import Collaborative, Membership

# The attributes that the models declare; as plain strings, for the type checker's Django plugin
# refuses a literal name that a model knows already.
IDEAS: str = "ideas"
DRIVERS: str = "drivers"


def framework_of(collaborative: Collaborative) -> ChangeFramework | None:
    """Return the framework with aims, drivers and ideas in use, in five queries."""
    aims = Prefetch("aims", queryset=Aim.objects.filter(retired_on=None))
    ideas = ChangeIdea.objects.filter(status=IdeaStatus.ACCEPTED)
    secondary = SecondaryDriver.objects.filter(retired_on=None).prefetch_related(
        Prefetch("change_ideas", queryset=ideas, to_attr=IDEAS)
    )
    primary = PrimaryDriver.objects.filter(retired_on=None).prefetch_related(
        Prefetch("secondary_drivers", queryset=secondary, to_attr=DRIVERS)
    )
    return (
        ChangeFramework.objects.filter(collaborative=collaborative)
        .prefetch_related(aims, Prefetch("primary_drivers", queryset=primary, to_attr=DRIVERS))
        .first()
    )


def drivers_in_use() -> QuerySet[SecondaryDriver]:
    """Return the secondary drivers of the collaborative in scope, primary loaded, in their order."""
    return (
        SecondaryDriver.objects.filter(retired_on=None, primary__retired_on=None)
        .select_related("primary")
        .order_by("primary__number", "position")
    )


def drivers_with_ideas() -> QuerySet[SecondaryDriver]:
    """Return secondary drivers, retired ones too, each with its ideas: for a driver's own page."""
    ideas = ChangeIdea.objects.filter(status=IdeaStatus.ACCEPTED)
    return SecondaryDriver.objects.select_related(
        "primary", "merged_into__primary"
    ).prefetch_related(Prefetch("change_ideas", queryset=ideas, to_attr=IDEAS))


def current_release() -> FrameworkRelease | None:
    """Return the latest release in the collaborative in scope; ratings and tests name it."""
    return FrameworkRelease.objects.order_by("-version").first()


def standing_driver(driver: SecondaryDriver | None) -> SecondaryDriver | None:
    """Return the driver, or what it became a part of; None where that is no longer in use."""
    while driver is not None and driver.merged_into is not None:
        driver = driver.merged_into
    return driver if driver is not None and driver.is_in_use else None


def releases() -> QuerySet[FrameworkRelease]:
    """Return the releases of the collaborative in scope, the latest first, who made them loaded."""
    return FrameworkRelease.objects.select_related("released_by__user").order_by("-version")


def ideas_suggested(member: Membership) -> QuerySet[ChangeIdea]:
    """Return the ideas that people suggested, those that wait first: all of them for the
    implementation team, for everybody else their own."""
    found = ChangeIdea.objects.filter(proposed_by__isnull=False).select_related(
        "proposed_by__user", "secondary__primary", "merged_into"
    )
    if not member.is_implementation:
        found = found.filter(proposed_by=member)
    waits = Case(When(status=IdeaStatus.PROPOSED, then=0), default=1)
    return found.order_by(waits, "-pk")


def ideas_waiting() -> int:
    """Return how many suggested ideas the implementation team has not looked at."""
    return ChangeIdea.objects.filter(status=IdeaStatus.PROPOSED).count()


def retired_parts(framework: ChangeFramework) -> list[Any]:
    """Return what was taken out: aims, drivers and ideas, what they became loaded; four queries."""
    rows: list[Any] = list(Aim.objects.filter(framework=framework, retired_on__isnull=False))
    primary = PrimaryDriver.objects.filter(framework=framework, retired_on__isnull=False)
    rows += primary.select_related("merged_into")
    secondary = SecondaryDriver.objects.filter(
        primary__framework=framework, retired_on__isnull=False
    )
    rows += secondary.select_related("primary", "merged_into__primary")
    ideas = ChangeIdea.objects.filter(status=IdeaStatus.RETIRED)
    rows += ideas.select_related("secondary__primary", "merged_into").order_by("secondary", "pk")
    return rows


def draft_readers() -> QuerySet[DraftReader]:
    """Return the experts from outside who were asked to read the draft, with ``said``: how often.

    Those whose link works stand first.
    """
    works = Q(revoked_at=None, expires_at__gt=timezone.now())
    return (
        DraftReader.objects.select_related("invited_by__user", "collaborative")
        .annotate(said=Count("comments"))
        .order_by(Case(When(works, then=0), default=1), "-created_at", "-pk")
    )


def comments_visible_to(member: Membership) -> QuerySet[FrameworkComment]:
    """Return what was said of the framework, writers loaded, that this person may read.

    Implementation team and faculty read all; others their own and what came to an answer; an
    observer nothing.
    """
    found = FrameworkComment.objects.select_related("by__user", "reader", "resolved_by__user")
    if member.is_implementation or member.is_faculty:
        return found
    if member.is_observer:
        return found.none()
    answered = Q(resolved_at__isnull=False) & ~Q(resolution="")
    return found.filter(Q(by=member) | answered)


def comments_of(reader: DraftReader) -> QuerySet[FrameworkComment]:
    """Return what one expert said, and nothing of anybody else."""
    return FrameworkComment.objects.filter(reader=reader)


def open_comments() -> QuerySet[FrameworkComment]:
    """Return the comments of the collaborative in scope that wait for an answer, oldest first."""
    return FrameworkComment.objects.filter(resolved_at=None).select_related("by__user", "reader")
