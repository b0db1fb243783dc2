"""Moving dates in the database: previewed, done, undone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from bsc.audit.models import Entry
from bsc.notifications.models import Reminder
from bsc.notifications.sending import send_due
from bsc.tenancy.doors import inside
from collaboratives.schedule.models import Event, Rsvp
from collaboratives.schedule.moving import EventWish, StartWish
from collaboratives.schedule.services import answer
from collaboratives.workplan.enums import ChangeStatus, TaskStatus
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.following import Choice, Chosen, Verdict
from collaboratives.workplan.models import PlanChange, Task
from collaboratives.workplan.moves.applying import (
    apply_move,
    choose_lines,
    draft_move,
    extend_move,
    preview_for,
)
from collaboratives.workplan.moves.notices import plan_notices_of_undoing
from collaboratives.workplan.moves.words import shown
from collaboratives.workplan.services import change_task, generate_workplan, set_status
from collaboratives.workplan.undoing import undo
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.schedule import EventFactory, SeriesFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 12, tzinfo=NEW_YORK)
WEEK = timedelta(weeks=1)


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=NEW_YORK)


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def planned(cast):
    """Three Learning Sessions, two calls of a series, and the plan."""
    c = cast.collaborative
    for number, day in enumerate((date(2026, 6, 11), date(2026, 9, 24), date(2027, 1, 14)), 1):
        EventFactory(
            collaborative=c,
            kind="learning_session",
            number=number,
            title=f"Learning Session {number}",
            starts_at=at(day),
            ends_at=at(day, 16),
        )
    series = SeriesFactory(collaborative=c)
    for day in (date(2026, 7, 17), date(2026, 8, 21)):
        EventFactory(
            collaborative=c,
            title=f"Call of {day:%B}",
            series=series,
            starts_at=at(day, 11),
            ends_at=at(day, 12),
        )
    generate_workplan(collaborative=c, by=cast.implementation)
    return c


def session(number):
    return Event.objects.get(kind="learning_session", number=number)


def task(key, **where):
    return Task.objects.select_related("rule__activity").get(rule__key=key, **where)


def to(event, day, hour=None):
    starts = at(day, hour or event.starts_at.astimezone(NEW_YORK).hour)
    return EventWish(event.pk, starts_at=starts, ends_at=starts + (event.ends_at - event.starts_at))


def draft(cast, *wishes):
    return draft_move(
        collaborative=cast.collaborative, by=cast.implementation, wishes=wishes, title="A move"
    )


def confirm(change, cast, **more):
    change.refresh_from_db()
    return apply_move(
        change=change,
        by=cast.implementation,
        basis=preview_for(change).basis,
        **{"tell": False, **more},
    )


def line_of(change, found):
    change.refresh_from_db()
    [line] = [one for one in preview_for(change).tasks if one.task and one.task.pk == found.pk]
    return line


def dates():
    return dict(Task.objects.filter(withdrawn=False).values_list("pk", "due_on"))


def state():
    return (
        dict(Task.objects.values_list("pk", "due_on")),
        set(Task.objects.filter(withdrawn=True).values_list("pk", flat=True)),
        dict(Event.objects.values_list("pk", "starts_at")),
    )


def test_a_preview_changes_nothing(planned, cast):
    with inside(planned):
        before, entries = state(), Entry.objects.count()
        preview = preview_for(draft(cast, to(session(2), date(2026, 10, 15))))
        assert len(preview.tasks) > 10
        assert state() == before
        assert Entry.objects.count() == entries


def test_what_is_confirmed_is_what_was_shown(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        shown_before = {
            one.task.pk: one.seen.after.due_on for one in preview_for(change).tasks if one.task
        }
        untouched = {pk: day for pk, day in dates().items() if pk not in shown_before}
        confirm(change, cast)
        now = dates()
        assert {pk: now[pk] for pk in shown_before if pk in now} == shown_before
        assert {pk: now[pk] for pk in untouched} == untouched
        assert task("session-logistics", event=session(2)).due_on == date(2026, 10, 15) - 16 * WEEK


def test_a_task_already_done_stays_and_is_named(planned, cast):
    with inside(planned):
        done = task("session-logistics", event=session(2))
        set_status(task=done, status=TaskStatus.DONE, by=cast.implementation)
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        assert line_of(change, done).seen.verdict is Verdict.DONE
        assert [row.key for row in shown(preview_for(change), change).done] == [done.pk]
        confirm(change, cast)
        assert task("session-logistics", event=session(2)).due_on == done.due_on


def test_a_pinned_task_stays_or_keeps_its_distance(planned, cast):
    with inside(planned):
        pinned = task("session-logistics", event=session(2))
        day = date(2026, 6, 10)
        change_task(task=pinned, by=cast.implementation, revision=pinned.revision, due_on=day)
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        assert line_of(change, pinned).seen.verdict is Verdict.PINNED
        choose_lines(change=change, choices={pinned.pk: Chosen(Choice.KEEP)})
        assert line_of(change, pinned).seen.after.due_on == day + 3 * WEEK
        confirm(change, cast)
        pinned.refresh_from_db()
        assert (pinned.due_on, pinned.pinned) == (day + 3 * WEEK, True)


def test_a_task_pinned_in_the_preview_stays_for_good(planned, cast):
    with inside(planned):
        one = task("session-logistics", event=session(2))
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        choose_lines(change=change, choices={one.pk: Chosen(Choice.PIN)})
        confirm(change, cast)
        confirm(draft(cast, to(session(2), date(2026, 10, 22))), cast)
        assert Task.objects.get(pk=one.pk).due_on == one.due_on


def test_a_task_left_this_time_moves_along_the_next_time(planned, cast):
    with inside(planned):
        one = task("session-logistics", event=session(2))
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        choose_lines(change=change, choices={one.pk: Chosen(Choice.LEAVE)})
        confirm(change, cast)
        now = Task.objects.get(pk=one.pk)
        assert (now.due_on, now.slip, now.pinned) == (one.due_on, -21, False)
        confirm(draft(cast, to(session(2), date(2026, 10, 22))), cast)
        assert Task.objects.get(pk=one.pk).due_on == one.due_on + WEEK


def test_an_offset_in_business_days_goes_around_a_day_off(planned, cast):
    with inside(planned):
        one = task("session-logistics", event=session(2))
        rule = one.rule
        rule.offset, rule.unit = -2, "business_days"
        rule.save()
        generate_workplan(collaborative=planned, by=None)
        change = draft(cast, to(session(2), date(2026, 9, 9)))
        assert line_of(change, one).seen.after.due_on == date(2026, 9, 4)  # Labor Day: the 7th


def test_lead_time_in_the_past_needs_care(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(1), date(2026, 4, 2)))
        preview = preview_for(change)
        late = [one for one in preview.tasks if one.seen.in_the_past]
        assert late
        said = shown(preview, change)
        assert "in the past" in said.care[0]
        assert said.moving[0].in_the_past  # what needs care stands first


def test_a_moved_session_stretches_and_shortens_the_action_periods(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        said = shown(preview_for(change), change).stretches
        assert said[0].startswith("Action Period 1 gets longer by 3 weeks")
        assert said[1].startswith("Action Period 2 gets shorter by 3 weeks")


def test_an_occurrence_of_a_series_moves_into_another_month(planned, cast):
    with inside(planned):
        july, august = Event.objects.filter(series__isnull=False).order_by("starts_at")
        agenda = task("call-agenda", event=july)
        monthly = Task.objects.filter(rule__form="every").values_list("pk", "due_on")
        before = dict(monthly)
        change = draft(cast, to(july, date(2026, 8, 7)))
        confirm(change, cast)
        assert task("call-agenda", event=july).due_on == date(2026, 7, 24)
        assert agenda.due_on == date(2026, 7, 3)
        august.refresh_from_db()
        assert august.starts_at == at(date(2026, 8, 21), 11)
        assert dict(monthly.all()) == before


def test_two_anchors_move_together(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        extend_move(change=change, wishes=[to(session(3), date(2027, 2, 4))])
        change.refresh_from_db()
        confirm(change, cast)
        assert task("session-logistics", event=session(2)).due_on == date(2026, 10, 15) - 16 * WEEK
        assert task("session-logistics", event=session(3)).due_on == date(2027, 2, 4) - 16 * WEEK
        undo(change=change, by=cast.implementation)
        assert session(3).starts_at == at(date(2027, 1, 14))


def test_the_start_moves_with_what_counts_from_it(planned, cast):
    with inside(planned):
        first, last = planned.starts_on, planned.ends_on
        change = draft(cast, StartWish(first + WEEK, last + WEEK))
        confirm(change, cast)
        planned.refresh_from_db()
        assert (planned.starts_on, planned.ends_on) == (first + WEEK, last + WEEK)
        undo(change=change, by=cast.implementation)
        planned.refresh_from_db()
        assert (planned.starts_on, planned.ends_on) == (first, last)


def test_undoing_puts_everything_back(planned, cast):
    with inside(planned):
        one = task("session-logistics", event=session(2))
        before = state()
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        choose_lines(change=change, choices={one.pk: Chosen(Choice.ON, date(2026, 5, 5))})
        confirm(change, cast)
        assert Task.objects.get(pk=one.pk).due_on == date(2026, 5, 5)
        undo(change=change, by=cast.implementation)
        assert state() == before
        undo(change=change, by=cast.implementation)  # a second click
        assert Entry.objects.filter(action="plan.undone").count() == 1
        assert not Task.objects.get(pk=one.pk).pinned


def test_a_deed_cannot_be_undone_once_something_of_it_changed_again(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        confirm(change, cast)
        confirm(draft(cast, to(session(2), date(2026, 10, 22))), cast)
        with pytest.raises(ChangedMeanwhileError) as error:
            undo(change=change, by=cast.implementation)
        assert "Learning Session 2" in error.value.names


def test_what_was_moved_again_and_taken_back_does_not_stand_in_the_way(planned, cast):
    with inside(planned):
        answer(event=session(2), member=cast.member, answer="yes")
        before = state()
        deeds = [draft(cast, to(session(2), date(2026, 10, day))) for day in (15, 22, 29)]
        for deed in deeds:
            confirm(deed, cast)
        with pytest.raises(ChangedMeanwhileError):
            undo(change=deeds[1], by=cast.implementation)
        for deed in reversed(deeds):
            undo(change=deed, by=cast.implementation)
        assert state() == before
        assert Rsvp.objects.get().revision == session(2).revision


def test_the_same_asked_twice_is_one_draft_until_somebody_chose_in_it(planned, cast):
    with inside(planned):
        wish = to(session(2), date(2026, 10, 15))
        one = draft(cast, wish)
        assert draft(cast, wish) == one
        choose_lines(
            change=one, choices={task("session-logistics", event=session(2)).pk: Chosen(Choice.PIN)}
        )
        assert draft(cast, wish) != one


@pytest.fixture
def colleague(cast):
    found = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(collaborative=cast.collaborative, membership=found, role="implementation")
    return found


def test_who_confirms_a_draft_of_somebody_else_did_it(planned, cast, colleague):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        basis = preview_for(change).basis
        change = apply_move(change=change, by=colleague, basis=basis, tell=True)
        assert change.by == colleague
        told = set(
            Reminder.objects.filter(kind="calendar.changed").values_list("recipient", flat=True)
        )
        assert cast.implementation.user_id in told
        assert colleague.user_id not in told


def test_who_moved_a_date_hears_that_somebody_else_took_it_back(planned, cast, colleague):
    with inside(planned):
        change = confirm(draft(cast, to(session(2), date(2026, 10, 15))), cast, tell=True)
        change = undo(change=change, by=colleague)
        plan_notices_of_undoing(change)
        waiting = Reminder.objects.filter(kind="calendar.changed", state=Reminder.State.PLANNED)
        assert [one.recipient for one in waiting] == [cast.implementation.user]


def test_the_second_of_two_editors_is_told_and_loses_nothing(planned, cast):
    with inside(planned):
        one = task("session-logistics", event=session(2))
        mine = draft(cast, to(session(2), date(2026, 10, 15)))
        choose_lines(change=mine, choices={one.pk: Chosen(Choice.PIN)})
        mine.refresh_from_db()
        read = preview_for(mine).basis
        other = Task.objects.filter(event=session(2)).exclude(pk=one.pk).first()
        set_status(task=other, status="done", by=cast.implementation)
        with pytest.raises(ChangedMeanwhileError):
            apply_move(change=mine, by=cast.implementation, basis=read, tell=False)
        mine.refresh_from_db()
        assert mine.status == ChangeStatus.DRAFT
        assert mine.choices == {str(one.pk): {"do": "pin"}}
        assert session(2).starts_at == at(date(2026, 9, 24))
        confirm(mine, cast)
        assert session(2).starts_at == at(date(2026, 10, 15))


def test_a_second_click_moves_nothing_twice(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        basis = preview_for(change).basis
        for _click in range(2):
            apply_move(change=change, by=cast.implementation, basis=basis, tell=False)
        assert session(2).revision == 1


def test_answers_are_asked_again_and_count_again_after_undoing(planned, cast):
    with inside(planned):
        answer(event=session(2), member=cast.member, answer="yes")
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        assert preview_for(change).events[0].answered == 1
        confirm(change, cast)
        assert Rsvp.objects.get().revision < session(2).revision
        undo(change=change, by=cast.implementation)
        assert Rsvp.objects.get().revision == session(2).revision


def test_cancelling_withdraws_tasks_and_holding_it_after_all_brings_them_back(planned, cast):
    with inside(planned):
        before = state()
        call = Event.objects.filter(series__isnull=False).earliest("starts_at")
        change = draft(cast, EventWish.cancelling(call.pk, "Too few can come."))
        preview = preview_for(change)
        assert preview.events[0].is_cancelled
        assert {one.seen.verdict for one in preview.tasks} == {Verdict.WITHDRAWN}
        confirm(change, cast)
        call.refresh_from_db()
        assert (call.is_cancelled, call.cancelled_because) == (True, "Too few can come.")
        again = draft(cast, EventWish.restoring(call.pk))
        assert {one.seen.verdict for one in preview_for(again).tasks} == {Verdict.RETURNS}
        confirm(again, cast)
        assert state() == before


def test_an_event_that_would_end_before_it_begins_is_refused(planned, cast):
    with inside(planned):
        one = session(2)
        wish = EventWish(one.pk, starts_at=one.ends_at, ends_at=one.starts_at)
        change = draft(cast, wish)
        with pytest.raises(ValidationError):
            confirm(change, cast)
        assert session(2).starts_at == one.starts_at


def test_who_moved_what_when_from_where_to_where(planned, cast):
    with inside(planned):
        confirm(draft(cast, to(session(2), date(2026, 10, 15))), cast)
        entry = Entry.objects.get(action="event.moved")
        assert entry.by == cast.implementation.user
        assert entry.summary == "Learning Session 2: 2026-09-24 09:00 → 2026-10-15 09:00"
        followed = Entry.objects.filter(action="task.followed").values_list("summary", flat=True)
        assert "due_on|2026-06-04|2026-06-25" in followed


def test_reminders_follow_and_the_mail_waits_ten_minutes(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        confirm(change, cast, tell=True, message="We found a better room.")
        due = Reminder.objects.filter(kind="call.week_ahead", state=Reminder.State.PLANNED)
        assert {one.due_at.date() for one in due if f"event:{session(2).pk}:" in one.subject} == {
            date(2026, 10, 8)
        }
        mail = Reminder.objects.filter(kind="calendar.changed")
        assert {one.due_at for one in mail} == {NOW + timedelta(minutes=10)}
        people = {one.recipient_id for one in mail}
        assert cast.member.user_id in people
        assert cast.implementation.user_id not in people  # who did it knows
        assert cast.observer.user_id not in people


def test_undoing_at_once_tells_nobody_and_later_tells_those_who_were_told(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 10, 15)))
        confirm(change, cast, tell=True)
        undo(change=change, by=cast.implementation)
        plan_notices_of_undoing(change)
        states = set(
            Reminder.objects.filter(kind="calendar.changed").values_list("state", flat=True)
        )
        assert states == {Reminder.State.CANCELLED}

        change = draft(cast, to(session(2), date(2026, 10, 15)))
        confirm(change, cast, tell=True)
        told = Reminder.objects.get(subject=f"move:{change.pk}:applied", recipient=cast.member.user)
    with time_machine.travel(NOW + timedelta(hours=1)):
        send_due()
    with inside(planned):
        told.refresh_from_db()
        assert told.state == Reminder.State.SENT
        change = PlanChange.objects.get(pk=change.pk)
        undo(change=change, by=cast.implementation)
        plan_notices_of_undoing(change)
        again = Reminder.objects.filter(
            subject=f"move:{change.pk}:undone", state=Reminder.State.PLANNED
        )
        people = {one.recipient for one in again}
        assert cast.member.user in people
        assert cast.implementation.user not in people


def test_clashes_of_the_new_day_are_named_and_old_ones_are_gone(planned, cast):
    with inside(planned):
        change = draft(cast, to(session(2), date(2026, 8, 21), 9))
        preview = preview_for(change)
        assert {clash.kind for clash in preview.clashes} == {"overlap"}
        confirm(change, cast)
        back = preview_for(draft(cast, to(session(2), date(2026, 9, 24))))
        assert {clash.kind for clash in back.clashes_gone} == {"overlap"}
        labor_day = preview_for(draft(cast, to(session(2), date(2026, 9, 7))))
        assert "holiday" in {clash.kind for clash in labor_day.clashes}


def test_a_preview_takes_a_constant_number_of_queries(planned, cast, django_assert_num_queries):
    with inside(planned):
        one = draft(cast, to(session(2), date(2026, 10, 15)))
        calls = Event.objects.filter(series__isnull=False)
        three = draft(
            cast,
            to(session(2), date(2026, 10, 15)),
            *(to(call, date(2026, 10, 1 + number)) for number, call in enumerate(calls)),
        )
        for change in (one, three):
            with django_assert_num_queries(13):
                shown(preview_for(change), change)
