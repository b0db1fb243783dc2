"""The agendas of the story: the published outlines, with the coaches who lead the content."""

from itertools import cycle

from bsc.embedded.load.framework import planner
from bsc.embedded.load.story import Story
from collaboratives.models import Membership
from learning_sessions.enums import Part
from learning_sessions.services import load_agenda, read_outline
from learning_sessions.services.day import set_leads

# Later sessions stay without an agenda: the page shows how one begins.
OUTLINES = {"pre_work_day": "pre_work_day", "learning_session_1": "first_session"}


def load(story: Story) -> None:
    """Write the agendas of the days that have a published outline."""
    by = planner(story)
    coaches = [person for person in story.people.values() if person.is_faculty]
    for key, outline in OUTLINES.items():
        event = story.found["events"].get(key)
        if event is None:
            continue
        turns = cycle(coaches or [by])
        for item in load_agenda(event=event, data=read_outline(outline), by=by):
            set_leads(item, _leads(item.part, by, turns))


def _leads(part: str, by: Membership, turns: "cycle[Membership]") -> list[Membership]:
    if part == Part.IMPROVEMENT_METHODS:
        return [by]
    return [next(turns)] if part in (Part.CONTENT, Part.CROSS_CENTER_SHARING) else []
