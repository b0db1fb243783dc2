"""The columns of a file of counts: the same for the sheet to fill in, for reading, for export."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from bsc.exports.tables import Cell
from bsc.tenancy.wording import standard_words
from metrics import periods
from metrics.enums import Grain
from metrics.models import Metric

HEADINGS = {
    "team": gettext_lazy("Team"),
    "key": gettext_lazy("Code of the measure"),
    "measure": gettext_lazy("Measure"),
    "grain": gettext_lazy("Week or month"),
    "start": gettext_lazy("Starts on"),
    "room": gettext_lazy("Room"),
    "group": gettext_lazy("Group"),
    "numerator": gettext_lazy("Counted"),
    "denominator": pgettext_lazy("the denominator of a number", "Out of"),
    "reason": gettext_lazy("Why it was not counted"),
    "note": gettext_lazy("Note"),
}
# A file without these cannot be read; the others may be left out.
NEEDED = ("measure", "grain", "start", "numerator")
NUMBER = re.compile(r"[0-9]{1,8}(?:[.,][0-9]{1,2})?")


class Line(NamedTuple):
    """One row of a file as it was read: its number in the file, and its texts by column."""

    number: int
    cells: dict[str, str]


def header() -> list[str]:
    """Return the headings in the reader's language."""
    return [str(text) for text in HEADINGS.values()]


def read_lines(rows: Sequence[Sequence[str]]) -> list[Line]:
    """Return the lines under the header, empty ones left out.

    The headings may stand in any order and in any language of ours. ValueError, in words, where
    the first row is no header.
    """
    columns = _columns(rows[0]) if rows else {}
    missing = [HEADINGS[key] for key in NEEDED if key not in columns.values()]
    if missing and "key" in columns.values():
        missing = [heading for heading in missing if heading != HEADINGS["measure"]]
    if missing:
        raise ValueError(
            _("These columns are missing in the first row: %(names)s.")
            % {"names": ", ".join(str(one) for one in missing)}
        )
    lines = []
    for number, row in enumerate(rows[1:], 2):
        cells = {columns[i]: cell for i, cell in enumerate(row) if i in columns and cell}
        if cells:
            lines.append(Line(number, cells))
    return lines


def _columns(first: Sequence[str]) -> dict[int, str]:
    names: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names |= _headings()
            with standard_words():  # a file that was written before the words were changed
                names |= _headings()
    found: dict[int, str] = {}
    for position, text in enumerate(first):
        key = names.get(text.casefold())
        if key and key not in found.values():
            found[position] = key
    return found


def _headings() -> dict[str, str]:
    return {str(text).casefold(): key for key, text in HEADINGS.items()}


def read_grain(text: str) -> Grain | None:
    """Return "week" or "month" as it is called in any of our languages, else None."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for grain in Grain:
                if text.casefold() in (grain.value, str(grain.label).casefold()):
                    return grain
    return None


def read_start(text: str, grain: Grain) -> dt.date | None:
    """Return the first day of the period in which a day lies, or None for anything else.

    Days are written 2026-09-07 (spreadsheets keep real dates so); a month may be 2026-09.
    """
    try:
        day = dt.date.fromisoformat(f"{text}-01" if re.fullmatch(r"\d{4}-\d\d", text) else text)
    except ValueError:
        return None
    return periods.monday_of(day) if grain == Grain.WEEK else periods.first_of(day)


def read_number(text: str) -> Decimal | None:
    """Return a number of at most two decimals, written with a point or a comma, else None.

    "1,200" is nobody's guess here: it is refused, and the person types 1200.
    """
    return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def about(metric: Metric, grain: Grain, start: dt.date) -> list[Cell]:
    """Return the cells that say which measure and period a row is about."""
    return [metric.key, metric.name, str(grain.label), start]


def write_number(number: Decimal | None) -> Decimal | None:
    """Return the number as it was typed: 16, not 16.00."""
    if number is None:
        return None
    whole = number == number.to_integral()
    return number.quantize(Decimal(1)) if whole else number.normalize()
