"""Ramps through the API."""

import pytest
from django_scopes import scopes_disabled

from pdsa.enums import Stage, Status
from pdsa.models import StageChange
from tests.cast import cast_gets
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory, RampMetricFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ramp(cast):
    found = RampFactory(team=cast.team, idea="Greet at the door")
    CycleFactory(ramp=found, started_by=cast.member)
    return found


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200, anonymous=401))
def test_who_may_read_it(api, ramp, who, status):
    assert api.get(f"ramps/{ramp.pk}/", who).status_code == status


def test_what_it_says(api, cast, ramp):
    draft = CycleFactory(ramp=ramp, number=2, status=Status.DRAFT, started_by=cast.member)
    said = api.get(f"ramps/{ramp.pk}/", "other_center").json()
    assert (said["idea"], said["team"], said["stage"]) == (
        "Greet at the door", cast.team.pk, "testing",
    )  # fmt: skip
    assert len(said["cycles"]) == 1
    assert api.get(f"ramps/{ramp.pk}/").json()["cycles"] == [*said["cycles"], draft.pk]


def test_a_ramp_of_drafts_is_not_there_for_others(api, cast):
    begun = RampFactory(team=cast.team)
    CycleFactory(ramp=begun, status=Status.DRAFT, started_by=cast.member)
    assert api.get("ramps/").json()["count"] == 1
    assert api.get("ramps/", "teammate").json()["count"] == 0


def test_the_list_is_narrowed(api, cast, ramp):
    metric = MetricFactory(collaborative=cast.collaborative)
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    other = RampFactory(
        team=cast.other_team, secondary_driver=driver, borrowed_from=ramp, idea="Breakfast",
        stage=Stage.SPREADING,
    )  # fmt: skip
    RampMetricFactory(ramp=other, metric=metric)
    CycleFactory(ramp=other, started_by=cast.other_center)
    for query in (
        {"team": cast.other_team.pk}, {"driver": driver.pk}, {"metric": metric.pk},
        {"stage": "spreading"}, {"borrowed_from": ramp.pk}, {"words": "break"},
    ):  # fmt: skip
        rows = api.get("ramps/", **query).json()["results"]
        assert [row["id"] for row in rows] == [other.pk], query
    assert api.get("ramps/").json()["count"] == 2


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(member=200, observer=404, others=403, anonymous=401)
)
def test_those_who_write_in_it_link_measures(api, cast, ramp, who, status):
    metric = MetricFactory(collaborative=cast.collaborative)
    answer = api.patch(f"ramps/{ramp.pk}/", {"metrics": [metric.pk]}, who)
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["metrics"] == [metric.pk]


def test_a_measure_of_somebody_else_cannot_be_linked(api, cast, ramp):
    own = MetricFactory(collaborative=cast.collaborative, team=cast.other_team)
    answer = api.patch(f"ramps/{ramp.pk}/", {"metrics": [own.pk]})
    assert list(answer.json()["errors"]) == ["metrics"]


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(member=200, leader=200, observer=404, others=403, anonymous=401)
)
def test_who_says_how_far_it_has_come(api, ramp, who, status):
    given = {"stage": "implementing", "seen": "testing", "why": "All rooms do it."}
    assert api.post(f"ramps/{ramp.pk}/stage/", given, who).status_code == status
    with scopes_disabled():
        assert StageChange.objects.count() == (status == 200)


def test_a_stage_that_somebody_moved_meanwhile_is_not_overwritten(api, ramp):
    given = {"stage": "implementing", "seen": "testing"}
    assert api.post(f"ramps/{ramp.pk}/stage/", given).json()["stage"] == "implementing"
    late = api.post(f"ramps/{ramp.pk}/stage/", {"stage": "abandoned", "seen": "testing"}, "leader")
    assert late.status_code == 400
    assert "Implementing" in late.json()["detail"]
