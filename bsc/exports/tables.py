"""Tables as files: CSV and XLSX, written with safe cells and read with care. Nothing is evaluated."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bsc.exports.cells import safe_cell

Cell = str | Decimal | dt.date | None
Row = TypeVar("Row", str, list[str])

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_COLUMNS = 40
LONGEST_CELL = 1000
# A small file can unpack into an enormous one.
MOST_UNPACKED = 60 * 1024 * 1024


class UnreadableError(ValueError):
    """The file is no table that can be read; the message says why, for the person who sent it."""


def write_table(kind: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the table as a file of this kind, "csv" or "xlsx".

    What a person typed is never taken for a formula; numbers and days stay numbers and days.
    """
    return _write_xlsx(header, rows) if kind == XLSX else _write_csv(header, rows)


def read_table(name: str, data: bytes, *, most_rows: int) -> list[list[str]]:
    """Return the rows of a CSV or XLSX file as texts; empty cells and rows at the end left out.

    Days are written as 2026-09-07, numbers with a point; a formula stays the text of the formula.
    UnreadableError for anything else and for more than ``most_rows`` rows.
    """
    is_xlsx = name.lower().endswith(".xlsx") or data[:4] == b"PK\x03\x04"
    rows = list(islice(_read_xlsx(data) if is_xlsx else _read_csv(data), most_rows + 1))
    if len(rows) > most_rows:
        raise UnreadableError(
            _("The file has more than %(number)s rows. Please send it in parts.")
            % {"number": most_rows}
        )
    return _without_end([_without_end(row) for row in rows])


def _without_end(row: list[Row]) -> list[Row]:
    """Leave out what is empty at the end: a sheet is as wide and as long as what stands in it."""
    filled = [position for position, cell in enumerate(row, 1) if cell]
    return row[: filled[-1]] if filled else []


def unsafe_text(cell: str) -> str:
    """Return a text as it was before ``safe_cell`` marked it, so that a file can come back."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell


def _write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    # The mark at the start tells spreadsheet programs that this is UTF-8.
    text.write("\ufeff")
    writer = csv.writer(text)
    for row in (header, *rows):
        writer.writerow([_as_text(cell) for cell in row])
    return text.getvalue().encode()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return safe_cell(cell or "")


def _write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (header, *rows):
        sheet.append([_in_workbook(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _in_workbook(cell: Cell) -> Cell:
    """One control character in a text would make the whole workbook fail."""
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub(" ", cell)) if isinstance(cell, str) else cell


def _read_csv(data: bytes) -> Iterator[list[str]]:
    text = _decode(data)
    first = text.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_clean(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise UnreadableError(_("The file is not a table that can be read.")) from error


def _decode(data: bytes) -> str:
    """Spreadsheet programs write UTF-8, UTF-16, or what is usual on Windows."""
    if b"\x00" in data[:2000] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError(_("The file is not a table that can be read."))
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(_("The file is not a table that can be read."))


def _read_xlsx(data: bytes) -> Iterator[list[str]]:
    try:
        _refuse_a_bomb(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        # What the file says about its own size is not believed.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield [_clean(_text_of(cell)) for cell in row]
    except UnreadableError:
        raise
    except Exception as error:
        # A broken workbook fails in many ways inside the library; all mean the same to a person.
        raise UnreadableError(_("The file is not a table that can be read.")) from error


def _refuse_a_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise UnreadableError(_("The file is too large. Please send it in parts."))


def _text_of(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    return str(cell)


def _clean(cell: str) -> str:
    return unsafe_text(cell.strip())[:LONGEST_CELL].replace("\x00", "")
