"""What people decided and said about the story's numbers: new phases, what got in the way, nudges."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bsc.embedded.load.metrics import data_contact
from bsc.embedded.load.story import Story
from metrics import periods
from metrics.models import ChartPhase, MonthlySubmission, Nudge
from metrics.queries import Clock

# They answered when somebody asked: some days after the month was due.
ANSWERED_AFTER = dt.timedelta(days=6)


def load(story: Story) -> None:
    """Write down what the file tells of these teams."""
    numbers = story.read("numbers")
    for told in numbers["phases"]:
        if told["team"] in story.teams:
            _phase(story, told)
    for one in numbers["submissions"]:
        for told in one["months"]:
            if one["team"] in story.teams and told["status"] == "silent":
                _silence(story, one["team"], told)


def _phase(story: Story, told: Mapping[str, Any]) -> None:
    this_week = periods.monday_of(story.today)
    phase = ChartPhase.objects.create(
        collaborative=story.collaborative,
        team=story.teams[told["team"]],
        metric=story.found["metrics"][told["metric"]],
        starts_on=this_week - periods.WEEK * told["weeks_ago"],
        reason=told["reason"],
        by=story.people[told["by"]],
    )
    decided = story.moment(weeks_ago=told["decided_weeks_ago"], hour=13)
    ChartPhase.objects.filter(pk=phase.pk).update(created_at=decided)


def _silence(story: Story, key: str, told: Mapping[str, Any]) -> None:
    team, clock = story.teams[key], Clock.of(story.collaborative)
    month = periods.add_months(periods.first_of(story.today), -told["months_ago"])
    if "got_in_the_way" in told:
        due_on = clock.due_on(month)
        answered = dt.datetime.combine(due_on + ANSWERED_AFTER, dt.time(16), tzinfo=story.zone)
        MonthlySubmission.objects.create(
            collaborative=story.collaborative,
            team=team,
            month=month,
            due_on=due_on,
            closes_on=clock.closes_on(month),
            got_in_the_way=told["got_in_the_way"],
            answered_at=answered,
            answered_by=data_contact(story, key),
        )
    if "nudged" in told:
        wrote_on = periods.day_after(month, told["nudged"]["day"])
        nudge = Nudge.objects.create(
            collaborative=story.collaborative,
            team=team,
            month=month,
            to=data_contact(story, key),
            by=story.people[told["nudged"]["by"]],
        )
        wrote_at = dt.datetime.combine(wrote_on, dt.time(10, 15), tzinfo=story.zone)
        Nudge.objects.filter(pk=nudge.pk).update(sent_at=wrote_at)
