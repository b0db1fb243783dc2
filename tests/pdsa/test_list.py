"""The list: one's own tests in groups, those of other centers, counts for observers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pdsa.enums import Status
from pdsa.models import Cycle
from pdsa.queries import (
    cycles_to_finish,
    cycles_visible_to,
    in_groups,
    unanswered_cycles,
)
from tests.cast import cast_gets
from tests.factories import MembershipFactory
from tests.factories.pdsa import CycleCommentFactory, CycleFactory, CycleOwnerFactory, RampFactory


def shown(client, cast, query=""):
    """Return the words of the rows on a list page."""
    page = client.get(cast.url(f"pdsa/{query}"))
    return [row.cycle.what for row in page.context["rows"]]


@pytest.fixture
def elsewhere(cast):
    """What another center shares, and what it keeps to itself."""
    ramp = RampFactory(team=cast.other_team)
    return [
        CycleFactory(ramp=ramp, number=number, started_by=cast.other_center, **more)
        for number, more in enumerate(
            (
                {"what": "Shared plan"},
                {"what": "Kept plan", "visibility": "team"},
                {"what": "Unposted plan", "status": "draft"},
            ),
            start=1,
        )
    ]


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_who_sees_the_list(client, cast, who, status):
    assert cast.get(client, who, "pdsa/") == status


@pytest.mark.parametrize(
    ("who", "own", "others"),
    (
        ("member", ["Our plan"], ["Shared plan"]),
        ("family", ["Our plan"], ["Shared plan"]),
        ("other_center", ["Kept plan", "Shared plan", "Unposted plan"], ["Our plan"]),
        (
            "faculty",
            ["Kept plan", "Our plan", "Shared plan"],
            ["Kept plan", "Our plan", "Shared plan"],
        ),
        ("implementation", [], ["Kept plan", "Our plan", "Shared plan"]),
    ),
)
def test_ones_own_and_those_of_others(client, cast, elsewhere, who, own, others):
    CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member, what="Our plan")
    cast.sign_in(client, who)
    assert sorted(shown(client, cast)) == own
    assert sorted(shown(client, cast, "?from=others")) == others


@pytest.mark.parametrize("count", (1, 3))
@pytest.mark.parametrize(
    ("who", "query", "queries"),
    (("member", "", 12), ("other_center", "?from=others", 10), ("faculty", "", 10)),
)
def test_queries_do_not_grow(
    client, cast, hat, who, query, queries, count, django_assert_num_queries
):
    for _ in range(count):
        cycle = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)
        CycleOwnerFactory(cycle=cycle, member=MembershipFactory(collaborative=cast.collaborative))
        CycleCommentFactory(cycle=cycle, hat=hat("faculty"))
    cast.sign_in(client, who)
    with django_assert_num_queries(queries):
        page = client.get(cast.url(f"pdsa/{query}"))
    assert len(page.context["rows"]) == count
    assert "1 comment" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "days", "group"),
    (
        ("draft", None, "Planning"),
        ("planned", None, "Planning"),
        ("planned", 1, "Planning"),
        ("planned", 0, "Trying now"),
        ("planned", -9, "Trying now"),
        ("doing", 1, "Trying now"),
        ("done", -9, "Learned"),
    ),
)
def test_the_group_follows_status_and_day(client, cast, inside, status, days, group):
    today = cast.collaborative.today()
    cycle = CycleFactory(
        ramp=RampFactory(team=cast.team),
        started_by=cast.member,
        status=status,
        starts_on=None if days is None else today + timedelta(days=days),
    )
    page = cast.sign_in(client, "member").get(cast.url("pdsa/"))
    assert [row.group for row in page.context["rows"]] == [group]
    order = [{"draft"}, {"planned"}, {"doing"}, {"done"}]
    with inside():
        row = in_groups(Cycle.objects.all(), today).get()
    assert cycle.stands(today) in order[row.group]


def test_groups_stand_in_the_order_of_the_work(client, cast):
    for status in ("done", "doing", "planned", "draft"):
        CycleFactory(
            ramp=RampFactory(team=cast.team), started_by=cast.member, status=status, what=status
        )
    cast.sign_in(client, "member")
    assert shown(client, cast) == ["draft", "planned", "doing", "done"]


def test_search_and_filters(client, cast, driver):
    team = cast.team
    CycleFactory(
        ramp=RampFactory(team=team, secondary_driver=driver), started_by=cast.member, what="Songs"
    )
    CycleFactory(
        ramp=RampFactory(team=team, idea="Hello notes"),
        started_by=cast.member,
        what="Notes",
        status="done",
        decision="abandon",
        what_we_learned="Paper gets wet",
    )
    cast.sign_in(client, "member")
    assert shown(client, cast, f"?driver={driver.pk}") == ["Songs"]
    assert shown(client, cast, "?decision=abandon") == ["Notes"]
    assert shown(client, cast, "?words=wet+hello") == ["Notes"]
    assert shown(client, cast, "?words=wet+song") == []
    assert "Nothing found" in client.get(cast.url("pdsa/?words=zzz")).content.decode()


def test_a_bad_filter_says_so_and_hides_nothing(client, cast, shared):
    cast.sign_in(client, "member")
    page = client.get(cast.url("pdsa/?decision=maybe"))
    assert page.context["filters"].errors["decision"]
    assert len(page.context["rows"]) == 1


def test_the_second_page(client, cast):
    ramp = RampFactory(team=cast.team)
    for number in range(1, 28):
        CycleFactory(ramp=ramp, number=number, started_by=cast.member)
    cast.sign_in(client, "member")
    assert len(shown(client, cast)) == 25
    assert len(shown(client, cast, "?page=2")) == 2
    assert "page=2" in client.get(cast.url("pdsa/?words=Try")).content.decode()


def test_an_empty_list_shows_a_way_in_and_what_others_began_with(client, cast, elsewhere):
    page = cast.sign_in(client, "member").get(cast.url("pdsa/"))
    assert [row.cycle.what for row in page.context["examples"]] == ["Shared plan"]
    html = page.content.decode()
    assert "Plan a first test" in html
    assert "Kept plan" not in html


def test_an_observer_sees_numbers_and_no_words(client, cast, driver):
    ramp = RampFactory(team=cast.team, secondary_driver=driver)
    for number, more in enumerate(
        ({}, {"status": "done", "decision": "expand"}, {"visibility": "team"}, {"status": "draft"}),
        start=1,
    ):
        CycleFactory(ramp=ramp, number=number, started_by=cast.member, what="Secret", **more)
    page = cast.sign_in(client, "observer").get(cast.url("pdsa/"))
    assert (page.context["total"], page.context["planned"], page.context["learned"]) == (2, 1, 1)
    assert page.context["drivers"] == [(driver, 2)]
    html = page.content.decode()
    for word in ("Secret", ramp.idea, cast.team.name, str(cast.member)):
        assert word not in html


def test_what_one_has_to_finish(cast, inside):
    today = cast.collaborative.today()
    due = CycleFactory(
        ramp=RampFactory(team=cast.team), started_by=cast.member, starts_on=today, status="planned"
    )
    CycleFactory(
        ramp=RampFactory(team=cast.team),
        started_by=cast.member,
        starts_on=today + timedelta(days=1),
    )
    with inside():
        assert list(cycles_to_finish(cast.member, today)) == [due]
        assert list(cycles_to_finish(cast.teammate, today)) == []


class TestWaitingForAnAnswer:
    """Whose answer clears the queue."""

    @pytest.mark.parametrize(
        ("who", "clears"),
        (
            ("faculty", True),
            ("implementation", True),
            ("other_center", True),
            ("teammate", False),
            ("leader", False),
            ("family", False),
            ("member", False),
        ),
    )
    def test_who_answers(self, cast, shared, hat, inside, who, clears):
        with inside():
            assert list(unanswered_cycles(cast.faculty)) == [shared]
        CycleCommentFactory(cycle=shared, hat=hat(who))
        with inside():
            assert list(unanswered_cycles(cast.faculty)) == ([] if clears else [shared])

    @pytest.mark.parametrize(
        ("who", "clears"),
        (("implementation", False), ("faculty", True), ("teammate", True)),
    )
    def test_on_the_implementation_teams_own_test(self, cast, hat, inside, who, clears):
        ramp = RampFactory(team=None, collaborative=cast.collaborative)
        cycle = CycleFactory(ramp=ramp, started_by=cast.implementation)
        CycleCommentFactory(cycle=cycle, hat=hat(who))
        with inside():
            assert list(unanswered_cycles(cast.faculty)) == ([] if clears else [cycle])

    def test_an_answer_taken_back_is_none(self, cast, shared, hat, inside):
        CycleCommentFactory(cycle=shared, hat=hat("faculty"), removed_at=timezone.now())
        with inside():
            assert list(unanswered_cycles(cast.faculty)) == [shared]

    def test_a_draft_does_not_wait(self, cast, draft, inside):
        with inside():
            assert list(unanswered_cycles(cast.faculty)) == []


def test_statuses_of_a_draft_are_known(cast, draft, inside):
    with inside():
        assert [row.status for row in cycles_visible_to(cast.member)] == [Status.DRAFT]
        assert list(cycles_visible_to(cast.teammate)) == []
