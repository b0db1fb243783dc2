"""The pages of a move: choosing it, its preview, its record."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from bsc.tenancy.doors import inside
from collaboratives.schedule.models import Event, EventLeader
from collaboratives.schedule.moving import EventWish
from collaboratives.workplan.models import PlanChange, Task
from collaboratives.workplan.moves.applying import apply_move, draft_move, preview_for
from collaboratives.workplan.services import generate_workplan
from tests.cast import cast_gets
from tests.factories import CollaborativeFactory, MembershipFactory
from tests.factories.schedule import EventFactory
from tests.factories.workplan import PlanChangeFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 12, tzinfo=NEW_YORK)


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def second(cast):
    """Learning Session 2 of a collaborative with its plan."""
    made = [
        EventFactory(
            collaborative=cast.collaborative,
            kind="learning_session",
            number=number,
            title=f"Learning Session {number}",
            starts_at=datetime(*day, 9, tzinfo=NEW_YORK),
            ends_at=datetime(*day, 16, tzinfo=NEW_YORK),
        )
        for number, day in enumerate(((2026, 6, 11), (2026, 9, 24), (2027, 1, 14)), 1)
    ]
    with inside(cast.collaborative):
        generate_workplan(collaborative=cast.collaborative, by=cast.implementation)
    return made[1]


def wish_for(event, weeks=3):
    shift = timedelta(weeks=weeks)
    return EventWish(event.pk, event.starts_at + shift, event.ends_at + shift, event.days)


@pytest.fixture
def draft(cast, second):
    with inside(cast.collaborative):
        return draft_move(
            collaborative=cast.collaborative,
            by=cast.implementation,
            wishes=[wish_for(second)],
            title="Learning Session 2: Sep 24 → Oct 15",
        )


def basis(change):
    with inside(change.collaborative):
        return preview_for(PlanChange.objects.get(pk=change.pk)).basis


def day_of(event):
    with inside(event.collaborative):
        return Event.objects.get(pk=event.pk).starts_at.astimezone(NEW_YORK).date()


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
def test_who_may_choose_what_to_move(client, cast, who, status):
    assert cast.get(client, who, "/workplan/moves/new/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=404))
def test_who_may_read_a_preview(client, cast, draft, who, status):
    assert cast.get(client, who, f"/workplan/moves/{draft.pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
def test_who_may_read_what_was_done(client, cast, who, status):
    assert cast.get(client, who, "/workplan/changes/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=404, others=403))
def test_who_may_read_one_deed(client, cast, who, status):
    deed = PlanChangeFactory(
        collaborative=cast.collaborative, by=cast.implementation, status="applied", applied_at=NOW
    )
    assert cast.get(client, who, f"/workplan/changes/{deed.pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=404))
def test_who_may_confirm(client, cast, second, draft, who, status):
    data = {"basis": basis(draft)}
    assert cast.post(client, who, f"/workplan/moves/{draft.pk}/confirm/", data) == status
    assert (day_of(second) == date(2026, 10, 15)) is (who == "implementation")


@pytest.mark.parametrize("act", ("choose", "add", "leave-out", "drop"))
@pytest.mark.parametrize("who", ("member", "faculty", "observer", "stranger"))
def test_nobody_else_touches_a_draft(client, cast, draft, who, act):
    assert cast.post(client, who, f"/workplan/moves/{draft.pk}/{act}/") == 404


def test_a_move_from_the_page_of_the_date_to_its_undoing(client, cast, second):
    """The whole path: another day typed, read, one task pinned, confirmed, undone."""
    cast.sign_in(client, "implementation")
    data = {"what": "event", "event-event": second.pk, "event-day": "2026-10-15"}
    found = client.post(cast.url("/workplan/moves/new/"), data)
    page = client.get(found.url)
    text = page.content.decode()
    assert "Nothing has moved yet" in text
    assert "Action Period 1 gets longer by 3 weeks" in text
    assert day_of(second) == date(2026, 9, 24)

    with inside(cast.collaborative):
        one = Task.objects.get(rule__key="session-logistics", event=second)
    client.post(found.url + "choose/", {"task": [one.pk], "do": "pin"})
    page = client.get(found.url)
    assert "Pinned: stays here, also the next time" in page.content.decode()

    data = {"basis": page.context["confirming"].initial["basis"], "tell": "on"}
    done = client.post(found.url + "confirm/", data)
    assert day_of(second) == date(2026, 10, 15)
    text = client.get(done.url).content.decode()
    assert "Learning Session 2" in text
    with inside(cast.collaborative):
        assert Task.objects.get(pk=one.pk).due_on == one.due_on

    client.post(done.url + "undo/")
    assert day_of(second) == date(2026, 9, 24)
    assert "Undone by" in client.get(done.url).content.decode()
    assert client.get(found.url).url == done.url  # the preview leads to its record


def test_another_day_in_the_form_of_the_event_leads_to_the_preview(client, cast, second):
    cast.sign_in(client, "implementation")
    url = cast.url(f"/calendar/{second.pk}/edit/")
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    found = client.post(url, data | {"title": "Second session", "day": "2026-10-15"})
    assert "/workplan/moves/" in found.url
    assert day_of(second) == date(2026, 9, 24)
    with inside(cast.collaborative):
        assert Event.objects.get(pk=second.pk).title == "Second session"


def test_cancelling_leads_to_the_preview(client, cast, second):
    cast.sign_in(client, "implementation")
    found = client.post(cast.url(f"/calendar/{second.pk}/cancel/"), {"because": "A storm."})
    text = client.get(found.url).content.decode()
    assert "A storm." in text
    assert "not needed any more" in text
    with inside(cast.collaborative):
        assert not Event.objects.get(pk=second.pk).is_cancelled


def test_faculty_move_what_they_lead_and_nothing_else(client, cast, second):
    call = EventFactory(
        collaborative=cast.collaborative, starts_at=NOW + timedelta(days=20), title="My call"
    )
    with inside(cast.collaborative):
        EventLeader.objects.create(
            collaborative=cast.collaborative, event=call, membership=cast.faculty
        )
    cast.sign_in(client, "faculty")
    page = client.get(cast.url("/workplan/moves/new/"))
    with inside(cast.collaborative):
        assert list(page.context["by_event"].fields["event"].queryset) == [call]
    assert page.context["by_span"] is None
    data = {"what": "event", "event-event": call.pk, "event-day": "2026-03-30"}
    found = client.post(cast.url("/workplan/moves/new/"), data)
    page = client.get(found.url)
    assert "In the workplan" not in page.content.decode()
    # Somebody takes the call away from them in the meantime.
    with inside(cast.collaborative):
        EventLeader.objects.all().delete()
    data = {"basis": page.context["confirming"].initial["basis"]}
    assert client.post(found.url + "confirm/", data).status_code == 403


@pytest.mark.parametrize(
    ("data", "said"),
    (
        ({"event-day": ""}, "This field is required."),
        ({"event-day": "2062-10-15"}, "years away from the collaborative"),
        ({"event-day": "2026-09-24", "event-starts": "09:00"}, "That is the day it is on now."),
        ({"event-event": "999999", "event-day": "2026-10-15"}, "Select a valid choice"),
    ),
)
def test_bad_input_is_named_beside_the_field_and_nothing_is_lost(client, cast, second, data, said):
    cast.sign_in(client, "implementation")
    sent = {"what": "event", "event-event": second.pk, "event-starts": "10:30"} | data
    page = client.post(cast.url("/workplan/moves/new/"), sent)
    assert page.status_code == 200
    text = page.content.decode()
    assert said in text
    assert f'value="{sent["event-starts"]}"' in text


@pytest.mark.parametrize(
    ("first", "last", "said"),
    (
        ("2027-01-01", "2026-01-01", "must come after the first"),
        ("2026-01-05", "2046-01-05", "longer than six years"),
        ("", "2026-01-05", "required"),
    ),
)
def test_bad_dates_of_the_collaborative_are_refused(client, cast, first, last, said):
    cast.sign_in(client, "implementation")
    sent = {"what": "span", "span-starts_on": first, "span-ends_on": last}
    page = client.post(cast.url("/workplan/moves/new/"), sent)
    assert said in page.content.decode()


def test_a_day_must_be_chosen_before_tasks_get_it(client, cast, second, draft):
    cast.sign_in(client, "implementation")
    with inside(cast.collaborative):
        one = Task.objects.get(rule__key="session-logistics", event=second)
    url = cast.url(f"/workplan/moves/{draft.pk}/")
    page = client.post(url + "choose/", {"task": [one.pk], "do": "on", "on": ""})
    assert "Choose the day first." in page.content.decode()
    assert one.pk in page.context["ticked"]
    page = client.post(url + "choose/", {"do": "pin"}, follow=True)
    assert "Tick the tasks first." in page.content.decode()
    assert client.post(url + "choose/", {"task": ["x"], "do": "sing"}).status_code == 200


def test_a_stale_preview_is_worked_out_again_with_the_words_kept(client, cast, second, draft):
    cast.sign_in(client, "implementation")
    data = {"basis": "what I read", "tell": "on", "message": "A better room."}
    page = client.post(cast.url(f"/workplan/moves/{draft.pk}/confirm/"), data)
    text = page.content.decode()
    assert "The plan changed while you were reading" in text
    assert "A better room." in text
    assert day_of(second) == date(2026, 9, 24)
    assert page.context["confirming"]["basis"].value() == basis(draft)


def test_two_dates_are_moved_together_and_one_is_left_out_again(client, cast, second, draft):
    cast.sign_in(client, "implementation")
    url = cast.url(f"/workplan/moves/{draft.pk}/")
    with inside(cast.collaborative):
        third = Event.objects.get(kind="learning_session", number=3)
    page = client.post(url + "add/", {"event": third.pk, "day": "2027-02-04"}, follow=True)
    assert len(page.context["preview"].events) == 2
    page = client.post(url + "leave-out/", {"event": second.pk}, follow=True)
    assert [line.before.pk for line in page.context["preview"].events] == [third.pk]


def test_giving_up_moves_nothing(client, cast, second, draft):
    cast.sign_in(client, "implementation")
    client.post(cast.url(f"/workplan/moves/{draft.pk}/drop/"))
    data = {"basis": basis(draft)}
    client.post(cast.url(f"/workplan/moves/{draft.pk}/confirm/"), data)
    assert day_of(second) == date(2026, 9, 24)


def test_somebody_elses_collaborative_has_no_such_move(client, cast, draft):
    other = CollaborativeFactory(organization=cast.collaborative.organization)
    MembershipFactory(collaborative=other, user=cast.implementation.user)
    cast.sign_in(client, "implementation")
    assert client.get(f"/c/{other.slug}/workplan/moves/{draft.pk}/").status_code == 404


@pytest.mark.parametrize("count", (1, 3))
def test_the_list_of_changes_takes_a_constant_number_of_queries(
    client, cast, count, django_assert_num_queries
):
    PlanChangeFactory.create_batch(
        count,
        collaborative=cast.collaborative,
        by=cast.implementation,
        status="applied",
        applied_at=NOW,
    )
    cast.sign_in(client, "implementation")
    client.get(cast.url("/workplan/changes/"))
    with django_assert_num_queries(8):
        client.get(cast.url("/workplan/changes/"))


def test_an_empty_list_says_what_will_stand_here(client, cast):
    cast.sign_in(client, "implementation")
    text = client.get(cast.url("/workplan/changes/")).content.decode()
    assert "Nothing has been moved yet" in text


@pytest.fixture
def moved_by_faculty(cast, second):
    """Faculty who lead Learning Session 2 moved it."""
    with inside(cast.collaborative):
        EventLeader.objects.create(
            collaborative=cast.collaborative, event=second, membership=cast.faculty
        )
        change = draft_move(
            collaborative=cast.collaborative, by=cast.faculty, wishes=[wish_for(second)], title="A"
        )
        return apply_move(
            change=change, by=cast.faculty, basis=preview_for(change).basis, tell=False
        )


def test_faculty_read_of_their_move_no_tasks_of_others(client, cast, second, moved_by_faculty):
    path = f"/workplan/changes/{moved_by_faculty.pk}/"
    with inside(cast.collaborative):
        one = Task.objects.get(rule__key="session-logistics", event=second)
        Task.objects.filter(pk=one.pk).update(title="A task of others", due_on=date(2026, 1, 1))
    for who, reads in (("implementation", True), ("faculty", False)):
        cast.sign_in(client, who)
        text = client.get(cast.url(path)).content.decode()
        assert ("A task of others" in text) is reads
        assert "has changed since" in text
    client.post(cast.url(path + "undo/"))
    assert "A task of others" not in client.get(cast.url(path)).content.decode()


def test_faculty_take_back_only_what_they_still_lead(client, cast, second, moved_by_faculty):
    path = f"/workplan/changes/{moved_by_faculty.pk}/undo/"
    with inside(cast.collaborative):
        leader = EventLeader.objects.get()
        EventLeader.objects.all().delete()
    assert cast.post(client, "faculty", path) == 403
    assert day_of(second) == date(2026, 10, 15)
    with inside(cast.collaborative):
        leader.save(force_insert=True)
    assert cast.post(client, "faculty", path) == 302
    assert day_of(second) == date(2026, 9, 24)


def test_who_is_faculty_no_more_reads_no_draft_of_theirs(client, cast, second):
    with inside(cast.collaborative):
        change = draft_move(
            collaborative=cast.collaborative, by=cast.faculty, wishes=[wish_for(second)], title="A"
        )
        cast.faculty.role_rows.update(role="observer")
    assert cast.get(client, "faculty", f"/workplan/moves/{change.pk}/") == 404


@pytest.mark.parametrize("day", ("0001-01-01", "9999-12-31"))
def test_a_day_outside_the_collaborative_is_refused_and_the_ticks_kept(
    client, cast, second, draft, day
):
    cast.sign_in(client, "implementation")
    with inside(cast.collaborative):
        one = Task.objects.get(rule__key="session-logistics", event=second)
    url = cast.url(f"/workplan/moves/{draft.pk}/choose/")
    page = client.post(url, {"task": [one.pk], "do": "on", "on": day})
    assert "That is outside the collaborative" in page.content.decode()
    assert one.pk in page.context["ticked"]


def test_keys_that_are_none_are_left_alone(client, cast, draft):
    cast.sign_in(client, "implementation")
    url = cast.url(f"/workplan/moves/{draft.pk}/")
    for act, data in (
        ("choose", {"task": "9" * 5000, "do": "pin"}),
        ("leave-out", {"event": "9" * 5000}),
    ):
        assert client.post(f"{url}{act}/", data).status_code == 302


def test_a_draft_is_called_by_what_it_moves(client, cast, second):
    cast.sign_in(client, "implementation")
    data = {"what": "event", "event-event": second.pk, "event-day": "2026-10-15"}
    url = client.post(cast.url("/workplan/moves/new/"), data).url
    with inside(cast.collaborative):
        third = Event.objects.get(kind="learning_session", number=3)
    client.post(url + "add/", {"event": third.pk, "day": "2027-02-04"})
    assert "and 1 more" in client.get(url).context["change"].title
    client.post(url + "leave-out/", {"event": second.pk})
    assert client.get(url).context["change"].title.startswith("Learning Session 3: ")


def test_a_reason_that_is_too_long_is_shown_again(client, cast, second):
    cast.sign_in(client, "implementation")
    url = cast.url(f"/calendar/{second.pk}/cancel/")
    page = client.post(url, {"because": "A long storm. " * 40})
    text = page.content.decode()
    assert text.count("A long storm. ") > 30
    assert page.context["cancel_form"].errors["because"]
    with inside(cast.collaborative):
        assert not PlanChange.objects.exists()
