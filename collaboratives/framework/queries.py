"""Reading the framework. Every member may read it."""

from django.db.models import Prefetch, QuerySet

from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.models import (
    ChangeFramework,
    ChangeIdea,
    FrameworkRelease,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.models import Collaborative

# The attributes that the models declare; as plain strings, for the type checker's Django plugin
# refuses a literal name that a model knows already.
IDEAS: str = "ideas"
DRIVERS: str = "drivers"


def framework_of(collaborative: Collaborative) -> ChangeFramework | None:
    """Return the framework with aims, drivers in use and their ideas, in five queries."""
    ideas = ChangeIdea.objects.filter(status=IdeaStatus.ACCEPTED)
    secondary = SecondaryDriver.objects.filter(retired_on=None).prefetch_related(
        Prefetch("change_ideas", queryset=ideas, to_attr=IDEAS)
    )
    primary = PrimaryDriver.objects.filter(retired_on=None).prefetch_related(
        Prefetch("secondary_drivers", queryset=secondary, to_attr=DRIVERS)
    )
    return (
        ChangeFramework.objects.filter(collaborative=collaborative)
        .prefetch_related("aims", Prefetch("primary_drivers", queryset=primary, to_attr=DRIVERS))
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
    return SecondaryDriver.objects.select_related("primary").prefetch_related(
        Prefetch("change_ideas", queryset=ideas, to_attr=IDEAS)
    )


def current_release() -> FrameworkRelease | None:
    """Return the latest release in the collaborative in scope; ratings and tests name it."""
    return FrameworkRelease.objects.order_by("-version").first()
