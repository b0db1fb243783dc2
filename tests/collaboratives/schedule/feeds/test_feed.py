from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.models import MembershipRole
from collaboratives.schedule import deadlines
from collaboratives.schedule.deadlines import Deadline
from collaboratives.schedule.enums import Audience, EventStatus
from collaboratives.schedule.feeds import make_feed, renew_feed, revoke_feed
from collaboratives.schedule.models import CalendarFeed, Event
from collaboratives.schedule.moving import EventWish
from collaboratives.schedule.rescheduling import reschedule
from collaboratives.schedule.services import change_event
from collaboratives.schedule.views import feed_public
from tests.cast import cast_gets
from tests.collaboratives.schedule.feeds.reading import compare
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 7, 1, 8, 0, tzinfo=NEW_YORK)
PAGE = "calendar/feed/"


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _no_deadlines(monkeypatch):
    monkeypatch.setattr(deadlines, "_sources", {})


@pytest.fixture
def call(cast):
    return EventFactory(
        collaborative=cast.collaborative,
        title="When a test fails",
        starts_at=datetime(2026, 7, 17, 11, 0, tzinfo=NEW_YORK),
    )


def feed_of(member):
    with inside(member.collaborative):
        return make_feed(member=member)


def fetch(feed, **headers):
    """Read the address as a calendar program does: without cookies."""
    return Client().get(f"/feed/{feed.code}.ics", headers=headers)


def read(feed):
    response = fetch(feed)
    assert response.status_code == 200
    return compare(response.content)


def titles(feed):
    return {str(entry["SUMMARY"]) for entry in read(feed).values()}


# --- the page ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_everybody_has_a_page_for_their_own_address(client, cast, who, status):
    assert cast.get(client, who, PAGE) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=302))
def test_who_may_make_an_address(client, cast, who, status):
    assert cast.post(client, who, PAGE, {"action": "make"}) == status
    with scopes_disabled():
        assert CalendarFeed.objects.count() == (1 if status == 302 and who != "anonymous" else 0)


def test_looking_at_the_page_makes_nothing(client, cast):
    cast.get(client, "member", PAGE)
    with scopes_disabled():
        assert not CalendarFeed.objects.exists()


def test_an_address_is_made_once_shown_for_both_kinds_of_program_and_taken_back(client, cast):
    for _click in range(2):
        cast.post(client, "member", PAGE, {"action": "make"})
    with scopes_disabled():
        feed = CalendarFeed.objects.get()
    page = client.get(cast.url(PAGE)).content.decode()
    assert f"http://localhost:8000/feed/{feed.code}.ics" in page
    assert f"webcal://localhost:8000/feed/{feed.code}.ics" in page
    assert "No calendar has read it yet." in page
    assert fetch(feed).status_code == 200
    page = client.get(cast.url(PAGE)).content.decode()
    assert "A calendar last read it on July 1, 2026 at 8 a.m." in page
    client.post(cast.url(PAGE), {"action": "revoke"})
    assert fetch(feed).status_code == 404
    assert feed.code not in client.get(cast.url(PAGE)).content.decode()
    with scopes_disabled():
        actions = Entry.objects.filter(action__startswith="feed.").values_list("action", flat=True)
        assert list(actions.order_by("pk")) == ["feed.made", "feed.revoked"]
        assert not Entry.objects.filter(summary__contains=feed.code).exists()


def test_a_new_address_ends_the_old_one(client, cast):
    old = feed_of(cast.member)
    cast.post(client, "member", PAGE, {"action": "renew"})
    with scopes_disabled():
        new = CalendarFeed.objects.get(revoked_at=None)
    assert new.code != old.code
    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)


def test_after_a_change_of_the_sites_key_a_new_one_is_offered(client, cast, settings):
    feed_of(cast.member)
    settings.SECRET_KEY = "another"
    page = cast.sign_in(client, "member").get(cast.url(PAGE)).content.decode()
    assert "Your address cannot be shown any more" in page
    client.post(cast.url(PAGE), {"action": "renew"})
    assert "Copy the address" in client.get(cast.url(PAGE)).content.decode()


def test_my_page_leads_there(client, cast):
    page = cast.sign_in(client, "member").get("/me/").content.decode()
    assert cast.url(PAGE) in page


# --- what a program reads -----------------------------------------------------------------------


def test_the_feed_holds_what_concerns_the_person(cast, call):
    def event(title, **fields):
        EventFactory(collaborative=cast.collaborative, title=title, **fields)

    event("Ours", audience=Audience.TEAM, team=cast.team)
    event("Theirs", audience=Audience.TEAM, team=cast.other_team)
    event("Planners", audience=Audience.IMPLEMENTATION)
    event("Coaches", audience=Audience.FACULTY)
    EventFactory(title="Another collaborative")
    assert titles(feed_of(cast.member)) == {"When a test fails", "Ours"}
    assert titles(feed_of(cast.other_center)) == {"When a test fails", "Theirs"}
    assert titles(feed_of(cast.faculty)) == {"When a test fails", "Coaches"}
    assert titles(feed_of(cast.implementation)) == {"When a test fails", "Planners", "Coaches"}


def test_its_frame_keeps_it_private(cast, call):
    response = fetch(feed_of(cast.member))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"


def test_a_program_that_has_it_already_gets_nothing_new(cast, call):
    feed = feed_of(cast.member)
    mark = fetch(feed)["ETag"]
    again = fetch(feed, if_none_match=mark)
    assert (again.status_code, again.content) == (304, b"")
    with scopes_disabled():
        Event.objects.filter(pk=call.pk).update(title="Another title")
    assert fetch(feed, if_none_match=mark).status_code == 200


def test_unknown_revoked_and_left_look_the_same(cast):
    answers = []
    unknown = CalendarFeed(nonce="0" * 32)
    answers.append(Client().get(f"/feed/{'A' * 32}.ics"))
    answers.append(Client().get(f"/feed/{unknown.code or 'B' * 32}.ics"))
    revoked = feed_of(cast.member)
    with inside(cast.collaborative):
        revoke_feed(member=cast.member)
    answers.append(fetch(revoked))
    answers.append(fetch(feed_of(cast.someone_who_left)))
    gone = feed_of(cast.teammate)
    cast.teammate.user.is_active = False
    cast.teammate.user.save()
    answers.append(fetch(gone))
    assert {(one.status_code, one.content) for one in answers} == {
        (404, b"There is no calendar at this address.")
    }


def test_a_feed_ends_on_the_day_after_somebody_leaves(cast, call):
    feed = feed_of(cast.member)
    with scopes_disabled():
        MembershipRole.objects.filter(membership=cast.member).update(ends_on=date(2026, 7, 1))
    assert fetch(feed).status_code == 200
    with time_machine.travel(NOW + timedelta(days=1)):
        assert fetch(feed).status_code == 404


def test_it_can_be_read_sixty_times_an_hour(cast, monkeypatch):
    monkeypatch.setattr(feed_public, "READINGS_AN_HOUR", 2)
    feed = feed_of(cast.member)
    assert [fetch(feed).status_code for _ in range(3)] == [200, 200, 429]


def test_who_guesses_has_to_wait(cast):
    browser = Client()
    codes = [browser.get(f"/feed/{'A' * 31}{sign}.ics").status_code for sign in "ABCDEFGHJKL"]
    assert codes == [404] * 10 + [429]


def test_nothing_is_posted_to_it(cast):
    assert Client().post(f"/feed/{feed_of(cast.member).code}.ics").status_code == 405


def test_it_speaks_the_persons_language_wherever_the_program_runs(cast, call):
    with scopes_disabled():
        call.translations = {"es": {"title": "Cuando algo sale mal"}}
        call.save()
    cast.member.user.language = "es"
    cast.member.user.save()
    assert titles(feed_of(cast.member)) == {"Cuando algo sale mal"}
    assert titles(feed_of(cast.teammate)) == {"When a test fails"}


def test_a_moved_a_cancelled_and_a_restored_event_count_up_under_the_same_name(cast, call):
    feed = feed_of(cast.member)

    def entry():
        [one] = read(feed).values()
        return one

    def wish(**fields):
        with inside(cast.collaborative):
            wished = fields.get("wish") or EventWish(call.pk, **fields)
            reschedule(collaborative=cast.collaborative, wishes=[wished], by=cast.implementation)

    seen = [entry()]
    later = call.starts_at + timedelta(weeks=1)
    wish(starts_at=later, ends_at=later + timedelta(minutes=45), days=1)
    seen.append(entry())
    wish(wish=EventWish.cancelling(call.pk, "Snow"))
    seen.append(entry())
    wish(wish=EventWish.restoring(call.pk))
    seen.append(entry())
    with inside(cast.collaborative):
        change_event(event=call, by=cast.implementation, place="Zoom")
    seen.append(entry())
    assert len({str(one["UID"]) for one in seen}) == 1
    numbers = [int(one["SEQUENCE"]) for one in seen]
    assert numbers == sorted(set(numbers))
    assert [str(one["STATUS"]) for one in seen] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
        "CONFIRMED",
    ]
    assert seen[1]["DTSTART"].dt == later


def test_what_was_cancelled_stays_for_sixty_days(cast, call):
    feed = feed_of(cast.member)
    with scopes_disabled():
        call.status = EventStatus.CANCELLED
        call.save()
    with time_machine.travel(NOW + timedelta(days=59)):
        assert titles(feed) == {"Cancelled: When a test fails"}
    with time_machine.travel(NOW + timedelta(days=61)):
        assert titles(feed) == set()


def test_deadlines_stand_in_it_as_whole_days(cast, call):
    def mine(member, first, last):
        assert first < date(2026, 7, 1) < last
        return [Deadline("task-1", date(2026, 7, 10), f"For {member.pk}", "/c/here/", 0)]

    deadlines.register("plan", mine)
    found = read(feed_of(cast.member))
    assert str(found["task-1@localhost"]["SUMMARY"]) == f"For {cast.member.pk}"
    assert found["task-1@localhost"]["DTSTART"].dt == date(2026, 7, 10)


@pytest.mark.parametrize("count", (1, 3))
def test_the_feed_asks_the_same_number_of_queries(cast, django_assert_num_queries, count):
    for _ in range(count):
        EventFactory(collaborative=cast.collaborative)
    feed = feed_of(cast.faculty)
    fetch(feed)
    with django_assert_num_queries(17):
        fetch(feed)


def test_renewing_without_an_address_makes_one(cast):
    with inside(cast.collaborative):
        assert renew_feed(member=cast.member).code
