"""A plan as a file: what is written is read again; what does not fit names its line."""

import pytest

from collaboratives.framework.file.tree import FileProblemsError
from collaboratives.workplan.plan import read, with_checklist
from collaboratives.workplan.plan_file import read_plan_file, write_plan_file

GOOD = """\
name: Ours
anchors:
  fair: {name: the fair, otherwise: {anchor: start, offset: 3, unit: weeks}}
  visit: {event: consultation, number: 2, otherwise: {anchor: fair, offset: -1, unit: days}}
phases:
  - number: 5
    activities:
      - key: calls
        title: Hold the calls
        tasks:
          - {key: agenda, title: "Agenda: {event}", competency: data_capacity, each: [faculty_call], offset: -1, unit: weeks, from: fair, until: end}
          - {key: news, title: Write the news, every: month, day: 5, from: start, until: end}
          - {key: chat, title: Chat, every: two_weeks, from: start, until: fair}
          - {key: cake, title: Cake, anchor: "phase:action_period:1:start", offset: 2, unit: business_days}
          - {key: help, title: Help, as_needed: true}
"""


def problems(text):
    with pytest.raises(FileProblemsError) as caught:
        read_plan_file(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_plan_is_read_and_written_and_read_again():
    plan = read_plan_file(GOOD)
    assert plan["anchors"]["start"] == {"field": "starts_on"}
    assert plan["phases"][0]["activities"][0]["tasks"][4] == {
        "key": "help", "title": "Help", "competency": "", "as_needed": True,
    }  # fmt: skip
    assert read_plan_file(write_plan_file(plan)) == plan


def test_the_standard_plan_can_be_written_and_read():
    plan = with_checklist(read("workplan"), read("checklist"))
    plan.pop("competencies")
    for phase in plan["phases"]:
        for activity in phase["activities"]:
            for task in activity["tasks"]:
                task.pop("joins", None)
    found = read_plan_file(write_plan_file({"name": "Standard", **plan}))
    count = [len(a["tasks"]) for p in found["phases"] for a in p["activities"]]
    assert sum(count) == 108 + 118 - 38


@pytest.mark.parametrize(
    ("change", "line", "message"),
    (
        (("title: Hold the calls", "titel: Hold the calls"), 9, "Did you mean 'title'?"),
        (("title: Hold the calls", 'title: "a\\0b"'), 9, "a character that no text has"),
        (("number: 5\n", "number: 6\n"), 6, "'number' must be a whole number from 1 to 5."),
        (("competency: data_capacity", "competency: data"), 11, "'data' is no 'competency'."),
        (("each: [faculty_call]", "each: [facultycall]"), 11, "Possible are: faculty_call."),
        (("each: [faculty_call]", "each: []"), 11, "at least one kind of event"),
        (("offset: -1, unit: weeks, from", "offset: soon, unit: weeks, from"), 11, "'offset' must be"),
        (("unit: weeks, from: fair", "unit: fortnights, from: fair"), 11, "'fortnights' is no 'unit'"),
        (("from: fair, until: end", "from: fare, until: end"), 11, "Did you mean 'fair'?"),
        (("day: 5", "day: 29"), 12, "'day' must be a whole number from 1 to 28."),
        (("day: 5, ", ""), 12, "'every' needs a 'day'"),
        (("every: two_weeks", "every: two_weeks, day: 3"), 13, "'every' needs a 'day'"),
        (("until: fair}", "untill: fair}"), 13, "Did you mean 'until'?"),
        (("as_needed: true", "as_needed: true, day: 3"), 15, "'day' does not go together with 'as_needed'."),
        (("as_needed: true", "as_needed: maybe"), 15, "'as_needed' can only be true."),
        (("as_needed: true", "competency: data_capacity"), 15, "in exactly one way"),
        (("as_needed: true", "as_needed: true, every: month"), 15, "in exactly one way"),
        (("key: help", "key: cake"), 15, "Another part has the key 'cake' already."),
        (("key: help", "key: no way"), 15, "letters, digits"),
        (("key: help, ", ""), 15, "'key' is missing here."),
        (("anchor: start, offset: 3", "anchor: stat, offset: 3"), 3, "There is no point called 'stat'."),
        (("anchor: start, offset: 3", "anchor: visit, offset: 3"), 3, "in a circle: fair → visit → fair"),
        (("fair: {name", "learning_session: {name"), 3, "means something else"),
        (("{event: consultation", "{event: party"), 4, "'party' is no 'event'"),
        (("name: Ours", "name: 12"), 1, "'name' must be a text."),
        (("name: Ours\n", ""), 1, "'name' is missing here."),
        (("title: Help", "title: " + "x" * 301), 15, "has 301 letters. At most 300 fit."),
        (("title: Chat", "title: &x Chat"), 13, "References"),
        (("    activities:", "\tactivities:"), 7, "A tab stands at the beginning."),
    ),
)  # fmt: skip
def test_what_does_not_fit_names_its_line(change, line, message):
    assert change[0] in GOOD
    said = problems(GOOD.replace(*change, 1))
    assert any(one.startswith(f"Line {line}: ") and message in one for one in said), said


@pytest.mark.parametrize(
    "text", ("", "just words", "- a\n- b", "name: [", "phases: 3\nname: a\nanchors: {}")
)
def test_what_is_no_plan_at_all(text):
    assert problems(text)


def test_every_problem_is_named_at_once():
    said = problems(GOOD.replace("day: 5", "day: 29").replace("as_needed: true", "as_needed: no"))
    assert [one.split(":")[0] for one in said] == ["Line 12", "Line 15"]
