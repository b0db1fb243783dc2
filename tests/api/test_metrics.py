"""Measures through the API: read by all they concern, defined and changed as on their pages."""

import uuid
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from metrics.enums import MetricStage
from metrics.models import Metric
from tests.cast import cast_gets
from tests.factories import CollaborativeFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.metrics import MetricFactory, ValueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def metric(cast):
    return MetricFactory(collaborative=cast.collaborative, name="Families reached")


@pytest.fixture
def given():
    return {
        "name": "Greetings", "plain_name": "Families we greeted", "why": "To be warm.",
        "how_to_count": "Each morning.", "kind": "percent", "numerator_label": "Greeted",
        "denominator_label": "Families", "better": "up", "sampling": "weekly", "goal": 90,
        "from_month": timezone.localdate().replace(day=1).isoformat(),
    }  # fmt: skip


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, anonymous=401))
def test_who_may_read_a_measure_of_all(api, metric, who, status):
    assert api.get(f"metrics/{metric.pk}/", who).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(faculty=200, implementation=200, others=404, anonymous=401)
)
def test_who_may_read_a_draft(api, cast, who, status):
    draft = MetricFactory(collaborative=cast.collaborative, stage=MetricStage.DRAFT)
    assert api.get(f"metrics/{draft.pk}/", who).status_code == status


def test_what_a_measure_says(api, cast, metric):
    said = api.get(f"metrics/{metric.pk}/").json()
    assert (said["name"], said["stage"], said["team"]) == ("Families reached", "in_use", None)
    (definition,) = said["definitions"]
    assert (definition["kind"], definition["goal"], definition["multiplier"]) == (
        "percent", 90.0, 100.0,
    )  # fmt: skip
    assert said["stamp"]


def test_the_list_is_narrowed(api, cast, metric):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    other = MetricFactory(
        collaborative=cast.collaborative, team=cast.other_team, required=False, name="Breakfast",
        definition__sampling="monthly",
    )  # fmt: skip
    with scopes_disabled():
        other.driver_rows.create(collaborative=cast.collaborative, driver=driver)

    def found(who="implementation", **query):
        return [row["id"] for row in api.get("metrics/", who, **query).json()["results"]]

    assert found() == [metric.pk, other.pk]
    assert found("member") == [metric.pk]
    for query in (
        {"required": "false"}, {"sampling": "monthly"}, {"words": "breakf"}, {"driver": driver.pk}
    ):  # fmt: skip
        assert found(**query) == [other.pk], query
    assert found(stage="retired") == []
    assert found(team=cast.team.pk) == [metric.pk]
    assert found(team=cast.other_team.pk) == [metric.pk, other.pk]


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(implementation=201, others=403, anonymous=401)
)
def test_who_drafts_a_measure_for_all(api, given, who, status):
    answer = api.post("metrics/", given, who)
    assert answer.status_code == status
    if status == 201:
        assert answer.json()["stage"] == "draft"


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        leader=201, implementation=201, faculty=403, other_center=400, observer=400, others=403,
        anonymous=401,
    ),
)  # fmt: skip
def test_who_adds_a_measure_of_a_team_s_own(api, cast, given, who, status):
    own = {
        name: given[name] for name in given if name not in {"name", "goal", "why", "how_to_count"}
    }
    answer = api.post("metrics/", own | {"team": cast.team.pk}, who)
    assert answer.status_code == status
    if status == 201:
        assert (answer.json()["stage"], answer.json()["team"]) == ("in_use", cast.team.pk)


def test_the_same_token_makes_one_measure(api, given):
    given |= {"token": str(uuid.uuid4())}
    first, second = (api.post("metrics/", given, "implementation") for _ in range(2))
    assert first.json()["id"] == second.json()["id"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    (
        ({"denominator_label": ""}, "denominator_label"),
        ({"kind": "rate"}, "multiplier"),
        ({"from_month": "2020-01-01"}, "from_month"),
        ({"drivers": [10**6]}, "drivers"),
        ({"better": "sideways"}, "better"),
    ),
)
def test_the_forms_of_the_pages_say_what_is_wrong(api, given, wrong, field):
    answer = api.post("metrics/", given | wrong, "implementation")
    assert answer.status_code == 400
    assert [name.split(".")[0] for name in answer.json()["errors"]] == [field]
    with scopes_disabled():
        assert not Metric.objects.exists()


def test_words_change_and_the_rest_stays(api, metric):
    path = f"metrics/{metric.pk}/"
    stamp = api.get(path).json()["stamp"]
    given = {"stamp": stamp, "plain_name": "Families we talked with"}
    changed = api.patch(path, given, "implementation")
    assert changed.status_code == 200
    said = changed.json()
    assert (said["plain_name"], said["name"]) == ("Families we talked with", "Families reached")
    assert said["definitions"][0]["goal"] == 90.0
    late = api.patch(path, given | {"plain_name": "Mine"}, "implementation")
    assert late.status_code == 409
    assert late.json()["theirs"]["plain_name"] == "Families we talked with"


def test_with_numbers_there_another_way_of_counting_is_a_new_version(api, cast, metric):
    ValueFactory(team=cast.team, metric=metric, period_start=date(2026, 3, 2))
    path = f"metrics/{metric.pk}/"
    month = timezone.localdate().replace(day=1)
    given = {"stamp": api.get(path).json()["stamp"], "goal": 80}
    refused = api.patch(path, given, "implementation")
    assert list(refused.json()["errors"]) == ["change"]
    given |= {"changed_because": "Ninety was out of reach.", "from_month": month.isoformat()}
    definitions = api.patch(path, given, "implementation").json()["definitions"]
    assert [one["goal"] for one in definitions] == [90.0, 80.0]
    assert definitions[1]["from_month"] == month.isoformat()


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(implementation=200, others=403, anonymous=401)
)
def test_who_changes_a_measure_of_all(api, metric, who, status):
    stamp = api.get(f"metrics/{metric.pk}/").json()["stamp"]
    given = {"stamp": stamp, "plain_name": "Other words"}
    assert api.patch(f"metrics/{metric.pk}/", given, who).status_code == status


@pytest.fixture(params=(1, 3))
def reader(request, db):
    collaborative = CollaborativeFactory()
    for _ in range(request.param):
        MetricFactory(collaborative=collaborative)
    member = MembershipFactory(collaborative=collaborative)
    MembershipRoleFactory(membership=member)
    return SimpleNamespace(member=member, slug=collaborative.slug, count=request.param)


def test_the_number_of_queries_does_not_grow(client, reader, django_assert_num_queries):
    client.force_login(reader.member.user)
    with django_assert_num_queries(9):
        answer = client.get(f"/api/v1/c/{reader.slug}/metrics/")
    assert answer.json()["count"] == reader.count
