from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboratives.schedule.patterns import (
    LANGUAGES,
    WEEKDAYS,
    Pattern,
    PatternError,
    dates,
    instants,
    parse,
    say,
)

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY, FRIDAY = 1, 4


@pytest.mark.parametrize(
    ("words", "pattern"),
    (
        ("third Friday of each month 11:00-11:45", Pattern(FRIDAY, (3,), starts=time(11), minutes=45)),
        ("Third  friday of each month, 11:00–11:45.", Pattern(FRIDAY, (3,), starts=time(11), minutes=45)),
        ("second Tuesday", Pattern(TUESDAY, (2,))),
        ("the 2nd Tuesday of every month", Pattern(TUESDAY, (2,))),
        ("every second Tuesday", Pattern(TUESDAY, every=2)),
        ("every other Tuesday at 18:30 for 60 minutes", Pattern(TUESDAY, every=2, starts=time(18, 30), minutes=60)),
        ("every Tuesday 9 am", Pattern(TUESDAY, starts=time(9))),
        ("first and third Monday", Pattern(0, (1, 3))),
        ("first, second and last Monday of the month", Pattern(0, (1, 2, -1))),
        ("last Thursday 1:30-2:15 pm", Pattern(3, (-1,), starts=time(13, 30), minutes=45)),
        ("last Thursday 11:30-12:15 pm", Pattern(3, (-1,), starts=time(11, 30), minutes=45)),
        ("last Thursday 11 am to 12 pm", Pattern(3, (-1,), starts=time(11), minutes=60)),
    ),
)  # fmt: skip
def test_words_are_understood(words, pattern):
    assert parse(words) == pattern


@pytest.mark.parametrize(
    ("words", "reason"),
    (
        ("", "day"),
        ("sometimes on Friday", "day"),
        ("fifth Friday", "day"),
        ("third Fryday", "day"),
        ("third Friday 11:45-11:00", "backwards"),
        ("third Friday 25:00", "time"),
        ("third Friday 11:75-12:00", "time"),
        ("third Friday 13:00 pm", "time"),
        ("third Friday 1:15 to 2:00", "half"),
    ),
)
def test_what_is_not_understood_says_why(words, reason):
    with pytest.raises(PatternError) as caught:
        parse(words)
    assert caught.value.reason == reason


def test_third_fridays_of_a_year():
    days = list(dates(parse("third Friday"), date(2026, 1, 1), date(2026, 6, 30)))
    assert [day.isoformat() for day in days] == [
        "2026-01-16", "2026-02-20", "2026-03-20", "2026-04-17", "2026-05-15", "2026-06-19",
    ]  # fmt: skip


def test_every_other_month_counts_from_the_month_it_begins_in():
    pattern = parse("second Thursday of every other month, 9:00 to 9:45")
    days = list(dates(pattern, date(2026, 11, 1), date(2027, 4, 30)))
    assert [day.isoformat() for day in days] == ["2026-11-12", "2027-01-14", "2027-03-11"]


def test_every_second_tuesday_counts_from_the_first_one():
    days = list(dates(parse("every second Tuesday"), date(2026, 1, 7), date(2026, 2, 28)))
    assert days == [date(2026, 1, 13), date(2026, 1, 27), date(2026, 2, 10), date(2026, 2, 24)]


def test_the_local_time_stays_across_daylight_saving():
    pattern = parse("third Friday of each month 11:00-11:45")
    found = list(instants(pattern, NEW_YORK, date(2026, 2, 1), date(2026, 4, 30)))
    assert [start.astimezone(UTC).hour for start, _ in found] == [16, 15, 15]
    assert {start.astimezone(NEW_YORK).time() for start, _ in found} == {time(11)}
    assert {end - start for start, end in found} == {timedelta(minutes=45)}


def test_without_a_time_there_are_no_instants():
    with pytest.raises(PatternError):
        list(instants(parse("third Friday"), NEW_YORK, date(2026, 1, 1), date(2026, 2, 1)))


def test_an_evening_call_may_end_the_next_day():
    (start, end), *_ = instants(
        parse("every Friday at 23:30 for 60 minutes"), NEW_YORK, date(2026, 1, 1), date(2026, 1, 9)
    )
    assert start == datetime(2026, 1, 2, 23, 30, tzinfo=NEW_YORK)
    assert end == datetime(2026, 1, 3, 0, 30, tzinfo=NEW_YORK)


weekdays = st.integers(0, 6)
starts = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(weekdays, st.sampled_from((1, 2, 3, 4, -1)), starts, st.integers(0, 800))
def test_monthly_days_agree_with_counting_every_day(weekday, place, first, length):
    last = first + timedelta(days=length)

    def fits(day):
        rank = -1 if (day + timedelta(weeks=1)).month != day.month else None
        return day.weekday() == weekday and place in ((day.day + 6) // 7, rank)

    every_day = (first + timedelta(days=n) for n in range(length + 1))
    assert list(dates(Pattern(weekday, (place,)), first, last)) == [d for d in every_day if fits(d)]


@given(weekdays, st.integers(1, 4), starts, st.integers(0, 400))
def test_weekly_days_keep_their_distance(weekday, every, first, length):
    last = first + timedelta(days=length)
    days = list(dates(Pattern(weekday, every=every), first, last))
    assert all(day.weekday() == weekday and first <= day <= last for day in days)
    assert all(b - a == timedelta(weeks=every) for a, b in pairwise(days))
    assert bool(days) == (length >= (weekday - first.weekday()) % 7)


@given(
    weekdays, st.sets(st.sampled_from(("first", "second", "third", "fourth", "last")), min_size=1)
)
def test_what_is_said_is_what_is_understood(weekday, names):
    words = f"{' and '.join(sorted(names))} {WEEKDAYS[weekday].title()} of each month 9:00-10:00"
    pattern = parse(words)
    assert (pattern.weekday, len(pattern.places)) == (weekday, len(names))


@pytest.mark.parametrize(
    ("words", "pattern"),
    (
        ("tercer viernes de cada mes 11:00-11:45", Pattern(FRIDAY, (3,), starts=time(11), minutes=45)),
        ("El tercer viernes de cada mes, de 11:00 a 11:45", Pattern(FRIDAY, (3,), starts=time(11), minutes=45)),
        ("cada segundo martes 13:15", Pattern(TUESDAY, every=2, starts=time(13, 15), minutes=45)),
        ("segundo martes del mes", Pattern(TUESDAY, (2,))),
        ("primer y tercer lunes", Pattern(0, (1, 3))),
        ("primer, segundo y último lunes", Pattern(0, (1, 2, -1))),
        ("ultimo miercoles de cada dos meses", Pattern(2, (-1,), 2)),
        ("todos los sábados a las 9 de la mañana", Pattern(5, starts=time(9))),
        ("los martes cada dos semanas a las 6 de la tarde", Pattern(TUESDAY, every=2, starts=time(18))),
        ("cada jueves de 1:30 a 2:15 p. m.", Pattern(3, starts=time(13, 30), minutes=45)),
        ("cada viernes a la 1 p.m. durante 60 minutos", Pattern(FRIDAY, starts=time(13), minutes=60)),
    ),
)  # fmt: skip
def test_spanish_words_are_understood(words, pattern):
    assert parse(words) == pattern


@pytest.mark.parametrize(
    ("words", "pattern"),
    (
        ("every two weeks on Tuesday", Pattern(TUESDAY, every=2)),
        ("Tuesdays, 9 a.m. to noon", Pattern(TUESDAY, starts=time(9), minutes=180)),
        ("Tuesdays every 3 weeks", Pattern(TUESDAY, every=3)),
        ("1st & 3rd Monday", Pattern(0, (1, 3))),
        ("second Tuesday of every fourth month", Pattern(TUESDAY, (2,), 4)),
        ("every Tuesday at 9 for 2 hours", Pattern(TUESDAY, starts=time(9), minutes=120)),
    ),
)  # fmt: skip
def test_other_ways_to_say_it(words, pattern):
    assert parse(words) == pattern


def test_it_is_said_in_both_languages():
    pattern = parse("first and third Monday 11:00-11:45")
    assert say(pattern) == "first and third Monday of each month, 11 a.m. to 11:45 a.m."
    assert say(pattern, "es") == "primer y tercer lunes de cada mes, de 11 a.m. a 11:45 a.m."
    assert say(pattern, "fr") == say(pattern)


@st.composite
def patterns(draw):
    starts = draw(st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)))
    return Pattern(
        weekday=draw(weekdays),
        places=tuple(place for place in (1, 2, 3, 4, -1) if draw(st.booleans())),
        every=draw(st.integers(1, 4)),
        starts=starts,
        minutes=draw(st.integers(1, 24 * 60)) if starts else 45,
    )


@given(patterns(), st.sampled_from(LANGUAGES))
def test_what_is_said_is_read_as_the_same(pattern, language):
    said = say(pattern, language)
    assert parse(said) == pattern
    assert parse(said.upper()) == pattern


def reason_of(words):
    try:
        parse(words)
    except PatternError as error:
        return error.reason
    return None


@given(st.text(max_size=60))
def test_any_words_are_understood_or_refused_with_a_reason(words):
    assert reason_of(words) in {None, "day", "time", "half", "backwards"}
