"""Timings in words, said and understood again, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboratives.workplan.dates import Timing
from collaboratives.workplan.timing_reading import WordsError, read
from collaboratives.workplan.timing_words import Names, distinct, normal, say, say_date

SPAN = (date(2026, 9, 1), date(2028, 3, 31))
ENGLISH = Names(
    points=distinct(
        (
            ("start", "the start of the collaborative"),
            ("end", "the end of the collaborative"),
            ("learning_session_1", "Learning Session 1"),
            ("learning_session_2", "Learning Session 2"),
            ("learning_session_10", "Learning Session 10"),
            ("orientation", "the orientation"),
            ("phase:action_period:1:start", "the start of Action Period 1"),
            ("event:12", "Visit to Otter Falls, from the river on"),
            ("event:13", "Lunch"),
            ("event:14", "Lunch"),
        )
    ),
    rows=distinct(
        (
            ("kind:all_team_call", "all-team call"),
            ("kind:affinity_call", "affinity group call"),
            ("kind:faculty_call", "faculty call"),
            ("series:5", "Coffee or tea"),
        )
    ),
    also=(("end", "the end"), ("start", "the beginning")),
)
SPANISH = Names(
    points=distinct(
        (
            ("start", "el inicio de la colaboración"),
            ("end", "el final de la colaboración"),
            ("learning_session_1", "la sesión de aprendizaje 1"),
            ("orientation", "la orientación"),
            ("event:12", "Visita a Otter Falls, desde el río"),
        )
    ),
    rows=distinct(
        (
            ("kind:all_team_call", "llamada de todos los equipos"),
            ("kind:faculty_call", "llamada de guías"),
            ("series:5", "Café o té"),
        )
    ),
    also=(("end", "el final"),),
)
CALLS = ("all_team_call", "affinity_call", "faculty_call")


@pytest.mark.parametrize(
    ("words", "timing"),
    (
        (
            "16 weeks before Learning Session 2",
            Timing("anchor", anchor="learning_session_2", offset=-16, unit="weeks"),
        ),
        (
            "3 business days after the orientation",
            Timing("anchor", anchor="orientation", offset=3, unit="business_days"),
        ),
        ("on the day of Learning Session 10", Timing("anchor", anchor="learning_session_10")),
        (
            "1 day after the start of Action Period 1",
            Timing("anchor", anchor="phase:action_period:1:start", offset=1),
        ),
        (
            "2 months before “Visit to Otter Falls, from the river on”",
            Timing("anchor", anchor="event", event=12, offset=-2, unit="months"),
        ),
        ("on the day of Lunch (2)", Timing("anchor", anchor="event", event=14)),
        (
            "1 week before each all-team call",
            Timing("each", kinds=("all_team_call",), offset=-1, unit="weeks"),
        ),
        (
            "2 weeks after each all-team call, affinity group call or faculty call",
            Timing("each", kinds=CALLS, offset=2, unit="weeks"),
        ),
        ("2 days before each “Coffee or tea”", Timing("each", series=5, offset=-2)),
        (
            "on the day of each faculty call from Learning Session 1 until the end of the collaborative",
            Timing("each", kinds=("faculty_call",), since="learning_session_1", until="end"),
        ),
        ("the 25th of each month", Timing("every", step="month", day=25, since="start", until="end")),
        (
            "the 2nd of every second month from Learning Session 1 until the end of the collaborative",
            Timing("every", step="two_months", day=2, since="learning_session_1", until="end"),
        ),
        (
            "the 11th of every third month from the orientation until Learning Session 2",
            Timing("every", step="quarter", day=11, since="orientation", until="learning_session_2"),
        ),
        (
            "every two weeks from Learning Session 1 until Learning Session 2",
            Timing(
                "every", step="two_weeks", since="learning_session_1", until="learning_session_2"
            ),
        ),
        ("when needed", Timing("as_needed")),
    ),
)  # fmt: skip
def test_it_is_said_so_and_understood_so(words, timing):
    assert say(timing, ENGLISH) == words
    assert read(words, ENGLISH, "en", SPAN) == timing


@pytest.mark.parametrize(
    ("words", "same_as"),
    (
        ("  Sixteen weeks before   learning session 2. ", None),
        ("16 WEEKS BEFORE LEARNING SESSION 2", "16 weeks before Learning Session 2"),
        ("a week before orientation", "1 week before the orientation"),
        ("the day before Learning Session 1", "1 day before Learning Session 1"),
        ("3 working days after the orientation", "3 business days after the orientation"),
        ("0 weeks before Learning Session 1", "on the day of Learning Session 1"),
        ("the same day as the orientation", "on the day of the orientation"),
        ("2 days before each Coffee or tea", "2 days before each “Coffee or tea”"),
        ("2 days before every faculty call until the end",
         "2 days before each faculty call until the end of the collaborative"),
        ("2 days before each all-team call and faculty call",
         "2 days before each all-team call or faculty call"),
        ("the 25 of every month from Learning Session 1 until the end",
         "the 25th of each month from Learning Session 1 until the end of the collaborative"),
        ("on the 25th of each month", "the 25th of each month"),
        ("the 5th of each quarter", "the 5th of every third month"),
        ("the 3rd of every other month", "the 3rd of every second month"),
        ("every other week from the beginning until the end", "every two weeks"),
        ("as needed", "when needed"),
    ),
)  # fmt: skip
def test_other_ways_to_say_the_same(words, same_as):
    if same_as is None:
        with pytest.raises(WordsError):
            read(words, ENGLISH, "en", SPAN)
        return
    assert say(read(words, ENGLISH, "en", SPAN), ENGLISH) == same_as


@pytest.mark.parametrize(
    ("words", "timing"),
    (
        (
            "3 días hábiles después de la orientación",
            Timing("anchor", anchor="orientation", offset=3, unit="business_days"),
        ),
        ("1 mes antes del final de la colaboración",
         Timing("anchor", anchor="end", offset=-1, unit="months")),
        ("el día de la sesión de aprendizaje 1", Timing("anchor", anchor="learning_session_1")),
        ("el día del inicio de la colaboración", Timing("anchor", anchor="start")),
        ("2 días antes de “Visita a Otter Falls, desde el río”",
         Timing("anchor", anchor="event", event=12, offset=-2)),
        ("1 semana antes de cada llamada de todos los equipos o llamada de guías",
         Timing("each", kinds=("all_team_call", "faculty_call"), offset=-1, unit="weeks")),
        ("el 25 de cada mes", Timing("every", step="month", day=25, since="start", until="end")),
        ("el 25 cada dos meses desde la orientación hasta el final de la colaboración",
         Timing("every", step="two_months", day=25, since="orientation", until="end")),
        ("cada dos semanas desde la orientación hasta la sesión de aprendizaje 1",
         Timing("every", step="two_weeks", since="orientation", until="learning_session_1")),
        ("cuando haga falta", Timing("as_needed")),
    ),
)  # fmt: skip
def test_the_same_in_spanish(words, timing):
    assert say(timing, SPANISH, "es") == words
    assert read(words, SPANISH, "es-us", SPAN) == timing


def test_spanish_is_understood_without_accents():
    typed = "2 dias habiles despues de la sesion de aprendizaje 1"
    assert read(typed, SPANISH, "es", SPAN) == Timing(
        "anchor", anchor="learning_session_1", offset=2, unit="business_days"
    )


@pytest.mark.parametrize(
    ("words", "language"),
    (
        ("fixed: 12 May 2027", "en"),
        ("12 May 2027", "en"),
        ("12 May", "en"),
        ("May 12, 2027", "en"),
        ("12th of May 2027", "en"),
        ("2027-05-12", "en"),
        ("fecha fija: 12 de mayo de 2027", "es"),
        ("el 12 de mayo", "es"),
        ("2027-05-12", "es"),
    ),
)
def test_a_date_of_its_own(words, language):
    names = ENGLISH if language == "en" else SPANISH
    assert read(words, names, language, SPAN) == date(2027, 5, 12)


@given(st.dates(*SPAN), st.sampled_from(("en", "es")))
def test_each_date_is_said_and_understood_again(day, language):
    names = ENGLISH if language == "en" else SPANISH
    assert read(say_date(day, language), names, language, SPAN) == day


@pytest.mark.parametrize(
    ("words", "reason", "found", "nearest"),
    (
        ("", "empty", "", []),
        ("   ", "empty", "", []),
        ("16 weeks before", "no_anchor", "16 weeks before", []),
        ("on the day of", "no_anchor", "on the day of", []),
        ("2 days before each", "no_anchor", "2 days before each", []),
        ("the 25th of each month from", "no_anchor", "from", []),
        ("16 weeks", "no_direction", "16 weeks", []),
        ("16 weeks Learning Session 2", "no_direction", "16 weeks", []),
        ("before the orientation", "no_number", "before the orientation", []),
        ("2 weeks before Lerning Sesion 2", "unknown_anchor", "Lerning Sesion 2", ["Learning Session 2"]),
        ("2 weeks before session", "unknown_anchor", "session", ["Learning Session 1"]),
        ("2 weeks before xyzzy", "unknown_anchor", "xyzzy", None),
        ("2 weeks before each team call", "unknown_each", "team call", ["all-team call"]),
        ("2 weeks before each all-team call or chat", "unknown_each", "chat", None),
        ("2 weeks before each all-team call from nowhere until the end", "unknown_anchor", "nowhere", None),
        ("the 25th of each month until the orientaton", "unknown_anchor", "the orientaton", ["the orientation"]),
        ("the 29th of each month", "day", "29", []),
        ("the 0th of each month", "day", "0", []),
        ("the 31st of every second month from nowhere", "day", "31", []),
        ("9999 weeks before the orientation", "too_far", "9999", []),
        ("30 February 2027", "no_such_date", "30 February 2027", []),
        ("12 May 2031", "outside", "12 May 2031", []),
        ("fixed: 31 August 2026", "outside", "31 August 2026", []),
        ("2 days before each “Coffee or tea” or faculty call", "one_series", "“Coffee or tea” or faculty call", []),
        ("soon", "not_understood", "soon", []),
        ("every two weeks or so", "not_understood", "or so", []),
    ),
)  # fmt: skip
def test_what_is_not_understood_says_why_and_where(words, reason, found, nearest):
    with pytest.raises(WordsError) as caught:
        read(words, ENGLISH, "en", SPAN)
    error = caught.value
    assert (error.reason, error.found) == (reason, found)
    if found:
        assert words[error.start : error.end].strip() == found
    if nearest:
        assert error.nearest[0] == nearest[0]
    elif nearest == []:
        assert error.nearest == []


# Names that people give: letters, the words of the grammar itself, commas and quotation marks.
_words = st.lists(
    st.one_of(
        st.sampled_from(
            ("or", "from", "until", "and", "each", "every", "the", "el", "la", "cada", "desde",
             "hasta", "o", "y", "of", "day", "1", "call", ",", "“", "”", "month", "de")
        ),
        st.text("abcXÉñß, 1", min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=5,
).map(" ".join)  # fmt: skip
_names = st.builds(
    lambda points, rows, series: Names(
        points=distinct(
            [
                ("start", "the start"),
                ("end", "the end"),
                *(
                    (f"event:{n}" if n % 2 else f"anchor_{n}", name)
                    for n, name in enumerate(points)
                ),
            ]
        ),
        rows=distinct(
            [
                *((f"kind:k{n}", name) for n, name in enumerate(rows)),
                *((f"series:{n}", name) for n, name in enumerate(series)),
            ]
        ),
    ),
    st.lists(_words, max_size=4),
    st.lists(_words, min_size=1, max_size=3),
    st.lists(_words, min_size=1, max_size=2),
)


@st.composite
def _timings(draw):
    names = draw(_names)
    points = [key for key, _ in names.points]
    bounds = [key for key in points if not key.startswith("event:")]
    offset = draw(st.integers(-200, 200))
    unit = draw(st.sampled_from(("days", "business_days", "weeks", "months")))
    form = draw(st.sampled_from(("anchor", "each", "every", "as_needed")))
    if form == "anchor":
        key = draw(st.sampled_from(points))
        if key.startswith("event:"):
            return names, Timing(form, anchor="event", event=int(key[6:]), offset=offset, unit=unit)
        return names, Timing(form, anchor=key, offset=offset, unit=unit)
    if form == "each":
        kinds = [key[5:] for key, _ in names.rows if key.startswith("kind:")]
        series = [int(key[7:]) for key, _ in names.rows if key.startswith("series:")]
        one = draw(st.booleans())
        return names, Timing(
            form,
            offset=offset,
            unit=unit,
            series=draw(st.sampled_from(series)) if one else None,
            kinds=()
            if one
            else tuple(draw(st.lists(st.sampled_from(kinds), min_size=1, unique=True))),
            since=draw(st.sampled_from(["", *bounds])),
            until=draw(st.sampled_from(["", *bounds])),
        )
    if form == "every":
        step = draw(st.sampled_from(("month", "two_months", "quarter", "two_weeks")))
        return names, Timing(
            form,
            step=step,
            day=None if step == "two_weeks" else draw(st.integers(1, 28)),
            since=draw(st.sampled_from(bounds)),
            until=draw(st.sampled_from(bounds)),
        )
    return names, Timing(form)


@given(_timings(), st.sampled_from(("en", "es")))
def test_whatever_is_said_is_understood_again(given_, language):
    names, timing = given_
    said = say(timing, names, language)
    assert read(said, names, language, SPAN) == normal(timing), said


@given(st.text(max_size=60), st.sampled_from(("en", "es")))
def test_whatever_is_typed_is_understood_or_refused_with_a_place(text, language):
    found = understood(text, ENGLISH if language == "en" else SPANISH, language)
    if isinstance(found, WordsError):
        found = found.start <= found.end <= len(text) and found.reason
    assert found


def understood(text, names, language):
    try:
        return read(text, names, language, SPAN)
    except WordsError as error:
        return error
