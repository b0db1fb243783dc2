from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.schedule.enums import Answer, AttendanceState, EventKind
from collaboratives.schedule.models import AffinityGroup, Attendance, Event, Rsvp, Series
from collaboratives.schedule.patterns import PatternError
from collaboratives.schedule.queries import (
    current_phase,
    events_visible_to,
    is_concerned,
    learning_sessions_of,
    next_event_for,
    people_concerned,
    timeline_of,
)
from collaboratives.schedule.services import (
    answer,
    cancel_event,
    change_event,
    create_event,
    create_series,
    note_attendance,
)
from collaboratives.schedule.timeline import Phase
from collaboratives.schedule.voices import activities_key, phase_words
from tests.factories.schedule import (
    AffinityGroupFactory,
    AffinityGroupLeadFactory,
    EventFactory,
    EventLeaderFactory,
)

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


def at(*when):
    return datetime(*when, tzinfo=NEW_YORK)


def make(cast, **fields):
    values = {
        "kind": EventKind.ALL_TEAM_CALL,
        "title": "Call",
        "starts_at": at(2026, 7, 17, 11),
        "ends_at": at(2026, 7, 17, 11, 45),
    }
    return create_event(
        collaborative=cast.collaborative, by=cast.implementation, **(values | fields)
    )


def test_a_series_keeps_its_local_time_across_daylight_saving(cast):
    with inside(cast.collaborative):
        series = create_series(
            collaborative=cast.collaborative,
            by=cast.implementation,
            pattern="third Friday of each month 11:00-11:45",
            first=date(2026, 9, 1),
            last=date(2026, 12, 31),
            leaders=[cast.faculty],
            kind=EventKind.ALL_TEAM_CALL,
            title="All-team call",
        )
        events = list(series.events.order_by("starts_at"))
        assert [e.starts_at.astimezone(NEW_YORK).isoformat() for e in events] == [
            "2026-09-18T11:00:00-04:00",
            "2026-10-16T11:00:00-04:00",
            "2026-11-20T11:00:00-05:00",
            "2026-12-18T11:00:00-05:00",
        ]
        assert all(e.leaders.get().membership == cast.faculty for e in events)


def test_a_series_without_a_day_is_refused_and_leaves_nothing(cast):
    with inside(cast.collaborative):
        details = {"kind": EventKind.ALL_TEAM_CALL, "title": "Call"}
        days = {"first": date(2026, 9, 1), "last": date(2026, 9, 5)}
        with pytest.raises(ValidationError):
            create_series(
                collaborative=cast.collaborative,
                by=None,
                pattern="third Friday 11:00-11:45",
                **days,
                **details,
            )
        with pytest.raises(PatternError):
            create_series(
                collaborative=cast.collaborative, by=None, pattern="now and then", **days, **details
            )
        assert not Series.objects.exists()


def test_the_same_form_sent_twice_makes_one_event_and_one_series(cast):
    token, other = uuid4(), uuid4()
    with inside(cast.collaborative):
        assert make(cast, token=token) == make(cast, token=token)
        series = {
            create_series(
                collaborative=cast.collaborative,
                by=None,
                pattern="first Monday 9:00-10:00",
                first=date(2026, 2, 1),
                last=date(2026, 4, 30),
                token=other,
                kind=EventKind.FACULTY_CALL,
                title="Faculty call",
            ).pk
            for _ in range(2)
        }
        assert len(series) == 1
        assert Event.objects.count() == 1 + 3


def test_learning_sessions_number_themselves_and_a_number_is_given_once(cast):
    def session(**fields):
        return make(cast, kind=EventKind.LEARNING_SESSION, **fields)

    with inside(cast.collaborative):
        assert [session().number, session().number] == [1, 2]
        with pytest.raises(ValidationError, match="already"):
            session(number=2)


def test_a_move_raises_the_revision_and_other_changes_do_not(cast):
    with inside(cast.collaborative):
        event = make(cast)
        event = change_event(event=event, by=cast.implementation, title="A better title")
        assert (event.revision, event.edit_count) == (0, 1)
        moved = {"starts_at": at(2026, 7, 24, 11), "ends_at": at(2026, 7, 24, 11, 45)}
        event = change_event(event=event, by=cast.implementation, **moved)
        assert (event.revision, event.edit_count) == (1, 2)
        same = change_event(event=event, by=cast.implementation, **moved)
        assert (same.revision, same.edit_count) == (1, 2)
        assert list(
            Entry.objects.filter(target=f"schedule.event:{event.pk}")
            .order_by("pk")
            .values_list("action", flat=True)
        ) == ["event.created", "event.changed", "event.moved"]


def test_an_event_may_not_end_before_it_begins(cast):
    with inside(cast.collaborative):
        with pytest.raises(ValidationError, match="after the beginning"):
            make(cast, ends_at=at(2026, 7, 17, 10))
        assert not Event.objects.exists()


def test_the_last_answer_counts_and_belongs_to_the_date_it_was_given_for(cast):
    with inside(cast.collaborative):
        event = make(cast)
        answer(event=event, member=cast.member, answer=Answer.YES, needs="A ride")
        answer(event=event, member=cast.member, answer=Answer.NO)
        rsvp = Rsvp.objects.get()
        assert (rsvp.answer, rsvp.needs, rsvp.revision) == (Answer.NO, "", 0)
        event = change_event(event=event, by=None, ends_at=at(2026, 7, 17, 12))
        assert Rsvp.objects.get().revision < event.revision


def test_attendance_excuses_those_who_said_no(cast):
    with inside(cast.collaborative):
        event = make(cast)
        answer(event=event, member=cast.teammate, answer=Answer.NO)
        for _ in range(2):
            note_attendance(event=event, came=[cast.member], by=cast.implementation)
        states = dict(Attendance.objects.values_list("membership", "state"))
        assert states[cast.member.pk] == AttendanceState.CAME
        assert states[cast.teammate.pk] == AttendanceState.EXCUSED
        assert states[cast.family.pk] == AttendanceState.MISSED
        assert cast.observer.pk not in states


# --- who sees and attends what


@pytest.fixture
def events(cast):
    c = cast.collaborative
    group = AffinityGroupFactory(collaborative=c, roles=["family"])
    AffinityGroupLeadFactory(group=group, membership=cast.faculty)
    led = EventFactory(collaborative=c, audience="implementation")
    EventLeaderFactory(event=led, membership=cast.leader)
    return {
        "all": EventFactory(collaborative=c),
        "roles": EventFactory(collaborative=c, audience="roles", audience_roles=["team_leader"]),
        "group": EventFactory(collaborative=c, audience="group", group=group),
        "team": EventFactory(collaborative=c, audience="team", team=cast.team),
        "faculty": EventFactory(collaborative=c, audience="faculty"),
        "implementation": EventFactory(collaborative=c, audience="implementation"),
        "led": led,
    }


SEES = {
    "member": {"all", "team"},
    "leader": {"all", "team", "roles", "led"},
    "family": {"all", "team", "group"},
    "other_center": {"all"},
    "faculty": {"all", "group", "faculty"},
    "implementation": {"all", "roles", "group", "team", "faculty", "implementation", "led"},
    "observer": {"all"},
}
ATTENDS = SEES | {
    "implementation": {"all", "faculty", "implementation", "led"},
    "observer": set(),
}


@pytest.mark.parametrize("who", SEES)
def test_what_somebody_sees_and_attends(cast, events, who):
    member = getattr(cast, who)
    with inside(cast.collaborative):
        seen = set(events_visible_to(member).values_list("pk", flat=True))
        assert {name for name, event in events.items() if event.pk in seen} == SEES[who]
        attends = {name for name, event in events.items() if is_concerned(member, event)}
        assert attends == ATTENDS[who]
        for name, event in events.items():
            assert (member in people_concerned(event)) == (name in ATTENDS[who])


def test_someone_who_left_attends_nothing(cast, events):
    with inside(cast.collaborative):
        for event in events.values():
            assert cast.someone_who_left not in people_concerned(event)


def test_people_belong_to_the_group_of_their_first_hat_that_has_one(cast):
    c = cast.collaborative
    AffinityGroupFactory(collaborative=c, roles=["teacher"], key="teachers")
    AffinityGroupFactory(collaborative=c, roles=["teacher", "family"], key="both")
    with inside(c):
        both = AffinityGroup.objects.get(key="both")
        event = make(cast, audience="group", group=both)
        assert not is_concerned(cast.member, event)
        assert is_concerned(cast.family, event)


def test_the_next_event_is_neither_over_nor_cancelled_nor_somebody_elses(cast):
    with time_machine.travel(at(2026, 7, 17, 11, 30)), inside(cast.collaborative):
        make(cast, starts_at=at(2026, 7, 1, 11), ends_at=at(2026, 7, 1, 12))
        cancel_event(event=make(cast, ends_at=at(2026, 7, 17, 12)), by=None)
        make(cast, audience="team", team=cast.other_team, ends_at=at(2026, 7, 17, 12))
        running = make(cast, title="Running now")
        make(cast, starts_at=at(2026, 8, 1, 11), ends_at=at(2026, 8, 1, 12))
        assert next_event_for(cast.member) == running
        assert next_event_for(cast.observer) == running


# --- the timeline


def test_the_timeline_comes_from_the_calendar(cast):
    with inside(cast.collaborative):
        for day in (at(2026, 6, 11, 8), at(2026, 9, 24, 8), at(2027, 1, 14, 8)):
            make(
                cast,
                kind=EventKind.LEARNING_SESSION,
                starts_at=day,
                ends_at=day + timedelta(hours=8),
            )
        make(cast, kind=EventKind.LEARNING_SESSION, number=9, starts_at=at(2026, 7, 17, 9))
        cancel_event(event=Event.objects.get(number=9), by=None)
        assert [e.number for e in learning_sessions_of(cast.collaborative)] == [1, 2, 3]
        found = current_phase(cast.collaborative, date(2026, 10, 1))
        assert found == Phase("action_period", 2, date(2026, 9, 25), date(2027, 1, 13))
        assert timeline_of(cast.collaborative)[-1].key == "sustainability"
        assert current_phase(cast.collaborative, date(2025, 1, 1)) is None


@pytest.mark.parametrize(
    ("phase", "key"),
    (
        (("pre_work", None), "pre_work"),
        (("learning_session", 2), "learning_session_2"),
        (("learning_session", 4), "learning_session_3"),
        (("learning_session", 3, True), "learning_session_last"),
        (("action_period", 4), "action_period_3"),
    ),
)
def test_every_phase_has_words(cast, phase, key):
    key_, number, *last = phase
    made = Phase(key_, number, date(2026, 1, 1), date(2026, 2, 1), *last)
    assert activities_key(made) == key
    with inside(cast.collaborative):
        staff, family = phase_words(made, cast.member), phase_words(made, cast.family)
    assert staff.lines
    assert family.lines
    assert staff.title != family.title
