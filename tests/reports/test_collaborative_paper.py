"""What the collaborative's report says: who sent, every team's line, sums, stages, stories, dates."""

from datetime import UTC, date, datetime

import pytest

from bsc.reports.models import ReportStory
from pdsa.models import Cycle, Ramp, StageChange
from tests.factories.framework import PrimaryDriverFactory, SecondaryDriverFactory
from tests.factories.metrics import MonthlySubmissionFactory
from tests.factories.pdsa import CycleFactory
from tests.factories.schedule import EventFactory
from tests.metrics.helpers import AUGUST, MAY, count_weeks, inside
from tests.reports.helpers import figures, reader_of, text_of

pytestmark = pytest.mark.django_db


def test_every_team_by_name_on_one_scale_and_the_sum_with_its_teams(cast, order, metric):
    count_weeks(cast.other_team, metric, 3, MAY)
    report = order()
    text = text_of(report)
    assert text.index(cast.team.name) < text.index(cast.other_team.name)
    assert "Teams in these sums: 1 in the week of August 24; from 1 to 2 over time." in text
    assert len(figures(reader_of(report))) == 3


def test_who_sent_adds_up(cast, order, metric):
    MonthlySubmissionFactory(
        team=cast.team, month=date(2026, 7, 1), status="submitted", due_on=date(2026, 8, 10),
        submitted_at=datetime(2026, 8, 12, tzinfo=UTC),
    )  # fmt: skip
    text = text_of(order())
    assert "July 2026 2 0 1 1 0" in text
    assert "August 2026 2 0 0 0 2" in text


@pytest.fixture
def drivers(cast):
    primary = PrimaryDriverFactory(framework__collaborative=cast.collaborative)
    return [
        SecondaryDriverFactory(
            primary=primary, collaborative=cast.collaborative, number=f"1.{n}", position=n, plain=""
        )
        for n in (1, 2)
    ]


def test_ideas_by_driver_and_stage_as_they_stood_then(cast, order, tried, drivers):
    first, second = drivers
    moved = tried("A bell", driver=second)
    tried("A drum", driver=second, team=cast.other_team, starts_on=date(2026, 6, 1), ends_on=None)
    tried("A song", driver=first, visibility="team")
    tried("A walk", posted_at=datetime(2026, 9, 3, tzinfo=UTC), starts_on=date(2026, 9, 4))
    with inside(cast.team):
        for stage, day in (("implementing", 20), ("spreading", 40)):
            change = StageChange.objects.create(
                collaborative=cast.collaborative, ramp=moved.ramp, stage=stage, by=cast.member
            )
            when = datetime(2026, 8, day if day < 32 else 31, tzinfo=UTC)
            StageChange.objects.filter(pk=change.pk).update(
                at=when if day < 32 else datetime(2026, 9, 5, tzinfo=UTC)
            )
        Ramp.objects.filter(pk=moved.ramp_id).update(stage="spreading")
    text = text_of(order())
    # testing, implementing, spreading, sustained, abandoned, all, tests of the month
    assert f"1.2 {second.action} 1 1 0 0 0 2 1" in text
    assert f"1.1 {first.action}" not in text
    assert "None chosen" not in text


def test_what_a_test_of_the_team_only_decided_is_not_told(cast, order, tried, drivers):
    second = drivers[1]
    moved = tried("A bell", driver=second)
    hidden = CycleFactory(ramp=moved.ramp, number=2, started_by=cast.member, visibility="team")
    by_hand = tried("A drum", driver=second)
    also_hidden = CycleFactory(
        ramp=by_hand.ramp, number=2, started_by=cast.member, visibility="team"
    )
    told = tried("A song", driver=second)
    early = datetime(2026, 8, 10, tzinfo=UTC)
    with inside(cast.team):
        for ramp, cycle, stage in (
            (moved.ramp, hidden, "abandoned"),
            (by_hand.ramp, None, "spreading"),
            (by_hand.ramp, also_hidden, "abandoned"),
            (told.ramp, told, "implementing"),
        ):
            StageChange.objects.create(
                collaborative=cast.collaborative, ramp=ramp, cycle=cycle, stage=stage,
                by=cast.member,
            )  # fmt: skip
            Ramp.objects.filter(pk=ramp.pk).update(stage=stage)
        StageChange.objects.update(at=early)
    # testing, implementing, spreading, sustained, abandoned, all
    assert f"1.2 {second.action} 1 1 1 0 0 3" in text_of(order())


def test_a_stage_that_only_hidden_tests_account_for_is_testing(cast, order, tried, drivers):
    second = drivers[1]
    moved = tried("A bell", driver=second)
    with inside(cast.team):
        Ramp.objects.filter(pk=moved.ramp_id).update(stage="abandoned")
    assert f"1.2 {second.action} 1 0 0 0 0 1" in text_of(order())


def test_stories_stand_with_team_and_idea_and_go_when_the_test_is_no_longer_shared(
    cast, order, tried
):
    cycle = tried("A note at the door")
    with inside(cast.team):
        ReportStory.objects.create(
            collaborative=cast.collaborative, month=AUGUST, cycle=cycle,
            words="Seven families wrote back.", by=cast.implementation,
        )  # fmt: skip
    text = text_of(order())
    assert f"Seven families wrote back. {cast.team.name} · A note at the door" in text
    with inside(cast.team):
        Cycle.objects.filter(pk=cycle.pk).update(visibility="team")
    text = text_of(order())
    assert "Seven families" not in text
    assert "What changed since revision 1" in text
    assert "The stories changed." in text
    assert "A note at the door" not in text


def test_next_dates_are_those_for_everybody_in_the_two_months_after(cast, order):
    def event(title, *when, **fields):
        EventFactory(
            collaborative=cast.collaborative, title=title,
            starts_at=datetime(*when, 15, tzinfo=UTC), ends_at=datetime(*when, 16, tzinfo=UTC),
            **fields,
        )  # fmt: skip

    event("The hard weeks", 2026, 9, 18)
    event("Coaches only", 2026, 9, 19, audience="faculty")
    event("Called off", 2026, 9, 20, status="cancelled")
    event("Long ago", 2026, 8, 20)
    event("Far away", 2026, 11, 1)
    text = text_of(order())
    assert "The hard weeks: Friday, Sept. 18, 2026, 11 a.m. to noon" in text
    for title in ("Coaches only", "Called off", "Long ago", "Far away"):
        assert title not in text


def test_a_collaborative_without_anything_says_so(cast, order, metric):
    text = text_of(order())
    assert "No test has been shared yet." in text
    assert "Nothing is planned for everybody in the two months after this one." in text
    assert "Stories of the month" not in text
