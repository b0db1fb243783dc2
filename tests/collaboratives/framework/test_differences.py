import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collaboratives.framework.differences import Change, Deed, difference, words_changed
from collaboratives.framework.services import read_data
from collaboratives.framework.shape import as_snapshot
from tests.collaboratives.framework.made import WORDS, snapshots


@pytest.fixture
def published():
    return as_snapshot(read_data())


def changed(published, edit):
    after = copy.deepcopy(published)
    edit(after)
    return difference(published, after)


def drivers(snapshot, primary=0):
    return snapshot["primary_drivers"][primary]["secondary_drivers"]


@given(snapshots())
@settings(max_examples=40, deadline=None)
def test_a_framework_does_not_differ_from_itself(snapshot):
    assert difference(snapshot, snapshot) == []
    assert difference(snapshot, as_snapshot(snapshot)) == []


@given(snapshots(), snapshots())
@settings(max_examples=40, deadline=None)
def test_it_is_empty_only_where_nothing_differs(one, other):
    assert (difference(one, other) == []) == (one == other)


@given(snapshots(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_change_of_any_one_text_is_the_only_thing_named(snapshot, data):
    after = copy.deepcopy(snapshot)
    parts = [
        (part, row, names)
        for part, rows, names in (
            ("whole", [after], ("name", "mission", "need")),
            ("aim", after["aims"], ("text", "target")),
            ("primary", after["primary_drivers"], ("short_name", "statement")),
            ("secondary", [d for p in after["primary_drivers"] for d in p["secondary_drivers"]],
             ("action", "assessment_statement", "plain")),
        )
        for row in rows
    ]  # fmt: skip
    part, row, names = data.draw(st.sampled_from(parts))
    name = data.draw(st.sampled_from(names))
    was, now = row[name], as_snapshot({"name": data.draw(WORDS)})["name"]
    row[name] = now
    found = difference(snapshot, after)
    if was == now:
        assert found == []
    else:
        (change,) = found
        assert (change.deed, change.field) == (Deed.REWORDED, name)
        assert (change.before, change.after) == (was, now)
        assert change.part in ({part} if part != "whole" else {"whole", "mission", "need"})


@given(snapshots(), st.data())
@settings(max_examples=60, deadline=None)
def test_every_part_that_comes_or_goes_is_named(snapshot, data):
    after = copy.deepcopy(snapshot)
    for primary in after["primary_drivers"]:
        primary["secondary_drivers"] = data.draw(st.permutations(primary["secondary_drivers"]))
        primary["secondary_drivers"] = primary["secondary_drivers"][: data.draw(st.integers(0, 4))]
    after = as_snapshot(after)
    for before, now, deed in ((snapshot, after, Deed.RETIRED), (after, snapshot, Deed.ADDED)):
        found = [c.key for c in difference(before, now) if c.deed == deed and c.part == "secondary"]
        stays = {d["key"] for p in now["primary_drivers"] for d in p["secondary_drivers"]}
        was = [d["key"] for p in before["primary_drivers"] for d in p["secondary_drivers"]]
        gone = [key for key in was if key not in stays]
        assert sorted(found) == sorted(gone if deed == Deed.RETIRED else set(stays) - set(was))


def test_a_reworded_driver_says_from_what_to_what(published):
    def edit(snapshot):
        drivers(snapshot)[3]["action"] = "Say what to do, one thing at a time"

    (change,) = changed(published, edit)
    assert change == Change(
        Deed.REWORDED,
        "secondary",
        "clear-directions",
        "1.4 Say what to do, one thing at a time",
        "action",
        before="Provide directions",
        after="Say what to do, one thing at a time",
    )


def test_one_driver_that_goes_up_is_one_move(published):
    def edit(snapshot):
        below = drivers(snapshot)
        below.insert(0, below.pop(4))

    (change,) = changed(published, edit)
    assert (change.deed, change.before, change.after) == (
        Deed.MOVED,
        "1.5 (1 Relationships and Environments)",
        "1.1 (1 Relationships and Environments)",
    )


def test_a_driver_under_another_primary_is_a_move_and_its_ideas_go_along(published):
    def edit(snapshot):
        drivers(snapshot, 1).append(drivers(snapshot, 0).pop(0))

    (change,) = changed(published, edit)
    assert change.deed == Deed.MOVED
    assert change.after.startswith("2.7 (2 ")


def test_a_merge_names_what_it_became_also_by_way_of_another(published):
    keys = [d["key"] for d in drivers(published)]

    def edit(snapshot):
        del drivers(snapshot)[1:3]
        snapshot["merged"] = [
            {"part": "secondary", "key": keys[1], "into": keys[2]},
            {"part": "secondary", "key": keys[2], "into": keys[0]},
        ]

    found = changed(published, edit)
    assert [(c.deed, c.key) for c in found] == [(Deed.MERGED, keys[1]), (Deed.MERGED, keys[2])]
    assert {c.after for c in found} == {"1.1 Design classrooms in responsive ways"}


def test_ideas_are_known_by_their_words(published):
    first = drivers(published)[0]["change_ideas"]

    def edit(snapshot):
        here, there = drivers(snapshot)[0], drivers(snapshot)[1]
        there["change_ideas"].append(here["change_ideas"].pop())
        here["change_ideas"][0] += " Today."
        here["change_ideas"].append("Wholly new")

    found = [(c.deed, c.name) for c in changed(published, edit)]
    assert found == [
        (Deed.REWORDED, f"{first[0]} Today."),
        (Deed.ADDED, "Wholly new"),
        (Deed.MOVED, first[-1]),
    ]


def test_a_driver_that_goes_takes_its_ideas_without_naming_each(published):
    assert len(changed(published, lambda snapshot: drivers(snapshot).pop(0))) == 1


def test_spanish_words_and_who_read_them_count(published):
    def edit(snapshot):
        words = snapshot["primary_drivers"][0]["translations"]["es"]
        words |= {"short_name": "Relaciones", "state": "reviewed by Ana, 2026-05-01"}

    found = changed(published, edit)
    assert [(c.field, c.language) for c in found] == [("short_name", "es"), ("state", "es")]


def test_an_old_snapshot_without_today_s_names_does_not_differ(published):
    old = copy.deepcopy(published)
    del old["merged"], old["translations"]
    for aim in old["aims"]:
        del aim["translations"]
    assert difference(old, published) == []


@given(WORDS, WORDS)
@settings(max_examples=60, deadline=None)
def test_pieces_hold_every_word_and_mark_what_differs(before, after):
    left, right = words_changed(before, after)
    assert " ".join(p.text for p in left).split() == before.split()
    assert " ".join(p.text for p in right).split() == after.split()
    same = [[w for p in side if not p.changed for w in p.text.split()] for side in (left, right)]
    assert same[0] == same[1]


def test_only_the_changed_words_are_marked():
    left, right = words_changed("Give clear directions", "Give short, clear directions")
    assert [(p.text, p.changed) for p in left] == [("Give", False), ("clear directions", False)]
    assert [(p.text, p.changed) for p in right] == [
        ("Give", False),
        ("short,", True),
        ("clear directions", False),
    ]
