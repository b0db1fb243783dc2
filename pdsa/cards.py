"""What lists and pages show of an idea and its tests, in the reader's words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from collaboratives.framework.wording import Then, then_of
from collaboratives.models import Membership
from collaboratives.translations import Text, in_language
from pdsa import rules
from pdsa.drawing import draw_small_ramp, look_of
from pdsa.enums import Decision, Stage
from pdsa.models import Cycle, Ramp
from pdsa.ramp_svg import Look
from pdsa.words import (
    LABELS,
    STAGE_TONES,
    Voice,
    driver_field,
    driver_words,
    stage_words,
    team_name,
    voice_of,
    when_of,
)


@dataclass(frozen=True)
class RampCard:
    """One idea in a list. ``to_borrow`` is the test that another team's plan would start from."""

    ramp: Ramp
    team: str
    stage: str
    tone: str
    drawing: SafeString
    tests: int
    decision: str
    words: Text | None
    learned: Text | None
    to_borrow: Cycle | None


@dataclass(frozen=True)
class Line:
    """One test in the list below a ramp."""

    cycle: Cycle
    when: str
    look: Look


def card_of(ramp: Ramp, member: Membership, today: dt.date) -> RampCard:
    """Return an idea that ``queries.with_steps`` loaded, as a list shows it."""
    voice = voice_of(member)
    done = [cycle for cycle in ramp.steps if cycle.is_done]
    return RampCard(
        ramp=ramp,
        team=team_name(ramp, voice),
        stage=stage_words(ramp.seen_stage, voice),
        tone=STAGE_TONES[ramp.seen_stage],
        drawing=draw_small_ramp(ramp, ramp.steps, today),
        tests=len(ramp.steps),
        decision=done[-1].plain_decision if done else "",
        words=Text(ramp.steps[-1].what, ramp.steps[-1].language) if ramp.steps else None,
        learned=what_it_taught(ramp.steps),
        to_borrow=to_borrow(ramp, ramp.steps, member),
    )


def lines_of(cycles: Sequence[Cycle], today: dt.date) -> list[Line]:
    """Return the tests of one idea as its page lists them."""
    return [Line(cycle, when_of(cycle), look_of(cycle, today)) for cycle in cycles]


def what_it_taught(cycles: Sequence[Cycle]) -> Text | None:
    """Return what was learned last, and the language it is written in."""
    taught = [cycle for cycle in cycles if cycle.what_we_learned.strip()]
    return Text(taught[-1].what_we_learned, taught[-1].language) if taught else None


def to_borrow(ramp: Ramp, cycles: Sequence[Cycle], member: Membership) -> Cycle | None:
    """Return the test whose words another team would start from: the last one that went on.

    None where this person cannot borrow the idea.
    """
    for cycle in cycles:
        cycle.ramp = ramp
    shared = [cycle for cycle in cycles if rules.may_borrow(member, cycle)]
    going_on = [cycle for cycle in shared if cycle.decision != Decision.ABANDON]
    done = [cycle for cycle in going_on if cycle.is_done]
    best = done or going_on or shared
    return best[-1] if best else None


@dataclass(frozen=True)
class WorkingOn:
    """What an idea is part of: its focus area and the measures it might move."""

    driver: Text | None
    driver_key: str
    driver_label: str
    metrics: list[Text]
    metric_label: str
    then: Then | None


def working_on(ramp: Ramp, voice: Voice) -> WorkingOn:
    """Return what an idea is part of; ``queries.ramp_for_page`` has loaded it."""
    driver = ramp.secondary_driver
    name = "name" if voice == "staff" else "plain_name"
    driver_label, metric_label = LABELS[voice]
    return WorkingOn(
        driver=driver_words(driver, voice) if driver else None,
        driver_key=driver.key if driver else "",
        driver_label=str(driver_label),
        metrics=[in_language(row.metric, name) for row in ramp.metric_rows.all()],
        metric_label=str(metric_label),
        then=then_of(driver, ramp.release, driver_field(driver, voice)),
    )


def is_stopped(ramp: Ramp) -> bool:
    """Whether the team stopped, as far as the reader may know."""
    return ramp.seen_stage == Stage.ABANDONED
