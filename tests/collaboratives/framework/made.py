"""Frameworks that hypothesis makes, as complete snapshots."""

import string

from hypothesis import strategies as st

from collaboratives.framework.keys import RESERVED
from collaboratives.framework.shape import as_snapshot

KEYS = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=20).filter(
    lambda key: key not in RESERVED
)
# Everything that trips a file up: colons, quotes, signs of YAML, other scripts, line ends.
ODD = st.sampled_from(
    ["yes", "1.1", "null", "a: b", "# no", "- x", "'q'", '"', "{", "&a", "*a", "!t", "é ñ 🙂", "%", "@", "|", ">", "2026-01-01", "~", "`", "a\tb", "tail: "]
)  # fmt: skip
WORDS = st.lists(st.one_of(ODD, st.text(min_size=1, max_size=12)), min_size=1, max_size=25).map(
    " ".join
)
LINES = st.lists(WORDS, min_size=1, max_size=4).map("\n\n".join)
STATES = st.sampled_from(["machine draft", "reviewed by Ana, 2026-05-01"])


def cut(strategy, limit):
    return strategy.map(lambda text: text[:limit].strip()).filter(lambda text: as_one(text) != "")


def as_one(text):
    return as_snapshot({"name": text})["name"]


def spanish(*names):
    words = st.fixed_dictionaries({}, optional={name: cut(WORDS, 100) for name in names})
    return st.tuples(words, STATES).map(
        lambda made: {"es": {**made[0], "state": made[1]}} if made[0] else {}
    )


IDEAS = st.lists(cut(WORDS, 300), max_size=4)


@st.composite
def snapshots(draw):
    keys = iter(draw(st.lists(KEYS, min_size=30, max_size=30, unique=True)))

    def secondary():
        return {
            "key": next(keys),
            "action": draw(cut(WORDS, 200)),
            "assessment_statement": draw(cut(WORDS, 200)),
            "plain": draw(st.one_of(st.just(""), cut(WORDS, 200))),
            "translations": draw(spanish("action", "assessment_statement", "plain")),
            "change_ideas": draw(IDEAS),
        }

    def primary():
        return {
            "key": next(keys),
            "short_name": draw(cut(WORDS, 100)),
            "statement": draw(cut(LINES, 500)),
            "description": draw(st.one_of(st.just(""), cut(LINES, 500))),
            "plain": "",
            "translations": draw(spanish("short_name", "plain")),
            "secondary_drivers": [secondary() for _ in range(draw(st.integers(0, 4)))],
        }

    def aim():
        return {
            "key": next(keys),
            "text": draw(cut(LINES, 300)),
            "target": draw(st.one_of(st.just(""), cut(WORDS, 300))),
            "measured_by": "",
            "translations": draw(spanish("text", "target")),
        }

    return as_snapshot(
        {
            "key": next(keys),
            "name": draw(cut(WORDS, 150)),
            "mission": draw(st.one_of(st.just(""), cut(LINES, 800))),
            "need": draw(st.one_of(st.just(""), cut(LINES, 800))),
            "translations": draw(spanish("mission", "need")),
            "aims": [aim() for _ in range(draw(st.integers(0, 3)))],
            "primary_drivers": [primary() for _ in range(draw(st.integers(0, 4)))],
        }
    )
