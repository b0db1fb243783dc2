import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from collaboratives.models import Collaborative
from collaboratives.schedule import ical
from collaboratives.schedule.deadlines import Deadline
from collaboratives.schedule.enums import EventKind, EventStatus
from collaboratives.schedule.models import Event
from tests.collaboratives.schedule.feeds.reading import compare, entries, unfolded

NEW_YORK = ZoneInfo("America/New_York")
CHANGED = dt.datetime(2026, 6, 30, 14, 5, 6, 789, tzinfo=dt.UTC)
HERE = Collaborative(slug="here", name="Social skills 2026", time_zone="America/New_York")


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://bsc.example.org"


def event(starts="2026-07-17T11:00", minutes=45, **fields):
    starts_at = dt.datetime.fromisoformat(starts).replace(tzinfo=NEW_YORK)
    ends_at = fields.pop("ends_at", starts_at + dt.timedelta(minutes=minutes))
    given_fields = {"pk": 12, "title": "When a test fails", "changed_at": CHANGED, **fields}
    return Event(
        collaborative=HERE,
        kind=EventKind.ALL_TEAM_CALL,
        starts_at=starts_at,
        ends_at=ends_at,
        **given_fields,
    )


def only(written):
    [entry] = compare(written).values()
    return entry


def test_one_date_as_a_whole_file():
    written = ical.one_event(
        event(
            edit_count=3,
            place="Zoom",
            online_url="https://example.org/join",
            dial_in="555-0100, code 42#",
            questions="What did you try?\nWhat got in the way?",
        )
    )
    assert unfolded(written) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//BSC//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "SUMMARY:When a test fails",
        "DTSTART:20260717T150000Z",
        "DTEND:20260717T154500Z",
        "DTSTAMP:20260630T140506Z",
        "UID:event-12@bsc.example.org",
        "SEQUENCE:3",
        (
            r"DESCRIPTION:Link to join: https://example.org/join\nBy phone: 555-0100\, code 42#\n\n"
            r"Questions to think about:\nWhat did you try?\nWhat got in the way?\n\n"
            "All about it\\, and your answer: https://bsc.example.org/c/here/calendar/12/"
        ),
        "LAST-MODIFIED:20260630T140506Z",
        "LOCATION:Zoom",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://bsc.example.org/c/here/calendar/12/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    compare(written)


def test_a_call_keeps_its_local_hour_across_daylight_saving():
    """In New York the clocks change on March 8 and November 1, 2026."""
    hours = {
        day: only(ical.one_event(event(f"{day}T11:00")))["DTSTART"].dt
        for day in ("2026-03-06", "2026-03-13", "2026-10-30", "2026-11-06")
    }
    assert [moment.hour for moment in hours.values()] == [16, 15, 15, 16]
    assert {moment.astimezone(NEW_YORK).hour for moment in hours.values()} == {11}


def test_an_hour_that_comes_twice_is_the_one_that_was_meant():
    first = event("2026-11-01T01:30", 30)
    second = event("2026-11-01T01:30", 30)
    second.starts_at = second.starts_at.replace(fold=1)
    second.ends_at = second.starts_at.astimezone(dt.UTC) + dt.timedelta(minutes=30)
    between = only(ical.one_event(second))["DTSTART"].dt - only(ical.one_event(first))["DTSTART"].dt
    assert between == dt.timedelta(hours=1)


def test_a_session_of_two_days_is_one_entry_a_day():
    """The night of the change of the clocks lies between the days."""
    session = event("2026-10-31T08:30", days=2)
    session.ends_at = dt.datetime(2026, 11, 1, 16, 0, tzinfo=NEW_YORK)
    found = compare(ical.feed(HERE, [session], [], made_at=CHANGED))
    first, second = found["event-12@bsc.example.org"], found["event-12-day-2@bsc.example.org"]
    assert str(first["SUMMARY"]) == "When a test fails (day 1 of 2)"
    for entry, day, hour in ((first, 31, 12), (second, 1, 13)):
        assert entry["DTSTART"].dt.day == day
        assert entry["DTSTART"].dt.hour == hour
        assert entry["DTSTART"].dt.astimezone(NEW_YORK).strftime("%H:%M") == "08:30"
        assert entry["DTEND"].dt.astimezone(NEW_YORK).strftime("%H:%M") == "16:00"
    alone = only(ical.one_event(session, day=2))
    assert str(alone["UID"]) == "event-12-day-2@bsc.example.org"
    with pytest.raises(IndexError):
        ical.one_event(session, day=3)


def test_where_only_the_whole_stretch_is_known_it_is_one_entry():
    """It begins on Friday evening and ends on Saturday at noon."""
    retreat = event("2026-07-17T18:00", 18 * 60, days=2)
    entry = only(ical.feed(HERE, [retreat], [], made_at=CHANGED))
    assert entry["DTEND"].dt - entry["DTSTART"].dt == dt.timedelta(hours=18)


def test_a_moved_event_keeps_its_name_and_counts_up():
    before = only(ical.one_event(event()))
    after = only(ical.one_event(event("2026-07-24T11:00", edit_count=1)))
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_a_cancelled_event_says_so_and_takes_no_time():
    cancelled = event(
        status=EventStatus.CANCELLED, cancelled_because="Kim is ill", dial_in="555-0100"
    )
    entry = only(ical.one_event(cancelled))
    assert str(entry["STATUS"]) == "CANCELLED"
    assert str(entry["TRANSP"]) == "TRANSPARENT"
    assert str(entry["SUMMARY"]) == "Cancelled: When a test fails"
    assert "555" not in str(entry["DESCRIPTION"])
    assert b"Kim" not in ical.one_event(cancelled)


def test_neither_notes_nor_a_repeated_alarm_is_in_it():
    written = ical.one_event(event(notes="Dee said that nap time is hard"))
    assert b"nap time" not in written
    assert b"VALARM" not in written
    assert b"METHOD" not in written


def test_the_reader_finds_their_own_language():
    spanish = {"es": {"title": "Cuando algo sale mal", "questions": "¿Qué probó?"}}
    with translation.override("es"):
        entry = only(ical.one_event(event(translations=spanish, questions="What did you try?")))
    assert str(entry["SUMMARY"]) == "Cuando algo sale mal"
    assert "¿Qué probó?" in str(entry["DESCRIPTION"])


def test_a_deadline_fills_its_day_and_takes_no_time():
    deadline = Deadline("task-4", dt.date(2026, 7, 10), "Book the rooms", "/c/here/workplan/4/", 2)
    written = ical.feed(HERE, [], [deadline], made_at=CHANGED)
    assert "DTSTART;VALUE=DATE:20260710" in unfolded(written)
    entry = only(written)
    assert entry["DTSTART"].dt == dt.date(2026, 7, 10)
    assert str(entry["TRANSP"]) == "TRANSPARENT"
    assert str(entry["UID"]) == "task-4@bsc.example.org"
    assert int(entry["SEQUENCE"]) == 2
    assert str(entry["URL"]) == "https://bsc.example.org/c/here/workplan/4/"


def test_a_feed_says_its_name_and_when_to_come_back():
    lines = unfolded(ical.feed(HERE, [], [], made_at=CHANGED))
    assert "NAME:Social skills 2026" in lines
    assert "X-WR-CALNAME:Social skills 2026" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in lines
    assert "X-PUBLISHED-TTL:PT4H" in lines


def test_the_same_rows_make_the_same_bytes():
    rows = [event(), event("2026-08-21T11:00", pk=13)]
    assert ical.feed(HERE, rows, [], made_at=CHANGED) == ical.feed(HERE, rows, [], made_at=CHANGED)


WORDS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.sampled_from(
        [
            "“It’s all about relationships” – day 1",
            "Canción de la mañana 🎵👩🏽‍🏫 " * 8,
            'a;b,c:d\\n\\\\e"f"^n',
            "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:another",
            "x" * 75 + "é" * 75,
            "one\u2028two\x85three\x0bfour\x1dfive",
        ]
    ),
)


@given(WORDS, WORDS, WORDS, WORDS)
def test_whatever_somebody_types_arrives_as_it_was_typed(title, place, dial_in, questions):
    typed = event(title=title, place=place, dial_in=dial_in, questions=questions)
    written = ical.feed(HERE, [typed, event(pk=13)], [], made_at=CHANGED)
    lines = unfolded(written)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    entry = compare(written)["event-12@bsc.example.org"]
    assert str(entry["SUMMARY"]) == ical._clean(title)
    assert ical._clean(questions) in str(entry["DESCRIPTION"])
    assert ical._clean(dial_in) in str(entry["DESCRIPTION"])


@given(st.text(max_size=100))
def test_only_line_ends_and_signs_that_no_file_may_hold_are_changed(text):
    kept = [sign for sign in text if sign.isprintable()]
    assert [sign for sign in ical._clean(f".{text}.") if sign.isprintable()] == [".", *kept, "."]


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)),  # noqa: DTZ001 -- local
    st.integers(1, 5),
    st.integers(1, 600),
)
def test_every_day_of_a_session_has_the_same_hours(starts, days, minutes):
    starts = starts.replace(hour=8, second=0, microsecond=0)
    session = event(starts.isoformat(), days=days)
    last = starts.replace(tzinfo=NEW_YORK) + dt.timedelta(days=days - 1, minutes=minutes)
    session.ends_at = last
    found = entries(ical.feed(HERE, [session], [], made_at=CHANGED)).values()
    assert len(found) == days
    local = [
        (entry["DTSTART"].dt.astimezone(NEW_YORK), entry["DTEND"].dt.astimezone(NEW_YORK))
        for entry in found
    ]
    assert len({(begins.time(), ends.time()) for begins, ends in local}) == 1
    assert len({begins.date() for begins, _ends in local}) == days
