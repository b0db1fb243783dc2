"""The third step: sessions and the standing times of calls."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import AffinityGroup, Event, Series
from tests.collaboratives.setup.walking import day, inside, outside, post, sessions, within
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_holidays(monkeypatch, request):
    """Dates of these tests follow today; whether one is a holiday is told by the tests that ask."""
    if "holiday" not in request.node.name:
        monkeypatch.setattr("collaboratives.setup.forms.sessions.named_days_off", lambda _: {})


def planned(collaborative, **wanted):
    with within(collaborative):
        rows = Event.objects.filter(status="planned", **wanted).order_by("starts_at")
        return [(row.kind, row.number, row.first_day_in(collaborative.zone)) for row in rows]


def test_sessions_stand_in_the_calendar(client, admin, begun):
    answer = post(client, outside(begun, "sessions"), **sessions(days_2="2"))
    assert answer.url == outside(begun, "measures")
    assert planned(begun) == [
        ("pre_work_day", None, day(30)),
        ("learning_session", 1, day(36)),
        ("learning_session", 2, day(50)),
        ("learning_session", 3, day(64)),
    ]
    with within(begun):
        second = Event.objects.get(number=2)
    assert second.days == 2
    assert timezone.localtime(second.starts_at, begun.zone).time().isoformat() == "08:30:00"
    ends = timezone.localtime(second.ends_at, begun.zone)
    assert (ends.date(), ends.time().isoformat()) == (day(50, 3), "16:00:00")
    assert second.translations["es"]["title"] == "Sesión de aprendizaje 2"


def test_saving_again_changes_nothing(client, admin, begun):
    sent = sessions(**{"all-teams": "third Friday of each month 11:00-11:45"})
    post(client, outside(begun, "sessions"), **sent)
    before = planned(begun)
    with within(begun):
        counts = set(Event.objects.values_list("edit_count", flat=True))
    post(client, outside(begun, "sessions"), **sent)
    assert planned(begun) == before
    with within(begun):
        assert set(Event.objects.values_list("edit_count", flat=True)) == counts == {0}


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    (
        ({"session_3": ""}, "session_3", "required"),
        ({"session_2": day(36).isoformat()}, "session_2", "after Learning Session 1"),
        ({"days_1": "5", "session_2": day(36, 4).isoformat()}, "session_2", "after Learning"),
        ({"pre_work_on": day(40).isoformat()}, "session_1", "after Pre-Work Day"),
        ({"session_3": day(120).isoformat()}, "session_3", "goes from"),
        ({"session_1": day(1).isoformat(), "pre_work_on": ""}, "session_1", "goes from"),
        ({"session_5": day(80).isoformat()}, "session_5", "Learning Session 4 has no date"),
        ({"ends_at": "08:00"}, "ends_at", "after the beginning"),
        ({"days_1": "9"}, "days_1", "9 is not one of the available choices"),
        ({"faculty": "whenever we feel like it"}, "faculty", "do not understand"),
        ({"faculty": "every Tuesday"}, "faculty", "begins and ends"),
    ),
)
def test_what_cannot_be_is_refused_beside_the_field(client, admin, begun, wrong, field, says):
    page = post(client, outside(begun, "sessions"), **sessions(**wrong))
    assert list(page.context["form"].errors) == [field]
    assert says in page.context["form"].errors[field][0]
    assert page.context["form"]["begins_at"].value() == "08:30"
    assert planned(begun) == []


def test_a_holiday_is_asked_about_once(client, admin, begun, monkeypatch):
    holiday = next(
        on for on in sorted(named_days_off(begun)) if day(32) < on < day(60) and on.weekday() < 5
    )
    monkeypatch.setattr(
        "collaboratives.setup.forms.sessions.named_days_off", lambda _: {holiday: "Harvest Day"}
    )
    sent = sessions(
        session_1=day(31).isoformat(),
        session_2=holiday.isoformat(),
        session_3=day(64).isoformat(),
    )
    url = outside(begun, "sessions")
    page = post(client, url, **sent)
    assert "Harvest Day" in page.context["form"].errors["session_2"][0]
    assert planned(begun) == []
    form = page.context["form"]
    confirmed = sent | {
        "stamp": form["stamp"].value(),
        "seen_days_off": form["seen_days_off"].value(),
        "keep_days_off": "on",
    }
    moved_on = confirmed | {"session_3": (holiday + timedelta(days=7)).isoformat()}
    monkeypatch.setattr(
        "collaboratives.setup.forms.sessions.named_days_off",
        lambda _: {holiday: "Harvest Day", holiday + timedelta(days=7): "Other Day"},
    )
    assert "Other Day" in client.post(url, moved_on).context["form"].errors["session_3"][0]
    monkeypatch.setattr(
        "collaboratives.setup.forms.sessions.named_days_off", lambda _: {holiday: "Harvest Day"}
    )
    assert client.post(url, confirmed).status_code == 302
    assert ("learning_session", 2, holiday) in planned(begun)


CALLS = {
    "implementation": "every Monday 10:00-11:00",
    "all-teams": "third Friday of each month 11:00-11:45",
    "families": "second Thursday of each month 18:30-19:15",
}


def test_calls_stand_from_when_they_begin(client, admin, begun):
    post(client, outside(begun, "sessions"), **sessions(**CALLS))
    meetings = planned(begun, kind="implementation_meeting")
    assert meetings[0][2] == day(2, 0)
    assert meetings[-1][2] <= begun.ends_on
    assert len(meetings) == 99
    all_teams = planned(begun, kind="all_team_call")
    assert all_teams[0][2] > day(36)
    with within(begun):
        group = AffinityGroup.objects.get()
        assert (group.key, group.roles) == ("families", ["family"])
        assert Series.objects.count() == 3
        call = Event.objects.filter(kind="affinity_call").first()
        assert (call.audience, call.group) == ("group", group)


def test_the_next_dates_are_shown_before_anything_is_saved(client, admin, begun):
    sent = sessions(**CALLS) | {"faculty": "nonsense", "go": "look"}
    page = post(client, outside(begun, "sessions"), **sent)
    found = {call.label: call for call in page.context["calls"]}
    assert found["All-team call"].count > 10
    assert found["All-team call"].dates[0][0].date() > day(36)
    assert "do not understand" in found["Faculty call"].error
    assert planned(begun) == []
    live = client.post(outside(begun, "sessions"), sent, headers={"HX-Request": "true"})
    assert "<html" not in live.content.decode()
    assert "All-team call" in live.content.decode()


def test_redoing_moves_what_stands_and_deletes_nothing(client, admin, begun):
    url = outside(begun, "sessions")
    post(client, url, **sessions(**CALLS))
    with within(begun):
        keys = set(Event.objects.values_list("pk", flat=True))
    changed = CALLS | {"all-teams": "second Friday of each month 9:00-9:45"}
    post(client, url, **sessions(session_2=day(52).isoformat(), **changed))
    with within(begun):
        assert keys <= set(Event.objects.values_list("pk", flat=True))
        moved = Event.objects.get(kind="learning_session", number=2)
        assert moved.first_day_in(begun.zone) == day(52)
        calls = Event.objects.filter(kind="all_team_call", status="planned")
        hours = {timezone.localtime(call.starts_at, begun.zone).hour for call in calls}
        assert hours == {9}
        assert Series.objects.get(kind="all_team_call").pattern.startswith("second Friday")
        assert Series.objects.filter(kind="all_team_call").count() == 1


def test_a_later_first_session_takes_the_calls_along(client, admin, begun):
    url = outside(begun, "sessions")
    post(client, url, **sessions(**CALLS))
    before = len(planned(begun, kind="all_team_call"))
    post(client, url, **sessions(session_1=day(45).isoformat(), **CALLS))
    after = planned(begun, kind="all_team_call")
    assert after[0][2] > day(45)
    assert len(after) < before
    post(client, url, **sessions(**CALLS))
    assert len(planned(begun, kind="all_team_call")) == before
    with within(begun):
        assert Event.objects.filter(kind="all_team_call").count() == before


def test_what_is_left_out_again_is_cancelled(client, admin, begun):
    url = outside(begun, "sessions")
    post(client, url, **sessions(session_4=day(78).isoformat(), **CALLS))
    post(client, url, **sessions(pre_work_on="", **(CALLS | {"families": ""})))
    assert [row[:2] for row in planned(begun, kind="learning_session")] == [
        ("learning_session", 1),
        ("learning_session", 2),
        ("learning_session", 3),
    ]
    assert planned(begun, kind="affinity_call") == planned(begun, kind="pre_work_day") == []
    with within(begun):
        assert Event.objects.filter(number=4, status="cancelled").count() == 1
    page = client.get(url)
    assert page.context["form"]["families"].value() == ""


def test_a_call_that_was_moved_by_itself_stays_there(client, admin, begun):
    url = outside(begun, "sessions")
    post(client, url, **sessions(**CALLS))
    with within(begun):
        call = Event.objects.filter(kind="all_team_call").first()
        call.starts_at += timedelta(days=3)
        call.ends_at += timedelta(days=3)
        call.save()
    post(client, url, **sessions(session_2=day(51).isoformat(), **CALLS))
    with within(begun):
        assert Event.objects.get(pk=call.pk).starts_at == call.starts_at


def test_hours_that_differ_from_day_to_day_are_left_where_nobody_touched_them(client, admin, begun):
    url = outside(begun, "sessions")
    post(client, url, **sessions())
    with within(begun):
        second = Event.objects.get(number=2)
        second.starts_at += timedelta(hours=1)
        second.save()
    post(client, url, **sessions(session_3=day(65).isoformat()))
    with within(begun):
        assert Event.objects.get(number=2).starts_at == second.starts_at


def test_a_second_writer_is_told(client, admin, begun):
    url = outside(begun, "sessions")
    opened = client.get(url).context["form"].initial["stamp"]
    post(client, url, **sessions())
    page = client.post(url, sessions(session_1=day(37).isoformat()) | {"stamp": opened})
    assert [label for label, _now in page.context["others"]] == ["Learning Session 1"]
    assert planned(begun, number=1)[0][2] == day(36)


def test_going_back_loses_nothing(client, admin, begun):
    url = outside(begun, "sessions")
    sent = {"session_1": day(36).isoformat(), "faculty": "every Tu", "go": "back"}
    answer = client.post(url, sent)
    assert answer.url == outside(begun, "framework")
    assert planned(begun) == []
    page = client.get(url)
    assert page.context["form"]["session_1"].value() == day(36).isoformat()
    assert page.context["form"]["faculty"].value() == "every Tu"
    assert not page.context["form"].errors
    post(client, url, **sessions())
    assert client.get(url).context["form"]["faculty"].value() is None


def test_once_it_runs_an_admin_outside_reads_whom_to_ask(client, cast):
    EventFactory(collaborative=cast.collaborative, kind="learning_session", number=1, title="One")
    cast.sign_in(client, "organization_admin")
    url = outside(cast.collaborative, "sessions")
    page = client.get(url)
    assert "form" not in page.context
    assert cast.implementation.user.name in page.content.decode()
    client.post(url, sessions())
    assert len(planned(cast.collaborative)) == 1


def test_once_it_runs_dates_go_through_the_preview_and_empty_places_are_filled(client, cast):
    one = cast.collaborative
    one.starts_on, one.ends_on = day(2, 0), day(100, 4)
    one.save()
    cast.sign_in(client, "implementation")
    url = inside(one, "sessions")
    first = post(client, url, **sessions())
    assert first.url == inside(one)
    assert len(planned(one)) == 4
    moved = post(client, url, **sessions(session_2=day(52).isoformat(), **CALLS))
    assert "/workplan/moves/" in moved.url
    assert planned(one, number=2)[0][2] == day(50)
    assert planned(one, kind="all_team_call") != []
    page = client.get(url)
    assert page.context["form"].fields["all-teams"].disabled
    assert not page.context["form"].fields["faculty"].disabled


@pytest.mark.parametrize("how_many", (3, 5))
def test_the_step_takes_a_constant_number_of_queries(
    client, admin, begun, how_many, django_assert_num_queries
):
    for number in range(1, how_many + 1):
        EventFactory(collaborative=begun, kind="learning_session", number=number)
    with django_assert_num_queries(8):
        client.get(outside(begun, "sessions"))
