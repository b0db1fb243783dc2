"""What was tried: the part of a report that comes from the tests of change.

A report is printed and passed on, so only cycles that are shared with the whole collaborative
stand in it; of the others it says how many there are.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Collaborative
from collaboratives.translations import Text, in_language
from metrics.periods import add_months
from pdsa.enums import Compared, Stage, Status, Visibility
from pdsa.models import Cycle, Ramp, StageChange

MOST = 10
# What a team's report says of a test; the whole rows of all these tables take longer to ask for.
COLUMNS = (
    "number", "status", "decision", "visibility", "starts_on", "what_we_learned", "compared",
    "language", "ramp__idea", "ramp__secondary_driver__number", "ramp__secondary_driver__action",
    "ramp__secondary_driver__plain", "ramp__secondary_driver__translations",
)  # fmt: skip
LONGEST = 150


class Told(NamedTuple):
    """One test on the paper: what it is, what came of it, what was learned, in which language."""

    pk: int
    title: str
    result: str
    learned: str
    lang: str


class Group(NamedTuple):
    """The tests under one secondary driver, or (None) under none."""

    driver: Text | None
    tests: tuple[Told, ...]


@dataclass(frozen=True)
class Tried:
    """A team's tests of the month by secondary driver, in the framework's order.

    ``more`` shared ones did not fit, ``kept`` are for the team and its coaches only. ``said`` is
    the same in no language; ``surprises`` are the ideas that went another way than predicted.
    """

    groups: tuple[Group, ...]
    more: int
    kept: int
    said: dict[str, list[Any]]
    surprises: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many tests there were, those included that are not told."""
        return sum(len(group.tests) for group in self.groups) + self.more + self.kept


class StageRow(NamedTuple):
    """One secondary driver: how many ideas at each stage, and how many tests in the month."""

    key: int | None
    driver: Text | None
    ideas: tuple[int, ...]
    tests: int

    @property
    def total(self) -> int:
        """All ideas tried under it so far."""
        return sum(self.ideas)


def end_of(collaborative: Collaborative, month: dt.date) -> dt.datetime:
    """Return the moment at which the month is over where the collaborative is."""
    return dt.datetime.combine(add_months(month, 1), dt.time(), tzinfo=collaborative.zone)


def posted() -> QuerySet[Cycle]:
    """Return all tests that are no drafts any more."""
    return Cycle.objects.defer("search").exclude(status=Status.DRAFT)


def shared(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Return those that everybody in the collaborative may read."""
    return cycles.filter(visibility=Visibility.COLLABORATIVE)


def cycles_of_month(collaborative: Collaborative, month: dt.date) -> QuerySet[Cycle]:
    """Return the posted tests that began or ended in the month, those with a date or a decision."""
    first = dt.datetime.combine(month, dt.time(), tzinfo=collaborative.zone)
    last = add_months(month, 1) - dt.timedelta(days=1)
    return posted().filter(
        Q(starts_on__range=(month, last))
        | Q(ends_on__range=(month, last))
        | Q(finished_at__gte=first, finished_at__lt=end_of(collaborative, month))
    )


def tried_by(team: CoreTeam, month: dt.date) -> Tried:
    """Return what the team tried in the month, in one query."""
    cycles = list(
        cycles_of_month(team.collaborative, month)
        .filter(ramp__team=team)
        .select_related("ramp__secondary_driver")
        .only(*COLUMNS)
        .order_by(
            F("ramp__secondary_driver__primary__number").asc(nulls_last=True),
            F("ramp__secondary_driver__position").asc(nulls_last=True),
            "starts_on",
            "pk",
        )
    )
    told = [cycle for cycle in cycles if cycle.visibility == Visibility.COLLABORATIVE]
    return Tried(
        groups=tuple(_groups(told[:MOST])),
        more=max(len(told) - MOST, 0),
        kept=len(cycles) - len(told),
        said={str(cycle.pk): _said(cycle) for cycle in told},
        surprises=tuple(idea_of(cycle) for cycle in told if _was_surprising(cycle)),
    )


def _groups(cycles: Iterable[Cycle]) -> Iterable[Group]:
    by_driver: dict[int | None, list[Cycle]] = {}
    for cycle in cycles:
        by_driver.setdefault(cycle.ramp.secondary_driver_id, []).append(cycle)
    for together in by_driver.values():
        driver = together[0].ramp.secondary_driver
        yield Group(driver_text(driver), tuple(_test(cycle) for cycle in together))


def driver_text(driver: SecondaryDriver | None) -> Text | None:
    """Return the number and the plain words of a driver, or its own where it has none."""
    if driver is None:
        return None
    words = in_language(driver, "plain" if driver.plain else "action")
    return Text(f"{driver.number} {words.text}", words.lang)


def idea_of(cycle: Cycle) -> str:
    """Return the idea as it stands in a sentence."""
    return cycle.ramp.idea.strip().rstrip(".")


def _test(cycle: Cycle) -> Told:
    title = _("%(idea)s, cycle %(number)s") % {"idea": idea_of(cycle), "number": cycle.number}
    result = cycle.plain_decision or str(cycle.get_status_display())
    learned = Truncator(cycle.what_we_learned).chars(LONGEST)
    return Told(cycle.pk, title, result, learned, cycle.language)


def _said(cycle: Cycle) -> list[Any]:
    return [
        cycle.decision or cycle.status,
        cycle.ramp.idea,
        cycle.number,
        cycle.ramp.secondary_driver_id,
        cycle.what_we_learned,
        cycle.compared,
        str(cycle.starts_on),
    ]


def _was_surprising(cycle: Cycle) -> bool:
    return bool(cycle.compared) and cycle.compared != Compared.AS_PREDICTED


def stages_by_driver(collaborative: Collaborative, month: dt.date) -> tuple[StageRow, ...]:
    """Return ideas by driver and stage as they stood at the month's end, with the month's tests.

    An idea counts once a shared test of it was posted or begun. Two queries.
    """
    until = end_of(collaborative, month)
    begun = shared(Cycle.objects.exclude(status=Status.DRAFT)).filter(
        Q(posted_at__lt=until) | Q(starts_on__lt=until.date()), ramp=OuterRef("pk")
    )
    in_month: dict[int | None, int] = {}
    for driver_id in shared(cycles_of_month(collaborative, month)).values_list(
        "ramp__secondary_driver", flat=True
    ):
        in_month[driver_id] = in_month.get(driver_id, 0) + 1
    ramps = (
        Ramp.objects.filter(Exists(begun))
        .annotate(stage_then=_stage_at(until))
        .select_related("secondary_driver__primary")
        .order_by(
            F("secondary_driver__primary__number").asc(nulls_last=True),
            F("secondary_driver__position").asc(nulls_last=True),
        )
    )
    drivers: dict[int | None, SecondaryDriver | None] = {}
    stages: dict[int | None, list[str]] = {}
    for ramp in ramps:
        drivers[ramp.secondary_driver_id] = ramp.secondary_driver
        stages.setdefault(ramp.secondary_driver_id, []).append(ramp.stage_then)
    return tuple(
        StageRow(
            key,
            driver_text(drivers[key]),
            tuple(found.count(stage) for stage in Stage),
            in_month.get(key, 0),
        )
        for key, found in stages.items()
    )


def _stage_at(moment: dt.datetime) -> Coalesce:
    """The last stage set before the moment, by hand or by a shared test; until then, testing."""
    told = Q(cycle__isnull=True) | Q(cycle__visibility=Visibility.COLLABORATIVE)
    before = StageChange.objects.filter(told, ramp=OuterRef("pk"), at__lt=moment)
    last = before.order_by("-at", "-pk").values("stage")[:1]
    return Coalesce(Subquery(last), Value(Stage.TESTING.value))
