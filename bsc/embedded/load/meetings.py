"""The story's weekly meetings: held and written down, with decisions and what people took on."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from bsc.audit.models import Entry
from bsc.embedded.load.framework import planner
from bsc.embedded.load.schedule import day_of
from bsc.embedded.load.story import Story
from collaboratives.schedule.enums import Audience, EventKind, EventStatus
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.schedule.services import create_series
from collaboratives.workplan import agenda_sources
from collaboratives.workplan.agenda import kept, timed
from collaboratives.workplan.agenda_sources import Line, Part
from collaboratives.workplan.enums import DecisionState, PointState, TaskStatus
from collaboratives.workplan.models import Decision, Meeting, MeetingPoint
from collaboratives.workplan.services.action_items import activity_of, add_action_item
from collaboratives.workplan.services.tasks import add_task

Told = Mapping[str, Any]
LENGTH = 60
# Somebody who takes something on has about a week for it.
TAKEN_ON = dt.timedelta(days=6)


def load(story: Story) -> None:
    """Make the series and tell it; a collaborative without these people meets without us."""
    told = story.read("meetings")
    if not all(one["facilitator"] in story.people for one in told["meetings"]):
        return
    held, coming = _series(story, told["series"])
    _date_what_was_set_up(story)
    by_occurrence = {-place: event for place, event in enumerate(reversed(held), start=1)}
    carried: dict[str, MeetingPoint] = {}
    for one in sorted(told["meetings"], key=lambda one: one["occurrence"]):
        event = by_occurrence.pop(one["occurrence"], None)
        if event is not None:
            _meeting(story, event, one, carried)
    for event in by_occurrence.values():
        _closed(story, event)
    _next(story, coming[0], told["next"]["points"], carried)
    state = story.read("workplan_state")
    for one in state["decisions"]:
        _decision(story, held, one)
    for one in state["action_items"]:
        _action_item(story, held, one)


def _series(story: Story, told: Told) -> tuple[list[Event], list[Event]]:
    """Return the meetings that were held and those to come, without those on a day off."""
    series = create_series(
        collaborative=story.collaborative,
        by=planner(story),
        pattern=told["words"],
        first=story.day(weeks_ago=told["since_weeks_ago"]),
        last=story.collaborative.ends_on,
        kind=EventKind.IMPLEMENTATION_MEETING,
        title=told["title"],
        audience=Audience.IMPLEMENTATION,
        online_url=f"https://meet.example.org/{story.collaborative.slug}/{told['online']}",
    )
    days_off = named_days_off(story.collaborative)
    planned = []
    for event in series.events.order_by("starts_at"):
        day = event.first_day_in(story.zone)
        if day in days_off:
            event.status, event.cancelled_because = EventStatus.CANCELLED, days_off[day]
            event.save(update_fields=["status", "cancelled_because"])
        else:
            planned.append(event)
    now = timezone.now()
    held = [event for event in planned if event.ends_at <= now]
    return held, planned[len(held) :]


def _date_what_was_set_up(story: Story) -> None:
    """The calendar was made when the collaborative began, not since the last meeting."""
    made = Entry.objects.filter(action__in=("event.created", "series.created"))
    began = dt.datetime.combine(story.collaborative.starts_on, dt.time(9), tzinfo=story.zone)
    made.update(at=began)


def _meeting(story: Story, event: Event, told: Told, carried: dict[str, MeetingPoint]) -> None:
    """Tell one meeting that was held and closed, with the agenda that it had."""
    event.notes = told["notes"]
    event.save(update_fields=["notes"])
    points = [
        _point(story, event, place, one, carried) for place, one in enumerate(told["points"], 1)
    ]
    parts = [
        Part(
            agenda_sources.CHANGED,
            "Since the last meeting",
            [Line(text) for text in told["changed"]],
            weight=2,
        ),
        Part(
            agenda_sources.POINTS,
            "Points people brought",
            [
                Line(point.text, detail=point.by.user.name, weight=3, wish=point.minutes)
                for point in points
            ],
        ),
        Part(
            agenda_sources.COMING,
            "The next four weeks",
            [Line("What comes next, and who does what for it")],
            weight=4,
        ),
    ]
    _closed(
        story,
        event,
        facilitator=story.people[told["facilitator"]],
        note_taker=story.people[told["note_taker"]],
        agenda=kept(timed(parts, LENGTH)),
    )


def _closed(story: Story, event: Event, **fields: Any) -> None:
    Meeting.objects.create(
        collaborative=story.collaborative,
        event=event,
        closed_at=event.ends_at + dt.timedelta(minutes=5),
        revision=2,
        **fields,
    )


def _point(
    story: Story, event: Event, place: int, told: Told, carried: dict[str, MeetingPoint]
) -> MeetingPoint:
    """Make a point; one that an earlier meeting did not reach says where it comes from."""
    point = MeetingPoint.objects.create(
        collaborative=story.collaborative,
        event=event,
        text=told["text"],
        minutes=told["minutes"],
        by=story.people[told["by"]],
        position=place,
        state=PointState.CARRIED if told.get("carried") else PointState.DONE,
        carried_from=carried.pop(told["text"], None),
    )
    if told.get("carried"):
        carried[point.text] = point
    return point


def _next(story: Story, event: Event, points: list[Told], carried: dict[str, MeetingPoint]) -> None:
    """Put on the coming agenda what was left over, then what people added since."""
    left = [
        MeetingPoint(text=one.text, minutes=one.minutes, by=one.by, carried_from=one)
        for one in carried.values()
    ]
    added = [
        MeetingPoint(text=one["text"], minutes=one["minutes"], by=story.people[one["by"]])
        for one in points
    ]
    for position, point in enumerate([*left, *added], start=1):
        point.collaborative, point.event, point.position = story.collaborative, event, position
        point.save()


def _decision(story: Story, held: list[Event], told: Told) -> None:
    day = day_of(story, told["weeks_ago"], told["weekday"])
    meeting = _around(story, held, day)
    is_made = told["state"] == DecisionState.MADE
    Decision.objects.create(
        collaborative=story.collaborative,
        event=meeting,
        text=told["title"],
        state=told["state"],
        who_decides=story.people[told["who_decides"]],
        by_when=None if is_made else day_of(story, told["by_weeks_ago"], told["by_weekday"]),
        outcome=told["why"] if is_made else "",
        made_on=day if is_made else None,
        made_at=meeting if is_made else None,
        created_at=dt.datetime.combine(day, dt.time(9, 30), tzinfo=story.zone),
    )


def _action_item(story: Story, held: list[Event], told: Told) -> None:
    due = day_of(story, told["due_weeks_ago"], told["weekday"])
    owner = story.people[told["owner"]]
    meeting = _around(story, held, due - TAKEN_ON)
    if meeting is None:
        # Taken on before the weekly meetings began.
        task = add_task(
            activity=activity_of(story.collaborative),
            by=planner(story),
            owners=[owner],
            title=told["title"],
            due_on=due,
        )
    else:
        task = add_action_item(
            event=meeting, by=planner(story), text=told["title"], owner=owner, due_on=due
        )
    task.note = told["from"]
    if told["done"]:
        task.status = TaskStatus.DONE
        task.done_at = dt.datetime.combine(due, dt.time(15), tzinfo=story.zone)
    task.save(update_fields=["note", "status", "done_at"])


def _around(story: Story, held: list[Event], day: dt.date) -> Event | None:
    """Return the meeting of that day or the last one before it, at most two weeks earlier."""
    before = [event for event in held if event.first_day_in(story.zone) <= day]
    if not before or day - before[-1].first_day_in(story.zone) > dt.timedelta(weeks=2):
        return None
    return before[-1]
