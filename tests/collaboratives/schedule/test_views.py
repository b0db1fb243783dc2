from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from collaboratives.schedule.models import Event
from tests.cast import cast_gets
from tests.factories.schedule import EventFactory, EventLeaderFactory, RsvpFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 7, 1, 8, 0, tzinfo=NEW_YORK)
CALL = datetime(2026, 7, 17, 11, 0, tzinfo=NEW_YORK)


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def call(cast):
    return EventFactory(collaborative=cast.collaborative, title="Open call", starts_at=CALL)


def read(client, cast, who, where):
    response = cast.sign_in(client, who).get(cast.url(where))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def live_elsewhere(cast, who="member"):
    with scopes_disabled():
        user = getattr(cast, who).user
        user.time_zone = "America/Denver"
        user.save()


# --- who may


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_every_member_has_the_year(client, cast, call, who, status):
    assert cast.get(client, who, "calendar/year/2026/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_the_implementation_team_has_the_coming_weeks(client, cast, call, who, status):
    assert cast.get(client, who, "calendar/weeks/") == status


# --- the list


@pytest.mark.parametrize(
    ("query", "found"),
    (
        ("", {"Open call", "Visit", "Talk with Team"}),
        ("?words=open", {"Open call"}),
        ("?words=library", {"Visit"}),
        ("?words=visita", {"Visit"}),
        ("?kind=other", {"Visit"}),
        ("?kind=nonsense", {"Open call", "Visit", "Talk with Team"}),
        ("?cancelled=no", {"Open call", "Talk with Team"}),
        ("?who=me", {"Open call", "Visit"}),
    ),
)
def test_the_list_can_be_searched(client, cast, call, query, found):
    EventFactory(
        collaborative=cast.collaborative,
        title="Visit",
        kind="other",
        place="Library",
        starts_at=CALL,
        status="cancelled",
        cancelled_because="Snow",
        translations={"es": {"title": "Una visita"}},
    )
    EventFactory(
        collaborative=cast.collaborative,
        title="Talk with Team",
        audience="roles",
        audience_roles=["teacher"],
        starts_at=CALL,
    )
    page = cast.sign_in(client, "implementation").get(cast.url(f"calendar/{query}"))
    assert {event.title for event in page.context["page"].object_list} == found


def test_what_is_cancelled_is_struck_and_says_why(client, cast, call):
    with scopes_disabled():
        Event.objects.update(status="cancelled", cancelled_because="Snow")
    page = read(client, cast, "member", "calendar/")
    assert page.count("<s>") == 1
    assert "Snow" in page


def test_a_search_keeps_its_words_on_the_second_page_and_under_the_other_tab(client, cast):
    for day in range(27):
        EventFactory(
            collaborative=cast.collaborative, title="Call", starts_at=CALL + timedelta(day)
        )
    page = read(client, cast, "member", "calendar/?words=call")
    assert "?words=call&amp;page=2" in page
    assert "?words=call&amp;show=past" in page
    assert "Where we are" not in page


def test_a_search_without_result_says_so(client, cast, call):
    page = read(client, cast, "member", "calendar/?words=nothing")
    assert "No date fits what you chose." in page
    assert 'value="nothing"' in page


def test_only_the_implementation_team_chooses_whose_dates(client, cast, call):
    assert 'name="who"' in read(client, cast, "implementation", "calendar/")
    assert 'name="who"' not in read(client, cast, "member", "calendar/")


# --- the year


def test_the_year_shows_dates_and_days_off_month_by_month(client, cast, call):
    EventFactory(collaborative=cast.collaborative, title="Open call", starts_at=CALL + timedelta(7))
    page = read(client, cast, "member", "calendar/year/2026/")
    july = page[page.index(">July<") : page.index(">August<")]
    assert "<strong>17, 24</strong>" in july
    assert "Open call" in july
    assert "(3) Independence Day" in july
    assert '<td class="year-busy">17</td>' in july
    assert page.count('class="year-month"') == 12
    assert "Nothing planned" in page


def test_a_learning_session_of_two_days_has_both(client, cast):
    EventFactory(
        collaborative=cast.collaborative,
        kind="learning_session",
        title="Learning Session 1",
        starts_at=CALL,
        ends_at=CALL + timedelta(days=1, hours=4),
        days=2,
    )
    assert "<strong>17, 18</strong>" in read(client, cast, "member", "calendar/year/2026/")


def test_what_is_cancelled_or_not_for_the_reader_is_not_in_the_year(client, cast, call):
    with scopes_disabled():
        Event.objects.update(status="cancelled")
    EventFactory(
        collaborative=cast.collaborative,
        title="Among us",
        audience="implementation",
        starts_at=CALL,
    )
    assert "Open call" not in read(client, cast, "implementation", "calendar/year/2026/")
    assert "Among us" in read(client, cast, "implementation", "calendar/year/2026/")
    assert "Among us" not in read(client, cast, "member", "calendar/year/2026/")


def test_the_implementation_team_can_leave_out_what_is_not_theirs(client, cast):
    EventFactory(
        collaborative=cast.collaborative,
        title="For teachers",
        audience="roles",
        audience_roles=["teacher"],
        starts_at=CALL,
    )
    assert "For teachers" in read(client, cast, "implementation", "calendar/year/2026/")
    assert "For teachers" not in read(client, cast, "implementation", "calendar/year/2026/?who=me")


@pytest.mark.parametrize(("year", "status"), ((2025, 404), (2026, 200), (2027, 200), (2028, 404)))
def test_a_year_outside_the_collaborative_is_not_found(client, cast, year, status):
    assert cast.get(client, "member", f"calendar/year/{year}/") == status


# --- the coming weeks


def test_the_weeks_say_what_is_missing(client, cast, call):
    soon = EventFactory(
        collaborative=cast.collaborative,
        title="Soon",
        starts_at=NOW + timedelta(days=6),
        questions="What did you try?",
    )
    RsvpFactory(event=soon, membership=cast.member)
    RsvpFactory(event=soon, membership=cast.family, answer="no")
    page = read(client, cast, "implementation", "calendar/weeks/?weeks=4")
    assert "Independence Day" in page
    assert "Questions ready" in page
    assert "1 of 7 said yes. 1 said no. 5 have not answered." in page
    assert page.count("Nobody leads it yet") == 2
    assert "No questions yet" not in page


def test_two_weeks_ahead_questions_and_a_leader_are_asked_for(client, cast, call):
    with scopes_disabled():
        Event.objects.update(starts_at=NOW + timedelta(days=13), ends_at=NOW + timedelta(days=14))
    page = read(client, cast, "implementation", "calendar/weeks/?weeks=4")
    assert "No questions yet" in page
    assert "Nobody leads it<" in page
    EventLeaderFactory(event=call, membership=cast.faculty)
    assert "Nobody leads it<" not in read(client, cast, "implementation", "calendar/weeks/?weeks=4")


@pytest.mark.parametrize(
    ("query", "weeks"), (("", 2), ("?weeks=1", 1), ("?weeks=4", 4), ("?weeks=99", 2))
)
def test_one_two_or_four_weeks(client, cast, call, query, weeks):
    page = cast.sign_in(client, "implementation").get(cast.url(f"calendar/weeks/{query}"))
    assert len(page.context["weeks"]) == weeks
    assert page.content.decode().count(">Week of") == weeks
    assert "Nothing is planned." in page.content.decode()


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize(("path", "count"), (("weeks/?weeks=4", 14), ("year/2026/", 10)))
def test_a_constant_number_of_queries(client, cast, rows, path, count, django_assert_num_queries):
    for number in range(rows):
        event = EventFactory(
            collaborative=cast.collaborative, starts_at=CALL + timedelta(hours=number)
        )
        EventLeaderFactory(event=event, membership=cast.faculty)
        RsvpFactory(event=event, membership=cast.member)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(count):
        client.get(cast.url(f"calendar/{path}"))


# --- whose clock


@pytest.mark.parametrize("where", ("home/", "calendar/", "calendar/{pk}/"))
def test_who_lives_elsewhere_reads_by_whose_clock(client, cast, call, where):
    live_elsewhere(cast)
    where = where.format(pk=call.pk)
    assert "Denver time" in read(client, cast, "member", where)
    assert "Denver time" not in read(client, cast, "teammate", where)


@pytest.mark.parametrize("where", ("calendar/weeks/?weeks=4", "calendar/year/2026/"))
def test_pages_of_the_implementation_team_say_by_whose_clock(client, cast, call, where):
    live_elsewhere(cast, "implementation")
    page = read(client, cast, "implementation", where)
    assert "Times are shown in your own time zone (Denver)" in page
