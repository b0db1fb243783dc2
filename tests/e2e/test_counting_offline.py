"""Counting with the network cut: nothing is lost, nothing counts twice, nobody sends another's."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from metrics import phones
from metrics.enums import Kind, Tally
from metrics.models import Observation, RoomCard, TallyGrid, Tap, Value
from metrics.periods import monday_of
from tests.e2e.a11y import check_a11y
from tests.e2e.conftest import session_cookie
from tests.factories.metrics import MetricFactory, RoomCardFactory, TallyGridFactory
from tests.factories.people import ClassroomFactory
from tests.metrics.helpers import inside

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CUT = "ERR_INTERNET_DISCONNECTED"
SENT, WAITS = "All sent.", "saved on this phone, not sent yet."


@pytest.fixture
def room(cast):
    room = ClassroomFactory(center=cast.team.center, name="Wren")
    week = monday_of(cast.collaborative.today())
    reached = MetricFactory(
        collaborative=cast.collaborative, key="reached", definition__tally=Tally.GRID
    )
    for monday, size in ((week - timedelta(weeks=1), 12), (week, 16)):
        TallyGridFactory(team=cast.team, classroom=room, metric=reached, week=monday, size=size)
    MetricFactory(
        collaborative=cast.collaborative, key="seen",
        definition__tally=Tally.TIMED, definition__kind=Kind.RATE,
    )  # fmt: skip
    return room


@pytest.fixture
def families(cast, room):
    return cast.url(f"metrics/count/{room.pk}/families/")


@pytest.fixture
def behaviours(cast, room):
    return cast.url(f"metrics/count/{room.pk}/behaviours/")


@pytest.fixture
def phone_of(cast, new_page):
    """A phone at ten in the morning where the collaborative is, in the hand of a member."""

    def make(user=None, expects=()):
        page = new_page(
            user=user, timezone_id=cast.collaborative.time_zone, expects=(CUT, *expects)
        )
        page.clock.install(
            time=datetime.combine(
                cast.collaborative.today(), time(10), tzinfo=cast.collaborative.zone
            )
        )
        return page

    return make


def slot(page, number):
    return page.locator(f".slot[value='{number}']")


def says(page, text):
    expect(page.locator("#sending-says")).to_contain_text(text)


def counted(page, text):
    expect(page.locator("#reached")).to_have_text(text)


def is_tapped(page, number, tapped=True):
    expect(slot(page, number)).to_have_attribute("aria-pressed", str(tapped).lower())


def ready_for_offline(page, address):
    """Open a counter and wait until the phone has kept it."""
    page.goto(address)
    page.wait_for_function(
        """async () => {
            if (!(await navigator.serviceWorker.getRegistration())?.active) return false;
            const kept = await caches.match(location.href);
            const script = document.querySelector("script[src*=counting]").src;
            return !!kept && !!(await caches.match(script));
        }"""
    )


def stands(cast, room, key):
    with inside(cast.team):
        value = Value.objects.filter(
            classroom=room, metric__key=key, is_current=True, numerator__isnull=False
        ).first()
    return value and (float(value.numerator), float(value.denominator))


def test_the_network_is_cut_in_the_middle_of_a_tally(cast, room, families, phone_of):
    page = phone_of(cast.member.user)
    phone = page.context
    ready_for_offline(page, families)
    check_a11y(page)
    for number in (1, 2):
        slot(page, number).click()
    says(page, SENT)
    counted(page, "2 of 16 reached this week")

    phone.set_offline(True)
    for number in (3, 4, 5):
        slot(page, number).click()
    slot(page, 2).click()
    says(page, f"4 {WAITS}")
    page.reload()
    counted(page, "4 of 16 reached this week")
    says(page, f"4 {WAITS}")
    is_tapped(page, 5)
    is_tapped(page, 2, tapped=False)
    slot(page, 5).click()
    counted(page, "3 of 16 reached this week")

    other_tab = phone.new_page()
    other_tab.goto(families)
    counted(other_tab, "3 of 16 reached this week")
    phone.set_offline(False)
    says(page, SENT)
    says(other_tab, SENT)
    assert stands(cast, room, "reached") == (3, 16)
    with inside(cast.team):
        assert Tap.objects.count() == 5
        assert Tap.objects.filter(is_undone=False).count() == 3
    page.reload()
    counted(page, "3 of 16 reached this week")


def test_an_answer_that_is_lost_counts_once(cast, room, families, phone_of):
    page = phone_of(cast.member.user, expects=["ERR_FAILED"])
    page.goto(families)
    answers = []

    def lose(route):
        answers.append(route.fetch())
        route.abort()

    page.route("**/taps/", lose, times=1)
    with page.expect_event("requestfailed"):
        slot(page, 7).click()
    says(page, f"1 {WAITS}")
    assert answers[0].json()["refused"] == []
    page.clock.run_for(30_000)
    says(page, SENT)
    assert stands(cast, room, "reached") == (1, 16)
    with inside(cast.team):
        assert Tap.objects.count() == 1


def test_a_sign_in_page_that_answers_200_is_no_acknowledgement(
    cast, room, families, phone_of, live_server
):
    page = phone_of(cast.member.user)
    page.goto(families)
    page.context.clear_cookies(name="sessionid")
    slot(page, 7).click()
    says(page, "You are signed out.")
    expect(page.locator("#sending-sign-in a")).to_be_visible()
    is_tapped(page, 7)
    assert stands(cast, room, "reached") is None
    page.context.add_cookies([session_cookie(cast.member.user, live_server.url)])
    page.reload()
    says(page, SENT)
    assert stands(cast, room, "reached") == (1, 16)


def test_another_member_on_the_same_phone(cast, room, families, phone_of, live_server):
    page = phone_of(cast.member.user, expects=["409"])
    phone = page.context
    ready_for_offline(page, families)
    phone.set_offline(True)
    slot(page, 9).click()
    says(page, f"1 {WAITS}")

    hand_over(phone, cast.teammate, live_server)
    phone.set_offline(False)
    says(page, "Somebody else is signed in now.")
    assert stands(cast, room, "reached") is None
    ready_for_offline(page, families)
    assert page.evaluate("caches.keys()") == [phones.member_key(cast.teammate)]
    counted(page, "0 of 16 reached this week")
    says(page, SENT)
    slot(page, 4).click()
    says(page, SENT)
    phone.set_offline(True)
    page.reload()
    counted(page, "1 of 16 reached this week")
    is_tapped(page, 9, tapped=False)
    phone.set_offline(False)
    assert stands(cast, room, "reached") == (1, 16)

    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    assert page.evaluate("caches.keys()") == []
    hand_over(phone, cast.member, live_server)
    page.goto(families)
    says(page, SENT)
    counted(page, "2 of 16 reached this week")
    assert stands(cast, room, "reached") == (2, 16)


def hand_over(phone, member, live_server):
    phone.clear_cookies(name="sessionid")
    phone.add_cookies([session_cookie(member.user, live_server.url)])


def test_a_watch_survives_a_reload_and_a_locked_phone(cast, room, behaviours, phone_of):
    page = phone_of(cast.family.user)
    page.goto(behaviours)
    check_a11y(page)
    page.get_by_role("button", name="Start watching").click()
    for _tap in range(4):
        page.get_by_role("button", name="I saw it").click()
    page.get_by_role("button", name="Take back the last one").click()
    page.clock.fast_forward("01:00:00")
    page.reload()
    expect(page.locator("#watch-number")).to_have_text("3")
    expect(page.locator("#watch-clock")).to_contain_text("01:00:0")
    page.get_by_role("button", name="I saw it").click()
    page.clock.fast_forward("30:00")
    check_a11y(page)
    page.get_by_role("button", name="Stop here").click()
    expect(page.locator("#watch-says")).to_contain_text("You saw it 4 times in 90 minutes.")
    says(page, SENT)
    check_a11y(page)
    assert stands(cast, room, "seen") == (4, 1.5)
    expect(page.locator("#this-week")).to_contain_text("seen 4 times in 1.5 hours")

    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Start watching").click()
    page.get_by_role("button", name="I saw it").click()
    page.clock.fast_forward("03:00:00")
    expect(page.locator("#watch-says")).to_contain_text("1 times in 120 minutes")
    says(page, SENT)
    assert stands(cast, room, "seen") == (5, 3.5)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#watch-over").get_by_role("button", name="Throw away").click()
    says(page, SENT)
    assert stands(cast, room, "seen") == (4, 1.5)
    with inside(cast.team):
        assert Observation.objects.filter(is_discarded=True).count() == 1


def test_a_card_that_is_revoked_while_counting(cast, room, phone_of):
    card = RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    page = phone_of(expects=["404"])
    page.goto(f"/r/{card.code}/")
    check_a11y(page)
    page.get_by_role("link", name="Families reached this week").click()
    ready_for_offline(page, page.url)
    check_a11y(page)
    slot(page, 3).click()
    says(page, SENT)
    page.context.set_offline(True)
    page.reload()
    slot(page, 4).click()
    counted(page, "2 of 16 reached this week")
    with inside(cast.team):
        RoomCard.objects.update(revoked_at=timezone.now())
    page.context.set_offline(False)
    says(page, "This card does not work any more.")
    counted(page, "2 of 16 reached this week")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This card does not open a room")
    assert stands(cast, room, "reached") == (1, 16)

    renewed = RoomCardFactory(team=cast.team, classroom=room, made_by=cast.leader)
    page.goto(f"/r/{renewed.code}/")
    page.get_by_role("link", name="Families reached this week").click()
    says(page, SENT)
    assert stands(cast, room, "reached") == (2, 16)


def test_a_number_that_is_refused_is_shown_until_it_is_dismissed(cast, room, families, phone_of):
    page = phone_of(cast.member.user)
    page.goto(families)
    with inside(cast.team):
        TallyGrid.objects.update(size=4)
    slot(page, 9).click()
    line = page.locator("#refused li")
    expect(line).to_contain_text("The grid of this room goes up to 4 only.")
    is_tapped(page, 9, tapped=False)
    page.reload()
    says(page, SENT)
    expect(line).to_contain_text("9")
    check_a11y(page)
    line.get_by_role("button", name="Remove from this phone").click()
    expect(line).to_have_count(0)
    page.reload()
    says(page, SENT)
    expect(line).to_have_count(0)


def test_an_address_that_fails_holds_up_no_other_count(cast, room, families, phone_of):
    """One of a room where somebody no longer counts, one of a page that is gone: both come first."""
    elsewhere = ClassroomFactory(center=cast.other_team.center)
    page = phone_of(cast.member.user, expects=["404"])
    page.goto(families)
    says(page, SENT)
    for number, to in enumerate((cast.url(f"metrics/count/{elsewhere.pk}/taps/"), "/c/gone/taps/")):
        uuid = f"{number:08}-0000-4000-8000-000000000000"
        said = {"uuid": uuid, "measure": "reached", "day": "2026-03-04", "slot": 12 + number}
        page.evaluate(
            "([key, item]) => localStorage.setItem(key, JSON.stringify(item))",
            [
                f"tap:{phones.member_key(cast.member)}:{uuid}",
                {"to": to, "kind": "taps", "said": said},
            ],
        )
    slot(page, 5).click()
    says(page, "1 saved on this phone, not sent yet.")
    line = page.locator("#refused li")
    expect(line).to_contain_text("12 (2026-03-04): You do not count in this room any more.")
    assert stands(cast, room, "reached") == (1, 16)
    line.get_by_role("button", name="Remove from this phone").click()
    expect(line).to_have_count(0)


def test_without_a_script_the_counters_are_forms(cast, room, families, behaviours, new_page):
    page = new_page(user=cast.family.user, javascript=False)
    page.goto(families)
    slot(page, 5).click()
    is_tapped(page, 5)
    counted(page, "1 of 16 reached this week")
    slot(page, 5).click()
    counted(page, "0 of 16 reached this week")
    page.goto(behaviours)
    expect(page.locator("#watch")).to_be_hidden()
    page.locator("summary", has_text="Write down a watch from paper").click()
    page.fill("[name=seen]", "3")
    page.fill("[name=minutes]", "120")
    page.get_by_role("button", name="Save this watch").click()
    expect(page.locator("#this-week")).to_contain_text("seen 3 times in 2 hours")
    assert stands(cast, room, "seen") == (3, 2)
