"""Tables as files: what goes out comes back, and nothing in a file is believed or evaluated."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bsc.exports.tables import UnreadableError, read_table, write_table

# Control characters cannot stand in a workbook; an apostrophe in front is our own mark.
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")),
    max_size=20,
).filter(lambda text: not text.startswith("'"))


def read(kind, data, most_rows=100):
    return read_table(f"numbers.{kind}", data, most_rows=most_rows)


@pytest.mark.parametrize("kind", ("csv", "xlsx"))
@given(rows=st.lists(st.tuples(words.filter(bool), words), min_size=1, max_size=4))
def test_what_goes_out_comes_back(kind, rows):
    back = read(kind, write_table(kind, ("Name", "Note"), rows))
    assert [tuple([*row, ""][:2]) for row in back[1:]] == rows


@pytest.mark.parametrize("kind", ("csv", "xlsx"))
def test_numbers_and_days_are_written_plainly(kind):
    row = (date(2026, 9, 7), Decimal("12.5"), Decimal(16), None, "ñandú")
    assert read(kind, write_table(kind, ("a", "b", "c", "d", "e"), [row]))[1] == [
        "2026-09-07", "12.5", "16", "", "ñandú",
    ]  # fmt: skip


def test_no_cell_of_ours_is_a_formula():
    bad = '=HYPERLINK("http://example.org")'
    assert b"'=HYPERLINK" in write_table("csv", ("Name",), [(bad,)])
    unpacked = zipfile.ZipFile(io.BytesIO(write_table("xlsx", ("Name",), [(bad,)])))
    assert b"<f>" not in unpacked.read("xl/worksheets/sheet1.xml")


def test_a_formula_in_a_file_stays_its_text():
    book = Workbook()
    book.active.append(["Counted", 7.0, 7.25, date(2026, 9, 7), True])
    book.active.append(["=1+1"])
    out = io.BytesIO()
    book.save(out)
    assert read("xlsx", out.getvalue()) == [
        ["Counted", "7", "7.25", "2026-09-07", "True"],
        ["=1+1"],
    ]


@pytest.mark.parametrize(
    "data",
    (
        b"Name;Counted\nAna;7\n",
        "Name\tCounted\r\nAna\t7\r\n".encode("utf-16"),
        "\ufeffName,Counted\nAna,7\n".encode(),
        b'"Name","Counted"\r\n"Ana","7"\r\n\r\n',
    ),
)
def test_what_spreadsheet_programs_call_csv(data):
    assert read("csv", data) == [["Name", "Counted"], ["Ana", "7"]]


def test_letters_of_old_programs():
    assert read("csv", "Niño,7".encode("cp1252")) == [["Niño", "7"]]


@pytest.mark.parametrize(
    ("kind", "data"),
    (
        ("xlsx", b"not a workbook"),
        ("xlsx", b"PK\x03\x04 not a workbook either"),
        ("csv", b"\x00\x01\x02\x03"),
        ("csv", b"PK\x03\x04"),
        ("csv", b'a,b\n"' + b"x" * 200_000),
    ),
)
def test_what_is_no_table_is_said_so(kind, data):
    with pytest.raises(UnreadableError):
        read(kind, data)


def test_too_many_rows_are_refused_without_reading_them_all():
    data = b"a,b\n" + b"1,2\n" * 200
    with pytest.raises(UnreadableError, match="more than 100 rows"):
        read("csv", data)


def test_a_file_that_unpacks_into_an_enormous_one_is_refused(monkeypatch):
    monkeypatch.setattr("bsc.exports.tables.MOST_UNPACKED", 1000)
    with pytest.raises(UnreadableError, match="too large"):
        read("xlsx", write_table("xlsx", ("a",), [("x" * 50,)] * 200))


def test_a_sheet_that_claims_to_be_wide_is_cut():
    back = read("xlsx", write_table("xlsx", [f"c{n}" for n in range(90)], []))
    assert len(back[0]) == 40


def test_a_control_character_in_a_note_spoils_no_workbook():
    note = "Snow\x0bday\x00 and \x1fnap"
    back = read("xlsx", write_table("xlsx", ("Note",), [(note,)]))
    assert back[1] == ["Snow day  and  nap"]
