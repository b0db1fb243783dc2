"""The self-assessments of the story: two rounds, and what every team wrote."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bsc.embedded.load.framework import planner
from bsc.embedded.load.schedule import day_of
from bsc.embedded.load.story import Story
from centers.assessment.models import Assessment, DriverComment, Rating, Round
from centers.assessment.services import save_round, settle, start_assessment
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.translations import drafts

Told = Mapping[str, Any]


def load(story: Story) -> None:
    """Make the rounds of the collaborative whose teams the story tells of."""
    told = story.read("assessment")
    own = [one for one in told["assessments"] if one["team"] in story.teams]
    if not own:
        return
    rounds = {one["key"]: _round(story, one) for one in told["rounds"]}
    drivers: dict[str, list[SecondaryDriver]] = {}
    for driver in drivers_in_use():
        drivers.setdefault(str(driver.primary.number), []).append(driver)
    for one in own:
        _assessment(story, one, rounds[one["round"]], drivers)


def _round(story: Story, told: Told) -> Round:
    return save_round(
        collaborative=story.collaborative,
        by=planner(story),
        name=told["name"],
        due_on=day_of(story, told["due_weeks_ago"], told["weekday"]),
        event=_event(story, told["event"]),
        translations=drafts(told, "name"),
    )


def _event(story: Story, named: str | int) -> Event | None:
    key = named if isinstance(named, str) else f"learning_session_{named}"
    event: Event | None = story.found["events"].get(key)
    return event


def _assessment(
    story: Story, told: Told, round_: Round, drivers: Mapping[str, list[SecondaryDriver]]
) -> None:
    pen = story.people[told["pen"]]
    assessment = start_assessment(team=story.teams[told["team"]], round_=round_, by=pen)
    comments = told.get("comments", {})
    rows = []
    for number, scores in told["ratings"].items():
        for driver, score in zip(drivers[str(number)], scores, strict=True):
            comment = comments.get(driver.key, "").strip()
            if score is not None or comment:
                rows.append(_rating(story, assessment, driver, score, comment, pen))
    Rating.objects.bulk_create(rows)
    DriverComment.objects.bulk_create(
        DriverComment(
            collaborative=story.collaborative,
            assessment=assessment,
            primary=drivers[str(number)][0].primary,
            text=text.strip(),
            written_by=pen,
            revision=1,
        )
        for number, text in told.get("driver_comments", {}).items()
    )
    _date(story, told, assessment, round_, pen)


def _rating(
    story: Story,
    assessment: Assessment,
    driver: SecondaryDriver,
    score: float | None,
    comment: str,
    pen: Membership,
) -> Rating:
    return Rating(
        collaborative=story.collaborative,
        assessment=assessment,
        driver=driver,
        release=story.found["release"],
        score=score,
        comment=comment,
        rated_by=pen,
        revision=1,
    )


def _date(story: Story, told: Told, assessment: Assessment, round_: Round, pen: Membership) -> None:
    """Settle it where the story does, and put its times where they belong."""
    weeks = told.get("settled_weeks_ago")
    if weeks is not None:
        settle(assessment=assessment, by=pen)
        day = day_of(story, weeks, "thu")
    else:
        day = min(round_.due_on, story.today - dt.timedelta(days=3))
    written = dt.datetime.combine(day, dt.time(13, 20), tzinfo=story.zone)
    Assessment.objects.filter(pk=assessment.pk).update(
        started_at=written - dt.timedelta(minutes=70),
        **({"settled_at": written} if weeks is not None else {}),
    )
    Rating.objects.filter(assessment=assessment).update(rated_at=written)
    DriverComment.objects.filter(assessment=assessment).update(written_at=written)
