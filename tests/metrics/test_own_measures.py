"""What one team counts by its own choice."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from metrics.enums import MetricStage
from metrics.models import Metric
from metrics.queries import metrics_in_use, metrics_of
from metrics.services.definitions import Given, define_measure
from tests.cast import cast_gets
from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.metrics import MetricFactory
from tests.metrics.helpers import count_weeks, inside, page_of
from tests.metrics.test_defining import hidden_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

GIVEN = {
    "plain_name": "Families at the pond song",
    "kind": "percent",
    "numerator_label": "Families who stayed",
    "denominator_label": "Families who came",
    "sampling": "weekly",
    "better": "up",
    "goal": "",
    "why": "",
    "how_to_count": "",
    "from_month": "2026-09-01",
}


@pytest.fixture
def own(cast):
    return MetricFactory(
        collaborative=cast.collaborative, key="pond", plain_name="Ours", team=cast.team,
        required=False,
    )  # fmt: skip


def add(client, cast, who="leader", **changed):
    page = page_of(client, cast, who, "metrics/measures/own/")
    return GIVEN | hidden_of(page) | changed


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=200, family=403,
        other_center=404, faculty=403, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_may_add_one(client, cast, who, status):
    assert cast.get(client, who, f"metrics/measures/own/?team={cast.team.pk}") == status


def test_the_data_contact_may_add_one(client, cast):
    contact = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=contact, role="teacher", team=cast.team, is_data_contact=True)
    client.force_login(contact.user)
    assert client.get(cast.url("metrics/measures/own/")).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=200, leader=200, family=200,
        other_center=404, faculty=200, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_sees_it(client, cast, own, who, status):
    for page in ("metrics/measures/pond/", f"metrics/measure/pond/?team={cast.team.pk}"):
        assert cast.get(client, who, page) == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=302, family=403,
        other_center=404, faculty=403, implementation=302, observer=404,
    ),
)  # fmt: skip
def test_who_may_retire_it(client, cast, own, who, status):
    assert cast.post(client, who, "metrics/measures/pond/stage/", {"move": "retire"}) == status


def test_it_is_added_once_with_sensible_defaults(client, cast):
    data = add(client, cast)
    for _ in range(2):
        assert cast.post(client, "leader", "metrics/measures/own/", data) == 302
    with inside(cast.team):
        made = Metric.objects.get()
        assert (made.team, made.stage, made.required) == (cast.team, MetricStage.IN_USE, False)
        assert made.definitions.get().multiplier == 100
        assert [m.pk for m in metrics_of(cast.team)] == [made.pk]
        assert not metrics_of(cast.other_team).exists()
        assert not metrics_in_use().exists()
    assert "Families at the pond song" in page_of(client, cast, "member", "metrics/")
    assert "Families at the pond song" not in page_of(client, cast, "other_center", "metrics/")


def test_one_number_needs_nothing_to_be_out_of(client, cast):
    data = add(client, cast, denominator_label="")
    cast.sign_in(client, "leader")
    page = client.post(cast.url("metrics/measures/own/"), data).content.decode()
    assert "Say out of what you count" in page
    assert "Families who stayed" in page
    assert cast.post(client, "leader", "metrics/measures/own/", data | {"kind": "count"}) == 302
    with inside(cast.team):
        assert not Metric.objects.get().definitions.get().has_denominator


def test_another_team_does_not_meet_it_under_its_own_name(client, cast, own):
    page = f"metrics/measure/pond/?team={cast.other_team.pk}"
    assert cast.get(client, "implementation", page) == 404


def test_its_team_changes_it_with_the_short_form(client, cast, own):
    page = page_of(client, cast, "leader", "metrics/measures/pond/edit/")
    assert "Change what we count" in page
    data = GIVEN | hidden_of(page) | {"goal": "70", "from_month": "2026-01-01"}
    assert cast.post(client, "leader", "metrics/measures/pond/edit/", data) == 302
    with inside(cast.team):
        definition = own.definitions.get()
        assert (definition.goal, definition.unit) == (70, "% of families")


def test_retired_it_is_asked_for_no_more(client, cast, own):
    count_weeks(cast.team, own, 1)
    cast.post(client, "leader", "metrics/measures/pond/stage/", {"move": "retire"})
    with inside(cast.team):
        assert not metrics_of(cast.team).exists()
    assert cast.get(client, "member", "metrics/measure/pond/") == 200


def test_it_stands_in_no_page_of_all_teams(client, cast, metric, own):
    count_weeks(cast.team, own, 14)
    for who in ("implementation", "other_center", "observer"):
        assert "Ours" not in page_of(client, cast, who, "metrics/overview/")


def define(team, by, token, name="Families at the pond song"):
    counted = {
        "kind": "percent", "numerator_label": "Families who stayed",
        "denominator_label": "Families who came", "sampling": "weekly",
    }  # fmt: skip
    words = {"name": name, "plain_name": name, "required": False}
    with inside(team):
        return define_measure(
            collaborative=team.collaborative, by=by, token=token, team=team,
            given=Given(measure=words, counted=counted), from_month=date(2026, 9, 1),
        )  # fmt: skip


def test_a_chosen_token_never_answers_with_another_teams_measure(cast):
    token = uuid4()
    mine = define(cast.team, cast.leader, token)
    assert define(cast.team, cast.leader, token) == mine
    like_it = UUID(hex=token.hex[:16] + uuid4().hex[16:])
    made = [
        define(cast.other_team, cast.other_center, one) for one in (token, like_it)
    ]  # fmt: skip
    assert {one.team for one in made} == {cast.other_team}
    assert len({mine.key, *(one.key for one in made)}) == 3


def test_a_key_that_is_taken_is_not_given_twice(cast, monkeypatch):
    tokens = [UUID(int=1), UUID(int=2)]
    numbers = iter([UUID(int=7), UUID(int=7), UUID(int=2**100)])
    monkeypatch.setattr("metrics.services.definitions.uuid.uuid4", lambda: next(numbers))
    made = [define(cast.team, cast.leader, token) for token in tokens]
    assert len({one.key for one in made}) == 2
