import uuid
from datetime import time
from functools import wraps

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from learning_sessions.models import AgendaItem
from learning_sessions.queries import about, agenda_of, removed_from
from learning_sessions.services import load_agenda, read_outline
from learning_sessions.services.day import ChangedMeanwhileError
from learning_sessions.services.items import (
    add_item,
    change_item,
    move_item,
    remove_item,
    restore_item,
)
from learning_sessions.services.outline import AgendaStandsAlreadyError
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.learning_sessions import AgendaItemFactory, LearningSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast):
    return LearningSessionFactory(collaborative=cast.collaborative, number=1)


def inside(test):
    """Run the test's body in the cast's collaborative."""

    @wraps(test)
    def run(*, cast, **kwargs):
        with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
            test(cast=cast, **kwargs)

    return run


@pytest.fixture
def three(session):
    return [
        AgendaItemFactory(event=session, title=title, position=place, starts_at=start)
        for place, (title, start) in enumerate(
            (("One", time(8)), ("Two", time(8, 30)), ("Three", time(9))), start=1
        )
    ]


def clock(session):
    return [(item.title, item.starts_at.strftime("%H:%M")) for item in agenda_of(session)]


@inside
def test_the_outline_is_copied_with_breakouts_and_drivers(cast, session):
    SecondaryDriverFactory(collaborative=cast.collaborative, key="healthy-staff")
    load_agenda(event=session, data=read_outline("first_session"), by=cast.implementation)
    items = agenda_of(session)
    assert len(items) == 16
    assert (items[0].starts_at, items[-1].ends_at) == (time(8), time(16))
    assert items[0].translations["es"]["state"] == "machine draft"
    breakouts = next(item.breakouts for item in items if item.breakouts)
    assert [b.title for b in breakouts][1] == "Healthy Staff and Workplace"
    assert {b.starts_at for b in breakouts} == {time(13)}
    assert [row.driver.key for row in breakouts[1].driver_rows.all()] == ["healthy-staff"]
    assert about(session).title == "It's All About Relationships"


@inside
def test_the_outline_begins_when_the_event_begins(cast):
    later = LearningSessionFactory(collaborative=cast.collaborative, number=2)
    later.starts_at = later.starts_at.replace(hour=9, minute=15)
    later.save()
    load_agenda(event=later, data=read_outline("first_session"), by=None)
    items = agenda_of(later)
    assert (items[0].starts_at, items[1].starts_at) == (time(9, 15), time(10, 15))


@inside
def test_an_agenda_is_not_copied_over_another(cast, session, three):
    with pytest.raises(AgendaStandsAlreadyError):
        load_agenda(event=session, data=read_outline("first_session"), by=cast.implementation)
    assert len(agenda_of(session)) == 3


@inside
def test_later_items_follow_a_longer_one(cast, session, three):
    change_item(item=three[0], by=cast.implementation, seen=0, values={"minutes": 45})
    assert clock(session) == [("One", "08:00"), ("Two", "08:45"), ("Three", "09:15")]


@inside
def test_the_day_moves_with_its_first_item_only(cast, session, three):
    change_item(item=three[0], by=cast.implementation, seen=0, values={"starts_at": time(9)})
    assert clock(session) == [("One", "09:00"), ("Two", "09:30"), ("Three", "10:00")]
    change_item(item=three[1], by=cast.implementation, seen=0, values={"starts_at": time(7)})
    assert clock(session) == [("One", "09:00"), ("Two", "09:30"), ("Three", "10:00")]


@inside
def test_two_items_change_places_once(cast, session, three):
    move_item(item=three[0], to="down", at=1, by=cast.implementation)
    assert clock(session) == [("Two", "08:00"), ("One", "08:30"), ("Three", "09:00")]
    move_item(item=three[0], to="down", at=1, by=cast.implementation)
    assert clock(session) == [("Two", "08:00"), ("One", "08:30"), ("Three", "09:00")]


@inside
def test_at_the_edge_nothing_moves(cast, session, three):
    move_item(item=three[0], to="up", at=1, by=cast.implementation)
    move_item(item=three[2], to="down", at=3, by=cast.implementation)
    assert clock(session) == [("One", "08:00"), ("Two", "08:30"), ("Three", "09:00")]


@inside
def test_at_a_days_edge_an_item_goes_to_the_other_day(cast, session, three):
    AgendaItem.objects.filter(pk=three[2].pk).update(day=2, starts_at=time(13))
    move_item(item=three[1], to="down", at=2, by=cast.implementation)
    assert [(i.day, i.title, i.starts_at) for i in agenda_of(session)] == [
        (1, "One", time(8)),
        (2, "Two", time(13)),
        (2, "Three", time(13, 30)),
    ]


@inside
def test_an_item_is_added_where_it_belongs_and_once(cast, session, three):
    token = uuid.uuid4()
    for _ in range(2):
        add_item(
            event=session,
            by=cast.implementation,
            token=token,
            values={"title": "Break", "minutes": 10, "part": "logistics"},
            after=three[0],
        )
    assert clock(session) == [
        ("One", "08:00"),
        ("Break", "08:30"),
        ("Two", "08:40"),
        ("Three", "09:10"),
    ]


@inside
def test_a_first_item_begins_with_the_event(cast, session):
    add_item(
        event=session,
        by=cast.implementation,
        token=uuid.uuid4(),
        values={"title": "Welcome", "minutes": 20},
    )
    assert clock(session) == [("Welcome", "08:00")]


@inside
def test_what_is_taken_out_can_be_put_back(cast, session, three):
    breakout = AgendaItemFactory(event=session, breakout_of=three[0], title="Beside")
    remove_item(item=three[0], by=cast.implementation)
    assert clock(session) == [("Two", "08:00"), ("Three", "08:30")]
    assert list(removed_from(session)) == [three[0]]
    restore_item(item=three[0], by=cast.implementation)
    assert clock(session) == [("One", "08:00"), ("Two", "08:30"), ("Three", "09:00")]
    assert agenda_of(session)[0].breakouts == [breakout]


@inside
def test_a_breakout_waits_for_its_item(cast, session, three):
    breakout = AgendaItemFactory(event=session, breakout_of=three[0])
    remove_item(item=breakout, by=cast.implementation)
    remove_item(item=three[0], by=cast.implementation)
    with pytest.raises(ValidationError):
        restore_item(item=breakout, by=cast.implementation)


@inside
def test_breakouts_share_the_time_of_their_item(cast, session, three):
    breakout = AgendaItemFactory(event=session, breakout_of=three[1])
    change_item(item=three[0], by=cast.implementation, seen=0, values={"minutes": 60})
    change_item(item=three[1], by=cast.implementation, seen=0, values={"minutes": 25})
    breakout.refresh_from_db()
    assert (breakout.starts_at, breakout.minutes) == (time(9), 25)


@inside
def test_the_second_writer_hears_of_the_first(cast, session, three):
    change_item(item=three[0], by=cast.implementation, seen=0, values={"title": "Uno"})
    with pytest.raises(ChangedMeanwhileError) as caught:
        change_item(item=three[0], by=cast.faculty, seen=0, values={"title": "Eins"})
    assert caught.value.standing.title == "Uno"
    three[0].refresh_from_db()
    assert three[0].title == "Uno"


@inside
def test_talk_cannot_be_longer_than_the_item(cast, session, three):
    with pytest.raises(ValidationError) as caught:
        change_item(item=three[0], by=cast.implementation, seen=0, values={"talk_minutes": 31})
    assert list(caught.value.message_dict) == ["talk_minutes"]
