from datetime import UTC
from uuid import uuid4

import pytest
from django_scopes import scopes_disabled

from collaboratives.schedule.models import Event, Series
from tests.cast import cast_gets
from tests.collaboratives.schedule.series.conftest import NEW_YORK, WORDS
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db
WHERE = "calendar/new-series/"
DATA = {
    "kind": "all_team_call",
    "title": "All-team call",
    "pattern": WORDS,
    "first": "2026-09-01",
    "last": "2026-12-31",
    "audience": "all",
}


@pytest.fixture
def send(client, cast):
    def do(data, **headers):
        return cast.sign_in(client, "implementation").post(cast.url(WHERE), data, headers=headers)

    return do


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_who_enters_a_series(client, cast, who, status):
    assert cast.get(client, who, WHERE) == status


def test_while_typing_the_next_dates_are_shown(send):
    page = send(DATA | {"title": "", "look": "dates"}, HX_Request="true").content.decode()
    assert "<html" not in page
    assert "Third Friday of each month, 11 a.m. to 11:45 a.m." in page
    assert "This makes 4 dates." in page
    assert "Fri, Sept. 18, 2026" in page or "Fri, September 18, 2026" in page
    with scopes_disabled():
        assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("pattern", "answer"),
    (
        ("", "The dates stand here while you write."),
        ("third Fri", "We do not understand which day you mean."),
        ("third Friday", "Say when it begins and ends"),
        ("tercer viernes de cada mes 11:00-11:45", "Third Friday of each month"),
    ),
)
def test_what_is_not_complete_yet_is_answered_softly(send, pattern, answer):
    page = send(DATA | {"pattern": pattern, "look": "dates"}, HX_Request="true").content.decode()
    assert answer in page


def test_without_javascript_a_button_shows_the_dates_and_keeps_what_was_typed(send):
    response = send(DATA | {"title": "", "place": "Room 7", "look": "dates"})
    page = response.content.decode()
    assert "This makes 4 dates." in page
    assert "Room 7" in page
    assert "This field is required." not in page
    with scopes_disabled():
        assert not Event.objects.exists()


def test_days_off_are_named_beside_the_dates_that_they_hit(send, cast):
    with scopes_disabled():
        cast.collaborative.closed_days = [{"on": "2026-10-16", "name": "Staff day"}]
        cast.collaborative.save()
    page = send(DATA | {"look": "dates"}, HX_Request="true").content.decode()
    assert "1 of them falls on a day off." in page
    assert page.count("Staff day") == 1
    page = send(
        DATA | {"pattern": "fourth Thursday 9:00-10:00", "look": "dates"}, HX_Request="true"
    ).content.decode()
    assert "Thanksgiving" in page


def test_later_dates_are_folded(send):
    page = send(
        DATA | {"pattern": "every Tuesday 9:00-10:00", "look": "dates"}, HX_Request="true"
    ).content.decode()
    assert "This makes 18 dates." in page
    assert "10 more" in page


def test_a_series_keeps_its_local_time_when_the_clocks_change(client, cast, send):
    response = send(DATA | {"pattern": "every second Tuesday 13:15", "token": str(uuid4())})
    assert response.status_code == 302
    with scopes_disabled():
        starts = [event.starts_at for event in Event.objects.order_by("starts_at")]
    assert {moment.astimezone(NEW_YORK).strftime("%H:%M") for moment in starts} == {"13:15"}
    assert {moment.astimezone(UTC).hour for moment in starts} == {17, 18}
    page = cast.sign_in(client, "member").get(response.url).content.decode()
    assert page.count("1:15 p.m. to 2 p.m.") == len(starts) + 1


def test_it_is_made_once_however_often_it_is_sent(client, cast, send):
    data = DATA | {"token": str(uuid4())}
    assert [send(data).status_code for _ in range(2)] == [302, 302]
    with scopes_disabled():
        series = Series.objects.get()
        assert series.events.count() == 4


@pytest.mark.parametrize(
    ("change", "field", "message"),
    (
        ({"pattern": "third Friday 11:45-11:00"}, "pattern", "must come after the beginning"),
        ({"last": "2026-09-02"}, "pattern", "No such day lies between these two dates."),
        ({"last": "2026-08-02"}, "last", "The end must come after the beginning."),
        ({"first": "2025-12-01"}, "first", "The collaborative runs from"),
        ({"last": "2027-07-01"}, "last", "The collaborative runs from"),
    ),
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(send, change, field, message):
    response = send(DATA | {"place": "Room 7", "token": str(uuid4())} | change)
    assert message in str(response.context["form"].errors[field])
    assert "Room 7" in response.content.decode()
    with scopes_disabled():
        assert not Event.objects.exists()


def test_a_series_of_more_than_two_years_is_refused(send, cast):
    with scopes_disabled():
        cast.collaborative.ends_on = "2030-01-01"
        cast.collaborative.save()
    response = send(DATA | {"last": "2029-08-01"})
    assert "two years at most" in str(response.context["form"].errors["last"])


def test_clashes_are_shown_once_and_then_accepted(send, cast):
    EventFactory(
        collaborative=cast.collaborative,
        title="Faculty day",
        starts_at="2026-10-16T15:00:00Z",
        ends_at="2026-10-16T16:00:00Z",
    )
    data = DATA | {"token": str(uuid4())}
    response = send(data)
    assert response.status_code == 200
    assert "Faculty day" in response.content.decode()
    seen = data | {"clashes_seen": response.context["check"].mark}
    assert send(seen).status_code == 302
