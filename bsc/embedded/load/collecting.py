"""How the story's teams collect, what they count besides, and how a definition changed."""

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bsc.embedded.load.story import Story
from collaboratives.framework.models import SecondaryDriver
from collaboratives.translations import drafts
from metrics import periods
from metrics.enums import Better, Dimension, Grain, Kind, PlanStatus, Sampling
from metrics.models import CollectionPlan, Group, Metric, MetricDefinition, Value
from metrics.services.definitions import Given, define_measure
from metrics.services.groups import add_group
from metrics.services.plans import save_plan
from metrics.services.stages import start_pilot

HUNDRED = Decimal(100)


def load(story: Story) -> None:
    """Write down what the file tells of these teams; a story without numbers has none of it."""
    numbers = story.read("numbers")
    if not any(one["team"] in story.teams for one in numbers["series"]):
        return
    for told in numbers["plans"]:
        _plan(story, told)
    for told in numbers["groups"]:
        _groups(story, told)
    for told in numbers["versions"]:
        _version(story, told)
    for told in numbers["pilots"]:
        _pilot(story, told)
    for told in numbers["own"]:
        _own(story, told)


def _plan(story: Story, told: Mapping[str, Any]) -> None:
    team = story.teams[told["team"]]
    people = [member for member in story.people.values() if team.pk in member.team_ids]
    people.sort(key=lambda one: (not one.is_data_contact_of(team.pk), not one.leads(team.pk)))
    plan = save_plan(
        team=team,
        metric=story.found["metrics"][told["metric"]],
        by=people[0],
        revision=0,
        **{name: told[name] for name in ("who", "when", "where", "tool")},
        status=told.get("status", PlanStatus.WORKING),
        note=told.get("note", ""),
    )
    written_at = story.moment(weeks_ago=3 if plan.note else 30, hour=15)
    CollectionPlan.objects.filter(pk=plan.pk).update(changed_at=written_at)


def _groups(story: Story, told: Mapping[str, Any]) -> None:
    by = next(member for member in story.people.values() if member.is_implementation)
    for group in told["groups"]:
        add_group(
            collaborative=story.collaborative,
            by=by,
            dimension=Dimension(told["dimension"]),
            name=group["name"],
            translations=drafts(group, "name"),
        )


def _version(story: Story, told: Mapping[str, Any]) -> None:
    """The definition that stands began later; until then it said what the file tells."""
    metric = story.found["metrics"][told["metric"]]
    first = metric.definitions.get()
    now = MetricDefinition.objects.get(pk=first.pk)
    now.pk = None
    now.from_month = _month(story, told["months_ago"])
    now.changed_because = told["because"]
    now.changed_by = story.people[told["by"]]
    now.created_at = story.moment(weeks_ago=4 * told["months_ago"] + 1)
    now.save()
    for name, value in told["before"].items():
        setattr(first, name, value)
    first.save()
    later = Value.objects.filter(definition=first, period_start__gte=now.from_month)
    later.update(definition=now)


def _pilot(story: Story, told: Mapping[str, Any]) -> None:
    teams = told["teams"]
    months_told = len(teams[0]["months"])
    metric = _define(story, told, _month(story, months_told), sampling=Sampling.MONTHLY)
    start_pilot(
        metric=metric,
        teams=[story.teams[one["team"]] for one in teams],
        by=story.people[told["by"]],
    )
    groups = {group.name: group for group in Group.objects.filter(dimension=told["breakdown"])}
    for one in teams:
        for months_ago, month in zip(range(months_told, 0, -1), one["months"], strict=True):
            start = _month(story, months_ago)
            _value(story, metric, one["team"], Grain.MONTH, start, month["whole"])
            for name, mark in month["groups"].items():
                _value(story, metric, one["team"], Grain.MONTH, start, mark, groups[name])


def _own(story: Story, told: Mapping[str, Any]) -> None:
    marks = told["weeks"].split()
    first = periods.monday_of(story.today) - periods.WEEK * len(marks)
    metric = _define(story, told, periods.month_of_week(first), team=told["team"])
    for place, mark in enumerate(marks):
        if mark != "-":
            start = first + periods.WEEK * place
            _value(story, metric, told["team"], Grain.WEEK, start, mark)


def _define(
    story: Story,
    told: Mapping[str, Any],
    from_month: dt.date,
    *,
    team: str = "",
    sampling: Sampling = Sampling.WEEKLY,
) -> Metric:
    """Every measure that the file tells besides the framework's is a share."""
    return define_measure(
        collaborative=story.collaborative,
        by=story.people[told["by"]],
        token=uuid.uuid5(uuid.NAMESPACE_DNS, told["plain_name"]),
        given=Given(
            measure={
                "name": told.get("name", told["plain_name"]),
                "plain_name": told["plain_name"],
                "required": False,
                "translations": drafts(told, "plain_name"),
            },
            counted={
                "kind": Kind.PERCENT,
                "multiplier": HUNDRED,
                "better": Better(told["better"]),
                "goal": told.get("goal"),
                "sampling": sampling,
                **{
                    name: told.get(name, "")
                    for name in (
                        "why", "how_to_count", "example", "numerator_label", "denominator_label",
                        "unit", "breakdown",
                    )
                },
            },
            drivers=list(SecondaryDriver.objects.filter(key__in=told.get("drivers", []))),
        ),
        from_month=from_month,
        team=story.teams[team] if team else None,
    )  # fmt: skip


def _value(
    story: Story,
    metric: Metric,
    team: str,
    grain: Grain,
    start: dt.date,
    mark: str,
    group: Group | None = None,
) -> None:
    numerator, denominator = mark.split("/")
    after = periods.add_months(start, 1) if grain == Grain.MONTH else start
    written = after + dt.timedelta(days=4)
    Value.objects.create(
        collaborative=story.collaborative,
        team=story.teams[team],
        metric=metric,
        definition=metric.definitions.get(),
        grain=grain,
        group=group,
        period_start=start,
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
        created_at=dt.datetime.combine(written, dt.time(14, 30), tzinfo=story.zone),
    )


def _month(story: Story, months_ago: int) -> dt.date:
    return periods.add_months(periods.first_of(story.today), -months_ago)
