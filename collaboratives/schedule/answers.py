"""Who answered what, for those who plan an event; yes and no of one's own team for its leaders."""

from dataclasses import dataclass

from collaboratives.enums import LEADER_ROLES
from collaboratives.faces import hats_line
from collaboratives.models import Membership
from collaboratives.schedule.enums import Answer, AttendanceState
from collaboratives.schedule.models import Event, Rsvp
from collaboratives.schedule.queries import people_concerned


@dataclass(frozen=True)
class Answered:
    """One person with what they said. ``is_old``: the date changed since they said it."""

    name: str
    detail: str
    answer: str
    reason: str
    needs: str
    is_old: bool


@dataclass(frozen=True)
class Answers:
    """Everybody whom an event is for, by answer; ``came`` of ``noted`` people were there."""

    yes: list[Answered]
    unsure: list[Answered]
    no: list[Answered]
    silent: list[Answered]
    came: int
    noted: int

    @property
    def total(self) -> int:
        """Return how many people the event is for."""
        return len(self.yes) + len(self.unsure) + len(self.no) + len(self.silent)

    @property
    def needs(self) -> list[Answered]:
        """Return those who may come and need something."""
        return [one for one in [*self.yes, *self.unsure] if one.needs]


def answers_of(event: Event) -> Answers:
    """Return everybody's answer, in a constant number of queries."""
    rsvps = {rsvp.membership_id: rsvp for rsvp in event.rsvps.all()}
    found: dict[str, list[Answered]] = {}
    for person in people_concerned(event):
        one = _answered(person, rsvps.get(person.pk), event)
        found.setdefault(one.answer, []).append(one)
    states = list(event.attendances.values_list("state", flat=True))
    return Answers(
        yes=found.get(Answer.YES, []),
        unsure=found.get(Answer.UNSURE, []),
        no=found.get(Answer.NO, []),
        silent=found.get("", []),
        came=states.count(AttendanceState.CAME),
        noted=len(states),
    )


def team_answers(member: Membership, event: Event) -> list[Answered]:
    """Return what a leader sees of their own team: names with yes or no, neither need nor reason."""
    led = {hat.team_id for hat in member.hats if hat.role in LEADER_ROLES}
    if not led:
        return []
    rsvps = {rsvp.membership_id: rsvp for rsvp in event.rsvps.all()}
    return [
        Answered(person.user.name, "", rsvp.answer, "", "", rsvp.revision < event.revision)
        for person in people_concerned(event)
        if person.team_ids & led and (rsvp := rsvps.get(person.pk))
    ]


def _answered(person: Membership, rsvp: Rsvp | None, event: Event) -> Answered:
    if rsvp is None:
        return Answered(person.user.name, hats_line(person), "", "", "", is_old=False)
    return Answered(
        person.user.name,
        hats_line(person),
        rsvp.answer,
        rsvp.reason,
        rsvp.needs,
        is_old=rsvp.revision < event.revision,
    )
