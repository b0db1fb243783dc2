"""The story's numbers: ten months of weekly counts, notes, and who sent which month when."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bsc.embedded.load.story import Story
from collaboratives.enums import Competency
from collaboratives.framework.services import read_data
from collaboratives.models import Membership
from metrics import periods
from metrics.enums import Grain, Source, SubmissionStatus
from metrics.models import Metric, MonthlySubmission, Value
from metrics.queries import Clock, metrics_in_use
from metrics.services import load_measures

MONTHS_DUE = 9


def load(story: Story) -> None:
    """Make the measures; where the story has numbers, its counts and months too."""
    numbers = story.read("numbers")
    told = [one for one in numbers["series"] if one["team"] in story.teams]
    this_month = periods.first_of(story.today)
    first = periods.add_months(this_month, -MONTHS_DUE) if told else this_month
    load_measures(collaborative=story.collaborative, data=read_data(), from_month=first)
    story.found["metrics"] = {metric.key: metric for metric in metrics_in_use()}
    submissions = {one["team"]: one for one in numbers["submissions"] if one["team"] in story.teams}
    values = [
        value for one in told for value in _series(story, one, submissions.get(one["team"], {}))
    ]
    Value.objects.bulk_create(values)
    for one in submissions.values():
        _months(story, one)


def _series(
    story: Story, told: Mapping[str, Any], submission: Mapping[str, Any]
) -> Iterator[Value]:
    """One team's weeks of one measure; weeks of a month that was not counted are left out."""
    metric = story.found["metrics"][told["metric"]]
    marks = [mark for line in told["weeks"] for mark in line.split()]
    notes = {note["weeks_ago"]: note for note in told.get("notes", [])}
    for weeks_ago, mark in zip(range(len(marks), 0, -1), marks, strict=True):
        monday = periods.monday_of(story.today) - periods.WEEK * weeks_ago
        note = notes.get(weeks_ago, {})
        if _was_not_counted(story, submission, metric, periods.month_of_week(monday)):
            continue
        if mark == "-" and not note:
            continue
        by = story.people[note["by"]] if note else data_contact(story, told["team"])
        value = _value(story, told["team"], metric, Grain.WEEK, monday, by)
        # Written down on the Friday, after the rooms are quiet.
        value.created_at = dt.datetime.combine(
            monday + dt.timedelta(days=4), dt.time(14, 30), tzinfo=story.zone
        )
        if mark == "-":
            value.reason_missing = note["text"]
        else:
            value.numerator, value.denominator = (Decimal(part) for part in mark.split("/"))
            value.note = note.get("text", "")
        yield value


def _months(story: Story, told: Mapping[str, Any]) -> None:
    """Send each month on the team's usual day, or as the story tells."""
    clock = Clock.of(story.collaborative)
    this_month = periods.first_of(story.today)
    exceptions = {one["months_ago"]: one for one in told.get("months", [])}
    for months_ago in range(MONTHS_DUE, 0, -1):
        month = periods.add_months(this_month, -months_ago)
        exception = exceptions.get(months_ago, {})
        status = exception.get("status", "usual")
        if status == "missing":
            _not_counted(story, told["team"], month, exception)
        sent_on = periods.day_after(month, exception.get("day", told["usual_day"]))
        whole_month_missing = status == "missing" and "metric" not in exception
        if status in {"draft", "silent"} or whole_month_missing or sent_on > story.today:
            continue
        sent_at = dt.datetime.combine(sent_on, dt.time(9, 20), tzinfo=story.zone)
        MonthlySubmission.objects.create(
            collaborative=story.collaborative,
            team=story.teams[told["team"]],
            month=month,
            status=SubmissionStatus.SUBMITTED,
            due_on=clock.due_on(month),
            closes_on=clock.closes_on(month),
            submitted_at=min(sent_at, story.moment(hour=7)),
            submitted_by=data_contact(story, told["team"]),
            revision=1,
        )


def _not_counted(story: Story, team: str, month: dt.date, exception: Mapping[str, Any]) -> None:
    """Keep why a month was not counted; of a whole month the data lead learned it on the phone."""
    by_team = "metric" in exception
    keys = [exception["metric"]] if by_team else list(story.found["metrics"])
    by = data_contact(story, team) if by_team else _data_lead(story)
    for key in keys:
        metric = story.found["metrics"][key]
        value = _value(story, team, metric, Grain.MONTH, month, by)
        value.reason_missing = exception["reason"]
        value.source = Source.TEAM if by_team else Source.ON_BEHALF
        value.created_at = dt.datetime.combine(
            periods.day_after(month, 5), dt.time(10), tzinfo=story.zone
        )
        value.save()


def _value(
    story: Story, team: str, metric: Metric, grain: Grain, start: dt.date, by: Membership
) -> Value:
    return Value(
        collaborative=story.collaborative,
        team=story.teams[team],
        metric=metric,
        definition=metric.definitions.all()[0],
        grain=grain,
        period_start=start,
        entered_by=by,
    )


def _was_not_counted(
    story: Story, submission: Mapping[str, Any], metric: Metric, month: dt.date
) -> bool:
    this_month = periods.first_of(story.today)
    return any(
        one["status"] in {"missing", "silent"}
        and periods.add_months(this_month, -one["months_ago"]) == month
        and one.get("metric", metric.key) == metric.key
        for one in submission.get("months", [])
    )


def data_contact(story: Story, team: str) -> Membership:
    """The team's person for numbers, else its leader."""
    pk = story.teams[team].pk
    people = [member for member in story.people.values() if pk in member.team_ids]
    people.sort(key=lambda member: (not member.is_data_contact_of(pk), not member.leads(pk)))
    return people[0]


def _data_lead(story: Story) -> Membership:
    """The implementation team's person for data."""
    team = [member for member in story.people.values() if member.is_implementation]
    team.sort(key=lambda member: Competency.DATA_CAPACITY not in _competencies(member))
    return team[0]


def _competencies(member: Membership) -> set[str]:
    return {key for hat in member.hats for key in hat.competencies}
