"""Where a test begins: an idea of the framework, somebody else's test, a plan to collect numbers."""

import uuid

import pytest

from collaboratives.framework.enums import IdeaStatus
from pdsa.models import Cycle
from tests.cast import cast_gets
from tests.factories.framework import ChangeIdeaFactory
from tests.factories.metrics import CollectionPlanFactory, MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory


@pytest.fixture
def plan(cast):
    """How the member's team wants to collect a measure."""
    metric = MetricFactory(collaborative=cast.collaborative, plain_name="Talks at the door")
    return CollectionPlanFactory(
        team=cast.team, metric=metric, changed_by=cast.leader, who="Ana", where="The door",
        when="Fridays", tool="Tally sheet",
    )  # fmt: skip


def page_of(client, cast, query):
    return client.get(cast.url(f"pdsa/new/?{query}"))


class TestIdeas:
    """Ideas stand beside the question, never in its way."""

    def test_without_a_focus_area_one_can_be_chosen(self, client, cast, driver):
        cast.sign_in(client, "member")
        page = client.get(cast.url("pdsa/new/")).content.decode()
        assert f"?driver={driver.pk}" in page
        assert "Looking for an idea?" in page

    def test_a_focus_area_shows_its_ideas_and_what_others_tried(self, client, cast, driver, inside):
        idea = ChangeIdeaFactory(secondary=driver, text="Sing at the door")
        ChangeIdeaFactory(secondary=driver, text="Not yet", status=IdeaStatus.PROPOSED)
        with inside():
            for team, what, visibility in (
                (cast.other_team, "Theirs, shared", "collaborative"),
                (cast.other_team, "Theirs, hidden", "team"),
                (cast.team, "Our own", "collaborative"),
            ):
                ramp = RampFactory(team=team, secondary_driver=driver)
                CycleFactory(
                    ramp=ramp, what=what, visibility=visibility, started_by=cast.other_center
                )
        for who in ("member", "family"):
            cast.sign_in(client, who)
            page = page_of(client, cast, f"driver={driver.pk}").content.decode()
            assert f"idea={idea.pk}" in page
            assert "Theirs, shared" in page
            for absent in ("Not yet", "Theirs, hidden", "Our own"):
                assert absent not in page

    def test_an_idea_fills_in_the_words_and_the_focus_area(self, client, cast, driver):
        idea = ChangeIdeaFactory(secondary=driver, text="Sing at the door")
        cast.sign_in(client, "member")
        form = page_of(client, cast, f"idea={idea.pk}").context["form"]
        assert form["what"].value() == "Sing at the door"
        assert form["driver"].value() == str(driver.pk)

    @pytest.mark.parametrize("query", (
        "idea=x", "idea=999999", "idea=²", "idea=٣", f"idea={'9' * 5000}", "driver=x",
        "driver=999999", "driver=²",
    ))  # fmt: skip
    def test_an_idea_that_is_gone_leaves_an_empty_form(self, client, cast, query):
        cast.sign_in(client, "member")
        response = page_of(client, cast, query)
        assert response.status_code == 200
        assert not response.context["form"]["what"].value()

    def test_an_idea_of_another_collaborative_is_none(self, client, cast, their_driver):
        idea = ChangeIdeaFactory(secondary=their_driver, text="Theirs")
        cast.sign_in(client, "member")
        assert "Theirs" not in page_of(client, cast, f"idea={idea.pk}").content.decode()

    @pytest.mark.parametrize("count", (1, 3))
    def test_a_constant_number_of_questions(
        self, client, cast, driver, inside, count, django_assert_num_queries
    ):
        for _ in range(count):
            ChangeIdeaFactory(secondary=driver)
            ramp = RampFactory(team=cast.other_team, secondary_driver=driver)
            CycleFactory(ramp=ramp, started_by=cast.other_center)
        cast.sign_in(client, "member")
        with django_assert_num_queries(11):
            page_of(client, cast, f"driver={driver.pk}")


class TestACollectionPlan:
    """The plan's first trial can be a test."""

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(
            member=200, teammate=200, leader=200, family=200, other_center=404,
            implementation=404, faculty=403, observer=403,
        ),
    )  # fmt: skip
    def test_who_tries_a_teams_plan(self, client, cast, plan, who, status):
        assert cast.get(client, who, f"pdsa/new/?plan={plan.pk}") == status

    @pytest.mark.parametrize("key", ("abc", "²", "٣", "-1", "9" * 19, "9" * 5000))
    def test_a_plan_that_is_none_is_not_found(self, client, cast, inside, key):
        cast.sign_in(client, "member")
        assert page_of(client, cast, f"plan={key}").status_code == 404
        data = {"what": "Wave", "plan": key, "token": uuid.uuid4()}
        assert client.post(cast.url("pdsa/new/"), data).status_code == 404
        with inside():
            assert not Cycle.objects.exists()

    def test_it_is_linked_with_its_measure_who_and_where(self, client, cast, plan, inside):
        cast.sign_in(client, "member")
        form = page_of(client, cast, f"plan={plan.pk}").context["form"]
        assert (
            form["what"].value()
            == "Try out our way to count: Talks at the door\nFridays, Tally sheet"
        )
        data = {"what": form["what"].value(), "plan": plan.pk, "token": uuid.uuid4()}
        # While somebody types the address has no question mark; sent twice it stays one test.
        for headers in ({"HX-Request": "true"}, {}):
            client.post(cast.url("pdsa/new/"), data, headers=headers)
        with inside():
            cycle = Cycle.objects.select_related("ramp").get()
            assert (cycle.collection_plan_id, cycle.who, cycle.where) == (
                plan.pk,
                "Ana",
                "The door",
            )
            assert [row.metric_id for row in cycle.ramp.metric_rows.all()] == [plan.metric_id]
            Cycle.objects.update(status="planned", posted_at="2026-03-01T12:00Z")
        for who in ("member", "other_center"):
            cast.sign_in(client, who)
            page = client.get(cast.url(f"pdsa/{cycle.pk}/")).content.decode()
            assert "Tries out how we count" in page
            assert "Talks at the door" in page
