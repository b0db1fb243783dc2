"""Where the collaborative is, and what goes on now, said to each reader in the voice of their role.

The words stand in data/phase_activities/, a file a voice. A collaborative has three to five Learning
Sessions: the last one takes learning_session_last, any other from the third on those of the third,
and Action Periods likewise.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import yaml
from django.conf import settings
from django.utils.translation import get_language

from bsc.tenancy.wording import in_our_words
from collaboratives.enums import Role
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.enums import Voice
from collaboratives.schedule.queries import DATA, phase_label, timeline_of
from collaboratives.schedule.timeline import Phase, phase_on
from collaboratives.schedule.words import PhaseStep, phase_steps

OF_ROLES = {
    Role.IMPLEMENTATION: Voice.IMPLEMENTATION,
    Role.FACULTY: Voice.FACULTY,
    Role.SENIOR_LEADER: Voice.LEADERS,
    Role.TEAM_LEADER: Voice.LEADERS,
    Role.TEACHER: Voice.STAFF,
    Role.STAFF: Voice.STAFF,
    Role.FAMILY: Voice.FAMILY,
    Role.OBSERVER: Voice.OBSERVER,
}


class PhaseWords(NamedTuple):
    """What a phase is called and what goes on in it; ``lang`` is the language of the lines."""

    title: str
    lines: list[str]
    lang: str


@dataclass(frozen=True)
class Where:
    """Where we are: the phase, its words in ``voice``, and the whole timeline.

    ``voices`` are those of the reader's roles, the first one chosen unless they ask for another.
    """

    phase: Phase
    words: PhaseWords
    voice: Voice
    voices: list[Voice]
    steps: list[PhaseStep]

    @property
    def number(self) -> int:
        """Return the place of the phase in the timeline, from 1."""
        return next(n for n, step in enumerate(self.steps, 1) if step.is_current)

    @property
    def next_step(self) -> PhaseStep | None:
        """Return what comes after it, if anything does."""
        return next(iter(self.steps[self.number :]), None)


def voices_of(member: Membership) -> list[Voice]:
    """Return the voices of the roles somebody holds today, each once, the first role's first."""
    found = dict.fromkeys(OF_ROLES[Role(hat.role)] for hat in member.hats)
    return list(found) or [Voice.OBSERVER]


def where_we_are(member: Membership, collaborative: Collaborative, asked: str = "") -> Where | None:
    """Return where the collaborative is today, or None outside of it; in one query.

    ``asked`` is the voice that a reader with several roles asked for; a strange one is ignored.
    """
    phases = timeline_of(collaborative)
    phase = phase_on(phases, collaborative.today())
    if phase is None:
        return None
    voices = voices_of(member)
    voice = next((one for one in voices if one == asked), voices[0])
    plain = plain_label if member.is_family_only else phase_label
    return Where(
        phase,
        words_in(phase, voice),
        voice,
        voices,
        phase_steps(phases, phase, plain),
    )


def phase_words(phase: Phase, member: Membership) -> PhaseWords:
    """Return the words of a phase in the voice of somebody's first role."""
    return words_in(phase, voices_of(member)[0])


def words_in(phase: Phase, voice: Voice) -> PhaseWords:
    """Return what a voice says of a phase, in the reader's language where it is there."""
    said = _voice(voice)[activities_key(phase)]
    language = _language(said)
    title = plain_label(phase) if voice == Voice.FAMILY else phase_label(phase)
    lines = [in_our_words(line, language) for line in said[language]]
    return PhaseWords(in_our_words(title, language), lines, language)


def plain_label(phase: Phase) -> str:
    """Return what families call a phase."""
    names = _voice(Voice.FAMILY)
    own = f"{phase.key}_{phase.number}"
    key = own if own in names and not phase.is_last_session else activities_key(phase)
    title = names[key]["title"]
    language = _language(title)
    return in_our_words(title[language], language)


def activities_key(phase: Phase) -> str:
    """Return the key under which the voices speak of a phase."""
    if phase.is_last_session:
        return "learning_session_last"
    if phase.number is None:
        return phase.key
    return f"{phase.key}_{min(phase.number, 3)}"


def _language(said: dict[str, Any]) -> str:
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return language if language in said else settings.LANGUAGE_CODE


@cache
def _voice(voice: Voice) -> dict[str, Any]:
    path = DATA / "phase_activities" / f"{voice.value}.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
