from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.schedule import clashes
from collaboratives.schedule.clashes import Clash, open_clashes, sources
from collaboratives.schedule.enums import Audience, ClashKind, EventKind
from collaboratives.schedule.models import AcceptedClash
from tests.cast import cast_gets
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.schedule import AcceptedClashFactory, AffinityGroupFactory, EventFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 7, 1, 8, 0, tzinfo=NEW_YORK)
PAGE = "calendar/clashes/"


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel(NOW):
        yield


def at(day, hour=11):
    return datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=NEW_YORK)


@pytest.fixture
def call(cast):
    return EventFactory(
        collaborative=cast.collaborative, title="When a test fails", starts_at=at("2026-07-14")
    )


@pytest.fixture
def teachers_call(cast):
    group = AffinityGroupFactory(collaborative=cast.collaborative, roles=["teacher"])
    return EventFactory(
        collaborative=cast.collaborative,
        title="Teachers talk",
        kind=EventKind.AFFINITY_CALL,
        audience=Audience.GROUP,
        group=group,
        starts_at=at("2026-07-16"),
    )


def read(client, cast):
    response = cast.sign_in(client, "implementation").get(cast.url(PAGE))
    assert response.status_code == 200
    return response.content.decode()


def what(clash, **more):
    kind, first, second, stands_on = clash.key
    return {"kind": kind, "first": first, "second": second or "", "stands_on": stands_on} | more


def the_open(cast):
    with inside(cast.collaborative):
        return open_clashes(cast.implementation)


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_who_may_see_the_page(client, cast, who, status):
    assert cast.get(client, who, PAGE) == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        implementation=302,
        others=403,
    ),
)
def test_who_may_say_that_it_is_all_right(client, cast, call, teachers_call, who, status):
    [clash] = the_open(cast)
    assert cast.post(client, who, PAGE, what(clash)) == status
    assert len(the_open(cast)) == (0 if who == "implementation" else 1)


def test_the_page_names_the_clash_the_people_and_both_events(client, cast, call, teachers_call):
    page = read(client, cast)
    assert (
        "3 people have two calls in one week: “When a test fails” on Tuesday, July 14, 2026 and "
        "“Teachers talk” on Thursday, July 16, 2026." in page
    )
    for teacher in (cast.member, cast.teammate, cast.other_center):
        assert teacher.user.name in page
    for event in (call, teachers_call):
        assert cast.url(f"calendar/{event.pk}/") in page
        assert cast.url(f"workplan/moves/new/?event={event.pk}") in page


def test_an_empty_page_says_that_nothing_clashes(client, cast, call):
    assert "Nothing clashes" in read(client, cast)


def test_a_public_holiday_and_a_closed_day_are_days_off(client, cast):
    cast.collaborative.closed_days = [{"on": "2026-08-21", "name": "Staff day"}]
    cast.collaborative.save()
    for day in ("2026-11-26", "2026-08-21"):
        EventFactory(collaborative=cast.collaborative, title=day, starts_at=at(day))
    page = read(client, cast)
    assert "“2026-11-26” is on a day off: Thanksgiving Day, Thursday, Nov. 26, 2026." in page
    assert "“2026-08-21” is on a day off: Staff day, Friday, Aug. 21, 2026." in page


def test_a_clash_that_is_all_right_says_who_and_why_until_the_date_moves(
    client, cast, call, teachers_call
):
    [clash] = the_open(cast)
    cast.sign_in(client, "implementation")
    client.post(cast.url(PAGE), what(clash, why="Both are short"))
    client.post(cast.url(PAGE), what(clash, why="A second click"))
    with scopes_disabled():
        accepted = AcceptedClash.objects.get()
        entry = Entry.objects.get(action="clash.accepted")
    assert accepted.why == "Both are short"
    assert "two calls in one week" in entry.summary
    page = read(client, cast)
    assert f"{cast.implementation.user.name} said on July 1, 2026" in page
    assert "Both are short" in page
    assert the_open(cast) == []
    teachers_call.starts_at, teachers_call.ends_at = at("2026-07-17"), at("2026-07-17", 12)
    with scopes_disabled():
        teachers_call.save()
    assert len(the_open(cast)) == 1


def test_it_can_be_taken_back(client, cast, call, teachers_call):
    [clash] = the_open(cast)
    cast.post(client, "implementation", PAGE, what(clash))
    with scopes_disabled():
        accepted = AcceptedClash.objects.get()
    assert cast.post(client, "implementation", f"{PAGE}{accepted.pk}/reopen/") == 302
    assert len(the_open(cast)) == 1
    with scopes_disabled():
        assert Entry.objects.filter(action="clash.reopened").count() == 1


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=403))
def test_who_may_take_it_back(client, cast, call, who, status):
    accepted = AcceptedClashFactory(first=call, by=cast.implementation)
    assert cast.post(client, who, f"{PAGE}{accepted.pk}/reopen/") == status


def test_another_collaboratives_word_cannot_be_taken_back(client, cast):
    accepted = AcceptedClashFactory()
    assert cast.post(client, "implementation", f"{PAGE}{accepted.pk}/reopen/") == 404


def test_too_long_a_reason_is_refused_beside_the_field_and_kept(client, cast, call, teachers_call):
    [clash] = the_open(cast)
    cast.sign_in(client, "implementation")
    response = client.post(cast.url(PAGE), what(clash, why="because " * 40))
    assert response.status_code == 200
    assert "at most 200 characters" in response.content.decode()
    assert "because because" in response.content.decode()
    assert len(the_open(cast)) == 1


def test_what_does_not_clash_cannot_be_accepted(client, cast, call, teachers_call):
    [clash] = the_open(cast)
    for changed in ({"stands_on": "2026-07-14 2026-07-17"}, {"second": 1}, {"kind": "overlap"}):
        assert cast.post(client, "implementation", PAGE, what(clash) | changed) == 302
    with scopes_disabled():
        assert not AcceptedClash.objects.exists()


def test_what_is_over_is_no_clash_any_more(client, cast, call, teachers_call):
    with time_machine.travel(at("2026-07-16", 9)):
        assert len(the_open(cast)) == 1
    with time_machine.travel(at("2026-07-17", 0)):
        assert the_open(cast) == []


def test_only_the_implementation_team_has_clashes_to_look_at(cast, call, teachers_call):
    with inside(cast.collaborative):
        assert open_clashes(cast.faculty) == []
        assert open_clashes(cast.member) == []


def test_other_apps_add_clashes(client, cast, call, monkeypatch):
    def too_late(collaborative, events):
        return [
            Clash(
                ClashKind.LEAD_TIME, event, None, (event.first_day_in(NEW_YORK),), (), "two tasks"
            )
            for event in events
        ]

    monkeypatch.setattr(sources, "_sources", {})
    clashes.register("plan", too_late)
    assert "too little time to prepare “When a test fails”" in read(client, cast)


def test_long_lists_have_pages(client, cast):
    for number in range(26):
        hours = {"starts_at": at("2026-11-26", number % 12)}
        EventFactory(collaborative=cast.collaborative, kind=EventKind.OTHER, **hours)
    cast.sign_in(client, "implementation")
    second = client.get(cast.url(f"{PAGE}?page=2"))
    assert second.status_code == 200
    assert len(second.context["page"].object_list) == second.context["page"].paginator.count - 25


@pytest.mark.parametrize("count", (1, 3))
def test_the_page_asks_the_same_number_of_queries(client, cast, django_assert_num_queries, count):
    group = AffinityGroupFactory(collaborative=cast.collaborative, roles=["teacher"])
    for week in range(count):
        EventFactory(
            collaborative=cast.collaborative, starts_at=at(f"2026-07-{14 + 7 * week % 14}")
        )
        EventFactory(
            collaborative=cast.collaborative,
            kind=EventKind.AFFINITY_CALL,
            audience=Audience.GROUP,
            group=group,
            starts_at=at(f"2026-07-{16 + 7 * week % 14}"),
        )
        for _ in range(count):
            extra = MembershipFactory(collaborative=cast.collaborative)
            MembershipRoleFactory(membership=extra, role="teacher", team=cast.team)
        AcceptedClashFactory(
            first=EventFactory(
                collaborative=cast.collaborative,
                kind=EventKind.OTHER,
                starts_at=at(f"2026-{['09-07', '11-11', '11-26'][week]}"),
            ),
            by=cast.implementation,
        )
    cast.sign_in(client, "implementation")
    client.get(cast.url(PAGE))
    with django_assert_num_queries(13):
        client.get(cast.url(PAGE))
