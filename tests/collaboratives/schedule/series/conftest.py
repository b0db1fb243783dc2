from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from collaboratives.schedule.models import Series
from collaboratives.schedule.patterns import instants, parse
from tests.factories.schedule import EventFactory, EventLeaderFactory, SeriesFactory

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 7, 1, 8, 0, tzinfo=NEW_YORK)
WORDS = "third Friday of each month 11:00-11:45"


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def series(cast) -> Series:
    """Calls on third Fridays: one in June that is over, then July to October 2026."""
    row = SeriesFactory(
        collaborative=cast.collaborative,
        pattern=WORDS,
        starts_on="2026-06-01",
        ends_on="2026-10-31",
    )
    row.refresh_from_db()
    for starts, ends in instants(parse(WORDS), NEW_YORK, row.starts_on, row.ends_on):
        event = EventFactory(
            collaborative=cast.collaborative,
            series=row,
            title="All-team call",
            place="Room 1",
            starts_at=starts,
            ends_at=ends,
        )
        EventLeaderFactory(event=event, membership=cast.faculty)
    return row


@pytest.fixture
def days():
    """Return a function that gives (day, time, status, place) of the dates in New York."""

    def of(row, *fields):
        with scopes_disabled():
            events = list(row.events.order_by("pk"))
        found = []
        for event in events:
            local = event.starts_at.astimezone(NEW_YORK)
            found.append((f"{local:%m-%d %H:%M}", *(getattr(event, name) for name in fields)))
        return found

    return of


@pytest.fixture
def nth():
    def of(row, number):
        with scopes_disabled():
            return row.events.order_by("pk")[number]

    return of
