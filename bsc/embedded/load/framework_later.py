"""How the story's framework went on: ideas from teams, and a second release in mid-course."""

from typing import Any

from django.db.models import Min

from bsc.embedded.load.framework import planner
from bsc.embedded.load.story import Story
from bsc.tenancy.doors import inside
from collaboratives.framework.models import ChangeFramework, FrameworkRelease, SecondaryDriver
from collaboratives.framework.services import (
    change_part,
    decide_idea,
    release,
    retire,
    suggest_idea,
)
from pdsa.models import Ramp


def load(story: Story) -> None:
    """Tell it where the story tells of it."""
    told = story.read("framework_later").get(story.collaborative.slug)
    if not told:
        return
    with inside(story.collaborative):
        first = story.moment(weeks_ago=told["released_weeks_ago"], hour=10)
        FrameworkRelease.objects.filter(version=1).update(released_at=first)
        for idea in told["suggested"]:
            _suggested(story, idea)
        _second_release(story, told["second"])


def _suggested(story: Story, told: dict[str, Any]) -> None:
    idea = suggest_idea(
        driver=story.found["drivers"][told["driver"]],
        text=told["text"],
        by=story.people[told["by"]],
    )
    if "decided" in told:
        decide_idea(idea=idea, status=told["decided"], by=planner(story))


def _second_release(story: Story, told: dict[str, Any]) -> None:
    by = planner(story)
    for key, texts in told["reworded"].items():
        driver = SecondaryDriver.objects.get(key=key)
        change_part(row=driver, given=texts, by=by, revision=driver.revision)
    for key in told["retired"]:
        retire(row=SecondaryDriver.objects.get(key=key), by=by)
    made = release(
        framework=ChangeFramework.objects.get(), note=told["note"], by=by, equity=told["equity"]
    )
    when = story.moment(weeks_ago=told["weeks_ago"], hour=15)
    FrameworkRelease.objects.filter(pk=made.pk).update(released_at=when)
    begun = Ramp.objects.filter(release__isnull=False).annotate(at=Min("cycles__posted_at"))
    later = list(begun.filter(at__gte=when).values_list("pk", flat=True))
    Ramp.objects.filter(pk__in=later).update(release=made)
