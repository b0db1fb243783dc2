import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.tenancy.doors import inside
from collaboratives.framework.sections import Section
from collaboratives.schedule import sections
from collaboratives.schedule.models import Attendance, Event, Rsvp, Series
from collaboratives.schedule.moving import EventWish
from collaboratives.schedule.reminders import plan_reminders
from collaboratives.schedule.rescheduling import reschedule
from collaboratives.workplan.models import PlanChange
from tests.cast import cast_gets
from tests.factories.schedule import (
    AffinityGroupFactory,
    AffinityGroupLeadFactory,
    EventFactory,
    EventLeaderFactory,
    RsvpFactory,
)

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
    event = EventFactory(
        collaborative=cast.collaborative,
        title="When a test fails",
        starts_at=CALL,
        questions="What did you try?\nWhat got in the way?",
        online_url="https://example.org/join",
        dial_in="555-0100",
        translations={"es": {"title": "Cuando algo sale mal", "questions": "¿Qué probó?"}},
    )
    EventLeaderFactory(event=event, membership=cast.faculty)
    return event


def path(event, rest=""):
    return f"calendar/{event.pk}/{rest}"


def read(client, cast, who, where):
    response = cast.sign_in(client, who).get(cast.url(where))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def form_of(event, **changed):
    starts = timezone.localtime(event.starts_at, NEW_YORK)
    with scopes_disabled():
        leaders = [leader.membership_id for leader in event.leaders.all()]
    return {
        "leaders": leaders,
        "kind": event.kind,
        "title": event.title,
        "day": starts.date().isoformat(),
        "starts": starts.strftime("%H:%M"),
        "ends": timezone.localtime(event.ends_at, NEW_YORK).strftime("%H:%M"),
        "days": 1,
        "audience": "all",
        "edit_count": event.edit_count,
    } | changed


def fresh(row):
    with scopes_disabled():
        row.refresh_from_db()
        return row


# --- who may


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_every_member_has_the_dates(client, cast, call, who, status):
    assert cast.get(client, who, "calendar/") == status
    assert cast.get(client, who, path(call)) == status


@pytest.mark.parametrize("where", ("calendar/new/", "calendar/new-series/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_the_implementation_team_plans(client, cast, where, who, status):
    assert cast.get(client, who, where) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200, faculty=200))
def test_faculty_change_what_they_lead(client, cast, call, who, status):
    assert cast.get(client, who, path(call, "edit/")) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_faculty_do_not_change_what_others_lead(client, cast, who, status):
    event = EventFactory(collaborative=cast.collaborative)
    assert cast.get(client, who, path(event, "edit/")) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=302, faculty=302))
def test_who_cancels(client, cast, call, who, status):
    assert cast.post(client, who, path(call, "cancel/"), {"because": "A storm."}) == status
    assert not fresh(call).is_cancelled  # first they see what goes with it
    with inside(cast.collaborative):
        asked = [change.asked["events"] for change in PlanChange.objects.all()]
    if who in ("implementation", "faculty"):
        assert asked[0][str(call.pk)]["because"] == "A storm."
    else:
        assert asked == []


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200, faculty=200))
def test_who_notes_attendance(client, cast, call, who, status):
    with time_machine.travel(CALL + timedelta(hours=2)):
        assert cast.get(client, who, path(call, "attendance/")) == status


def test_before_it_begins_nobody_notes_attendance(client, cast, call):
    assert cast.get(client, "implementation", path(call, "attendance/")) == 403


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(others=404, implementation=200, member=200, teammate=200, leader=200, family=200),
)
def test_an_event_of_one_team_is_not_found_by_others(client, cast, who, status):
    event = EventFactory(collaborative=cast.collaborative, audience="team", team=cast.team)
    assert cast.get(client, who, path(event)) == status


# --- the list


def test_the_list_shows_what_is_next_and_the_months(client, cast, call):
    EventFactory(
        collaborative=cast.collaborative, title="In August", starts_at=CALL + timedelta(30)
    )
    EventFactory(collaborative=cast.collaborative, title="In June", starts_at=CALL - timedelta(40))
    page = read(client, cast, "member", "calendar/")
    assert "Tell us if you will be there" in page
    assert page.index("July 2026") < page.index("August 2026")
    assert "In June" not in page
    assert "Friday, July 17, 2026, 11 a.m. to 11:45 a.m." in page
    assert "In June" in read(client, cast, "member", "calendar/?show=past")


def test_without_dates_the_page_says_what_comes(client, cast):
    assert "is planning them" in read(client, cast, "member", "calendar/")
    assert "Begin with the Learning Sessions" in read(client, cast, "implementation", "calendar/")


def test_past_dates_have_a_second_page(client, cast):
    for n in range(26):
        EventFactory(
            collaborative=cast.collaborative, title=f"No. {n}.", starts_at=NOW - timedelta(n + 1)
        )
    first = read(client, cast, "member", "calendar/?show=past")
    assert "No. 0." in first
    assert "No. 25." not in first
    assert "show=past&amp;page=2" in first
    assert "No. 25." in read(client, cast, "member", "calendar/?show=past&page=2")


def test_somebody_elsewhere_reads_their_own_time_and_is_told_so(client, cast, call):
    with scopes_disabled():
        cast.member.user.time_zone = "America/Denver"
        cast.member.user.save()
    page = read(client, cast, "member", "calendar/")
    assert "Times are shown in your own time zone (Denver)" in page
    assert "9 a.m. to 9:45 a.m." in page
    assert "11:00 in New York" in read(client, cast, "member", path(call))
    assert "New York" not in read(client, cast, "teammate", path(call))


@pytest.mark.parametrize("rows", (1, 3))
def test_the_list_takes_a_constant_number_of_queries(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        event = EventFactory(collaborative=cast.collaborative, starts_at=CALL)
        EventLeaderFactory(event=event, membership=cast.faculty)
        RsvpFactory(event=event, membership=cast.member)
    cast.sign_in(client, "member")
    with django_assert_num_queries(19):
        client.get(cast.url("calendar/"))


@pytest.mark.parametrize("rows", (1, 3))
def test_the_page_takes_a_constant_number_of_queries(
    client, cast, call, rows, django_assert_num_queries
):
    for who in ("member", "teammate", "leader")[:rows]:
        RsvpFactory(event=call, membership=getattr(cast, who))
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(15):
        client.get(cast.url(path(call)))


def test_the_phase_is_told_in_the_readers_words(client, cast):
    for number, days in ((1, -60), (2, 40), (3, 120)):
        EventFactory(
            collaborative=cast.collaborative,
            kind="learning_session",
            number=number,
            starts_at=NOW + timedelta(days),
        )
    assert "Action Period 1" in read(client, cast, "member", "calendar/")
    family = read(client, cast, "family", "calendar/")
    assert "Trying our first ideas" in family
    assert "Action Period" not in family


def test_families_read_plain_words_for_the_kinds(client, cast):
    EventFactory(collaborative=cast.collaborative, kind="learning_session", starts_at=CALL)
    assert "Learning Session" in read(client, cast, "member", "calendar/")
    family = read(client, cast, "family", "calendar/")
    assert "Learning day" in family
    assert "Learning Session" not in family


# --- one event


def test_the_page_says_when_how_and_what_will_be_asked(client, cast, call):
    page = read(client, cast, "member", path(call))
    for part in (
        "What got in the way?",
        "https://example.org/join",
        "555-0100",
        cast.faculty.user.name,
    ):
        assert part in page


def test_a_reader_of_spanish_gets_the_spanish_questions_marked_as_such(client, cast, call):
    with scopes_disabled():
        cast.family.user.language = "es"
        cast.family.user.save()
    page = read(client, cast, "family", path(call))
    assert '<ul lang="es"><li>¿Qué probó?</li></ul>' in page
    assert '<span lang="es">Cuando algo sale mal</span>' in page


def test_an_answer_is_ones_own_and_the_last_one_counts(client, cast, call):
    cast.sign_in(client, "member")
    for said in ("no", "yes"):
        response = client.post(cast.url(path(call)), {"answer": said, "needs": "A ride"})
        assert response.status_code == 302
    with scopes_disabled():
        rsvp = Rsvp.objects.get()
    assert (rsvp.membership_id, rsvp.answer, rsvp.needs) == (cast.member.pk, "yes", "A ride")
    assert "You said yes" in client.get(cast.url(path(call))).content.decode()


def test_no_choice_is_a_message_beside_the_question_and_keeps_the_words(client, cast, call):
    cast.sign_in(client, "member")
    page = client.post(cast.url(path(call)), {"needs": "An interpreter"}).content.decode()
    assert "This field is required." in page
    assert "An interpreter" in page
    with scopes_disabled():
        assert not Rsvp.objects.exists()


@pytest.mark.parametrize("state", ("over", "cancelled"))
def test_what_is_over_or_cancelled_takes_no_answer(client, cast, call, state):
    with scopes_disabled():
        if state == "cancelled":
            Event.objects.filter(pk=call.pk).update(status="cancelled")
        else:
            call.ends_at = NOW - timedelta(days=1)
            call.starts_at = NOW - timedelta(days=1, hours=1)
            call.save()
    assert "Your answer" not in read(client, cast, "member", path(call))
    assert cast.post(client, "member", path(call), {"answer": "yes"}) == 403


def test_an_observer_reads_without_answering_and_without_names(client, cast, call):
    page = read(client, cast, "observer", path(call))
    assert "Your answer" not in page
    assert cast.faculty.user.name not in page
    assert cast.post(client, "observer", path(call), {"answer": "yes"}) == 403


def test_after_a_move_the_answer_is_asked_again(client, cast, call):
    RsvpFactory(event=call, membership=cast.member, answer="yes")
    shift = timedelta(days=7)
    with inside(cast.collaborative):
        wish = EventWish(call.pk, call.starts_at + shift, call.ends_at + shift)
        reschedule(collaborative=cast.collaborative, wishes=[wish], by=cast.implementation)
    page = read(client, cast, "member", path(call))
    assert "The date changed after you answered" in page
    assert "You said yes" not in page


def test_needs_are_seen_by_those_who_plan_and_leaders_see_yes_and_no_of_their_team(
    client, cast, call
):
    RsvpFactory(event=call, membership=cast.family, needs="Child care for two", reason="Because")
    RsvpFactory(event=call, membership=cast.other_center, answer="no")
    assert "Child care for two" in read(client, cast, "implementation", path(call))
    assert "Child care for two" in read(client, cast, "faculty", path(call))
    leader = read(client, cast, "leader", path(call))
    assert cast.family.user.name in leader
    assert cast.other_center.user.name not in leader
    assert "Child care for two" not in leader
    assert "Because" not in leader
    assert cast.family.user.name not in read(client, cast, "teammate", path(call))


def test_notes_of_a_group_stay_in_the_group(client, cast):
    group = AffinityGroupFactory(collaborative=cast.collaborative, roles=["family"])
    event = EventFactory(
        collaborative=cast.collaborative,
        audience="group",
        group=group,
        starts_at=NOW - timedelta(days=3),
        notes="What was said among parents",
    )
    AffinityGroupLeadFactory(group=group, membership=cast.faculty)
    assert "What was said among parents" in read(client, cast, "family", path(event))
    assert "What was said among parents" in read(client, cast, "faculty", path(event))
    outside = read(client, cast, "implementation", path(event))
    assert "What was said among parents" not in outside
    assert "stays in the group" in outside
    form = read(client, cast, "implementation", path(event, "edit/"))
    assert "What was said among parents" not in form
    changed = form_of(event, audience="group", group=group.pk, title="New title", notes="Gone")
    assert cast.post(client, "implementation", path(event, "edit/"), changed) == 302
    stale = cast.sign_in(client, "implementation").post(
        cast.url(path(event, "edit/")), changed | {"title": "Other"}
    )
    assert "What was said among parents" not in stale.content.decode()
    with scopes_disabled():
        event.refresh_from_db()
    assert (event.title, event.notes) == ("New title", "What was said among parents")
    with scopes_disabled():
        group.liaison = cast.implementation
        group.save()
    form = read(client, cast, "implementation", path(event, "edit/"))
    assert "What was said among parents" in form


def test_other_apps_add_their_part(client, cast, call, monkeypatch):
    monkeypatch.setattr(sections, "_sources", {})
    sections.register(
        "agenda", lambda member, event: Section("Agenda", "framework/_notes.html", {"x": 1})
    )
    assert "<h2>Agenda</h2>" in read(client, cast, "member", path(call))


# --- making and changing


def test_a_new_event_is_made_once_however_often_it_is_sent(client, cast):
    token = str(uuid4())
    data = {
        "kind": "other",
        "title": "A visit",
        "title_es": "Una visita",
        "day": "2026-08-05",
        "starts": "18:30",
        "ends": "19:15",
        "days": 1,
        "audience": "team",
        "team": cast.team.pk,
        "questions": " One?\n\n Two? ",
        "leaders": [cast.faculty.pk],
        "token": token,
    }
    for _ in range(2):
        assert cast.post(client, "implementation", "calendar/new/", data) == 302
    with scopes_disabled():
        event = Event.objects.get()
        assert [leader.membership_id for leader in event.leaders.all()] == [cast.faculty.pk]
    assert event.starts_at == datetime(2026, 8, 5, 18, 30, tzinfo=NEW_YORK)
    assert event.questions == "One?\nTwo?"
    assert event.translations["es"] == {"title": "Una visita", "state": "machine draft"}
    assert event.team_id == cast.team.pk


@pytest.mark.parametrize(
    ("change", "message"),
    (
        ({"ends": "10:00"}, "The end must come after the beginning."),
        ({"audience": "group"}, "Choose who it is for."),
        ({"title": ""}, "This field is required."),
        ({"online_url": "nonsense"}, "Enter a valid URL."),
    ),
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(
    client, cast, call, change, message
):
    cast.sign_in(client, "implementation")
    data = form_of(call, place="Room 7", **change)
    page = client.post(cast.url(path(call, "edit/")), data).content.decode()
    assert message in page
    assert "Room 7" in page
    assert fresh(call).edit_count == 0


def test_somebody_who_read_the_spanish_signs_for_it(client, cast, call):
    data = form_of(call, title_es="Otro título", spanish_checked="on")
    assert cast.post(client, "implementation", path(call, "edit/"), data) == 302
    state = fresh(call).translations["es"]["state"]
    assert state == f"reviewed by {cast.implementation.user.name}, 2026-07-01"


def test_the_second_editor_sees_what_the_first_changed_and_keeps_their_words(client, cast, call):
    first = form_of(call, place="Library")
    second = form_of(call, title="My own title", place="Church hall")
    assert cast.post(client, "implementation", path(call, "edit/"), first) == 302
    cast.sign_in(client, "faculty")
    page = client.post(cast.url(path(call, "edit/")), second).content.decode()
    assert "Somebody else changed this while you were writing" in page
    assert "<dd>Library</dd>" in page
    assert "My own title" in page
    assert fresh(call).place == "Library"
    count = re.search(r'name="edit_count" value="(\d+)"', page)[1]
    assert (
        client.post(cast.url(path(call, "edit/")), second | {"edit_count": count}).status_code
        == 302
    )
    assert fresh(call).place == "Church hall"


def test_the_page_warns_of_what_hangs_on_the_date(client, cast, call):
    with inside(cast.collaborative):
        plan_reminders(call)
    page = read(client, cast, "implementation", path(call, "edit/"))
    assert "If you change the day" in page
    assert "Reminders for 7 people are planned anew." in page


SERIES = {
    "kind": "all_team_call",
    "title": "All-team call",
    "pattern": "third Friday of each month 11:00-11:45",
    "first": "2026-09-01",
    "last": "2026-12-31",
    "audience": "all",
}


def test_a_series_in_words(client, cast):
    data = SERIES | {"token": str(uuid4())}
    for _ in range(2):
        assert cast.post(client, "implementation", "calendar/new-series/", data) == 302
    with scopes_disabled():
        assert Event.objects.filter(series=Series.objects.get()).count() == 4


@pytest.mark.parametrize(
    ("change", "message"),
    (
        ({"pattern": "sometimes"}, "We do not understand which day you mean."),
        ({"pattern": "third Friday"}, "Say when it begins and ends"),
        ({"pattern": "third Friday 1:15 to 2:00"}, "morning or in the afternoon"),
        ({"last": "2026-08-01"}, "The end must come after the beginning."),
        ({"last": "2029-08-01"}, "The collaborative runs from"),
        ({"last": "2026-09-02"}, "No such day lies between"),
    ),
)
def test_a_series_that_is_not_understood_says_why(client, cast, change, message):
    cast.sign_in(client, "implementation")
    page = client.post(cast.url("calendar/new-series/"), SERIES | change).content.decode()
    assert message in page
    with scopes_disabled():
        assert not Event.objects.exists()


def test_who_came(client, cast, call):
    with time_machine.travel(CALL + timedelta(hours=2)):
        data = {"came": [cast.member.pk, cast.family.pk]}
        assert cast.post(client, "faculty", path(call, "attendance/"), data) == 302
        assert "2 of 7 came." in read(client, cast, "implementation", path(call))
        ticked = read(client, cast, "faculty", path(call, "attendance/"))
    assert ticked.count(" checked") == 2
    with scopes_disabled():
        assert Attendance.objects.filter(state="came").count() == 2


@pytest.mark.parametrize("day", ("0001-01-01", "9999-12-31", "2206-07-17"))
def test_a_slip_in_the_year_is_said_beside_the_day(client, cast, call, day):
    given = form_of(call, day=day, days=5, token=str(uuid4()))
    cast.sign_in(client, "implementation")
    refused = client.post(cast.url("calendar/new/"), given)
    assert "Please check the year." in refused.content.decode()
    series = given | {"pattern": "every Tuesday 13:15-14:00", "first": day, "last": day}
    refused = client.post(cast.url("calendar/new-series/"), series)
    assert set(refused.context["form"].errors) == {"first", "last"}
    right = given | {"day": "2026-08-17"}
    assert client.post(cast.url("calendar/new/"), right).status_code == 302
