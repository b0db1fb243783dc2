"""One chart in all its faces: words, drawings for page, phone and paper, table, lists."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from metrics import chart_gates
from metrics.chart_gates import Better, Suggestion
from metrics.chart_levels import clipped_limits
from metrics.chart_numbers import number_text
from metrics.chart_story import Placed, letter
from metrics.chart_svg import draw
from metrics.chart_texts import count_text, period_label, value_text
from metrics.chart_words import Words, alternative
from metrics.queries import Series
from metrics.runchart import Analysis
from metrics.runchart import Chart as Kind


@dataclass(frozen=True)
class Mark:
    """A numbered test on the chart."""

    number: int
    day: dt.date
    label: str
    url: str
    position: int


@dataclass(frozen=True)
class Listed:
    """A line of the list under a chart: its letter there (notes only), when, what, and by whom.

    ``key`` is the row it was made from.
    """

    sign: str
    when: str
    text: str
    by: str = ""
    key: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table beside the chart.

    ``limits`` are those of a Shewhart chart, ``remark`` what the drawing shows at this point by
    a letter, a line or a hollow dot, ``signal`` whether it is drawn as one, ``teams`` how many
    are in a sum.
    """

    label: str
    value: str
    counted: str
    note: str
    tests: str
    limits: str = ""
    remark: str = ""
    signal: bool = False
    teams: int = 0


@dataclass(frozen=True)
class Chart:
    """A chart in words, as drawing and as table, all from one analysis."""

    series: Series
    name: str
    analysis: Analysis
    words: Words
    labels: tuple[str, ...]
    short_labels: tuple[str, ...]
    marks: tuple[Mark, ...]
    uid: str = "chart"
    story: Placed = field(default_factory=Placed)

    @property
    def kind(self) -> Kind:
        """Which kind of chart it is: "run", "i", "p", "c" or "u"."""
        return self.analysis.chart

    @property
    def title(self) -> str:
        """What a screen reader says in place of the drawing."""
        return alternative(self.name, self.words)

    @property
    def wide(self) -> SafeString:
        """The drawing for wide pages and for paper."""
        return self._draw("wide")

    @property
    def narrow(self) -> SafeString:
        """The drawing for phones."""
        return self._draw("narrow")

    @property
    def drawings(self) -> SafeString:
        """Both drawings; the page's style shows the one that fits."""
        return SafeString(
            self.narrow.replace('class="runchart', 'class="chart-narrow runchart', 1)
            + self.wide.replace('class="runchart', 'class="chart-wide runchart', 1)
        )

    def _draw(self, width: str) -> SafeString:
        definition = self.series.definition
        return draw(
            self.analysis,
            self.short_labels,
            title=self.title,
            uid=f"{self.uid}-{width}",
            goal=definition.goal_number,
            unit=definition.chart_unit,
            marks=[mark.position for mark in self.marks],
            story=self.story,
            width="narrow" if width == "narrow" else "wide",
        )

    @cached_property
    def suggestion(self) -> Suggestion | None:
        """Where a new phase might begin; only a run chart suggests one."""
        if self.kind != "run":
            return None
        return chart_gates.suggest_rebase(
            self.analysis, cast(Better, self.series.definition.better)
        )

    @property
    def suggestion_day(self) -> dt.date | None:
        """The first day of that phase."""
        found = self.suggestion
        return self.series.points[found.position].start if found else None

    @property
    def suggestion_text(self) -> str:
        """What speaks for a new phase, as a question to a person."""
        found = self.suggestion
        if found is None:
            return ""
        return _(
            "Since %(first)s, %(count)s values in a row lie on the better side of the median. "
            "Should a new phase begin there?"
        ) % {"first": self.labels[found.position], "count": found.length}

    @property
    def notes(self) -> tuple[Listed, ...]:
        """The notes, lettered as in the drawing."""
        return tuple(
            Listed(letter(number), self._when(position), note.text, note.by, note.key)
            for number, (position, note) in enumerate(self.story.notes, 1)
        )

    @property
    def splits(self) -> tuple[Listed, ...]:
        """Where new phases begin."""
        return tuple(
            Listed("", self._when(position), split.reason, split.by, split.key)
            for position, split in self.story.splits
        )

    @property
    def exclusions(self) -> tuple[Listed, ...]:
        """Which points are left out."""
        return tuple(
            Listed("", self._when(position), one.reason, one.by, one.key)
            for position, one in self.story.exclusions
        )

    @property
    def changes(self) -> tuple[Listed, ...]:
        """From when on the measure is counted in another way."""
        return tuple(
            Listed("", self._when(position), change.text) for position, change in self.story.changes
        )

    def _when(self, position: int) -> str:
        return period_label(self.series.points[position].start, self.series.grain)

    @property
    def rows(self) -> list[Row]:
        """The table, newest first."""
        definition = self.series.definition
        signals = chart_gates.marked_to_show(self.analysis)
        limits, remarks = self._limits(), self._remarks()
        rows = [
            Row(
                label=period_label(point.start, self.series.grain),
                value=value_text(point.count, definition),
                counted=count_text(point.count, definition),
                note=point.reason or point.note,
                tests=", ".join(str(m.number) for m in self.marks if m.position == position),
                limits=limits.get(position, ""),
                remark=" ".join(remarks.get(position, [])),
                signal=position in signals,
                teams=point.teams,
            )
            for position, point in enumerate(self.series.points)
        ]
        return rows[::-1]

    def _limits(self) -> dict[int, str]:
        unit = self.series.definition.chart_unit
        percent, short = unit == "%", unit if unit == "%" else ""
        texts: dict[int, str] = {}
        for phase in self.analysis.phases:
            if chart_gates.limits_to_show(self.analysis, phase) == "none":
                continue
            pairs = zip(*clipped_limits(self.analysis, phase, percent=percent), strict=True)
            for position, (lower, upper) in enumerate(pairs, phase.first):
                if lower is not None and upper is not None:
                    texts[position] = _("%(lower)s to %(upper)s") % {
                        "lower": number_text(lower, short),
                        "upper": number_text(upper, short),
                    }
        return texts

    def _remarks(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}

        def add(position: int, known: str, with_why: str, why: str) -> None:
            text = with_why % {"why": why} if why else known
            found.setdefault(position, []).append(text)

        for position, split in self.story.splits:
            add(position, _("New phase."), _("New phase: %(why)s"), split.reason)
        for position, change in self.story.changes:
            add(position, _("Counted anew."), _("Counted anew: %(why)s"), change.text)
        for position, one in self.story.exclusions:
            add(position, _("Left out."), _("Left out: %(why)s"), one.reason)
        for number, (position, note) in enumerate(self.story.notes, 1):
            add(position, "", letter(number) + ": %(why)s", note.text)
        return found
