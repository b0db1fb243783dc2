"""This week: every date and task once, what is late, what needs a person, each with its act."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from bsc.home.desk import desk_of
from tests.cast import cast_gets
from tests.factories.community import TopicFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.factories.schedule import EventFactory, EventLeaderFactory
from tests.factories.workplan import (
    ActivityFactory,
    DecisionFactory,
    TaskFactory,
    TaskOwnerFactory,
)


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


def desk(cast, who="implementation"):
    with within(cast):
        return desk_of(getattr(cast, who), cast.collaborative)


def needs(cast):
    return {need.key: need for need in desk(cast).needs}


@pytest.fixture
def today(cast):
    return cast.collaborative.today()


@pytest.fixture
def task_on(cast, today):
    """Make a task due that many days from today."""

    def make(days, *, owner=None, **fields):
        activity = ActivityFactory(collaborative=cast.collaborative)
        task = TaskFactory(activity=activity, due_on=today + timedelta(days=days), **fields)
        if owner:
            TaskOwnerFactory(task=task, membership=owner)
        return task

    return make


@pytest.fixture
def event_on(cast):
    """Make an event that many days from now."""

    def make(days, *, led=False, **fields):
        starts = timezone.now() + timedelta(days=days, minutes=5)
        ends = starts + timedelta(hours=1)
        event = EventFactory(
            collaborative=cast.collaborative, starts_at=starts, ends_at=ends, **fields
        )
        if led:
            EventLeaderFactory(event=event, membership=cast.faculty)
        return event

    return make


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_only_the_team_has_a_desk(client, cast, who, status):
    assert cast.get(client, who, "home/") == status
    if status == 200:
        has_desk = "desk" in client.get(cast.url("home/")).context
        assert has_desk == (who == "implementation")


def test_every_date_and_task_stands_once(cast, task_on, event_on):
    mine = [task_on(days, owner=cast.implementation) for days in (0, 6, 7, 13, 14, 27)]
    team = [task_on(days, owner=cast.faculty) for days in (1, 8, 20)]
    dates = [event_on(days) for days in (1, 6, 8, 15, 26)]
    task_on(28)
    task_on(3, status="done")
    event_on(28.5)
    event_on(2, status="cancelled")
    one, two, four = desk(cast).windows
    assert [one.mine, two.mine, four.mine] == [mine[:2], mine[2:4], mine[4:]]
    assert [one.team, two.team, four.team] == [[one] for one in team]
    shown = [event for window in (one, two, four) for event in window.events]
    assert shown == dates


def test_late_tasks_are_mine_first_and_action_items_stand_apart(cast, task_on, event_on):
    old = task_on(-20, owner=cast.faculty)
    mine = task_on(-2, owner=cast.implementation)
    meeting = event_on(-9, kind="implementation_meeting", audience="implementation")
    item = task_on(-3, owner=cast.faculty, meeting=meeting)
    found = desk(cast)
    assert found.late == [mine, old]
    assert [row.text for row in {need.key: need for need in found.needs}["action_items"].rows] == [
        item.title
    ]


def test_more_late_tasks_than_are_shown_lead_to_the_plan(client, cast, task_on):
    for _ in range(10):
        task_on(-1)
    cast.sign_in(client, "implementation")
    assert "2 more late tasks in the workplan" in client.get(cast.url("home/")).content.decode()


def test_done_with_one_tap_comes_home_and_can_be_taken_back(client, cast, task_on):
    task = task_on(0, owner=cast.implementation)
    cast.sign_in(client, "implementation")
    home = cast.url("home/")
    page = client.get(home).content.decode()
    address = f"{cast.url(f'workplan/{task.pk}/done/')}?next={home}"
    assert f'action="{address}"' in page
    assert client.post(address).url == home
    assert desk(cast).done == [task]
    assert "Done today: one task" in client.get(home).content.decode()
    client.post(address, {"undo": "1"})
    assert desk(cast).windows[0].mine == [task]


class TestNeeds:
    def test_nothing_waits(self, client, cast, monkeypatch):
        monkeypatch.setattr("collaboratives.workplan.needs._sources", {})
        cast.sign_in(client, "implementation")
        assert "Nothing waits" in client.get(cast.url("home/")).content.decode()

    def test_numbers_that_did_not_come_lead_to_a_letter(self, cast):
        assert "numbers" not in needs(cast)
        MetricFactory(collaborative=cast.collaborative)
        need = needs(cast)["numbers"]
        assert need.text.startswith("2 centers have not sent the numbers for ")
        assert {row.text for row in need.rows} == {cast.team.name, cast.other_team.name}
        assert all(row.act.url.endswith("/nudge/") for row in need.rows)
        assert f"Write to {cast.leader.user.first_name}" in [row.act.label for row in need.rows]

    def test_what_waited_two_days_leads_to_the_oldest(self, cast):
        now = timezone.now()
        for days in (1, 3, 9):
            CycleFactory(
                ramp=RampFactory(team=cast.team, idea=f"Idea of {days} days"),
                started_by=cast.member,
                status="planned",
                posted_at=now - timedelta(days=days),
            )
        with within(cast):
            topic = TopicFactory(author=cast.member)
            topic.created_at = now - timedelta(days=5)
            topic.save()
        need = needs(cast)["unanswered"]
        assert need.text == "3 tests and posts have waited more than two days for an answer"
        assert [row.text for row in need.rows] == ["Idea of 9 days", topic.title, "Idea of 3 days"]

    def test_an_old_invitation_is_sent_again_from_here(self, client, cast):
        now = timezone.now()
        fields = {"team": cast.team, "invited_by": cast.implementation, "role": "teacher"}
        old = InvitationFactory(**fields, expires_at=now + timedelta(days=10), name_hint="Ada")
        InvitationFactory(**fields, expires_at=now + timedelta(days=28), name_hint="New")
        InvitationFactory(**fields, expires_at=now - timedelta(days=1), used=1, max_uses=9)
        need = needs(cast)["invitations"]
        assert [row.text for row in need.rows] == ["Ada"]
        act = need.first.act
        assert act.post
        cast.sign_in(client, "implementation")
        client.post(act.url)
        assert "invitations" not in needs(cast)
        with within(cast):
            old.refresh_from_db()
        assert old.expires_at > now + timedelta(days=29)

    def test_calls_without_a_lead_or_questions_and_sessions_without_an_agenda(self, cast, event_on):
        bare = event_on(3, questions="")
        event_on(4, led=True, questions="What did you try?")
        far = event_on(20, questions="")
        event_on(30)
        session = event_on(10, kind="learning_session", number=2)
        event_on(5, kind="implementation_meeting", audience="implementation")
        found = needs(cast)
        assert [row.text for row in found["lead"].rows] == [bare.title, far.title]
        assert found["lead"].first.act.url.endswith(f"/calendar/{bare.pk}/edit/#id_leaders")
        assert [row.text for row in found["questions"].rows] == [session.title, bare.title]
        acts = [row.act.url for row in found["questions"].rows]
        assert acts[0] == cast.url(f"learning-sessions/{session.pk}/")
        assert acts[1].endswith("#id_questions")

    def test_unowned_tasks_are_taken_with_one_tap(self, client, cast, task_on):
        task = task_on(5)
        task_on(5, owner=cast.faculty)
        need = needs(cast)["unowned"]
        assert [row.text for row in need.rows] == [task.title]
        cast.sign_in(client, "implementation")
        for _ in range(2):
            assert client.post(need.first.act.url).url == cast.url("home/")
        assert "unowned" not in needs(cast)
        assert desk(cast).windows[0].mine == [task]

    def test_decisions_past_their_day(self, cast, today):
        fields = {"collaborative": cast.collaborative, "who_decides": cast.implementation}
        late = DecisionFactory(**fields, by_when=today - timedelta(days=1))
        DecisionFactory(**fields, by_when=today)
        need = needs(cast)["decisions"]
        assert [row.text for row in need.rows] == [late.text]

    def test_clashes(self, cast, event_on):
        first = event_on(3, led=True)
        EventFactory(
            collaborative=cast.collaborative,
            starts_at=first.starts_at,
            ends_at=first.ends_at,
            kind="faculty_call",
            audience="faculty",
        )
        assert needs(cast)["clashes"].first.act.url == cast.url("calendar/clashes/")

    def test_what_nobody_covers_leads_to_the_page_where_somebody_is_named(self, cast):
        found = needs(cast)
        assert found["competencies"].text == "9 competencies of the team are held by nobody"
        assert found["point_people"].text == "2 centers have no point person"
        assert found["competencies"].first.act.url == found["point_people"].first.act.url

    def test_a_need_can_be_put_on_the_agenda(self, client, cast, task_on, event_on):
        meeting = event_on(2, kind="implementation_meeting", audience="implementation")
        task_on(5)
        cast.sign_in(client, "implementation")
        page = client.get(cast.url("home/")).content.decode()
        assert "Put it on the agenda" in page
        assert "agenda ready" in page
        answer = client.post(
            cast.url(f"workplan/meetings/put-on-agenda/?next={cast.url('home/')}"),
            {"text": needs(cast)["unowned"].text, "link": needs(cast)["unowned"].url},
        )
        assert answer.url == cast.url("home/")
        page = client.get(cast.url(f"workplan/meetings/{meeting.pk}/"))
        assert [point.text for point, _minutes in page.context["points"]] == [
            "1 task of the next four weeks has no owner"
        ]


def test_a_new_collaborative_gets_five_points_to_set_up(client, cast, task_on, event_on):
    points = desk(cast).set_up
    assert [point.is_done for point in points] == [False, False, False, True, False]
    cast.sign_in(client, "implementation")
    for point in points:
        assert client.get(point.url).status_code == 200
    event_on(40, kind="learning_session", number=1)
    task_on(40)
    assert [point.is_done for point in desk(cast).set_up] == [False, True, False, True, True]


@pytest.mark.parametrize("count", (1, 3))
def test_queries_do_not_grow(
    client, cast, task_on, event_on, today, django_assert_num_queries, count
):
    MetricFactory(collaborative=cast.collaborative)
    for number in range(count):
        for days in (-3, 2, 9, 20):
            task_on(days)
            task_on(days, owner=cast.implementation)
        for days in (2, 10, 20):
            event_on(days + number, questions="")
        event_on(3 + number, kind="learning_session", number=number + 1)
        event_on(4 + number, kind="implementation_meeting", audience="implementation")
        DecisionFactory(
            collaborative=cast.collaborative,
            who_decides=cast.implementation,
            by_when=today - timedelta(days=1),
        )
        CycleFactory(
            ramp=RampFactory(team=cast.team),
            started_by=cast.member,
            status="planned",
            posted_at=timezone.now() - timedelta(days=4),
        )
        InvitationFactory(
            team=cast.team,
            invited_by=cast.implementation,
            role="teacher",
            expires_at=timezone.now(),
        )
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(46):
        client.get(cast.url("home/"))
