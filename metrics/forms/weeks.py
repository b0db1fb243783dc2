"""The sheet of the last weeks, of the whole center or of one room."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from metrics import periods
from metrics.charts import count_text, period_label, sentence_label
from metrics.checks import question
from metrics.enums import Grain, Source
from metrics.forms.counts import (
    REASON_LENGTH,
    CountsForm,
    plain_number,
)
from metrics.models import Metric, MetricDefinition, Value
from metrics.months import what_stands
from metrics.series import Count
from metrics.services import Entry
from metrics.services.counts import ask_somebody_else
from metrics.weeks import WeekRow, WeekSheet

LATEST = 3

Said = tuple[Decimal | None, Decimal | None, str]


@dataclass(frozen=True)
class Line:
    """One week of the sheet with its fields; ``on_phones`` and ``of_rooms`` are in words."""

    label: str
    numerator: forms.BoundField
    denominator: forms.BoundField | None
    note: forms.BoundField
    phone: forms.BoundField | None
    on_phones: str
    phone_counts: bool
    of_rooms: str
    is_sent: bool

    @property
    def has_errors(self) -> bool:
        """Whether something is to be said about this week."""
        fields = (self.numerator, self.denominator, self.note, self.phone)
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
    What was tapped on a phone leaves the fields empty: it counts until something is typed.
    """

    def __init__(self, data: Any = None, *, sheet: WeekSheet) -> None:
        super().__init__(data)
        self.sheet = sheet
        self.entries: list[Entry] = []
        for row in sheet.rows:
            self._add(row)
        if not (sheet.has_sent_weeks and sheet.may_correct):
            del self.fields["why"]

    def _add(self, row: WeekRow) -> None:
        name, label = _name(row), sentence_label(row.monday, Grain.WEEK)
        self.add_pair(name, row.definition, label)
        self.fields[f"{name}_note"] = forms.CharField(
            label=_("Note, %(period)s") % {"period": label},
            required=False,
            max_length=REASON_LENGTH,
        )
        self.fields[f"{name}_seen"] = forms.IntegerField(
            required=False, min_value=0, widget=forms.HiddenInput
        )
        if row.is_typed_over:
            self.fields[f"{name}_phone"] = forms.BooleanField(
                label=_("Use the phone's count again"), required=False
            )
        current = row.current
        numerator, denominator, note = _said(current)
        if denominator is None and not _stands(row):
            denominator = row.usual_denominator
        self.initial.update(
            {
                f"{name}_numerator": plain_number(numerator),
                f"{name}_denominator": plain_number(denominator),
                f"{name}_note": note,
                f"{name}_seen": current.revision if current else 0,
            }
        )

    def clean(self) -> dict[str, Any]:
        """Collect what changed; impossible, unlikely and meanwhile changed weeks are errors."""
        questions = []
        for row in self.sheet.rows:
            name = _name(row)
            count = self.read_pair(name, row.definition)
            note = self.cleaned_data.get(f"{name}_note", "")
            if self.cleaned_data.get(f"{name}_phone"):
                count, note = None, ""
            said: Said = (count.numerator, count.denominator, note) if count else (None, None, note)
            if said == _said(row.revision(self.cleaned_data.get(f"{name}_seen") or 0)):
                continue
            self._refuse_to_overwrite(row, said)
            self._refuse_sent(row)
            if row.is_from_phones and note and not count:
                self.add_error(
                    f"{name}_numerator",
                    _("A phone counted this week. Type the numbers with your note, too."),
                )
            asked = count and self._question(row, count)
            if count and asked:
                questions.append((f"{name}-{count.numerator}-{count.denominator}", asked))
            reason, note = ("", note) if count else (note, "")
            self.entries.append(Entry(row.metric, row.monday, count, reason, note, row.room))
        self.ask(questions)
        return self.cleaned_data

    def _refuse_sent(self, row: WeekRow) -> None:
        """A month that was sent: those who send it say why it changes, others ask them."""
        if not row.month_was_sent:
            return
        if not self.sheet.may_correct:
            month = periods.month_of_week(row.monday)
            self.add_error(f"{_name(row)}_numerator", ask_somebody_else(self.sheet.team, month))
        elif not self.cleaned_data.get("why") and "why" not in self.errors:
            self.add_error("why", _("This month was already sent. Please say why it changes."))

    def _refuse_to_overwrite(self, row: WeekRow, said: Said) -> None:
        current = row.current
        seen = self.cleaned_data.get(f"{_name(row)}_seen") or 0
        if current is None or row.is_from_phones:
            return
        if current.revision == seen or said == _said(current):
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
        name, definition = _name(row), row.definition
        return Line(
            label=_("Week of %(day)s") % {"day": period_label(row.monday, Grain.WEEK)},
            numerator=self[f"{name}_numerator"],
            denominator=self[f"{name}_denominator"] if definition.has_denominator else None,
            note=self[f"{name}_note"],
            phone=self[f"{name}_phone"] if f"{name}_phone" in self.fields else None,
            on_phones=count_text(row.on_phones, definition),
            phone_counts=row.is_from_phones,
            of_rooms=count_text(row.of_rooms, definition),
            is_sent=row.month_was_sent,
        )


def _name(row: WeekRow) -> str:
    """A name of its own for each room, so that a sheet can never be taken for another's."""
    room = f"r{row.room.pk}_" if row.room else ""
    return f"w{room}{row.metric.pk}_{row.monday:%Y%m%d}"


def _stands(row: WeekRow) -> bool:
    """Whether something counts for this week already, typed here or elsewhere."""
    return bool(row.current or row.on_phones or row.of_rooms)


def _said(value: Value | None) -> Said:
    """What somebody typed; what was tapped is not typed."""
    if value is None or value.source == Source.TAPS:
        return (None, None, "")
    return (value.numerator, value.denominator, value.reason_missing or value.note)
