"""Groups of a breakdown: the list, and what was counted in each, for the team and for others."""

from datetime import date
from itertools import product

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from metrics.enums import Grain, Kind, MetricStage
from metrics.groups import (
    GroupInMonth,
    breakdown_of,
    groups_by_dimension,
    groups_for,
    groups_from_outside,
    pooled,
)
from metrics.models import Group, MetricDefinition
from metrics.queries import metrics_in_use, series_for
from metrics.series import Count
from metrics.small_groups import hidden_groups
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.metrics import MetricFactory, ValueFactory
from tests.metrics.helpers import AUGUST, inside, page_of, ratio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

JULY = date(2026, 7, 1)


@pytest.fixture
def groups(cast):
    with inside(cast.team):
        return [
            Group.objects.create(
                collaborative=cast.collaborative, dimension="language", name=name, order=order,
                translations={"es": {"name": f"{name} (es)", "state": "machine draft"}},
            )
            for order, name in enumerate(("English", "Spanish", "Hmong"))
        ]  # fmt: skip


@pytest.fixture
def asked(cast, groups):
    return MetricFactory(
        collaborative=cast.collaborative,
        key="asked",
        definition__breakdown="language",
        definition__sampling="monthly",
    )


def count(team, metric, month, *pairs):
    """Count so many of so many in each group, in order."""
    with inside(team):
        groups = list(Group.objects.all())
    for group, (numerator, denominator) in zip(groups, pairs, strict=False):
        ValueFactory(
            team=team, metric=metric, grain=Grain.MONTH, period_start=month, group=group,
            numerator=numerator, denominator=denominator,
        )  # fmt: skip


def from_outside(metric, teams, months=(AUGUST,), own=()):
    with inside(metric):
        metric = metrics_in_use().get(pk=metric.pk)
        found = groups_from_outside(metric, teams, months, own)
        return ["hidden" if one.is_hidden else one.count and ratio(one) for one in found]


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
def test_who_sees_the_list_of_groups(client, cast, groups, who, status):
    assert cast.get(client, who, "metrics/groups/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=403))
def test_who_adds_and_moves_a_group(client, cast, groups, who, status):
    data = {"dimension": "language", "name": "Somali", "name_es": "Somalí"}
    assert cast.post(client, who, "metrics/groups/", data) == status
    address = f"metrics/groups/{groups[0].pk}/move/"
    assert cast.post(client, who, address, {"move": "down"}) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_who_renames_a_group(client, cast, groups, who, status):
    assert cast.get(client, who, f"metrics/groups/{groups[0].pk}/") == status


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_list(client, cast, rows, django_assert_num_queries):
    for number in range(rows):
        with inside(cast.team):
            Group.objects.create(
                collaborative=cast.collaborative, dimension="age", name=f"{number}"
            )
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(6):
        client.get(cast.url("metrics/groups/"))


def test_a_group_is_added_once_renamed_moved_and_retired(client, cast, groups, asked):
    def say(address, **data):
        return cast.post(client, "implementation", f"metrics/groups/{address}", data)

    for name in ("Somali", "somali"):
        assert say("", dimension="language", name=name) == 302
    with inside(cast.team):
        made = Group.objects.get(name="Somali")
    assert say(f"{made.pk}/move/", move="up") == 302
    assert say(f"{groups[0].pk}/move/", move="retire") == 302
    assert say(f"{made.pk}/", name="Somali at home", name_es="Somalí en casa") == 302
    assert say(f"{made.pk}/move/", move="sideways") == 404
    with inside(cast.team):
        definition = MetricDefinition.objects.get()
        names = [group.name for group in groups_for(definition)]
        assert names == ["Spanish", "Somali at home", "Hmong"]
        assert [group.name for group in groups_by_dimension()["language"]] == names
    say(f"{groups[0].pk}/move/", move="bring_back")
    with inside(cast.team):
        assert len(groups_for(definition)) == 4


def test_two_groups_of_one_name_are_not_told_apart(client, cast, groups):
    cast.sign_in(client, "implementation")
    page = client.post(cast.url(f"metrics/groups/{groups[0].pk}/"), {"name": "hmong"})
    assert "There is a group of this name already" in page.content.decode()
    assert 'value="hmong"' in page.content.decode()


def test_a_measure_without_breakdown_asks_for_no_groups(cast, groups, metric):
    with inside(cast.team):
        assert groups_for(metric.definitions.get()) == []


def test_groups_are_never_summed_into_the_whole(cast, asked):
    ValueFactory(team=cast.team, metric=asked, grain=Grain.MONTH, period_start=AUGUST)
    count(cast.team, asked, AUGUST, (3, 9), (2, 7))
    with inside(cast.team):
        points = series_for(cast.team, metrics_in_use().get(), Grain.MONTH).points
        assert [ratio(point) for point in points] == [(8, 16)]


def test_the_team_itself_sees_its_small_numbers_and_pools_months(client, cast, asked):
    count(cast.team, asked, JULY, (10, 20), (1, 3))
    count(cast.team, asked, AUGUST, (12, 20), (2, 3))
    page = page_of(client, cast, "family", "metrics/measure/asked/groups/?span=1")
    assert "2 of 3" in page
    page = page_of(client, cast, "member", "metrics/measure/asked/groups/?span=3")
    assert "3 of 6" in page
    assert "22 of 40" in page
    with inside(cast.team):
        metric = metrics_in_use().get()
        found = breakdown_of(metric, [cast.team], [JULY, AUGUST])
        assert [(group.name, int(c.denominator)) for group, c in found.items()] == [
            ("English", 40), ("Spanish", 6),
        ]  # fmt: skip


def test_outside_small_groups_are_hidden_with_the_next_smallest(cast, asked):
    count(cast.team, asked, AUGUST, (10, 20), (2, 3), (5, 8))
    assert from_outside(asked, [cast.team]) == [(10, 20), "hidden", "hidden"]
    count(cast.other_team, asked, AUGUST, (10, 20), (1, 4), (5, 8))
    both = [cast.team, cast.other_team]
    assert from_outside(asked, both) == [(20, 40), (3, 7), (10, 16)]


def test_months_do_not_make_a_group_larger(cast, asked):
    for month in (JULY, AUGUST):
        count(cast.team, asked, month, (10, 20), (2, 3), (5, 8))
    found = from_outside(asked, [cast.team], (JULY, AUGUST))
    assert found == [(20, 40), "hidden", "hidden"]


def test_who_knows_their_own_numbers_cannot_take_them_off(cast, asked):
    count(cast.team, asked, AUGUST, (10, 20), (2, 3), (5, 8))
    count(cast.other_team, asked, AUGUST, (10, 20), (1, 4), (5, 8))
    both = [cast.team, cast.other_team]
    assert from_outside(asked, both, own={cast.team.pk}) == [(20, 40), "hidden", "hidden"]


def test_of_a_plain_count_the_count_itself_is_the_group(cast, groups):
    metric = MetricFactory(
        collaborative=cast.collaborative, definition__breakdown="language",
        definition__kind="count", definition__multiplier=1,
    )  # fmt: skip
    count(cast.team, metric, AUGUST, (30, 1), (3, 1), (9, 1))
    assert from_outside(metric, [cast.team]) == [(30, 1), "hidden", "hidden"]


def test_a_retired_group_still_shows_what_was_counted_in_it(cast, asked, groups):
    count(cast.team, asked, AUGUST, (10, 20), (6, 9))
    with inside(cast.team):
        Group.objects.filter(pk=groups[1].pk).update(is_retired=True, order=F("order") + 9)
    assert from_outside(asked, [cast.team]) == [(10, 20), None, (6, 9)]


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_who_opens_the_page_of_groups(client, cast, asked, who, status):
    assert cast.get(client, who, "metrics/measure/asked/groups/") == status


@pytest.mark.parametrize("who", ("faculty", "implementation", "other_center"))
def test_nobody_outside_reads_a_teams_small_numbers(client, cast, asked, who):
    count(cast.team, asked, AUGUST, (10, 20), (2, 3), (5, 8))
    for query in ("", f"?team={cast.team.pk}", f"?team={cast.team.pk}&all=1", "?all=1"):
        page = page_of(client, cast, who, f"metrics/measure/asked/groups/{query}")
        assert "2 of 3" not in page
        assert "5 of 8" not in page
    assert "too few" in page
    assert "10 of 20" in page


def test_an_observer_reads_groups_of_five_teams_or_more(client, cast, asked):
    teams = [cast.team, cast.other_team]
    teams += [CoreTeamFactory(collaborative=cast.collaborative) for _ in range(3)]
    for team in teams[1:]:
        count(team, asked, AUGUST, (10, 20))
    page = "metrics/measure/asked/groups/"
    assert "40 of 80" not in page_of(client, cast, "observer", page)
    count(cast.team, asked, AUGUST, (10, 20))
    assert "50 of 100" in page_of(client, cast, "observer", page)
    # One team's month of July is not added, or it were the difference to a longer span.
    count(cast.team, asked, JULY, (10, 20))
    for span in ("1", "3", "all"):
        shown = page_of(client, cast, "observer", f"{page}?span={span}")
        assert "50 of 100" in shown
        assert "60 of 120" not in shown


def test_nothing_counted_yet_and_no_breakdown_are_said(client, cast, asked, metric):
    page = page_of(client, cast, "member", "metrics/measure/asked/groups/")
    assert "Nothing counted by group yet" in page
    page = page_of(client, cast, "member", "metrics/measure/talks/groups/")
    assert "not broken down" in page


def test_a_draft_has_no_page_of_groups_for_teams(client, cast):
    MetricFactory(collaborative=cast.collaborative, key="draft", stage=MetricStage.DRAFT)
    assert cast.get(client, "member", "metrics/measure/draft/groups/") == 404


def test_the_definition_names_the_groups_it_asks_for(client, cast, asked):
    page = page_of(client, cast, "member", "metrics/measures/asked/")
    assert "English, Spanish, Hmong" in page


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_of_the_page_of_groups(client, cast, asked, rows, django_assert_num_queries):
    for month in (AUGUST, JULY, date(2026, 6, 1))[:rows]:
        count(cast.team, asked, month, *((8, 16),) * rows)
    cast.sign_in(client, "faculty")
    with django_assert_num_queries(11):
        client.get(cast.url("metrics/measure/asked/groups/"))


def test_one_span_taken_off_another_gives_no_small_group(client, cast, asked):
    count(cast.team, asked, JULY, (20, 60), (30, 60), (40, 60))
    count(cast.team, asked, AUGUST, (5, 9), (1, 2), (20, 40))
    both = from_outside(asked, [cast.team], (JULY, AUGUST))
    assert from_outside(asked, [cast.team], (JULY,)) == [(20, 60), (30, 60), (40, 60)]
    assert from_outside(asked, [cast.team], (AUGUST,)) == ["hidden", "hidden", (20, 40)]
    assert both == [(20, 60), (30, 60), (60, 100)]
    page = page_of(client, cast, "implementation", "metrics/measure/asked/groups/")
    assert "30 of 60 (some months left out)" in page
    assert "The sums leave these months out." in page
    assert "60 of 100 (some" not in page


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.integers(1, 6)), st.integers(0, 12), min_size=1
)


@given(CELLS)
def test_no_difference_of_two_spans_is_a_hidden_cell(sizes):
    """Each cell has a bit of its own as numerator, so that a sum tells which cells are in it."""
    bits = {cell: 2**place for place, cell in enumerate(sizes)}

    def offered(last):
        """Return the sums over the last so many of six months."""
        found = {}
        for (group, month), size in sizes.items():
            if month > 6 - last:
                cell = GroupInMonth(Count(bits[group, month], size), Count(0, 0))
                found.setdefault(group, {})[date(2026, month, 1)] = cell
        return {group: shown for group, (shown, _left) in pooled(found, Kind.PERCENT).items()}

    by_month = {
        month: hidden_groups({g: size for (g, m), size in sizes.items() if m == month})
        for month in range(1, 7)
    }
    hidden = {cell for cell in sizes if cell[0] in by_month[cell[1]]}
    for group in "abcd":
        sums = [shown for n in range(7) if (shown := offered(n).get(group))]
        numerators = [0, *(shown.numerator for shown in sums)]
        for one, other in product(numerators, repeat=2):
            assert all(abs(one - other) != bits[cell] for cell in hidden)
        people = [0, *(shown.denominator for shown in sums)]
        assert not any(0 < one - other < 5 for one, other in product(people, repeat=2))
