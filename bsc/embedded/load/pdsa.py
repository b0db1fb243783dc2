"""The tests of change of the story: ramps, cycles, comments, thanks."""

import datetime as dt
import uuid
from typing import Any

from bsc.embedded.load.story import Story
from bsc.tenancy.doors import inside
from collaboratives.enums import Role
from collaboratives.models import Membership, MembershipRole
from metrics.models import Metric
from pdsa.enums import Status, Visibility
from pdsa.models import Cycle, CycleComment, Ramp, StageChange
from pdsa.services.bundles import make_bundle, put_into
from pdsa.services.comments import add_comment, set_thanks
from pdsa.services.cycles import (
    decide,
    draft_next,
    post_cycle,
    start_cycle,
)
from pdsa.services.owners import set_metrics, set_owners
from pdsa.services.stages import set_stage

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Plans are posted some days before their first day; people write in the middle of the day.
POSTED_BEFORE = dt.timedelta(days=3)
# A team talks about what a test means for the idea some days after it.
MOVED_AFTER = dt.timedelta(days=6)
PLAN = ("scale", "what", "who", "where", "prediction")
STORY = ("what_happened", "observations", "what_we_learned", "compared", "decision", "why")


def load(story: Story) -> None:
    """Make the ramps of this collaborative; ``story.found["ramps"]`` keeps them by key."""
    made: dict[str, Ramp] = story.found.setdefault("ramps", {})
    with inside(story.collaborative):
        for told in story.read("cycles")["ramps"]:
            if told["cycles"][0]["owners"][0] in story.people:
                made[told["key"]] = _ramp(story, told, made)
        for told in story.read("cycles")["bundles"]:
            if told["by"] in story.people:
                _bundle(story, told, made)


def _bundle(story: Story, told: dict[str, Any], made: dict[str, Ramp]) -> None:
    by = story.people[told["by"]]
    bundle = make_bundle(
        team=story.teams[told["team"]] if told["team"] else None,
        name=told["name"],
        why=told["why"],
        by=by,
        token=uuid.uuid5(uuid.NAMESPACE_OID, told["key"]),
    )
    for key in told["ramps"]:
        put_into(bundle=bundle, ramp=made[key], by=by)


def _ramp(story: Story, told: dict[str, Any], made: dict[str, Ramp]) -> Ramp:
    cycle: Cycle | None = None
    for number, part in enumerate(told["cycles"], start=1):
        by = story.people[part["owners"][0]]
        if cycle is None:
            cycle = start_cycle(
                by=by,
                team=story.teams[told["team"]] if told["team"] else None,
                what=part["what"],
                driver=story.found["drivers"][told["driver"]],
                borrowed_from=made.get(told.get("borrowed_from", "")),
                token=uuid.uuid5(uuid.NAMESPACE_OID, f"{told['key']}.{number}"),
            )
            set_metrics(
                ramp=cycle.ramp, metrics=Metric.objects.filter(key__in=told.get("metrics", []))
            )
        else:
            cycle = draft_next(cycle=cycle, by=by)
        cycle = _cycle(story, cycle, part)
    assert cycle is not None  # noqa: S101 -- a ramp of the story has cycles
    ramp = Ramp.objects.get(pk=cycle.ramp_id)
    ramp.idea, ramp.language = told["idea"], told.get("language", "en")
    ramp.save(update_fields=["idea", "language"])
    if ramp.stage != told["stage"]:
        by = story.people[told["cycles"][-1]["owners"][0]]
        moved = set_stage(
            ramp=ramp, stage=told["stage"], why=told["stage_why"], by=by, seen=ramp.stage
        )
        ended = ramp.cycles.filter(status=Status.DONE).order_by("-finished_at").first()
        if moved and ended and ended.finished_at:
            when = min(ended.finished_at + MOVED_AFTER, story.moment(days_ago=1))
            StageChange.objects.filter(pk=moved.pk).update(at=when)
    return ramp


def _cycle(story: Story, cycle: Cycle, told: dict[str, Any]) -> Cycle:
    by = story.people[told["owners"][0]]
    first = _day(story, told["weeks_ago"], told["weekday"])
    last = first + dt.timedelta(days=told["days"] - 1)
    for name in PLAN + STORY:
        setattr(cycle, name, told.get(name, ""))
    cycle.next_step = told.get("next_step", "")
    cycle.look_at = told["measure"]
    cycle.starts_on, cycle.ends_on = first, last if last > first else None
    cycle.language = told.get("language", "en")
    cycle.visibility = Visibility.TEAM if told["visibility"] == "team" else Visibility.COLLABORATIVE
    cycle.save()
    set_owners(cycle=cycle, members=[story.people[key] for key in told["owners"]], by=by)
    cycle = post_cycle(cycle=cycle, by=by)
    if told["status"] == Status.DONE:
        cycle = decide(cycle=cycle, by=by)
    posted = (
        _day(story, told["posted_weeks_ago"], told["posted_weekday"])
        if "posted_weeks_ago" in told
        else first - POSTED_BEFORE
    )
    done = told["status"] == Status.DONE
    times = {
        "created_at": _at(story, posted, 12),
        "posted_at": _at(story, posted, 12),
        "finished_at": _at(story, last, 17) if done else None,
        "changed_at": _at(story, last if done else posted, 17),
    }
    Cycle.objects.filter(pk=cycle.pk).update(status=told["status"], **times)
    if done:
        StageChange.objects.filter(cycle=cycle).update(at=times["finished_at"])
    _talk(story, cycle, told, since=last if done else posted)
    return Cycle.objects.select_related("ramp", "collaborative").get(pk=cycle.pk)


def _talk(story: Story, cycle: Cycle, told: dict[str, Any], *, since: dt.date) -> None:
    for said in told.get("comments", []):
        comment = _comment(story, cycle, said, since)
        for reply in said.get("replies", []):
            _comment(story, cycle, reply, since, reply_to=comment)
    for key in told.get("thanks", []):
        set_thanks(cycle=cycle, by=story.people[key], given=True)


def _comment(
    story: Story,
    cycle: Cycle,
    said: dict[str, Any],
    since: dt.date,
    reply_to: CycleComment | None = None,
) -> CycleComment:
    author = story.people[said["by"]]
    comment = add_comment(
        cycle=cycle,
        author=author,
        hat=_hat(author, cycle),
        text=said["text"],
        token=uuid.UUID(int=story.random.getrandbits(128), version=4),
        reply_to=reply_to,
        language=said.get("language", "en"),
    )
    day = since + dt.timedelta(days=said["days_after"])
    hour = 19 if reply_to else 13
    CycleComment.objects.filter(pk=comment.pk).update(created_at=_at(story, day, hour))
    return comment


def _hat(author: Membership, cycle: Cycle) -> MembershipRole:
    # Not rules.hats_for: some of the writers have left since.
    hats = list(MembershipRole.objects.filter(membership=author).order_by("pk"))
    team = cycle.ramp.team_id
    own = [
        hat for hat in hats if (hat.team_id == team if team else hat.role == Role.IMPLEMENTATION)
    ]
    return (own or hats)[0]


def _day(story: Story, weeks_ago: int, weekday: str) -> dt.date:
    monday = story.today - dt.timedelta(days=story.today.weekday())
    return monday + dt.timedelta(days=WEEKDAYS.index(weekday) - 7 * weeks_ago)


def _at(story: Story, day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, story.random.randrange(60)), tzinfo=story.zone)
