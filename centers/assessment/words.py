"""Results as the pages say them: numbers, changes in words, never a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from centers.assessment.comparing import Score, average, change
from centers.assessment.drawing import DrawnArea, DrawnWords
from centers.assessment.models import Assessment, Rating, Round
from centers.assessment.queries import teams_in_round
from centers.assessment.reading import Reading
from centers.models import CoreTeam
from collaboratives.framework.models import PrimaryDriver, SecondaryDriver
from collaboratives.models import Membership
from collaboratives.translations import Text, in_language


@dataclass(frozen=True)
class Change:
    """How a number differs from the round before: a symbol and the words for it."""

    symbol: str
    words: str
    lower: bool = False


@dataclass(frozen=True)
class Remark:
    """What a team wrote beside a number in one round."""

    round: Round
    text: str


@dataclass(frozen=True)
class Earlier:
    """How a statement read when it was rated in one round, where it reads otherwise today."""

    round: Round
    version: int
    words: Text


@dataclass(frozen=True)
class Statement:
    """One statement with its numbers, a round each, first to last."""

    words: Text
    also: Text
    scores: list[str]
    change: Change
    remarks: list[Remark]
    earlier: list[Earlier]
    in_use: bool


@dataclass(frozen=True)
class Area:
    """One primary driver: the mean of each round, its statements, what was said of the whole."""

    number: int
    name: Text
    means: list[Score]
    shown: list[str]
    change: Change
    statements: list[Statement]
    remarks: list[Remark]

    @property
    def lower(self) -> bool:
        """Whether any statement under it has a lower number than in the round before."""
        return any(statement.change.lower for statement in self.statements)


def statement_words(driver: SecondaryDriver, member: Membership) -> tuple[Text, Text]:
    """Return the words that come first for this reader, and the others."""
    plain = in_language(driver, "plain")
    rated = in_language(driver, "assessment_statement")
    return (plain, rated) if member.is_family_only and plain.text else (rated, plain)


def score_words(score: Score) -> str:
    """Return a number as people read it, or a dash."""
    return "–" if score is None else number_format(score.normalize())


def change_words(scores: Sequence[Score]) -> Change:
    """Return how the last number differs from the one before it."""
    difference = change(scores)
    if difference is None:
        return Change("", "")
    amount = number_format(abs(difference).normalize())
    if difference > 0:
        return Change("▲", _("%(amount)s higher") % {"amount": amount})
    if difference < 0:
        return Change("▼", _("%(amount)s lower") % {"amount": amount}, lower=True)
    return Change("=", _("the same"))


def areas_of(
    settled: Sequence[Assessment], drivers: Sequence[SecondaryDriver], member: Membership
) -> list[Area]:
    """Return the areas of a team's rounds; assessments as ``queries.settled_of`` loads them.

    Two queries: how the statements read in the releases under which they were rated, and which
    primary drivers were merged.
    """
    read = Reading.of(settled, member)
    scores = [{rating.driver_id: rating for rating in each.ratings.all()} for each in settled]
    return [
        _area(primary, list(under), settled, scores, read)
        for primary, under in groupby(drivers, key=lambda driver: driver.primary)
    ]


def _area(
    primary: PrimaryDriver,
    drivers: list[SecondaryDriver],
    settled: Sequence[Assessment],
    ratings: list[dict[int, Rating]],
    read: Reading,
) -> Area:
    means = [average(_score(found, driver) for driver in drivers) for found in ratings]
    return Area(
        number=primary.number,
        name=in_language(primary, "short_name"),
        means=means,
        shown=[score_words(mean) for mean in means],
        change=change_words(means),
        statements=[_statement(driver, settled, ratings, read) for driver in drivers],
        remarks=[
            Remark(each.round, comment.text)
            for each in settled
            for comment in each.driver_comments.all()
            if read.merged.get(comment.primary_id, comment.primary_id) == primary.pk
            and comment.text
        ],
    )


def _statement(
    driver: SecondaryDriver,
    settled: Sequence[Assessment],
    ratings: list[dict[int, Rating]],
    read: Reading,
) -> Statement:
    scores = [_score(found, driver) for found in ratings]
    words, also = statement_words(driver, read.member)
    return Statement(
        words=words,
        also=also,
        scores=[score_words(score) for score in scores],
        change=change_words(scores),
        remarks=[
            Remark(each.round, found[driver.pk].comment)
            for each, found in zip(settled, ratings, strict=True)
            if driver.pk in found and found[driver.pk].comment
        ],
        earlier=[
            Earlier(each.round, *then)
            for each, found in zip(settled, ratings, strict=True)
            if (then := read.then(driver, found.get(driver.pk)))
        ],
        in_use=driver.is_in_use,
    )


def _score(ratings: Mapping[int, Rating], driver: SecondaryDriver) -> Score:
    rating = ratings.get(driver.pk)
    return rating.score if rating else None


def sentence_of(areas: Sequence[Area]) -> str:
    """Return in one sentence how the last round differs from the one before; "" without one."""
    symbols = [each.change.symbol for area in areas for each in area.statements]
    compared = [symbol for symbol in symbols if symbol]
    if not compared:
        return ""
    return _(
        "Statements with a number in both rounds: %(all)s. Higher than before: %(higher)s. "
        "The same: %(same)s. Lower: %(lower)s."
    ) % {
        "all": len(compared),
        "higher": compared.count("▲"),
        "same": compared.count("="),
        "lower": compared.count("▼"),
    }


def drawn(
    areas: Sequence[Area], settled: Sequence[Assessment]
) -> tuple[list[DrawnArea], DrawnWords]:
    """Return the last two rounds as the drawing takes them."""
    before, now = (in_language(each.round, "name").text for each in settled[-2:])
    lines = [
        _("%(area)s: %(before)s, then %(now)s.")
        % {"area": area.name.text, "before": area.shown[-2], "now": area.shown[-1]}
        for area in areas
    ]
    return (
        [DrawnArea(f"{a.number} {a.name.text}", a.means[-2], a.means[-1]) for a in areas],
        DrawnWords(_("Mean of each area"), " ".join(lines), before, now),
    )


@dataclass(frozen=True)
class SheetArea:
    """One page of statements as the team is about to agree on it."""

    number: int
    name: Text
    rows: list[tuple[Text, str]]
    missing: int


def sheet_of(
    drivers: Sequence[SecondaryDriver], ratings: Mapping[int, Rating], member: Membership
) -> list[SheetArea]:
    """Return all statements with the numbers that stand, and how many have none."""
    sheet = []
    for primary, under in groupby(drivers, key=lambda driver: driver.primary):
        scored = [(driver, _score(ratings, driver)) for driver in under]
        rows = [
            (statement_words(driver, member)[0], score_words(score)) for driver, score in scored
        ]
        missing = sum(score is None for _driver, score in scored)
        sheet.append(SheetArea(primary.number, in_language(primary, "short_name"), rows, missing))
    return sheet


@dataclass(frozen=True)
class TeamRow:
    """One team's means in a round and how they changed; ``settled`` is False without a round."""

    team: CoreTeam
    settled: bool
    cells: list[tuple[str, Change]]


@dataclass(frozen=True)
class Matrix:
    """All teams by name: no order of merit, no totals."""

    areas: list[tuple[int, Text]]
    rows: list[TeamRow]


def matrix_of(chosen: Round, before: Round | None, drivers: Sequence[SecondaryDriver]) -> Matrix:
    """Return every active team's means in ``chosen`` and the change since ``before``."""
    groups = [
        (primary, [driver.pk for driver in under])
        for primary, under in groupby(drivers, key=lambda driver: driver.primary)
    ]
    now, earlier = teams_in_round(chosen), teams_in_round(before) if before else {}
    rows = []
    for team, assessment in now.items():
        pair = [_scores_of(earlier.get(team)), _scores_of(assessment)]
        cells = []
        for _primary, keys in groups:
            means = [average(scores.get(key) for key in keys) for scores in pair]
            cells.append((score_words(means[-1]), change_words(means)))
        rows.append(TeamRow(team, assessment is not None, cells))
    return Matrix(
        [(primary.number, in_language(primary, "short_name")) for primary, _k in groups], rows
    )


def _scores_of(assessment: Assessment | None) -> dict[int, Score]:
    if assessment is None:
        return {}
    return {rating.driver_id: rating.score for rating in assessment.ratings.all()}
