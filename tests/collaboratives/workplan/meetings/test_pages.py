"""Pages of the team's meetings: who sees them, what they show, in how many queries."""

from datetime import timedelta

import pytest
from django_scopes import scope

from collaboratives.workplan import agenda_sources
from collaboratives.workplan.models import Decision, MeetingPoint
from tests.cast import cast_gets
from tests.factories.schedule import EventFactory
from tests.factories.workplan import (
    ActivityFactory,
    DecisionFactory,
    MeetingFactory,
    MeetingPointFactory,
    TaskFactory,
    TaskOwnerFactory,
)


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


@pytest.fixture
def decision(cast):
    return DecisionFactory(
        collaborative=cast.collaborative,
        who_decides=cast.implementation,
        by_when=cast.collaborative.today(),
    )


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
@pytest.mark.parametrize("page", ("meetings/", "decisions/", "decisions/new/"))
def test_who_may_see_the_lists(client, cast, who, status, page):
    assert cast.get(client, who, f"workplan/{page}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=404))
@pytest.mark.parametrize("page", ("", "roles/", "points/", "action-items/"))
def test_who_may_see_a_meeting(client, cast, coming, who, status, page):
    assert cast.get(client, who, f"workplan/meetings/{coming.pk}/{page}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=404))
def test_who_may_see_a_decision(client, cast, decision, who, status):
    assert cast.get(client, who, f"workplan/decisions/{decision.pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=404))
@pytest.mark.parametrize("deed", ("close/", "reopen/", "bring-points/"))
def test_who_may_run_a_meeting(client, cast, coming, who, status, deed):
    assert cast.post(client, who, f"workplan/meetings/{coming.pk}/{deed}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=404))
def test_who_may_tick_a_point(client, cast, coming, who, status):
    point = f"workplan/meetings/points/{point_of(coming).pk}/"
    assert cast.post(client, who, point, {"state": "done"}) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=403))
def test_who_may_put_a_line_on_the_agenda(client, cast, coming, who, status):
    address = "workplan/meetings/put-on-agenda/"
    assert cast.post(client, who, address, {"text": "The book"}) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=404))
def test_who_may_take_a_task(client, cast, who, status):
    task = TaskFactory(activity=ActivityFactory(collaborative=cast.collaborative))
    assert cast.post(client, who, f"workplan/{task.pk}/take/") == status


def point_of(event, **fields):
    return MeetingPointFactory(event=event, **fields)


def item_of(cast, meeting, owner, **fields):
    activity = ActivityFactory(collaborative=cast.collaborative)
    task = TaskFactory(activity=activity, meeting=meeting, **fields)
    TaskOwnerFactory(task=task, membership=owner)
    return task


def furnish(cast, last, coming, count):
    today = cast.collaborative.today()
    for number in range(count):
        point_of(coming, by=cast.implementation)
        DecisionFactory(
            collaborative=cast.collaborative,
            event=last,
            who_decides=cast.implementation,
            by_when=today,
        )
        item_of(cast, last, cast.faculty, due_on=today)
        item_of(cast, coming, cast.implementation, due_on=today)
        EventFactory(
            collaborative=cast.collaborative,
            starts_at=coming.starts_at + timedelta(days=number + 1),
            ends_at=coming.starts_at + timedelta(days=number + 1, hours=1),
        )


@pytest.mark.parametrize("count", (1, 3))
def test_queries_of_a_meeting_do_not_grow(
    client, cast, last, coming, following, django_assert_num_queries, count
):
    furnish(cast, last, coming, count)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(58):
        client.get(cast.url(f"workplan/meetings/{coming.pk}/"))


@pytest.mark.parametrize("count", (1, 3))
def test_queries_of_the_lists_do_not_grow(
    client, cast, meeting_on, django_assert_num_queries, count
):
    for number in range(count):
        furnish(cast, meeting_on(-7 * number - 1), meeting_on(number + 1), 1)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(9):
        client.get(cast.url("workplan/meetings/?words=Point"))
    with django_assert_num_queries(8):
        client.get(cast.url("workplan/decisions/?words=Decide"))


def test_the_agenda_assembles_itself(client, cast, last, coming):
    today = cast.collaborative.today()
    point_of(coming, text="The chairs", minutes=10)
    DecisionFactory(
        collaborative=cast.collaborative,
        text="Nine rooms or three?",
        event=last,
        who_decides=cast.implementation,
        by_when=today - timedelta(days=1),
    )
    item_of(cast, last, cast.implementation, title="Find kitchen help", due_on=today)
    late = TaskFactory(
        activity=ActivityFactory(collaborative=cast.collaborative),
        title="Write the newsletter",
        due_on=today - timedelta(days=9),
    )
    EventFactory(
        collaborative=cast.collaborative,
        title="A call in ten days",
        starts_at=coming.starts_at + timedelta(days=7),
        ends_at=coming.starts_at + timedelta(days=7, hours=1),
    )
    cast.sign_in(client, "implementation")
    response = client.get(cast.url(f"workplan/meetings/{coming.pk}/"))
    agenda = response.context["agenda"]
    assert sum(part.minutes for part in agenda.parts) == 60
    assert [part.key for part in agenda.parts] == list(agenda_sources.ORDER)
    assert next(part.minutes for part in agenda.parts if part.key == "points") == 10
    page = response.content.decode()
    for said in ("The chairs", "Nine rooms or three?", "Find kitchen help", late.title):
        assert said in page
    assert "A call in ten days" in page
    assert "Open, past its day" in page


def test_past_meetings_are_found_by_words_of_notes_points_decisions_and_items(
    client, cast, meeting_on
):
    said = {
        "notes": meeting_on(-1, notes="Loretta has the key"),
        "point": meeting_on(-8),
        "decision": meeting_on(-15),
        "item": meeting_on(-22),
    }
    point_of(said["point"], text="The wobbly table")
    DecisionFactory(collaborative=cast.collaborative, event=said["decision"], text="Two buses")
    item_of(cast, said["item"], cast.implementation, title="Call the florist")
    cast.sign_in(client, "implementation")
    for words, event in (
        ("loretta", said["notes"]),
        ("wobbly", said["point"]),
        ("buses", said["decision"]),
        ("florist", said["item"]),
    ):
        found = client.get(cast.url(f"workplan/meetings/?words={words}")).context["page"]
        assert list(found) == [event]
    nothing = client.get(cast.url("workplan/meetings/?words=walrus"))
    assert "No past meeting has these words." in nothing.content.decode()


def test_the_pages_of_a_team_without_a_meeting_or_a_decision_say_what_to_do(client, cast):
    cast.sign_in(client, "implementation")
    assert "Plan the meetings" in client.get(cast.url("workplan/meetings/")).content.decode()
    empty = client.get(cast.url("workplan/decisions/")).content.decode()
    assert "No decision is written down yet" in empty


def test_lists_have_a_second_page(client, cast, meeting_on):
    for number in range(26):
        meeting_on(-number - 1)
        DecisionFactory(collaborative=cast.collaborative)
    cast.sign_in(client, "implementation")
    for page in ("meetings", "decisions"):
        assert len(client.get(cast.url(f"workplan/{page}/?page=2")).context["page"]) == 1


def test_the_page_of_the_event_leads_to_the_meeting(client, cast, coming):
    MeetingFactory(event=coming)
    point_of(coming)
    cast.sign_in(client, "implementation")
    page = client.get(cast.url(f"calendar/{coming.pk}/")).content.decode()
    assert cast.url(f"workplan/meetings/{coming.pk}/") in page
    assert "One point was added." in page


def test_decisions_are_found_by_state_person_and_words(client, cast, colleague):
    mine = DecisionFactory(
        collaborative=cast.collaborative, who_decides=cast.implementation, text="Two buses"
    )
    theirs = DecisionFactory(
        collaborative=cast.collaborative,
        who_decides=colleague,
        state="made",
        made_on=cast.collaborative.today(),
        outcome="No walrus",
    )
    cast.sign_in(client, "implementation")

    def found(query):
        return list(client.get(cast.url(f"workplan/decisions/?{query}")).context["page"])

    assert found("") == [mine, theirs]
    assert found("state=open") == [mine]
    assert found(f"who={colleague.pk}") == [theirs]
    assert found("words=walrus") == [theirs]
    assert found("state=nonsense&who=nobody") == [mine, theirs]


def test_faculty_tick_their_own_action_items_and_see_no_meeting(client, cast, last):
    own = item_of(cast, last, cast.faculty)
    other = item_of(cast, last, cast.implementation)
    assert cast.post(client, "faculty", f"workplan/{own.pk}/done/") == 302
    assert cast.post(client, "faculty", f"workplan/{other.pk}/done/") == 404
    with within(cast):
        own.refresh_from_db()
    assert own.status == "done"
    assert cast.get(client, "faculty", f"workplan/meetings/{last.pk}/") == 404


def test_nothing_of_another_collaborative_is_found(client, cast, coming):
    point, decision = point_of(coming), DecisionFactory(collaborative=cast.collaborative)
    elsewhere = cast.stranger.collaborative.slug
    client.force_login(cast.stranger.user)
    for page in (f"meetings/{coming.pk}/", f"decisions/{decision.pk}/"):
        assert client.get(f"/c/{elsewhere}/workplan/{page}").status_code == 404
    answer = client.post(f"/c/{elsewhere}/workplan/meetings/points/{point.pk}/", {"state": "done"})
    assert answer.status_code == 404
    with within(cast):
        assert MeetingPoint.objects.get().state == "open"
        assert Decision.objects.count() == 1
