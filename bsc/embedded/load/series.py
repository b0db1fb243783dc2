"""What happened to the story's series: a call that is called off, and a place that changed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from bsc.embedded.load.framework import planner
from bsc.embedded.load.story import Story
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.moving import EventWish
from collaboratives.schedule.rescheduling import reschedule
from collaboratives.schedule.series.changing import Change, change_following
from collaboratives.schedule.services import label_of


def load(story: Story) -> None:
    """Cancel and change coming calls of the series, as their page does it."""
    calls = story.read("calls")
    for told in calls["called_off"]:
        for event in _coming(story, told)[:1]:
            wish = EventWish.cancelling(event.pk, told["because"])
            reschedule(collaborative=story.collaborative, wishes=[wish], by=planner(story))
    for told in calls["changed_from"]:
        events = _coming(story, told)
        if events and events[0].series:
            _change(story, events[0].series, events, told["place"])


def _coming(story: Story, told: Mapping[str, Any]) -> list[Event]:
    """Return a series' coming calls from the one that is told on; none in another story."""
    known = [
        event
        for key, event in story.found["events"].items()
        if key.startswith(f"{told['series']}:")
    ]
    if not known:
        return []
    ahead = Event.objects.filter(series=known[0].series, starts_at__gt=timezone.now())
    return list(ahead.select_related("series").order_by("starts_at", "pk")[told["coming"] - 1 :])


def _change(story: Story, series: Series, events: list[Event], place: str) -> None:
    change_following(
        series=series,
        events=events,
        change=Change({"place": place}, {}),
        by=planner(story),
        summary=f"{label_of('place').capitalize()}: {events[0].place or '–'} → {place}",
    )
