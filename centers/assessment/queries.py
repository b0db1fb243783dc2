"""Reading self-assessments."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Q, QuerySet

from centers.assessment.models import Assessment, DriverComment, Rating, Round
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership

# Fewer teams than this are not shown to somebody from outside: they could be recognised.
SMALLEST_GROUP = 5


def rounds() -> QuerySet[Round]:
    """Return the rounds of the collaborative in scope, in their order."""
    return Round.objects.select_related("event").order_by("position", "pk")


def own_assessments(member: Membership) -> QuerySet[Assessment]:
    """Return the assessments of somebody's own teams, begun or settled, with what is rated.

    ``rated`` counts the statements in use that have a number.
    """
    return (
        Assessment.objects.filter(team__in=member.team_ids)
        .select_related("round", "team", "settled_by__user")
        .annotate(rated=_rated())
    )


def _rated() -> Count:
    return Count(
        "ratings",
        filter=Q(
            ratings__score__isnull=False,
            ratings__driver__retired_on=None,
            ratings__driver__primary__retired_on=None,
        ),
    )


def rated_in(assessment: Assessment) -> int:
    """Return how many statements in use have a number now."""
    return Rating.objects.filter(
        assessment=assessment, score__isnull=False, driver__in=drivers_in_use()
    ).count()


def settled_of(team: CoreTeam) -> list[Assessment]:
    """Return a team's settled assessments in the order of rounds, ratings and comments loaded."""
    return list(
        Assessment.objects.filter(team=team, settled_at__isnull=False)
        .select_related("round", "settled_by__user")
        .prefetch_related("ratings", "driver_comments")
        .order_by("round__position", "round__pk")
    )


def rated_drivers(assessments: Iterable[Assessment]) -> list[SecondaryDriver]:
    """Return the drivers in use and those rated before they were retired, primary loaded."""
    rated = {rating.driver_id for each in assessments for rating in each.ratings.all()}
    in_use = Q(retired_on=None, primary__retired_on=None)
    return list(
        SecondaryDriver.objects.filter(in_use | Q(pk__in=rated))
        .select_related("primary")
        .order_by("primary__number", "primary", "position")
    )


def page_of(assessment: Assessment, number: int) -> list[SecondaryDriver]:
    """Return the secondary drivers in use under the primary driver of that number."""
    return list(drivers_in_use().filter(primary__number=number))


def page_numbers() -> list[int]:
    """Return the numbers of the primary drivers in use, one page each."""
    return list(
        drivers_in_use()
        .order_by("primary__number")
        .values_list("primary__number", flat=True)
        .distinct()
    )


def ratings_of(assessment: Assessment, drivers: Iterable[SecondaryDriver]) -> dict[int, Rating]:
    """Return the ratings that stand, by secondary driver, each with who wrote it."""
    found = Rating.objects.filter(assessment=assessment, driver__in=list(drivers))
    return {rating.driver_id: rating for rating in found.select_related("rated_by__user")}


def comment_of(assessment: Assessment, primary_id: int) -> DriverComment | None:
    """Return what a team said about a primary driver as a whole."""
    return (
        DriverComment.objects.filter(assessment=assessment, primary=primary_id)
        .select_related("written_by__user")
        .first()
    )


def teams_in_round(round_: Round) -> dict[CoreTeam, Assessment | None]:
    """Return all active teams by name, each with its settled assessment and ratings, if any."""
    settled = Assessment.objects.filter(round=round_, settled_at__isnull=False)
    found = {each.team_id: each for each in settled.prefetch_related("ratings")}
    teams = CoreTeam.objects.filter(status=CoreTeam.Status.ACTIVE).order_by("name", "pk")
    return {team: found.get(team.pk) for team in teams}


def rounds_agreed_on() -> set[int]:
    """Return the keys of rounds in which at least one team has agreed."""
    settled = Assessment.objects.filter(settled_at__isnull=False)
    return set(settled.order_by().values_list("round", flat=True))


@dataclass(frozen=True)
class Counted:
    """How many teams have settled a round, and the mean of each primary driver by its number.

    Without means where the teams are too few to stay unnamed.
    """

    teams: int
    means: dict[int, Decimal]

    @property
    def shown(self) -> bool:
        """Whether there are teams enough."""
        return self.teams >= SMALLEST_GROUP


def counted_for_observers(round_: Round) -> Counted:
    """Return what somebody who may not see teams is told of a round."""
    settled = Assessment.objects.filter(round=round_, settled_at__isnull=False)
    teams = settled.count()
    if teams < SMALLEST_GROUP:
        return Counted(teams, {})
    rows = (
        Rating.objects.filter(assessment__in=settled, score__isnull=False)
        .order_by()
        .values_list("driver__primary__number")
        .annotate(mean=Avg("score"))
    )
    return Counted(teams, dict(rows))


def with_team_progress(found: QuerySet[Round]) -> QuerySet[Round]:
    """Annotate rounds with ``begun`` and ``agreed``: how many teams have."""
    return found.annotate(
        begun=Count("assessments"),
        agreed=Count("assessments", filter=Q(assessments__settled_at__isnull=False)),
    )
