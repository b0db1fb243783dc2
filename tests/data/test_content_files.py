"""The content data files keep the shapes, counts and reading grades that loaders rely on."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import textstat
import yaml

ROOT = Path(__file__).resolve().parents[2]

# Words that pages for families do not use.
JARGON = re.compile(
    r"\b(pdsas?|metrics?|drivers?|cohorts?|implement\w*|stakeholders?|baselines?|run charts?"
    r"|submit\w*|dashboards?|onboarding)\b",
    re.IGNORECASE,
)
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

PRIMARY = {
    "key", "number", "short_name", "short_name_es", "statement", "description", "plain", "plain_es",
    "secondary_drivers",
}  # fmt: skip
SECONDARY = {
    "key", "number", "action", "assessment_statement", "plain", "plain_es", "change_ideas",
}  # fmt: skip
MEASURE = {
    "key", "name", "plain_name", "plain_name_es", "why", "why_es", "how_to_count",
    "how_to_count_es", "example", "example_es", "kind", "numerator_label", "denominator_label",
    "numerator_label_es", "denominator_label_es", "unit_es", "unit", "multiplier", "better", "goal",
    "sampling", "by_room", "tally", "chart", "drivers",
}  # fmt: skip
ITEM = {
    "starts", "minutes", "title", "title_es", "summary", "part", "talk_minutes", "drivers",
    "breakouts",
}  # fmt: skip
PARTS = {"content", "improvement_methods", "cross_center_sharing", "team_time", "logistics"}
PHASES = [
    "before_selection", "center_selection", "pre_work",
    "learning_session_1", "action_period_1", "learning_session_2", "action_period_2",
    "learning_session_3", "action_period_3", "learning_session_last", "sustainability",
]  # fmt: skip

PHASE_ACTIVITIES = "collaboratives/schedule/data/phase_activities"
VOICES = ("implementation", "faculty", "leaders", "staff", "family", "observer")

UNITS = {"days", "business_days", "weeks", "months"}
TIMINGS = {"anchor", "each", "every", "as_needed"}
TIMING_KEYS = {
    "anchor": ({"anchor", "offset", "unit"}, set()),
    "each": ({"each", "offset", "unit"}, {"from", "until"}),
    "every": ({"every", "from", "until"}, {"day"}),
    "as_needed": ({"as_needed"}, set()),
}
EVENT_KINDS = {
    "pre_work_day", "learning_session", "all_team_call", "affinity_call", "senior_leader_call",
    "team_leader_call", "faculty_call", "orientation", "expert_meeting", "informational_meeting",
}  # fmt: skip

# Tasks per activity in the source. Its last activity has 7 rows; the one that happens twice
# (consultation calls with each team) is two tasks here.
TASKS_PER_ACTIVITY = {
    "framework": [1, 4, 5, 6, 3, 5],
    "faculty": [7, 4, 5],
    "selection-and-preparation": [6, 5, 6, 7, 8],
    "learning-sessions": [10],
    "action-periods": [13, 5, 8],
}


def load(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def framework() -> Any:
    return load("collaboratives/framework/data/social_emotional_learning.yaml")


@pytest.fixture(scope="module")
def workplan() -> Any:
    return load("collaboratives/workplan/data/workplan.yaml")


@pytest.fixture(scope="module")
def phases() -> Any:
    return {voice: load(f"{PHASE_ACTIVITIES}/{voice}.yaml") for voice in VOICES}


@pytest.fixture(scope="module")
def scale() -> Any:
    return load("centers/assessment/data/scale.yaml")


def secondary_drivers(framework: Any) -> list[Any]:
    return [s for p in framework["primary_drivers"] for s in p["secondary_drivers"]]


def tasks_of(workplan: Any) -> list[Any]:
    return [t for p in workplan["phases"] for a in p["activities"] for t in a["tasks"]]


def texts(node: Any, keys: set[str]) -> Iterator[str]:
    """Every text, at any depth, that stands under one of these keys (a list counts each line)."""
    if isinstance(node, list):
        for item in node:
            yield from texts(item, keys)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in keys:
                yield from texts(value, keys)
            elif isinstance(value, list):
                yield from value
            else:
                yield value


def blanks(node: Any, path: str = "") -> list[str]:
    """Where a text is empty or has stray white space; breaks and meals have no summary."""
    if isinstance(node, dict):
        return [b for k, v in node.items() if k != "summary" for b in blanks(v, f"{path}/{k}")]
    if isinstance(node, list):
        return [b for i, v in enumerate(node) for b in blanks(v, f"{path}/{i}")]
    bad = isinstance(node, str) and (not node or node != node.strip() or "  " in node)
    return [path] if bad else []


@pytest.mark.parametrize(
    "path",
    (
        "collaboratives/framework/data/social_emotional_learning.yaml",
        "collaboratives/workplan/data/workplan.yaml",
        *(f"collaboratives/schedule/data/phase_activities/{voice}.yaml" for voice in VOICES),
        "learning_sessions/data/first_session.yaml",
        "learning_sessions/data/pre_work_day.yaml",
        "centers/assessment/data/scale.yaml",
    ),
)
def test_no_text_is_blank(path: str) -> None:
    assert blanks(load(path)) == []


def test_framework_has_the_published_shape(framework: Any) -> None:
    primary = framework["primary_drivers"]
    assert [set(a) for a in framework["aims"]] == [{"key", "text", "target", "measured_by"}] * 3
    assert [set(p) for p in primary] == [PRIMARY] * 5
    assert [set(s) for s in secondary_drivers(framework)] == [SECONDARY] * 30
    assert [p["number"] for p in primary] == [1, 2, 3, 4, 5]
    assert [len(p["secondary_drivers"]) for p in primary] == [6, 6, 6, 4, 8]
    assert [p["short_name"] for p in primary] == [
        "Relationships and Environments",
        "Social Skills and Emotional Competencies",
        "Family Partnership",
        "Racial Equity and Cultural Responsiveness",
        "Organizational Capacity and Support",
    ]
    for p in primary:
        numbers = [s["number"] for s in p["secondary_drivers"]]
        assert numbers == [f"{p['number']}.{i}" for i in range(1, len(numbers) + 1)]


def test_framework_keys_are_unique_and_ideas_are_few(framework: Any) -> None:
    keys = list(texts(framework, {"key"}))
    assert len(keys) == len(set(keys)) == 1 + 3 + 5 + 30 + 2
    assert all(KEBAB.fullmatch(key) for key in keys)
    assert {len(s["change_ideas"]) for s in secondary_drivers(framework)} == {2, 3}
    # A driver is worded as something to do, a statement as something to rate.
    for s in secondary_drivers(framework):
        assert s["assessment_statement"].endswith(".")
        assert not s["action"].endswith(".")


def test_measures_are_complete(framework: Any) -> None:
    measures = framework["measures"]
    assert [set(m) for m in measures] == [MEASURE] * 2
    assert [(m["kind"], m["multiplier"], m["better"], m["sampling"]) for m in measures] == [
        ("percent", 100, "up", "weekly"),
        ("rate", 2, "down", "weekly"),
    ]
    assert [(m["by_room"], m["tally"]) for m in measures] == [(True, "grid"), (True, "timed")]
    keys = {s["key"] for s in secondary_drivers(framework)}
    assert [d for m in measures for d in m["drivers"] if d not in keys] == []
    # The worked examples in the texts come out of the definition itself.
    assert "Enter 12 and 16; the chart shows 75 %." in measures[0]["example"]
    assert 12 / 16 * measures[0]["multiplier"] == (12 + 14 + 10 + 12) / 64 * 100 == 75
    assert "enter 6 and 1.5; the chart shows 8" in measures[1]["example"]
    assert 6 / 1.5 * measures[1]["multiplier"] == 8


def test_workplan_holds_every_activity_and_task(workplan: Any) -> None:
    found = {p["key"]: [len(a["tasks"]) for a in p["activities"]] for p in workplan["phases"]}
    assert found == TASKS_PER_ACTIVITY
    assert [p["number"] for p in workplan["phases"]] == [1, 2, 3, 4, 5]
    assert len(tasks_of(workplan)) == 108
    keys = list(texts(workplan["phases"], {"key"}))
    assert len(keys) == len(set(keys)) == 5 + 18 + 108
    assert all(KEBAB.fullmatch(key) for key in keys)


def test_workplan_competencies_are_nine_and_all_used(workplan: Any) -> None:
    keys = [c["key"] for c in workplan["competencies"]]
    assert len(keys) == len(set(keys)) == 9
    assert {t["competency"] for t in tasks_of(workplan)} == set(keys)


def timing_problem(task: dict[str, Any]) -> str | None:
    """What is wrong with a task's timing by the grammar of the file, or None."""
    forms = TIMINGS & set(task)
    if len(forms) != 1:
        return "needs exactly one timing"
    needed, allowed = TIMING_KEYS[forms.pop()]
    keys = set(task) - {"key", "title", "competency"}
    if not needed <= keys <= needed | allowed:
        return "wrong keys"
    if "offset" in task and not (isinstance(task["offset"], int) and task["unit"] in UNITS):
        return "bad offset"
    if not set(task.get("each", [])) <= EVENT_KINDS:
        return "unknown event kind"
    if "every" in task:
        step, day = task["every"], task.get("day")
        monthly = step in {"month", "two_months", "quarter"} and day in range(1, 29)
        return None if monthly or (step == "two_weeks" and day is None) else "bad step"
    return None


def test_workplan_timings_follow_the_grammar(workplan: Any) -> None:
    tasks = tasks_of(workplan)
    assert {t["key"]: timing_problem(t) for t in tasks if timing_problem(t)} == {}
    # The check itself notices a bad task.
    broken = {"key": "x", "title": "x", "competency": "x", "anchor": "end", "every": "month"}
    assert timing_problem(broken) == "needs exactly one timing"


def test_workplan_anchors_exist_and_resolve(workplan: Any) -> None:
    anchors = workplan["anchors"]
    fixed = {name for name, spec in anchors.items() if "field" in spec or "number" in spec}
    for name in anchors:
        seen, at = {name}, name
        while at not in fixed:
            at = anchors[at]["otherwise"]["anchor"]
            assert at not in seen, f"{name} runs in a circle"
            seen.add(at)
    assert {s["event"] for s in anchors.values() if "event" in s} <= EVENT_KINDS
    for phase in workplan["phases"]:
        for activity in phase["activities"]:
            known = set(anchors)
            if activity.get("repeat") == "learning_session":
                known.add("learning_session")
            used = {t[k] for t in activity["tasks"] for k in ("anchor", "from", "until") if k in t}
            assert used - known == set(), activity["key"]


def test_workplan_titles_use_only_the_placeholders_they_may(workplan: Any) -> None:
    for phase in workplan["phases"]:
        for activity in phase["activities"]:
            number = {"number"} if "repeat" in activity else set()
            assert set(re.findall(r"{(\w+)}", activity["title"])) == number
            for task in activity["tasks"]:
                allowed = number | ({"event"} if "each" in task else set())
                assert set(re.findall(r"{(\w+)}", task["title"])) <= allowed, task["key"]


@pytest.mark.parametrize(
    ("path", "count", "first", "total"),
    (
        ("learning_sessions/data/first_session.yaml", 16, 8 * 60, 480),
        ("learning_sessions/data/pre_work_day.yaml", 14, 8 * 60 + 30, 450),
    ),
)
def test_agenda_fills_the_day_without_gaps(
    path: str, count: int, first: int, total: int, framework: Any
) -> None:
    session = load(path)
    items = session["items"]
    assert len(items) == count
    assert len(session["objectives"]) == len(session["objectives_es"]) == 3
    assert sum(item["minutes"] for item in items) == total
    keys = {s["key"] for s in secondary_drivers(framework)}
    clock = first
    for item in items:
        assert set(item) == ITEM
        assert item["starts"] == f"{clock // 60:02d}:{clock % 60:02d}"
        assert item["part"] in PARTS
        assert 0 <= item["talk_minutes"] <= item["minutes"]
        named = [*item["drivers"], *(d for b in item["breakouts"] for d in b["drivers"])]
        assert [d for d in named if d not in keys] == []
        clock += item["minutes"]


def test_first_session_has_its_four_breakouts() -> None:
    items = load("learning_sessions/data/first_session.yaml")["items"]
    counts = {i["starts"]: len(i["breakouts"]) for i in items if i["breakouts"]}
    assert counts == {"13:00": 4}
    breakouts = next(i["breakouts"] for i in items if i["breakouts"])
    assert [set(b) for b in breakouts] == [{"title", "title_es", "summary", "drivers"}] * 4


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_speaks_of_every_phase_in_both_languages(phases: Any, voice: str) -> None:
    said = {key: words for key, words in phases[voice].items() if "en" in words}
    assert list(said) == PHASES
    for words in said.values():
        assert 1 <= len(words["en"]) <= 4
        assert len(words["en"]) == len(words["es"])
        assert len(set(words["en"]) | set(words["es"])) == 2 * len(words["en"])


def test_families_have_their_own_names_for_the_phases(phases: Any) -> None:
    titles = {key: words["title"] for key, words in phases["family"].items()}
    assert list(titles) == [*PHASES, "learning_session_4", "action_period_4"]
    assert all(set(title) == {"en", "es"} for title in titles.values())
    assert len({title["en"] for title in titles.values()}) == len(titles)


@pytest.mark.parametrize("voice", ("staff", "family"))
def test_phases_are_told_in_plain_words_to_those_with_minutes(phases: Any, voice: str) -> None:
    lines = [line for words in phases[voice].values() for line in words.get("en", ())]
    highest = 6 if voice == "family" else 8
    assert [one for one in lines if textstat.flesch_kincaid_grade(one) > highest] == []
    assert [one for one in lines if len(one.split()) > 20] == []


def test_scale_runs_from_one_to_four(scale: Any) -> None:
    keys = {"value", "label", "short", "short_es", "meaning", "plain", "plain_es"}
    assert [p["value"] for p in scale["points"]] == [1, 2, 3, 4]
    assert [set(p) for p in scale["points"]] == [keys] * 4
    assert set(scale["intro"]) == set(scale["halves"]) == {"staff", "plain", "plain_es"}
    assert set(scale["lower_round"]) == {
        "title", "title_plain", "title_plain_es", "staff", "plain", "plain_es",
    }  # fmt: skip


FAMILY_ENGLISH = {"plain", "plain_name", "title_plain", "en"}
FAMILY_SPANISH = {"plain_es", "title_plain_es", "es"}


def test_family_texts_are_easy_to_read(framework: Any, phases: Any, scale: Any) -> None:
    family = phases["family"]
    found = list(texts([framework, family, scale], FAMILY_ENGLISH))
    assert len(found) == 35 + 2 + sum(1 + len(p.get("en", ())) for p in family.values()) + 8
    assert [t for t in found if JARGON.search(t)] == []
    sentences = [s for t in found for s in re.split(r"(?<=[.?!])\s+", t)]
    assert [s for s in sentences if len(s.split()) > 20] == []
    # A formula says little about two words, so names and titles are judged by the list above.
    whole = [t for t in found if t[-1] in ".?!"]
    assert [t for t in whole if textstat.flesch_kincaid_grade(t) > 6] == []


def test_spanish_family_texts_are_easy_to_read(framework: Any, phases: Any, scale: Any) -> None:
    family = phases["family"]
    found = list(texts([framework, family, scale], FAMILY_SPANISH))
    assert len(found) == 35 + sum(1 + len(p.get("es", ())) for p in family.values()) + 8
    textstat.set_lang("es")
    try:
        assert textstat.fernandez_huerta(" ".join(found)) >= 80
    finally:
        textstat.set_lang("en_US")
