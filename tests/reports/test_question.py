"""Which question a team is given: the first rule that applies."""

import pytest

from bsc.reports.question import Question, Signal, question_for
from bsc.reports.wording import words_of

ALL = {
    "signals": [Signal("Talks", good=True, since="June")],
    "gaps": ["Hard moments"],
    "surprises": ["A note"],
    "tried": 2,
    "unfinished": ["A bell"],
}


def without(*names, **more):
    return {name: given for name, given in ALL.items() if name not in names} | more


@pytest.mark.parametrize(
    ("given", "asked"),
    (
        (ALL, Question("better", "Talks", "June")),
        (without("signals"), Question("gap", "Hard moments")),
        (without("signals", "gaps"), Question("surprise", "A note")),
        (without("signals", "gaps", "surprises", tried=0), Question("nothing_tried")),
        (without("signals", "gaps", "surprises"), Question("unfinished", "A bell")),
        (without("signals", "gaps", "surprises", "unfinished"), Question("next")),
    ),
)
def test_the_first_that_applies(given, asked):
    assert question_for(**given) == asked


def test_of_several_signals_the_good_one_then_the_bad_one_then_the_other():
    other, bad, good = Signal("A", None), Signal("B", good=False), Signal("C", good=True)
    assert question_for(signals=[other, bad, good]).asked == "better"
    assert question_for(signals=[other, bad]).asked == "worse"
    assert question_for(signals=[other]) == Question("changed", "A")


def test_of_several_of_one_kind_the_first():
    assert question_for(gaps=["A", "B"]).about == "A"


def test_a_question_says_what_it_is_about_and_since_when():
    question, help_ = words_of(Question("worse", "Talks", "the week of June 1"))
    assert "Talks" in question
    assert "the week of June 1" in question
    assert help_ == "Look for what was new, not for who was at fault."
    assert "since" not in words_of(Question("worse", "Talks"))[0]
