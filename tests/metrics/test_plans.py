"""How a team collects its numbers, and how that goes in all teams."""

import pytest

from metrics.models import CollectionPlan
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.metrics import CollectionPlanFactory, MetricFactory
from tests.metrics.helpers import inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

EVERYBODY = {"member": 200, "teammate": 200, "leader": 200, "family": 200}
GIVEN = {
    "who": "Rafael", "when": "Fridays", "where": "At the door", "tool": "A jar of buttons",
    "status": "tried", "note": "",
}  # fmt: skip


def plan_of(cast, metric, **fields):
    return CollectionPlanFactory(team=cast.team, metric=metric, changed_by=cast.leader, **fields)


def save(client, cast, by="member", revision=0, **changed):
    cast.sign_in(client, by)
    data = GIVEN | {"revision": revision} | changed
    return client.post(cast.url(f"metrics/collecting/talks/?team={cast.team.pk}"), data)


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**EVERYBODY, other_center=404, faculty=200, implementation=200, observer=404),
)
def test_who_reads_how_a_team_collects(client, cast, metric, who, status):
    assert cast.get(client, who, f"metrics/collecting/?team={cast.team.pk}") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**EVERYBODY, other_center=404, faculty=403, implementation=200, observer=404),
)
def test_who_writes_it_down(client, cast, metric, who, status):
    assert cast.get(client, who, f"metrics/collecting/talks/?team={cast.team.pk}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
def test_who_sees_how_it_goes_in_all_teams(client, cast, metric, who, status):
    assert cast.get(client, who, "metrics/collecting/all/") == status


def test_without_a_plan_the_page_asks_for_one(client, cast, metric):
    page = page_of(client, cast, "member", "metrics/collecting/")
    assert "Make a plan" in page
    assert "Try it as a test" not in page


def test_a_plan_is_written_once_and_can_be_tried_as_a_test(client, cast, metric):
    for _ in range(2):
        assert save(client, cast).status_code == 302
    with inside(cast.team):
        plan = CollectionPlan.objects.get()
        assert (plan.who, plan.status, plan.revision) == ("Rafael", "tried", 1)
        assert plan.changed_by == cast.member
    page = page_of(client, cast, "member", "metrics/collecting/")
    assert "A jar of buttons" in page
    assert f"/pdsa/new/?plan={plan.pk}" in page
    assert f"?plan={plan.pk}" not in page_of(
        client, cast, "faculty", f"metrics/collecting/?team={cast.team.pk}"
    )


def test_stuck_says_what_gets_in_the_way_and_nothing_typed_is_lost(client, cast, metric):
    page = save(client, cast, status="stuck", who="").content.decode()
    assert "This field is required" in page
    page = save(client, cast, status="stuck").content.decode()
    assert "Please say in a few words what gets in the way" in page
    assert "A jar of buttons" in page
    assert save(client, cast, status="stuck", note="Two of us.").status_code == 302


def test_the_second_of_two_writers_sees_the_first_ones_plan(client, cast, metric):
    save(client, cast, tool="Buttons")
    page = save(client, cast, "leader", tool="Pegs").content.decode()
    assert f"{cast.member.user.name} changed this plan" in page
    assert "Buttons" in page
    assert "Pegs" in page
    assert 'name="revision" value="1"' in page
    assert save(client, cast, "leader", revision=1, tool="Pegs").status_code == 302
    with inside(cast.team):
        assert CollectionPlan.objects.get().tool == "Pegs"


def test_a_measure_of_another_team_has_no_plan_here(client, cast):
    MetricFactory(collaborative=cast.collaborative, key="theirs", team=cast.other_team)
    assert cast.get(client, "member", "metrics/collecting/theirs/") == 404


def test_what_is_stuck_stands_first_with_its_reason(client, cast, metric):
    for name in ("Aspen", "Birch"):
        team = CoreTeamFactory(collaborative=cast.collaborative, name=name)
        CollectionPlanFactory(team=team, metric=metric, changed_by=cast.leader, status="working")
    plan_of(cast, metric, status="stuck", note="Nobody can sit and watch.")
    page = page_of(client, cast, "implementation", "metrics/collecting/all/")
    assert "Nobody can sit and watch." in page
    table = page[page.index("<tbody") :]
    assert table.index(cast.team.name) < table.index(cast.other_team.name) < table.index("Aspen")


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize(("path", "queries"), (("all/", 9), ("", 10)))
def test_queries(client, cast, rows, path, queries, django_assert_num_queries):
    for _ in range(rows):
        metric = MetricFactory(collaborative=cast.collaborative)
        plan_of(cast, metric, status="stuck", note="Why")
        team = CoreTeamFactory(collaborative=cast.collaborative)
        CollectionPlanFactory(team=team, metric=metric, changed_by=cast.leader)
    cast.sign_in(client, "implementation" if path else "faculty")
    with django_assert_num_queries(queries):
        client.get(cast.url(f"metrics/collecting/{path}") + f"?team={cast.team.pk}")
