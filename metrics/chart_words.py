"""What a chart says, in sentences: the main version of every chart, the drawing comes second.

The sentences themselves stand in `metrics.chart_phrases` and `metrics.limit_phrases`. Their order
is that of the rules for reading a chart aloud: the verdict, with better or worse, as the headline;
then is there enough, which rule, where and on which side; since when and does it hold; which line
is meant; where are we now and what is the goal; what to do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, SupportsFloat

from django.utils.translation import gettext as _

from metrics import chart_reading, limit_words
from metrics.chart_gates import POINTS_FOR_LIMITS, Better
from metrics.chart_numbers import number_text
from metrics.chart_phrases import VOICES, Phrases, Voice
from metrics.chart_reading import Reading
from metrics.chart_story import Placed
from metrics.limit_phrases import AVERAGES, LIMITS
from metrics.limit_words import Limits
from metrics.runchart import USEFUL_FOR_RULES, Analysis, enough_for_rules

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["Better", "Verdict", "Voice", "Words", "alternative", "describe", "number_text"]

Verdict = Literal[
    "nothing", "too_early", "cannot_tell", "all_same", "at_ceiling", "at_floor",
    "no_signal", "improved", "worsened", "changed", "passed",
]  # fmt: skip

_ENDS = frozenset({"at_ceiling", "at_floor"})


@dataclass(frozen=True, slots=True)
class Words:
    """A chart in words: a short headline to set off, and the sentences that follow it.

    `verdict` is what the headline says, for code that wants to count or to sort.
    """

    headline: str
    details: tuple[str, ...]
    verdict: Verdict = "nothing"

    @property
    def text(self) -> str:
        """Headline and details as one paragraph."""
        return " ".join((self.headline, *self.details))

    def __str__(self) -> str:
        return self.text


def describe(
    analysis: Analysis,
    labels: Sequence[str],
    *,
    unit: str = "",
    better: Better = "neither",
    goal: SupportsFloat | None = None,
    voice: Voice = "staff",
    story: Placed | None = None,
) -> Words:
    """Say what a chart shows, in the active language.

    `labels` has one period per position, long enough to stand in a sentence ("February 2026",
    "the week of 8 September"). The verdict is on the last phase, gated as for drawing. Raises
    ValueError for a wrong number of labels.
    """
    if len(labels) != len(analysis.values):
        raise ValueError("There must be one label for each position.")
    is_run = analysis.chart == "run"
    say = (VOICES if is_run else AVERAGES)[voice]
    aim = None if goal is None else float(goal)
    reading = Reading(analysis, labels, say, unit, better, aim, story or Placed())
    if not reading.counted:
        return Words(headline=str(say.nothing), details=())
    limits = None if is_run else Limits(reading, LIMITS[voice])
    verdict = _verdict(reading, limits)
    headline: StrPromise = getattr(say, verdict)
    return Words(str(headline), tuple(_details(reading, limits, verdict)), verdict)


def alternative(name: str, words: Words) -> str:
    """The text that stands for the drawing: the measure's name, then all that the chart says."""
    return _("%(name)s. %(text)s") % {"name": name.rstrip("."), "text": words.text}


def _verdict(reading: Reading, limits: Limits | None) -> Verdict:
    """What the headline says: the present end of the scale, unless something changed."""
    found = _verdict_anywhere(reading, limits)
    if reading.end and found in {"no_signal", "cannot_tell", "all_same"}:
        return "at_ceiling" if reading.end == "ceiling" else "at_floor"
    return found


def _verdict_anywhere(reading: Reading, limits: Limits | None) -> Verdict:
    phase = reading.phase
    if reading.is_resting:
        return "cannot_tell" if phase.useful else "all_same"
    if limits.standing != "none" if limits else reading.is_judged:
        return _signal(reading, limits)
    if phase.points > 1 and not phase.useful:
        return "all_same"
    needed = POINTS_FOR_LIMITS if limits else USEFUL_FOR_RULES
    return "too_early" if phase.points < needed else "cannot_tell"


def _signal(reading: Reading, limits: Limits | None) -> Verdict:
    """What the runs, and on a Shewhart chart the points outside, say about the present."""
    run, outside = reading.latest_run, limits.outside if limits else ()
    side: bool | None = None
    if run and run.current:
        side = run.above
    elif limits and outside and outside[-1] == reading.counted[-1]:
        side = limits.is_above(outside[-1])
    elif reading.is_judged and reading.phase.runs_signal and not run:
        return "changed"
    if side is None:
        return "passed" if run or outside else "no_signal"
    if reading.better == "neither":
        return "changed"
    return "improved" if reading.is_better(above=side) else "worsened"


def _details(reading: Reading, limits: Limits | None, verdict: Verdict) -> Iterator[str]:
    say, phase = reading.say, reading.phase
    if reading.is_resting or verdict in _ENDS:
        if phase.useful or reading.end:
            yield say.resting % {"value": reading.number(reading.end_value)}
        elif limits:
            yield str(limits.say.none_without_variation)
    else:
        yield from _enough(reading, limits)
        if limits:
            yield from limit_words.outside(limits)
        if limits is None or limits.standing != "none":
            yield from chart_reading.runs(reading)
        if reading.end:
            yield say.scale_ends % {"value": reading.number(reading.end_value)}
    yield from chart_reading.earlier(reading)
    if limits:
        yield from limit_words.outside_before(limits)
    yield from chart_reading.lines(reading)
    yield from chart_reading.data(reading)
    yield chart_reading.latest(reading)
    if limits:
        yield from limit_words.assurance(limits)
    advice = _advice(say, reading, verdict)
    if advice:
        yield str(advice)


def _enough(reading: Reading, limits: Limits | None) -> Iterator[str]:
    phase = reading.phase
    if limits:
        yield from limit_words.basis(limits)
    elif phase.points < USEFUL_FOR_RULES and (phase.points < 2 or phase.useful):
        yield reading.say.so_far % {"count": phase.points, "needed": USEFUL_FOR_RULES}
    elif enough_for_rules(phase):
        yield reading.say.enough % {"count": phase.points}


def _advice(say: Phrases, reading: Reading, verdict: Verdict) -> "StrPromise | None":
    if verdict in _ENDS:
        is_good = reading.better != "neither" and reading.is_better(above=verdict == "at_ceiling")
        return None if is_good else say.keep_trying
    if verdict == "no_signal":
        return say.keep_trying
    if verdict == "improved":
        return say.keep_it
    return say.look_into_it if verdict in {"worsened", "changed", "passed"} else None
