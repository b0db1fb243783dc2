"""The fourth step: which measures all teams count."""

import pytest

from bsc.audit.models import Entry
from collaboratives.framework.services import load_framework, read_data
from metrics.models import Metric, MetricDriver
from metrics.queries import metrics_in_use
from metrics.services import load_measures
from tests.collaboratives.setup.walking import day, outside, post, sessions, within
from tests.factories.metrics import MetricFactory

pytestmark = pytest.mark.django_db
KEYS = [one["key"] for one in read_data()["measures"]]


def test_the_examples_measures_are_offered_by_name(client, admin, begun):
    page = client.get(outside(begun, "measures"))
    assert [key for key, _name in page.context["form"].fields["keys"].choices] == KEYS
    assert page.context["number"] == 4


def test_ticked_ones_are_in_use_from_the_first_day_together(client, admin, begun, monkeypatch):
    monkeypatch.setattr("collaboratives.setup.forms.sessions.named_days_off", lambda _: {})
    with within(begun):
        load_framework(collaborative=begun, data=read_data(), by=None)
    post(client, outside(begun, "sessions"), **sessions())
    answer = client.post(outside(begun, "measures"), {"keys": KEYS[:2]})
    assert answer.url == outside(begun, "people")
    with within(begun):
        made = list(metrics_in_use())
        assert [metric.key for metric in made] == KEYS[:2]
        assert made[0].begins == day(30).replace(day=1)
        assert MetricDriver.objects.filter(metric=made[0]).count() == 3
        assert made[0].name in Entry.objects.get(action="setup.measures").summary


def test_none_ticked_means_later(client, admin, begun):
    answer = client.post(outside(begun, "measures"), {})
    assert answer.url == outside(begun, "people")
    begun.refresh_from_db()
    assert "measures" in begun.set_up_steps
    with within(begun):
        assert not Metric.objects.exists()


def test_without_drivers_of_the_example_a_measure_stands_by_itself(client, admin, begun):
    client.post(outside(begun, "measures"), {"keys": KEYS[:1]})
    with within(begun):
        assert metrics_in_use().count() == 1
        assert not MetricDriver.objects.exists()


def test_what_stands_is_named_and_stays_when_it_is_not_ticked(client, admin, begun):
    with within(begun):
        load_measures(collaborative=begun, data=read_data(), only=KEYS[:1])
        Metric.objects.update(name="Put in our own words")
    MetricFactory(collaborative=begun, key="our-own", name="Our very own measure")
    page = client.get(outside(begun, "measures"))
    assert {one.name for one in page.context["standing"]} == {
        "Put in our own words",
        "Our very own measure",
    }
    client.post(outside(begun, "measures"), {"keys": KEYS[1:2]})
    with within(begun):
        assert {metric.key for metric in metrics_in_use()} == {"our-own", *KEYS[:2]}
        assert Metric.objects.get(key=KEYS[0]).name == "Put in our own words"


def test_pressing_twice_makes_one(client, admin, begun):
    first = client.post(outside(begun, "measures"), {"keys": KEYS[:1]})
    again = client.post(outside(begun, "measures"), {"keys": KEYS[:1]})
    assert first.status_code == 302
    assert list(again.context["form"].errors) == ["keys"]
    with within(begun):
        assert Metric.objects.count() == 1


def test_an_unknown_measure_is_refused_beside_the_field(client, admin, begun):
    page = client.post(outside(begun, "measures"), {"keys": ["nothing-like-it"]})
    assert list(page.context["form"].errors) == ["keys"]


@pytest.mark.parametrize("how_many", (1, 3))
def test_the_step_takes_a_constant_number_of_queries(
    client, admin, begun, how_many, django_assert_num_queries
):
    MetricFactory.create_batch(how_many, collaborative=begun)
    with django_assert_num_queries(7):
        client.get(outside(begun, "measures"))
