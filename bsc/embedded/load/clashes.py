"""One clash for the coordinator to find, and no other, whatever the day on which it is loaded.

The story's dates are counted from today, so some of them meet a holiday or each other. Those give
way quietly. The one that is told moved for a reason and took no notice of a call in that week.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone

from bsc.embedded.load.framework import planner
from bsc.embedded.load.story import Story
from collaboratives.schedule.clashes import Clash, find_clashes
from collaboratives.schedule.clashes.standing import planned_since_monday
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import Crowd
from collaboratives.schedule.reminders import replan_events
from collaboratives.schedule.services import change_event

# Where a date may give way to, in days: first another week, then another day.
AWAY = (7, -7, 14, -14, 1, -1, 2, -2, 21, -21, 8, -8)


def load(story: Story) -> None:
    """Tell the one clash, then let everything else give way."""
    kept = {event.pk for told in story.read("calls")["moved"] for event in _moved(story, told)}
    for _attempt in range(50):
        events = planned_since_monday(story.collaborative)
        clash = next(_others(story, events, kept), None)
        if clash is None:
            return
        _give_way(story, events, clash, kept)
    raise RuntimeError("The story's dates cannot be told apart.")


def _moved(story: Story, told: dict[str, str]) -> list[Event]:
    """Close the day of a call and move it beside another one; return both."""
    call = story.found["events"].get(told["call"])
    if call is None:
        return []
    old = call.first_day_in(story.zone)
    story.collaborative.closed_days.append({"on": old.isoformat(), "name": told["closed"]})
    story.collaborative.save(update_fields=["closed_days"])
    other = (
        Event.objects.filter(
            group=story.found["groups"][told["beside"]],
            kind=EventKind.AFFINITY_CALL,
            starts_at__lt=call.starts_at,
        )
        .order_by("-starts_at")
        .first()
    )
    day = next(_free_days(story, other.first_day_in(story.zone))) if other else old
    hours = _at(story, call, day - old)
    call = change_event(event=call, by=planner(story), **hours)
    story.found["events"][told["call"]] = call
    return [call, other] if other else [call]


def _free_days(story: Story, day: dt.date) -> Iterator[dt.date]:
    """Yield the working days of that week, the ones after the day first."""
    week = [day - dt.timedelta(days=day.weekday() - n) for n in range(5)]
    days_off = named_days_off(story.collaborative)
    for one in sorted(week, key=lambda one: (one <= day, abs(one - day))):
        if one != day and one not in days_off:
            yield one


def _others(story: Story, events: list[Event], kept: Collection[int]) -> Iterator[Clash]:
    """Yield the clashes ahead that are not the story's own."""
    today = story.collaborative.today()
    for clash in find_clashes(
        events,
        crowd=Crowd(),
        days_off=named_days_off(story.collaborative),
        zone=story.zone,
    ):
        keys = {clash.first.pk, clash.second.pk if clash.second else None}
        if not keys <= set(kept) and max(clash.days) >= today:
            yield clash


def _give_way(story: Story, events: list[Event], clash: Clash, kept: Collection[int]) -> None:
    """Move one of the two that is not over to the nearest day on which it clashes with nothing."""
    both = [one for one in (clash.second, clash.first) if one]
    sides = [one for one in both if one.pk not in kept and not one.is_over]
    sides.sort(key=lambda one: one.kind == EventKind.LEARNING_SESSION)
    for event in sides:
        before = (event.starts_at, event.ends_at)
        for days in AWAY:
            hours = _at(story, event, dt.timedelta(days=days))
            event.starts_at, event.ends_at = hours["starts_at"], hours["ends_at"]
            clashing = {
                one.pk
                for found in _others(story, events, kept)
                for one in (found.first, found.second)
                if one
            }
            if event.starts_at > timezone.now() and event.pk not in clashing:
                event.save(update_fields=["starts_at", "ends_at"])
                replan_events([event])
                return
            event.starts_at, event.ends_at = before
    raise RuntimeError(f"No other day for {clash.first}.")


def _at(story: Story, event: Event, away: dt.timedelta) -> dict[str, Any]:
    """Return when an event would be that many days later, at the same hour of the clock."""

    def shifted(moment: dt.datetime) -> dt.datetime:
        local = timezone.localtime(moment, story.zone)
        return dt.datetime.combine(local.date() + away, local.time(), tzinfo=story.zone)

    return {"starts_at": shifted(event.starts_at), "ends_at": shifted(event.ends_at)}
