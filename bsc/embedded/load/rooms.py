"""The story's rooms: who works there, their cards, and what their phones counted this week."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from bsc.embedded.load.story import Story
from centers.models import Classroom, CoreTeam
from metrics import periods
from metrics.counters import counters_of, rooms_of
from metrics.enums import Tally
from metrics.services.rooms import choose_people, make_card
from metrics.services.taps import receive_taps
from metrics.tap_batches import GridSaid, TapSaid, WatchSaid


def load(story: Story) -> None:
    """Count in the rooms of the teams that this story has."""
    for told in story.read("rooms"):
        if told["team"] in story.teams:
            _team(story, told)


def _team(story: Story, told: Mapping[str, Any]) -> None:
    team, by = story.teams[told["team"]], story.people[told["by"]]
    rooms = {room.name: room for room in rooms_of(team)}
    for one in told["rooms"]:
        room = rooms[one["room"]]
        people = [story.people[key] for key in one["people"]]
        choose_people(team=team, room=room, people=people, by=by)
        if one.get("card"):
            make_card(team=team, room=room, by=by)
        _count(story, team, room, one)


def _count(story: Story, team: CoreTeam, room: Classroom, told: Mapping[str, Any]) -> None:
    monday = periods.monday_of(story.today)
    keys = {one.tally: one.metric.key for one in counters_of(team, story.today)}
    taps = [
        TapSaid(uuid.uuid4(), keys[Tally.GRID], day, slot=slot, undone=undone)
        for name, undone in (("reached", False), ("taken_back", True))
        for day, slots in _days(monday, told.get(name, {}), story.today)
        for slot in slots
    ]
    receive_taps(
        team=team,
        classroom=room,
        taps=taps,
        grids=[GridSaid(keys[Tally.GRID], monday, told["families"])],
    )
    for one in told.get("watches", []):
        day = monday + dt.timedelta(days=one["day"])
        if day <= story.today:
            watch = WatchSaid(uuid.uuid4(), keys[Tally.TIMED], day, one["minutes"] * 60, over=True)
            seen = [
                TapSaid(uuid.uuid4(), watch.measure, day, observation=watch.uuid)
                for _number in range(one["seen"])
            ]
            receive_taps(team=team, classroom=room, observations=[watch], taps=seen)


def _days(
    monday: dt.date, told: Mapping[int, list[int]], today: dt.date
) -> Iterator[tuple[dt.date, list[int]]]:
    for number, slots in told.items():
        day = monday + dt.timedelta(days=number)
        if day <= today:
            yield day, slots
