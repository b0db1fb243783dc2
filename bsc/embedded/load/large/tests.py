"""4,000 cycles in ramps of one to four, borrowed now and then, and 20,000 comments.

The words are those of the ordinary story, dealt out again.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from bsc.embedded.load.large.people import BATCH, MONTHS
from bsc.embedded.load.story import Story
from collaboratives.models import Membership
from pdsa.enums import Decision, Scale, Status
from pdsa.method import stage_after
from pdsa.models import Cycle, CycleComment, CycleOwner, Ramp, RampMetric, StageChange

CYCLES, COMMENTS, BORROWED = 4000, 20000, 15
TEXTS = (
    "what", "who", "where", "prediction", "what_happened", "observations", "what_we_learned",
    "compared", "why", "next_step",
)  # fmt: skip


def load(story: Story) -> None:
    """Make ramps, cycles, owners and comments, each in bulk."""
    told = [one for one in story.read("cycles")["ramps"] if _is_english(one)]
    ramps = Ramp.objects.bulk_create(_ramps(story, told), batch_size=BATCH)
    _borrow(story, ramps)
    RampMetric.objects.bulk_create(
        RampMetric(
            collaborative=story.collaborative,
            ramp=ramp,
            metric=story.random.choice(story.found["metrics"]),
        )
        for ramp in ramps
    )
    cycles = Cycle.objects.bulk_create(_cycles(story, told, ramps), batch_size=BATCH)
    for ramp in ramps:
        ramp.stage = _stage([cycle.decision for cycle in cycles if cycle.ramp_id == ramp.pk])
    Ramp.objects.bulk_update(ramps, ["stage"], batch_size=BATCH)
    StageChange.objects.bulk_create(_stage_changes(story, ramps, cycles), batch_size=BATCH)
    CycleOwner.objects.bulk_create(
        (
            CycleOwner(collaborative=story.collaborative, cycle=cycle, member=cycle.started_by)
            for cycle in cycles
        ),
        batch_size=BATCH,
    )
    said = [
        comment["text"]
        for ramp in story.read("cycles")["ramps"]
        for cycle in ramp["cycles"]
        for comment in cycle.get("comments", [])
    ]
    CycleComment.objects.bulk_create(_comments(story, cycles, said), batch_size=BATCH)


def _is_english(ramp: dict[str, Any]) -> bool:
    return all(cycle.get("language", "en") == "en" for cycle in ramp["cycles"])


def _ramps(story: Story, told: list[dict[str, Any]]) -> Iterator[Ramp]:
    teams = list(story.teams.values())
    for number in range(CYCLES * 2 // 5):
        idea = told[number % len(told)]
        yield Ramp(
            collaborative=story.collaborative,
            team=teams[number % len(teams)],
            idea=idea["idea"],
            secondary_driver=story.found["drivers"][idea["driver"]],
            release=story.found["release"],
        )


def _borrow(story: Story, ramps: list[Ramp]) -> None:
    """Let some ramps name an earlier one of another team as their source."""
    for number, ramp in enumerate(ramps[1:], 1):
        if story.random.randrange(100) < BORROWED:
            source = ramps[story.random.randrange(number)]
            ramp.borrowed_from = source if source.team_id != ramp.team_id else None
    Ramp.objects.bulk_update(ramps, ["borrowed_from"], batch_size=BATCH)


def _cycles(story: Story, told: list[dict[str, Any]], ramps: list[Ramp]) -> Iterator[Cycle]:
    members: dict[int | None, list[Membership]] = {}
    for member in story.people.values():
        for team in member.team_ids:
            members.setdefault(team, []).append(member)
    per_ramp = CYCLES // len(ramps), CYCLES % len(ramps)
    for place, ramp in enumerate(ramps):
        length = per_ramp[0] + (place < per_ramp[1])
        texts = told[place % len(told)]["cycles"]
        first = story.today - dt.timedelta(days=story.random.randrange(20, MONTHS * 30))
        for number in range(1, length + 1):
            starts_on = first + dt.timedelta(days=21 * (number - 1))
            by = story.random.choice(members[ramp.team_id])
            yield _cycle(story, ramp, number, starts_on, by, texts[(number - 1) % len(texts)])


def _cycle(
    story: Story, ramp: Ramp, number: int, starts_on: dt.date, by: Membership, text: dict[str, Any]
) -> Cycle:
    is_done = starts_on < story.today - dt.timedelta(days=7) and "what_happened" in text
    names = TEXTS if is_done else TEXTS[:4]
    posted = dt.datetime.combine(starts_on - dt.timedelta(days=3), dt.time(12), tzinfo=story.zone)
    decision = story.random.choice(list(Decision)) if is_done else ""
    return Cycle(
        collaborative=story.collaborative,
        ramp=ramp,
        number=number,
        status=Status.DONE if is_done else Status.PLANNED,
        scale=list(Scale)[min(number - 1, len(Scale) - 1)],
        starts_on=starts_on,
        look_at=text["measure"],
        decision=decision,
        token=uuid.UUID(int=story.random.getrandbits(128), version=4),
        started_by=by,
        changed_by=by,
        posted_at=posted,
        finished_at=posted + dt.timedelta(days=4) if is_done else None,
        **{name: text.get(name, "") for name in names},
    )


def _stage(decisions: list[str]) -> str:
    stage = "testing"
    for decision in decisions:
        stage = stage_after(stage, was="", now=decision) if decision else stage
    return stage


def _stage_changes(story: Story, ramps: list[Ramp], cycles: list[Cycle]) -> Iterator[StageChange]:
    """The last step of each idea that left testing, made by its last finished cycle."""
    last = {cycle.ramp_id: cycle for cycle in cycles if cycle.finished_at}
    for ramp in ramps:
        if ramp.stage != "testing" and ramp.pk in last:
            cycle = last[ramp.pk]
            yield StageChange(
                collaborative=story.collaborative,
                ramp=ramp,
                cycle=cycle,
                was="testing",
                stage=ramp.stage,
                by=cycle.started_by,
            )


def _comments(story: Story, cycles: list[Cycle], said: list[str]) -> Iterator[CycleComment]:
    people = [member for member in story.people.values() if not member.is_observer]
    for _comment in range(COMMENTS):
        cycle, author = story.random.choice(cycles), story.random.choice(people)
        yield CycleComment(
            collaborative=story.collaborative,
            cycle=cycle,
            author=author,
            hat=author.hat,
            text=story.random.choice(said),
            token=uuid.UUID(int=story.random.getrandbits(128), version=4),
        )
