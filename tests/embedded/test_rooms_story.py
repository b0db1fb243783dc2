"""The rooms of the story: people, numbers and days that fit the rest of it."""

import pytest

from bsc.embedded.load.story import read


def told():
    return [(team, room) for team in read("rooms") for room in team["rooms"]]


@pytest.fixture
def people():
    return {person["key"]: person for person in read("people")["people"]}


def test_the_story_has_a_room_with_a_card_and_one_without():
    assert {bool(room.get("card")) for _team, room in told()} == {True, False}


def test_rooms_and_those_who_work_there_are_the_team_s_own(people):
    centers = {center["key"]: center for center in read("people")["centers"]}
    for team, room in told():
        assert room["room"] in centers[team["team"]]["classrooms"]
        for key in (*room["people"], team["by"]):
            assert team["team"] in {role.get("team") for role in people[key]["roles"]}


def test_numbers_lie_in_the_grid_and_days_in_the_week():
    for _team, room in told():
        for name in ("reached", "taken_back"):
            for day, slots in room.get(name, {}).items():
                assert 0 <= day <= 4
                assert all(1 <= slot <= room["families"] for slot in slots)
        for watch in room.get("watches", []):
            assert 0 <= watch["day"] <= 4
            assert 5 <= watch["minutes"] <= 120


def test_families_are_never_more_than_the_center_has():
    for team in read("rooms"):
        [center] = [one for one in read("people")["centers"] if one["key"] == team["team"]]
        assert sum(room["families"] for room in team["rooms"]) <= center["families"]
