"""The month by group: beside the whole, less than it or the same, never added to it."""

from datetime import timedelta

import pytest
from django.db.models import F

from metrics.models import MonthlySubmission, Value
from tests.factories.metrics import GroupFactory, MetricFactory
from tests.metrics.helpers import (
    AUGUST,
    inside,
    month_fields,
    page_of,
    point,
    ratio,
    revisions,
    stamp_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PAGE = "metrics/month/2026-08/"


@pytest.fixture
def reached(cast):
    return MetricFactory(
        collaborative=cast.collaborative, name="Families reached",
        definition__breakdown="language", definition__sampling="monthly",
    )  # fmt: skip


@pytest.fixture
def groups(cast):
    return [
        GroupFactory(collaborative=cast.collaborative, dimension="language", name=name)
        for name in ("English at home", "Spanish at home")
    ]


def group_fields(metric, group, numerator, denominator):
    name = f"m{metric.pk}_g{group.pk}"
    return {f"{name}_numerator": numerator, f"{name}_denominator": denominator}


def post(client, cast, who, fields, action="send", **more):
    stamp = stamp_of(page_of(client, cast, who, PAGE))
    data = fields | {"action": action, "stamp": stamp} | more
    return client.post(cast.url(PAGE), data)


def test_the_groups_stand_folded_beside_the_whole(client, cast, reached, groups):
    page = page_of(client, cast, "leader", PAGE)
    assert "By group: Language at home" in page
    assert "Families reached, Spanish at home" in page


def test_groups_are_kept_beside_and_never_added(client, cast, reached, groups):
    fields = month_fields(reached, "20", "30") | group_fields(reached, groups[0], "10", "12")
    assert post(client, cast, "leader", fields).status_code == 302
    assert ratio(point(cast.team, reached, AUGUST)) == (20, 30)
    with inside(cast.team):
        value = Value.objects.get(group=groups[0])
    assert (value.numerator, value.denominator, value.grain) == (10, 12, "month")
    page = page_of(client, cast, "leader", PAGE)
    assert 'value="12"' in page


@pytest.mark.parametrize(
    ("first", "second", "said"),
    (
        (("15", "15"), ("6", "8"), "In all groups together “Families reached” is 21"),
        (("5", "25"), ("6", "8"), "In all groups together “Families enrolled” is 33"),
        (("9", "8"), ("", ""), "cannot be more than"),
        (("9", ""), ("", ""), "Please add “Families enrolled”, too."),
    ),
)
def test_more_than_the_whole_is_impossible_and_nothing_is_lost(
    client, cast, reached, groups, first, second, said
):
    fields = (
        month_fields(reached, "20", "30")
        | group_fields(reached, groups[0], *first)
        | group_fields(reached, groups[1], *second)
    )
    page = post(client, cast, "leader", fields).content.decode()
    assert said in page
    for typed in filter(None, (*first, *second, "20", "30")):
        assert f'value="{typed}"' in page
    assert revisions(cast.team, period_start=AUGUST) == []


def test_a_correction_of_a_group_is_kept_with_who_and_why(
    client, cast, reached, groups, time_machine
):
    fields = month_fields(reached, "20", "30")
    post(client, cast, "leader", fields | group_fields(reached, groups[1], "10", "12"))
    time_machine.shift(3600)
    fields |= group_fields(reached, groups[1], "11", "12")
    page = post(client, cast, "leader", fields).content.decode()
    assert "Please say why the numbers change." in page
    post(client, cast, "leader", fields, why="One family moved in.")
    page = page_of(client, cast, "leader", PAGE)
    for said in ("Spanish at home", "10 of 12", "11 of 12", "One family moved in."):
        assert said in page


def test_the_second_of_two_people_sees_that_a_group_changed(client, cast, reached, groups):
    stamp = stamp_of(page_of(client, cast, "leader", PAGE))
    fields = month_fields(reached, "20", "30")
    post(client, cast, "member", fields | group_fields(reached, groups[0], "3", "4"), "draft")
    mine = fields | group_fields(reached, groups[0], "8", "9")
    answer = cast.sign_in(client, "leader").post(
        cast.url(PAGE), mine | {"action": "draft", "stamp": stamp}
    )
    assert "changed this month while you were typing" in answer.content.decode()


def test_a_measure_without_a_breakdown_has_no_groups(client, cast, metric, groups):
    assert "By group" not in page_of(client, cast, "leader", PAGE)


def test_an_optional_measure_says_so_and_stops_nothing(client, cast):
    metric = MetricFactory(collaborative=cast.collaborative, required=False)
    assert "Optional" in page_of(client, cast, "leader", PAGE)
    assert post(client, cast, "leader", month_fields(metric, "", "")).status_code == 302


@pytest.mark.parametrize("number", (1, 3))
def test_queries_of_a_month_with_groups(
    client, cast, reached, groups, number, django_assert_num_queries
):
    for n in range(number - 1):
        MetricFactory(
            collaborative=cast.collaborative, key=f"more-{n}", definition__breakdown="language"
        )
    cast.sign_in(client, "leader")
    with django_assert_num_queries(16):
        client.get(cast.url(PAGE))


@pytest.fixture
def small(client, cast, reached, groups):
    """The team's August with two families in a group, corrected after it was sent."""
    fields = month_fields(reached, "20", "30")
    post(client, cast, "leader", fields | group_fields(reached, groups[0], "1", "3"))
    with inside(cast.team):
        MonthlySubmission.objects.update(submitted_at=F("submitted_at") - timedelta(hours=1))
    fields |= group_fields(reached, groups[0], "2", "3")
    post(client, cast, "leader", fields, why="A family came back.")


@pytest.mark.parametrize("who", ("implementation", "faculty"))
def test_nobody_outside_the_team_sees_a_group(client, cast, reached, small, who):
    inner = page_of(client, cast, "leader", PAGE)
    page = page_of(client, cast, who, f"{PAGE}?team={cast.team.pk}")
    for shown in ("English at home", "2 of 3", "A family came back."):
        assert shown in inner
        assert shown not in page
    assert "By group" not in page


def test_what_stands_for_groups_stays_when_somebody_writes_on_behalf(client, cast, reached, small):
    address = f"{PAGE}?team={cast.team.pk}"
    stamp = stamp_of(page_of(client, cast, "implementation", address))
    fields = month_fields(reached, "21", "30") | {"action": "send", "why": "One more."}
    assert client.post(cast.url(address), fields | {"stamp": stamp}).status_code == 302
    with inside(cast.team):
        kept = Value.objects.get(group__isnull=False, is_current=True)
    assert (kept.numerator, kept.denominator) == (2, 3)
    assert ratio(point(cast.team, reached, AUGUST)) == (21, 30)
