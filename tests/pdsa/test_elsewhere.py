"""What the framework's pages and the run charts show of the tests."""

from datetime import timedelta

import pytest

from collaboratives.framework.counts import notes_for
from metrics.annotations import annotations_of
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory, RampMetricFactory


@pytest.fixture
def under_driver(cast, driver):
    """A shared, a kept and an unposted test under one driver."""
    ramp = RampFactory(team=cast.team, secondary_driver=driver)
    return [
        CycleFactory(ramp=ramp, number=number, started_by=cast.member, **more)
        for number, more in enumerate(
            ({"what": "Shared"}, {"what": "Kept", "visibility": "team"}, {"status": "draft"}),
            start=1,
        )
    ]


@pytest.mark.parametrize(
    ("who", "count"),
    (("member", 2), ("faculty", 2), ("other_center", 1), ("observer", 1)),
)
def test_a_driver_counts_what_the_reader_may_know_of(
    cast, driver, under_driver, inside, who, count
):
    with inside():
        notes = notes_for(getattr(cast, who))[driver.pk]
    assert [note.count for note in notes if "test" in note.text] == [count]


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    (
        ("member", ["Shared", "Kept", "Try something here"], []),
        ("other_center", ["Shared", "Try something here"], ["Kept"]),
        ("faculty", ["Shared", "Kept"], ["Try something here"]),
        ("observer", [], ["Shared", "Kept", "Try something here"]),
    ),
)
def test_a_drivers_page_lists_its_tests(client, cast, driver, under_driver, who, seen, unseen):
    page = cast.sign_in(client, who).get(cast.url(f"framework/{driver.key}/"))
    html = page.content.decode()
    assert [word for word in seen if word not in html] == []
    assert [word for word in unseen if word in html] == []


class TestMarksOnCharts:
    """A test is marked on the day it began, on the charts of the measures it might move."""

    @pytest.fixture
    def metric(self, cast):
        return MetricFactory(collaborative=cast.collaborative)

    @pytest.fixture
    def day(self, cast):
        return cast.collaborative.today() - timedelta(days=20)

    @pytest.fixture
    def marked(self, cast, metric, day):
        ramp = RampFactory(team=cast.team, idea="Notes")
        RampMetricFactory(ramp=ramp, metric=metric)
        for number, more in enumerate(
            (
                {"status": "done", "starts_on": day},
                {"status": "done", "starts_on": day, "visibility": "team"},
                {"status": "planned", "starts_on": cast.collaborative.today() + timedelta(days=3)},
                {"status": "draft", "starts_on": day},
                {"status": "planned", "starts_on": None},
                {"status": "done", "starts_on": day - timedelta(days=400)},
            ),
            start=1,
        ):
            CycleFactory(ramp=ramp, number=number, started_by=cast.member, **more)

    @pytest.mark.parametrize(
        ("who", "labels"),
        (
            ("member", ["Test 1: Notes", "Test 2: Notes"]),
            ("other_center", ["Test 1: Notes"]),
            ("observer", []),
            (None, ["Test 1: Notes"]),
        ),
    )
    def test_what_each_reader_sees(self, cast, metric, marked, day, inside, who, labels):
        with inside():
            marks = annotations_of(
                cast.team,
                metric,
                day - timedelta(days=30),
                day + timedelta(days=60),
                member=getattr(cast, who) if who else None,
            )
        assert [mark.label for mark in marks] == labels
        assert {mark.day for mark in marks} <= {day}

    def test_another_measure_is_not_marked(self, cast, marked, day, inside):
        other = MetricFactory(collaborative=cast.collaborative)
        with inside():
            assert annotations_of(cast.team, other, day, day, member=cast.member) == []
