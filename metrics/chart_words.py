"""What a run chart says, in sentences: the main version of every chart, the drawing comes second.

The sentences themselves stand in `metrics.chart_phrases`. Their order is that of the rules for
reading a chart aloud: is there enough, is there a signal and where, which line is meant, where
are we now and what is the goal, what to do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, SupportsFloat

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from metrics.chart_phrases import VOICES, Phrases, Voice
from metrics.runchart import (
    USEFUL_FOR_RULES,
    Analysis,
    Phase,
    Run,
    enough_for_median,
    enough_for_rules,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Better = Literal["up", "down", "neither"]


@dataclass(frozen=True, slots=True)
class Words:
    """A chart in words: a short headline to set off, and the sentences that follow it."""

    headline: str
    details: tuple[str, ...]

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
) -> Words:
    """Say what a run chart shows, in the active language.

    `labels` has one period per position, long enough to stand in a sentence ("February 2026",
    "the week of 8 September"). The verdict is on the last phase, gated as for drawing. Raises
    ValueError for another kind of chart and for a wrong number of labels.
    """
    if analysis.chart != "run":
        raise ValueError("Only run charts can be put in words.")
    if len(labels) != len(analysis.values):
        raise ValueError("There must be one label for each position.")
    say = VOICES[voice]
    counted = [
        position
        for position, value in enumerate(analysis.values)
        if value is not None and position not in analysis.excluded
    ]
    if not counted:
        return Words(headline=str(say.nothing), details=())
    phase = analysis.phases[-1]
    # A long unit is said once, with the latest value; "%" belongs to every number.
    short = unit if unit == "%" else ""
    details = [
        *_verdict(say, phase, labels, short),
        *_earlier_runs(say, analysis, labels, short),
        *_line(say, analysis, labels),
        _latest(say, analysis, counted[-1], labels, unit, better, goal),
    ]
    left_out = sum(analysis.values[position] is not None for position in analysis.excluded)
    if left_out:
        details.append(say.left_out % {"count": left_out})
    missing = analysis.values.count(None)
    if missing and say.missing:
        details.append(say.missing % {"count": missing})
    if enough_for_rules(phase):
        details.append(str(_advice(say, phase, better)))
    return Words(headline=str(_headline(say, phase, better)), details=tuple(details))


def alternative(name: str, words: Words) -> str:
    """The text that stands for the drawing: the measure's name, then all that the chart says."""
    return _("%(name)s. %(text)s") % {"name": name.rstrip("."), "text": words.text}


def number_text(value: SupportsFloat, unit: str = "") -> str:
    """A value as people read it ("58%", "1,200", "3.5 hours"), rounded and localized."""
    number = _rounded(float(value), unit)
    decimals = next(d for d in range(4) if number == round(number, d))
    text = number_format(number, decimals, force_grouping=True)
    if unit == "%":
        return _("%(number)s%%") % {"number": text}
    if unit:
        return _("%(number)s %(unit)s") % {"number": text, "unit": unit}
    return text


def _rounded(value: float, unit: str) -> float:
    """The value to the precision that is shown, so that sentences agree with what is read."""
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 10 or unit == "%" else 2 if size >= 1 else 3
    return round(value, decimals) + 0.0


def _latest_run(phase: Phase) -> Run | None:
    return phase.long_runs[-1] if phase.long_runs else None


def _is_better(run: Run, better: Better) -> bool:
    return run.above == (better == "up")


def _headline(say: Phrases, phase: Phase, better: Better) -> "StrPromise":
    if not enough_for_rules(phase):
        if phase.points > 1 and not phase.useful:
            return say.all_same
        return say.too_early if phase.points < USEFUL_FOR_RULES else say.cannot_tell
    run = _latest_run(phase)
    if run is None:
        return say.changed if phase.runs_signal else say.no_signal
    if not run.current:
        return say.passed
    if better == "neither":
        return say.changed
    return say.improved if _is_better(run, better) else say.worsened


def _advice(say: Phrases, phase: Phase, better: Better) -> "StrPromise":
    if not phase.runs_signal:
        return say.keep_trying
    run = _latest_run(phase)
    if run and run.current and better != "neither" and _is_better(run, better):
        return say.keep_it
    return say.look_into_it


def _verdict(say: Phrases, phase: Phase, labels: Sequence[str], unit: str) -> Iterator[str]:
    median = number_text(phase.centre_line or 0.0, unit)
    known = {"median": median, "needed": USEFUL_FOR_RULES}
    run = _latest_run(phase)
    if not enough_for_rules(phase):
        if phase.points < USEFUL_FOR_RULES:
            yield say.so_far % {**known, "count": phase.points}
        elif phase.useful:
            yield say.few_off_the_line % {**known, "count": phase.useful}
    elif run:
        yield _run_sentence(say, run, labels, median)
    elif phase.runs_signal:
        count, fewest = phase.crossings, phase.crossings_limit
        yield say.few_crossings % {**known, "count": count, "fewest": fewest}
    else:
        yield say.around % known


def _run_sentence(say: Phrases, run: Run, labels: Sequence[str], median: str) -> str:
    if run.current:
        template = say.above_now if run.above else say.below_now
    else:
        template = say.above_then if run.above else say.below_then
    return template % {
        "first": labels[run.first],
        "last": labels[run.last],
        "count": run.length,
        "median": median,
    }


def _earlier_runs(
    say: Phrases, analysis: Analysis, labels: Sequence[str], unit: str
) -> Iterator[str]:
    """What else is drawn as a signal: the runs before the latest of the last phase."""
    for phase in analysis.phases:
        if phase.centre_line is None or not enough_for_rules(phase):
            continue
        runs = phase.long_runs[:-1] if phase is analysis.phases[-1] else phase.long_runs
        for run in runs:
            past = Run(run.first, run.last, run.length, run.above, current=False)
            yield _run_sentence(say, past, labels, number_text(phase.centre_line, unit))


def _line(say: Phrases, analysis: Analysis, labels: Sequence[str]) -> Iterator[str]:
    """Which stretch the median comes from, once there is a line to be seen."""
    phase = analysis.phases[-1]
    if phase.baseline is None or not enough_for_median(phase) or not phase.useful:
        return
    first, last = phase.baseline
    if last < phase.last:
        yield say.line_frozen % {"first": labels[first], "last": labels[last]}
    elif phase.first > 0:
        yield say.line_new % {"first": labels[first]}
    elif say.line_whole:
        yield str(say.line_whole)


def _latest(
    say: Phrases,
    analysis: Analysis,
    position: int,
    labels: Sequence[str],
    unit: str,
    better: Better,
    goal: SupportsFloat | None,
) -> str:
    value = analysis.values[position] or 0.0
    known = {"value": number_text(value, unit), "label": labels[position]}
    if goal is None:
        return say.latest % known
    known["goal"] = number_text(goal, unit if unit == "%" else "")
    shown, aim = _rounded(value, unit), _rounded(float(goal), unit)
    reached = (better == "up" and shown >= aim) or (better == "down" and shown <= aim)
    return (say.goal_reached if reached else say.latest_and_goal) % known
