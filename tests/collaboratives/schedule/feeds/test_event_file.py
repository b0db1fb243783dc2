"""One date as a file."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from collaboratives.schedule.enums import Audience
from tests.cast import cast_gets
from tests.collaboratives.schedule.feeds.reading import compare
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel(datetime(2026, 7, 1, 8, 0, tzinfo=NEW_YORK), tick=False):
        yield


@pytest.fixture
def call(cast):
    return EventFactory(
        collaborative=cast.collaborative,
        title="When a test fails",
        starts_at=datetime(2026, 7, 17, 11, 0, tzinfo=NEW_YORK),
    )


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_who_may_take_one_date_along(client, cast, call, who, status):
    assert cast.get(client, who, f"calendar/{call.pk}/event.ics") == status


def test_one_file_holds_one_entry(client, cast, call):
    EventFactory(collaborative=cast.collaborative)
    response = cast.sign_in(client, "member").get(cast.url(f"calendar/{call.pk}/event.ics"))
    [entry] = compare(response.content).values()
    assert str(entry["SUMMARY"]) == "When a test fails"
    assert response["Content-Disposition"] == f'attachment; filename="{call.pk}.ics"'


def test_a_longer_session_is_taken_along_day_by_day(client, cast):
    session = EventFactory(
        collaborative=cast.collaborative,
        title="Learning Session 2",
        starts_at=datetime(2026, 9, 10, 8, 30, tzinfo=NEW_YORK),
        ends_at=datetime(2026, 9, 11, 16, 0, tzinfo=NEW_YORK),
        days=2,
    )
    cast.sign_in(client, "member")
    page = client.get(cast.url(f"calendar/{session.pk}/")).content.decode()
    for day in (1, 2):
        path = cast.url(f"calendar/{session.pk}/event.ics?day={day}")
        assert path in page
        [entry] = compare(client.get(path).content).values()
        assert entry["DTSTART"].dt.day == 9 + day
    for wrong in ("0", "3", "x", "02"):
        assert (
            client.get(cast.url(f"calendar/{session.pk}/event.ics?day={wrong}")).status_code == 404
        )


def test_another_teams_date_cannot_be_taken_along(client, cast):
    theirs = EventFactory(
        collaborative=cast.collaborative, audience=Audience.TEAM, team=cast.other_team
    )
    assert cast.get(client, "member", f"calendar/{theirs.pk}/event.ics") == 404
    elsewhere = EventFactory()
    assert cast.get(client, "implementation", f"calendar/{elsewhere.pk}/event.ics") == 404


def test_what_is_over_is_not_offered(client, cast, call):
    cast.sign_in(client, "member")
    assert "event.ics" in client.get(cast.url(f"calendar/{call.pk}/")).content.decode()
    with time_machine.travel(call.ends_at):
        assert "event.ics" not in client.get(cast.url(f"calendar/{call.pk}/")).content.decode()
