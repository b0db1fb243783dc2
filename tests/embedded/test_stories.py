"""The story of the demonstration holds together: shapes, counts, references and times."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from metrics.runchart import analyse

ROOT = Path(__file__).resolve().parents[2]
STORIES = ROOT / "bsc/embedded/demonstration"
FRAMEWORK = ROOT / "collaboratives/framework/data/social_emotional_learning.yaml"
WORKPLAN = ROOT / "collaboratives/workplan/data/workplan.yaml"
FILES = ("people", "cycles", "numbers", "board", "calls", "assessment", "workplan_state")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
WEEKS = 44

TOLD_OF_A_DONE_CYCLE = (
    "what_happened",
    "observations",
    "what_we_learned",
    "compared",
    "decision",
    "why",
    "next_step",
)


@cache
def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def story(name):
    return read(STORIES / f"{name}.yaml")


def people():
    return {person["key"]: person for person in story("people")["people"]}


def centers(collaborative="growing-together"):
    return {
        center["key"]: center
        for center in story("people")["centers"]
        if center["collaborative"] == collaborative
    }


def members(collaborative, **wanted):
    """People who are still there and hold a role with these values."""
    return {
        person["key"]
        for person in people().values()
        if "left_weeks_ago" not in person
        for role in person["roles"]
        if role.get("collaborative") == collaborative
        and all(role.get(name) == value for name, value in wanted.items())
    }


def drivers():
    """Secondary drivers' keys in the framework's order, by the primary driver's number."""
    return {
        primary["number"]: [secondary["key"] for secondary in primary["secondary_drivers"]]
        for primary in read(FRAMEWORK)["primary_drivers"]
    }


def driver_keys():
    return {key for keys in drivers().values() for key in keys}


def cycles():
    return [(ramp, cycle) for ramp in story("cycles")["ramps"] for cycle in ramp["cycles"]]


def day(weeks_ago, weekday):
    """Days from the Monday of this week; negative is past."""
    return -7 * weeks_ago + WEEKDAYS.index(weekday)


def spoken(texts):
    """A list of comments and the replies below them."""
    return [each for text in texts for each in [text, *text.get("replies", [])]]


def marks(team, metric):
    series = next(
        each
        for each in story("numbers")["series"]
        if (each["team"], each["metric"]) == (team, metric)
    )
    return [
        None if mark == "-" else tuple(int(part) for part in mark.split("/"))
        for line in series["weeks"]
        for mark in line.split()
    ]


def verdict(team, metric):
    return analyse([mark and mark[0] / mark[1] for mark in marks(team, metric)])


def every_text(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from every_text(value)
    elif isinstance(node, list):
        for value in node:
            yield from every_text(value)
    elif isinstance(node, str):
        yield node


def mentioned_people(node):
    """Every key of a person that a story names, wherever it stands."""
    lists = {"owners", "thanks", "led_by", "absent", "leads"}
    singles = {"by", "person", "pen", "faculty", "liaison", "owner", "who_decides", "point_person"}
    if isinstance(node, dict):
        for name, value in node.items():
            if name in lists and isinstance(value, list):
                yield from value
            elif name in singles and isinstance(value, str):
                yield value
            elif name != "owners" or not isinstance(value, dict):
                yield from mentioned_people(value)
            else:
                yield from (key for keys in value.values() for key in keys)
    elif isinstance(node, list):
        for value in node:
            yield from mentioned_people(value)


# --- people -------------------------------------------------------------------------------------


def test_the_people_are_as_many_as_the_demonstration_promises():
    assert len(centers()) == 8
    assert len(members("growing-together", role="faculty")) == 4
    assert len(members("growing-together", role="implementation")) == 4
    assert {persona["key"] for persona in story("people")["personas"]} == {
        "coordinator",
        "teacher",
        "coach",
        "family",
        "organization_admin",
        "observer",
    }
    assert len(centers("starting-well")) == 2


@pytest.mark.parametrize("team", sorted(centers()))
def test_a_core_team_has_five_to_seven_people_in_the_roles_it_needs(team):
    assert 5 <= len(members("growing-together", team=team)) <= 7
    assert 3 <= len(centers()[team]["classrooms"]) <= 9
    for role in ("senior_leader", "team_leader"):
        assert len(members("growing-together", team=team, role=role)) == 1
    assert 1 <= len(members("growing-together", team=team, role="family")) <= 2
    assert len(members("growing-together", team=team, is_data_contact=True)) == 1


def test_keys_are_unique_and_every_person_named_exists():
    for keys in (
        [person["key"] for person in story("people")["people"]],
        [center["key"] for center in story("people")["centers"]],
        [ramp["key"] for ramp in story("cycles")["ramps"]],
        [topic["key"] for topic in story("board")["topics"]],
    ):
        assert max(Counter(keys).values()) == 1
    named = {key for name in FILES for key in mentioned_people(story(name))}
    assert named - set(people()) == set()
    assert len(named) > 50


def test_addresses_are_reserved_ones_and_some_people_have_none():
    addresses = [person["email"] for person in people().values()]
    assert all(
        re.fullmatch(r"[a-z.]+@example\.(org|com)", address) for address in addresses if address
    )
    assert addresses.count(None) >= 6
    everything = " ".join(text for name in FILES for text in every_text(story(name)))
    assert set(re.findall(r"@([\w.]+)", everything)) == {"example.org", "example.com"}
    assert "lorem" not in everything.lower()


def test_the_awkward_people_are_there():
    assert members("growing-together", role="teacher") & members("growing-together", role="family")
    teams_led = Counter(
        person["key"]
        for person in people().values()
        for role in person["roles"]
        if role["role"] == "senior_leader"
    )
    assert max(teams_led.values()) == 2
    assert [key for key, person in people().items() if "left_weeks_ago" in person]
    spanish = {key for key, person in people().items() if person["language"] == "es"}
    assert len(spanish & members("growing-together", role="family")) >= 4


def test_point_persons_are_of_the_implementation_team_and_one_center_has_none_yet():
    for collaborative, missing in (("growing-together", 1), ("starting-well", 1)):
        named = [
            center["team"]["point_person"]
            for center in story("people")["centers"]
            if center["collaborative"] == collaborative
        ]
        assert set(named) - {None} <= members(collaborative, role="implementation")
        assert named.count(None) == missing


def test_one_of_the_nine_competencies_is_still_to_be_covered():
    known = {competency["key"] for competency in read(WORKPLAN)["competencies"]}
    held = {
        competency
        for person in people().values()
        for role in person["roles"]
        if role.get("collaborative") == "growing-together"
        for competency in role.get("competencies", [])
    }
    assert known - held == {"relationship_management"}
    assert set(story("workplan_state")["owners"]) == known


# --- cycles -------------------------------------------------------------------------------------


def test_cycles_are_enough_and_of_every_kind():
    told = [cycle for _, cycle in cycles()]
    assert 48 <= len(told) <= 56
    ramps = story("cycles")["ramps"]
    assert {ramp["team"] for ramp in ramps} == {*centers(), None}
    assert {ramp["stage"] for ramp in ramps} == {
        "testing",
        "implementing",
        "spreading",
        "sustained",
        "abandoned",
    }
    assert {cycle["status"] for cycle in told} == {"planned", "doing", "done"}
    assert {cycle.get("decision") for cycle in told} - {None} == {
        "expand",
        "adjust",
        "abandon",
        "ready",
    }
    assert {cycle.get("compared") for cycle in told} - {None} == {
        "better",
        "as_predicted",
        "worse",
        "mixed",
    }
    assert {cycle["scale"] for cycle in told} == {
        "one_child_or_family",
        "one_teacher",
        "one_room",
        "several_rooms",
        "center",
    }
    assert {cycle["visibility"] for cycle in told} == {"team", "everyone"}
    assert sum(cycle["compared"] == "worse" for cycle in told if "compared" in cycle) >= 6
    assert sum(cycle.get("language") == "es" for cycle in told) >= 5
    families = members("growing-together", role="family")
    assert sum(bool(families & set(cycle["owners"])) for cycle in told) >= 8
    next_tuesday = [c for c in told if (c["weeks_ago"], c["weekday"]) == (-1, "tue")]
    assert len(next_tuesday) in (2, 3)


def test_a_cycle_is_told_to_its_end_and_belongs_to_its_team():
    for ramp, cycle in cycles():
        said = [cycle[name] for name in ("what", "who", "where", "prediction", "measure")]
        if cycle["status"] == "done":
            said += [cycle[name] for name in TOLD_OF_A_DONE_CYCLE]
        else:
            assert "decision" not in cycle
        assert all(isinstance(text, str) and text.strip() for text in said), ramp["key"]
        team = {role.get("team") for owner in cycle["owners"] for role in people()[owner]["roles"]}
        assert ramp["team"] in team, ramp["key"]


def test_ramps_rest_on_drivers_measures_and_earlier_ramps():
    measures = {measure["key"] for measure in read(FRAMEWORK)["measures"]}
    before = {}
    borrowed = []
    for ramp in story("cycles")["ramps"]:
        assert ramp["driver"] in driver_keys()
        assert set(ramp.get("metrics", [])) <= measures
        if source := ramp.get("borrowed_from"):
            assert before[source] not in (None, ramp["team"])
            borrowed.append(source)
        before[ramp["key"]] = ramp["team"]
    assert len(borrowed) >= 3


def test_cycles_of_a_ramp_follow_each_other():
    for ramp in story("cycles")["ramps"]:
        starts = [day(cycle["weeks_ago"], cycle["weekday"]) for cycle in ramp["cycles"]]
        assert starts == sorted(starts), ramp["key"]


def test_nothing_that_was_said_lies_in_the_future():
    for ramp, cycle in cycles():
        start = day(cycle["weeks_ago"], cycle["weekday"])
        last = start + cycle["days"] - 1
        if cycle["status"] == "done":
            assert last < 0, ramp["key"]
        else:
            last = day(cycle["posted_weeks_ago"], cycle["posted_weekday"])
            assert last <= start, ramp["key"]
        for comment in spoken(cycle.get("comments", [])):
            assert last + comment["days_after"] < 0, (ramp["key"], comment["by"])
    for topic in story("board")["topics"]:
        start = day(topic["weeks_ago"], topic["weekday"])
        posts = [post["days_after"] for post in topic.get("posts", [])]
        assert posts == sorted(posts)
        assert all(start + after < 0 for after in posts), topic["key"]


def test_the_coachs_queue_is_alive():
    faculty = members("growing-together", role="faculty")
    waiting = []
    for ramp, cycle in cycles():
        team = members("growing-together", team=ramp["team"]) if ramp["team"] else set()
        answered = {each["by"] for each in spoken(cycle.get("comments", []))} - team
        if cycle["status"] == "done" and not answered:
            waiting.append(cycle["weeks_ago"])
        if not answered & faculty and cycle["weeks_ago"] > 6:
            assert answered, ramp["key"]
    assert len(waiting) >= 4
    assert max(waiting) <= 6


# --- numbers ------------------------------------------------------------------------------------


def test_every_team_has_forty_four_weeks_of_both_measures():
    measures = [measure["key"] for measure in read(FRAMEWORK)["measures"]]
    for team in centers():
        for metric in measures:
            series = marks(team, metric)
            assert len(series) == WEEKS
            counted = [mark for mark in series if mark]
            assert len(counted) >= 28
            assert all(bottom > 0 and top >= 0 for top, bottom in counted)
            if metric == "two-way-communication":
                assert all(top <= bottom for top, bottom in counted)


def test_one_team_improves_one_is_flat_and_one_has_a_setback_and_recovers():
    improving = verdict("juniper-street", "two-way-communication")
    assert [run.above for run in improving.phases[0].long_runs] == [False, True]
    assert improving.phases[0].long_runs[-1].current

    for metric in ("two-way-communication", "challenging-behaviors"):
        assert not verdict("harlans-ferry", metric).signal
        assert not verdict("northside-network", metric).signal

    rate = [mark and 2 * mark[0] / mark[1] for mark in marks("mill-pond", "challenging-behaviors")]

    def mean(first, last):
        seen = [value for value in rate[WEEKS - first : WEEKS - last + 1] if value is not None]
        return sum(seen) / len(seen)

    assert mean(44, 30) > 7.5
    assert mean(22, 12) < 6
    assert mean(11, 8) > 9
    assert mean(4, 1) < 6


def test_months_that_are_missing_say_why():
    teams = story("numbers")["submissions"]
    assert {each["team"] for each in teams} == set(centers())
    months = [month for each in teams for month in each["months"]]
    assert {month["status"] for month in months} == {"missing", "late", "draft", "silent"}
    for month in months:
        assert (0 if month["status"] == "silent" else 1) <= month["months_ago"] <= 9
        if month["status"] == "missing":
            assert len(month["reason"]) > 20
            assert month["months_ago"] > 1
        if month["status"] == "late":
            assert 11 <= month["day"] <= 28
    assert {(plan["team"], plan["metric"]) for plan in story("numbers")["plans"]} == {
        (series["team"], series["metric"]) for series in story("numbers")["series"]
    }


def test_the_groups_of_a_pilot_add_up_to_the_whole():
    for pilot in story("numbers")["pilots"]:
        names = {
            group["name"]
            for told in story("numbers")["groups"]
            for group in told["groups"]
            if told["dimension"] == pilot["breakdown"]
        }
        for month in [month for team in pilot["teams"] for month in team["months"]]:
            assert set(month["groups"]) == names
            pairs = [[int(part) for part in mark.split("/")] for mark in month["groups"].values()]
            assert f"{sum(n for n, _d in pairs)}/{sum(d for _n, d in pairs)}" == month["whole"]


def test_what_is_stuck_says_what_gets_in_the_way():
    plans = story("numbers")["plans"]
    stuck = [plan for plan in plans if plan.get("status") == "stuck"]
    assert len(stuck) == 2
    assert [plan for plan in plans if ("note" in plan) != (plan in stuck)] == []


def test_the_numbers_show_what_a_reader_must_meet():
    """A measure at its ceiling, a chart that got a new phase, a team that stopped sending."""
    numbers = story("numbers")
    marks = {
        (one["team"], one["metric"]): [
            mark.split("/") for line in one["weeks"] for mark in line.split() if mark != "-"
        ]
        for one in numbers["series"]
    }
    full = [
        sum(counted == whole for counted, whole in series) > len(series) / 2
        for series in marks.values()
    ]
    assert sum(full) == 1
    assert len(numbers["phases"]) == 1
    silent = [
        each["team"]
        for each in numbers["submissions"]
        if {month["months_ago"] for month in each["months"] if month["status"] == "silent"}
        >= {0, 1, 2}
    ]
    assert silent == ["copper-hollow"]


# --- board, calls, assessment, workplan -----------------------------------------------------------


def test_the_board_speaks_to_everyone_and_to_teams_in_two_languages():
    topics = story("board")["topics"]
    assert 14 <= len(topics) <= 20
    assert {topic["audience"] for topic in topics} - {"everyone"} <= set(centers())
    for topic in topics:
        assert topic.get("driver") in driver_keys() | {None}
        if topic["audience"] != "everyone":
            said_by = {topic["by"], *(post["by"] for post in topic.get("posts", []))}
            assert said_by <= members("growing-together", team=topic["audience"])
    assert sum(topic.get("language") == "es" for topic in topics) >= 3
    assert any(topic.get("pinned") for topic in topics)
    assert sum("posts" not in topic for topic in topics) >= 2


def test_calls_have_questions_in_both_languages_and_notes_once_they_are_past():
    groups = {group["key"] for group in story("people")["affinity_groups"]}
    for series in story("calls")["series"]:
        assert series.get("group") in groups | {None}
        for call in series["calls"]:
            assert len(call["questions"]) == len(call["questions_es"]) >= 1
            assert call["title_es"]
            assert ("notes" in call) == (call["occurrence"] < 0)
            assert set(call.get("guests", [])) <= set(centers())
        occurrences = [call["occurrence"] for call in series["calls"]]
        assert [each for each in range(min(occurrences), max(occurrences) + 1) if each] == (
            occurrences
        )
    assert len(story("calls")["series"][0]["calls"]) >= 8


def test_assessments_rate_the_thirty_drivers_and_most_scores_fall():
    rounds = [each["key"] for each in story("assessment")["rounds"]]
    settled = {}
    for assessment in story("assessment")["assessments"]:
        ratings = assessment["ratings"]
        assert {number: len(scores) for number, scores in ratings.items()} == {
            number: len(keys) for number, keys in drivers().items()
        }
        scores = [score for row in ratings.values() for score in row]
        assert all(score is None or (1 <= score <= 4 and score * 2 % 1 == 0) for score in scores)
        assert (None in scores) == ("settled_weeks_ago" not in assessment)
        assert set(assessment.get("comments", {})) <= driver_keys()
        settled[assessment["team"], assessment["round"]] = scores
    assert set(settled) == {(team, each) for team in centers() for each in rounds}
    for team in centers():
        both = list(zip(settled[team, rounds[0]], settled[team, rounds[1]], strict=True))
        fell = sum(after < before for before, after in both if after is not None)
        rose = sum(after > before for before, after in both if after is not None)
        assert fell > rose > 0, team


def test_the_state_of_the_workplan_names_tasks_that_exist():
    known = {
        task["key"]
        for phase in read(WORKPLAN)["phases"]
        for activity in phase["activities"]
        for task in activity["tasks"]
    }
    state = story("workplan_state")
    for part in ("late", "early", "started", "pinned", "notes", "checklists", "shared"):
        assert {each["task"] for each in state[part]} <= known
        assert state[part]
    assert {decision["state"] for decision in state["decisions"]} == {"made", "open"}
    assert {item["done"] for item in state["action_items"]} == {True, False}
