"""One row of a file of counts: its texts, understood, or what is wrong with them."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from centers.models import Classroom, CoreTeam
from metrics.charts import count_text, sentence_label
from metrics.enums import Grain
from metrics.exchange.columns import Line, read_grain, read_number, read_start
from metrics.exchange.known import Known, RowKey
from metrics.models import Group, Metric, MetricDefinition, Value
from metrics.months import what_stands, written
from metrics.queries import definition_for
from metrics.series import Count, Written
from metrics.services import Entry

FIRST_YEAR = 2000
REASON_LENGTH = 300


@dataclass
class CheckedRow:
    """One row of the file: what it says, or what is wrong with it.

    ``question`` is (key, words) about an unlikely number. ``counts_as`` is what a month counts as
    by now, typed or summed from its weeks. ``is_empty``: the row says nothing, so
    what stands is left alone. ``before`` and ``after`` are in words.
    """

    line: Line
    team: CoreTeam | None = None
    grain: Grain = Grain.WEEK
    entry: Entry | None = None
    definition: MetricDefinition | None = None
    current: Value | None = None
    counts_as: Count | None = None
    month_was_sent: bool = False
    errors: list[str] = field(default_factory=list)
    question: tuple[str, str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the row says nothing."""
        return not self.errors and self.entry is None

    @property
    def is_same(self) -> bool:
        """Whether it says what stands already."""
        if self.entry is None:
            return False
        stood = written(self.current) if self.current else Written(None)
        count = stood.count or self.counts_as
        said = (self.entry.count, self.entry.reason, self.entry.note)
        return said == (count, stood.reason, stood.note)

    @property
    def changes(self) -> bool:
        """Whether it can be taken over and would change something."""
        return not self.errors and self.entry is not None and not self.is_same

    @property
    def what(self) -> str:
        """Measure, period, and room or group, in words."""
        if self.entry is None:
            cells = self.line.cells
            measure = cells.get("measure") or cells.get("key", "")
            parts = [measure, *(cells.get(key, "") for key in ("start", "room", "group"))]
            return ", ".join(part for part in parts if part)
        parts = [self.entry.metric.name, sentence_label(self.entry.start, self.grain)]
        parts += [str(one) for one in (self.entry.room, self.entry.group) if one is not None]
        return ", ".join(parts)

    @property
    def before(self) -> str:
        """What stands now."""
        return what_stands(self.current, self.definition) if self.definition else ""

    @property
    def after(self) -> str:
        """What the row says, as it was understood; as it was typed where it was not."""
        if self.entry is None or self.definition is None:
            cells = self.line.cells
            return " / ".join(cells[key] for key in ("numerator", "denominator") if key in cells)
        if self.entry.count is None:
            return _("not counted: %(reason)s") % {"reason": self.entry.reason}
        return count_text(self.entry.count, self.definition)

    @property
    def key(self) -> RowKey | None:
        """What the row is about."""
        if self.entry is None or self.team is None:
            return None
        return RowKey.of(self.team, self.grain, self.entry)


def understand(row: CheckedRow, known: Known, team: CoreTeam | None) -> None:
    """Fill in what the row's texts say; what cannot be understood is an error beside it.

    ``team`` is the team whose file it is; None: the row names its team.
    """
    cells, errors = row.line.cells, row.errors
    row.team = known.team(cells.get("team", "")) if "team" in cells or team is None else team
    if row.team is None:
        name = cells.get("team", "")
        errors.append(_("There is no team called “%(name)s” here.") % {"name": name})
        return
    subject = _subject(row, row.team, known)
    if subject is None:
        return
    metric, start = subject
    row.definition = definition_for(metric, start)
    room, group = _part(row, row.team, row.definition, known)
    count = _count(row, row.definition)
    reason, note = cells.get("reason", ""), cells.get("note", "")
    if count and reason:
        errors.append(_("A number and a reason for none cannot both be right."))
    if not errors and (count or reason):
        said = (reason[:REASON_LENGTH], note[:REASON_LENGTH])
        row.entry = Entry(metric, start, count, *said, room, group)


def _subject(row: CheckedRow, team: CoreTeam, known: Known) -> tuple[Metric, dt.date] | None:
    """Return measure and period; None, with errors, where one of them is not understood."""
    cells, errors = row.line.cells, row.errors
    metric = known.metric(team, cells.get("key", ""), cells.get("measure", ""))
    if metric is None:
        errors.append(_("This team does not count a measure of this name."))
    grain = read_grain(cells.get("grain", ""))
    if grain is None:
        errors.append(_("Write “week” or “month”."))
        return None
    row.grain = grain
    start = read_start(cells.get("start", ""), grain)
    if start is None or start.year < FIRST_YEAR:
        errors.append(_("Write the day as 2026-09-07."))
        return None
    return (metric, start) if metric is not None else None


def _part(
    row: CheckedRow, team: CoreTeam, definition: MetricDefinition, known: Known
) -> tuple[Classroom | None, Group | None]:
    """Return room and group, where the row names them."""
    cells, errors = row.line.cells, row.errors
    room = known.room(team, cells["room"]) if "room" in cells else None
    if "room" in cells and room is None:
        errors.append(_("This team has no room “%(name)s”.") % {"name": cells["room"]})
    group = known.group(definition, cells["group"]) if "group" in cells else None
    if "group" in cells and group is None:
        errors.append(_("This measure has no group “%(name)s”.") % {"name": cells["group"]})
    if room and (row.grain == Grain.MONTH or group):
        errors.append(_("A room is counted by the week and without groups."))
    if group and row.grain == Grain.WEEK:
        errors.append(_("Groups are counted by the month."))
    return room, group


def _count(row: CheckedRow, definition: MetricDefinition) -> Count | None:
    cells, errors = row.line.cells, row.errors
    labels = {"numerator": definition.counted, "denominator": definition.out_of}
    if not definition.has_denominator:
        del labels["denominator"]
    numbers: dict[str, Decimal] = {}
    for column, label in labels.items():
        text = cells.get(column, "")
        number = read_number(text)
        if text and number is None:
            errors.append(_not_a_number(text) % {"label": label, "text": text})
        elif number is not None:
            numbers[column] = number
    if errors or "numerator" not in numbers:
        return None
    if len(numbers) < len(labels):
        errors.append(_("Please add “%(label)s”, too.") % {"label": definition.out_of})
        return None
    return Count(numbers["numerator"], numbers.get("denominator", Decimal(1)))


def _not_a_number(text: str) -> str:
    if text.startswith("="):
        return _("“%(label)s” is a formula. Type the number itself.")
    if text.startswith("-"):
        return _("“%(label)s” cannot be below 0.")
    return _("“%(label)s”: “%(text)s” is no number. Write it as 1200 or 12.5.")
