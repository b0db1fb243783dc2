"""The sheet of the last weeks."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from metrics.charts import period_label, sentence_label
from metrics.enums import Grain
from metrics.forms.counts import (
    REASON_LENGTH,
    CountsForm,
    plain_number,
    question,
    what_stands,
)
from metrics.models import Metric, MetricDefinition, Value
from metrics.series import Count
from metrics.services import Entry
from metrics.weeks import WeekRow, WeekSheet

LATEST = 3

Said = tuple[Decimal | None, Decimal | None, str]


@dataclass(frozen=True)
class Line:
    """One week of the sheet with its fields."""

    label: str
    numerator: forms.BoundField
    denominator: forms.BoundField | None
    note: forms.BoundField

    @property
    def has_errors(self) -> bool:
        """Whether something is to be said about this week."""
        fields = (self.numerator, self.denominator, self.note)
        return any(field is not None and field.errors for field in fields)


@dataclass(frozen=True)
class Block:
    """One measure of the sheet with its weeks."""

    metric: Metric
    definition: MetricDefinition
    lines: tuple[Line, ...]

    @property
    def latest(self) -> tuple[Line, ...]:
        """The weeks that people come for."""
        return self.lines[:LATEST]

    @property
    def earlier(self) -> tuple[Line, ...]:
        """The weeks before them."""
        return self.lines[LATEST:]

    @property
    def has_errors_earlier(self) -> bool:
        """Whether something is to be said about an earlier week."""
        return any(line.has_errors for line in self.earlier)


class WeeksForm(CountsForm):
    """Counts of several weeks at once.

    A week without numbers was not counted; then its note says why. ``entries`` holds what this
    person changed. Where somebody else changed the same week meanwhile, both are shown once.
    """

    def __init__(self, data: Any = None, *, sheet: WeekSheet) -> None:
        super().__init__(data)
        self.sheet = sheet
        self.entries: list[Entry] = []
        for row in sheet.rows:
            self._add(row)
        if not sheet.has_sent_weeks:
            del self.fields["why"]

    def _add(self, row: WeekRow) -> None:
        name, current = _name(row), row.current
        self.add_pair(name, row.definition, sentence_label(row.monday, Grain.WEEK))
        self.fields[f"{name}_note"] = forms.CharField(
            label=_("Note, %(period)s") % {"period": sentence_label(row.monday, Grain.WEEK)},
            required=False,
            max_length=REASON_LENGTH,
        )
        self.fields[f"{name}_seen"] = forms.IntegerField(
            required=False, min_value=0, widget=forms.HiddenInput
        )
        usual = None if current else row.usual_denominator
        self.initial.update(
            {
                f"{name}_numerator": plain_number(current.numerator) if current else None,
                f"{name}_denominator": plain_number(current.denominator if current else usual),
                f"{name}_note": _said(current)[2],
                f"{name}_seen": current.revision if current else 0,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Collect what changed; impossible, unlikely and meanwhile changed weeks are errors."""
        questions = []
        for row in self.sheet.rows:
            count = self.read_pair(_name(row), row.definition)
            note = self.cleaned_data.get(f"{_name(row)}_note", "")
            said: Said = (count.numerator, count.denominator, note) if count else (None, None, note)
            if said == _said(row.revision(self.cleaned_data.get(f"{_name(row)}_seen") or 0)):
                continue
            self._refuse_to_overwrite(row, said)
            asked = count and self._question(row, count)
            if count and asked:
                key = f"{_name(row)}-{count.numerator}-{count.denominator}"
                questions.append((key, asked))
            reason, note = ("", note) if count else (note, "")
            self.entries.append(Entry(row.metric, row.monday, count, reason, note))
            if row.month_was_sent and not self.cleaned_data.get("why"):
                self._demand_why()
        self.ask(questions)
        return self.cleaned_data

    def _demand_why(self) -> None:
        if "why" not in self.errors:
            self.add_error("why", _("This month was already sent. Please say why it changes."))

    def _refuse_to_overwrite(self, row: WeekRow, said: Said) -> None:
        current = row.current
        seen = self.cleaned_data.get(f"{_name(row)}_seen") or 0
        if current is None or current.revision == seen or said == _said(current):
            return
        self.put(f"{_name(row)}_seen", current.revision)
        self.add_error(
            f"{_name(row)}_numerator",
            _(
                "%(name)s changed this week while you were typing. It now says: %(what)s. "
                "Save again to put your numbers in its place."
            )
            % {
                "name": current.entered_by or _("Somebody"),
                "what": what_stands(current, row.definition),
            },
        )

    def _question(self, row: WeekRow, count: Count) -> str | None:
        label = sentence_label(row.monday, Grain.WEEK)
        return question(row.definition, count, self.sheet.earlier[row.metric.pk], label)

    @property
    def blocks(self) -> Iterator[Block]:
        """The sheet as the page shows it: measures, and in each the weeks, newest first."""
        metrics = {row.metric.pk: row.metric for row in self.sheet.rows}
        for metric in metrics.values():
            rows = [row for row in self.sheet.rows if row.metric == metric]
            yield Block(metric, rows[0].definition, tuple(self._line(row) for row in rows))

    def _line(self, row: WeekRow) -> Line:
        name = _name(row)
        return Line(
            label=_("Week of %(day)s") % {"day": period_label(row.monday, Grain.WEEK)},
            numerator=self[f"{name}_numerator"],
            denominator=self[f"{name}_denominator"] if row.definition.has_denominator else None,
            note=self[f"{name}_note"],
        )


def _name(row: WeekRow) -> str:
    return f"w{row.metric.pk}_{row.monday:%Y%m%d}"


def _said(value: Value | None) -> Said:
    if value is None:
        return (None, None, "")
    return (value.numerator, value.denominator, value.reason_missing or value.note)
