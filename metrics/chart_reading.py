"""What both kinds of chart say alike: the data there are, runs, lines, phases, the latest value.

Each function yields whole sentences; `metrics.chart_words` puts them in order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from django.utils.formats import date_format

from metrics.chart_gates import POINTS_BEFORE_RESTING, Better, judged, limits_to_show, rests
from metrics.chart_numbers import number_text, rounded
from metrics.chart_phrases import Phrases
from metrics.chart_story import Placed
from metrics.runchart import (
    USEFUL_FOR_RULES,
    Analysis,
    Phase,
    Run,
    enough_for_median,
    enough_for_rules,
)

End = Literal["ceiling", "floor"]

_REASONS_TOLD = 3


@dataclass(frozen=True)
class Reading:
    """One chart as it is read aloud: the analysis and all that its sentences need."""

    analysis: Analysis
    labels: Sequence[str]
    say: Phrases
    unit: str
    better: Better
    goal: float | None
    story: Placed

    @property
    def phase(self) -> Phase:
        """The last phase: the verdict is about it."""
        return self.analysis.phases[-1]

    @cached_property
    def counted(self) -> list[int]:
        """The positions that count, over all phases."""
        analysis = self.analysis
        return [
            position
            for position, value in enumerate(analysis.values)
            if value is not None and position not in analysis.excluded
        ]

    @cached_property
    def is_judged(self) -> bool:
        """Whether the runs rules of the last phase may be shown."""
        return judged(self.analysis, self.phase)

    @cached_property
    def is_resting(self) -> bool:
        """Whether the last phase's values rest at one end, so that runs say nothing."""
        return rests(self.analysis, self.phase)

    @cached_property
    def end(self) -> End | None:
        """Where more than half of the last phase's values are: at 100 %, at 0, or at neither."""
        values = [self.analysis.values[i] for i in self.counted if i >= self.phase.first]
        if len(values) < POINTS_BEFORE_RESTING:
            return None
        if self.unit == "%" and 2 * values.count(100.0) > len(values):
            return "ceiling"
        return "floor" if 2 * values.count(0.0) > len(values) else None

    @property
    def end_value(self) -> float:
        """The value at that end; without one, the middle value that others rest on."""
        if self.end is None:
            return self.phase.centre_line or 0.0
        return 100.0 if self.end == "ceiling" else 0.0

    @property
    def latest_run(self) -> Run | None:
        """The last unusually long run of the last phase, where runs may be judged."""
        return self.phase.long_runs[-1] if self.is_judged and self.phase.long_runs else None

    def number(self, value: float) -> str:
        """A value inside a sentence: "%" belongs to every number, a long unit is said once."""
        return number_text(value, self.unit if self.unit == "%" else "")

    def is_better(self, *, above: bool) -> bool:
        """Whether a move to that side is what was hoped for."""
        return above == (self.better == "up")


def runs(reading: Reading) -> Iterator[str]:
    """The runs rules of the last phase: which, from when to when, which side, does it hold."""
    say, phase, run = reading.say, reading.phase, reading.latest_run
    centre = reading.number(phase.centre_line or 0.0)
    known = {"median": centre, "average": centre, "needed": USEFUL_FOR_RULES}
    if not enough_for_rules(phase):
        if phase.useful and phase.points >= USEFUL_FOR_RULES:
            yield say.few_off_the_line % {**known, "count": phase.useful}
    elif run:
        yield _run_sentence(reading, phase, run)
        yield str(say.holds if run.current else say.ended)
    elif phase.runs_signal:
        count, fewest = phase.crossings, phase.crossings_limit
        yield say.few_crossings % {**known, "count": count, "fewest": fewest}
    else:
        yield say.around % known


def earlier(reading: Reading) -> Iterator[str]:
    """What else is drawn: runs before the latest, and phases too short to be judged."""
    say, analysis, labels = reading.say, reading.analysis, reading.labels
    for phase in analysis.phases:
        is_last = phase is analysis.phases[-1]
        if not is_last and 0 < phase.points < USEFUL_FOR_RULES:
            ends = {"first": labels[phase.first], "last": labels[phase.last]}
            yield say.short_phase % {**ends, "count": phase.points}
        if not judged(analysis, phase) or not _is_shown(analysis, phase):
            continue
        for run in phase.long_runs[:-1] if is_last else phase.long_runs:
            past = Run(run.first, run.last, run.length, run.above, current=False)
            yield _run_sentence(reading, phase, past)


def _is_shown(analysis: Analysis, phase: Phase) -> bool:
    """Whether the drawing marks runs in this phase: a Shewhart chart only within limits."""
    return analysis.chart == "run" or limits_to_show(analysis, phase) != "none"


def _run_sentence(reading: Reading, phase: Phase, run: Run) -> str:
    say = reading.say
    if run.current:
        template = say.above_now if run.above else say.below_now
    else:
        template = say.above_then if run.above else say.below_then
    centre = reading.number(phase.centre_line or 0.0)
    return template % {
        "first": reading.labels[run.first],
        "last": reading.labels[run.last],
        "count": run.length,
        "limit": phase.longest_run_limit,
        "median": centre,
        "average": centre,
    }


def lines(reading: Reading) -> Iterator[str]:
    """Which stretch the centre line comes from; which phases people began, why, who and when."""
    say, labels, phase = reading.say, reading.labels, reading.phase
    if phase.baseline and enough_for_median(phase) and phase.useful and not reading.is_resting:
        first, last = phase.baseline
        if last < phase.last:
            yield say.line_frozen % {"first": labels[first], "last": labels[last]}
        elif phase.first == 0 and say.line_whole:
            yield str(say.line_whole)
    for before, after in pairwise(reading.analysis.phases):
        yield say.line_new % {"first": labels[after.first]}
        yield from _decision(reading, after.first)
        if enough_for_median(before) and enough_for_median(after):
            lines_of = (before.centre_line or 0.0, after.centre_line or 0.0)
            was, now = (reading.number(line) for line in lines_of)
            yield say.line_moved % {"before": was, "after": now}
    for position, _change in reading.story.changes:
        yield say.recounted % {"first": labels[position]}


def _decision(reading: Reading, position: int) -> Iterator[str]:
    split, say = reading.story.split_at(position), reading.say
    if split is None:
        return
    if split.reason:
        yield say.reason % {"reason": _inside(split.reason)}
    if split.by and split.decided_on:
        known = {"name": split.by, "date": date_format(split.decided_on, "DATE_FORMAT")}
        yield say.decided_on % known
    elif split.by:
        yield say.decided % {"name": split.by}


def _inside(text: str) -> str:
    """What a person wrote, to stand inside a sentence of ours."""
    return text.strip().rstrip(".").rstrip()


def data(reading: Reading) -> Iterator[str]:
    """What was left out, and why; what was not reported."""
    say, analysis = reading.say, reading.analysis
    out = {position for position in analysis.excluded if analysis.values[position] is not None}
    told = [(p, one.reason) for p, one in reading.story.exclusions if one.reason and p in out]
    if out and len(told) == len(out) <= _REASONS_TOLD:
        for position, reason in told:
            label = reading.labels[position]
            yield say.left_out_why % {"label": label, "reason": _inside(reason)}
    elif out:
        yield say.left_out % {"count": len(out)}
    missing = analysis.values.count(None)
    if missing and say.missing:
        yield say.missing % {"count": missing}


def latest(reading: Reading) -> str:
    """The last value that counts, beside the goal."""
    say, position = reading.say, reading.counted[-1]
    value = reading.analysis.values[position] or 0.0
    known = {"value": number_text(value, reading.unit), "label": reading.labels[position]}
    if reading.goal is None:
        return say.latest % known
    known["goal"] = reading.number(reading.goal)
    shown, aim = rounded(value, reading.unit), rounded(reading.goal, reading.unit)
    reached = (reading.better == "up" and shown >= aim) or (
        reading.better == "down" and shown <= aim
    )
    return (say.goal_reached if reached else say.latest_and_goal) % known
