"""How an idea travels: pure, held by its properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdsa.lineage import (
    Counts,
    Stop,
    Trial,
    count,
    family_of,
    origin_of,
    reached_from,
    told_of,
    travels_of,
    without_loops,
)

KEYS = st.integers(1, 12)
KEYS_OF_ALL = range(1, 13)
TRIALS = st.builds(
    Trial,
    is_begun=st.booleans(),
    decision=st.sampled_from(["", "expand", "adjust", "abandon", "ready"]),
    is_changed=st.booleans(),
)
STAGES = st.sampled_from(["testing", "implementing", "spreading", "sustained", "abandoned"])


@st.composite
def stops(draw, loops=False):
    """Ramps of up to five teams; each source is an earlier ramp, or with ``loops`` any."""
    keys = sorted(draw(st.sets(KEYS, min_size=1)))
    return [
        Stop(
            key=key,
            source=draw(
                st.none()
                | st.sampled_from(keys if loops else [k for k in keys if k < key] or [None])
            ),
            team=draw(st.none() | st.integers(1, 5)),
            is_seen=draw(st.booleans()),
            stage=draw(STAGES),
            trials=tuple(draw(st.lists(TRIALS, max_size=3))),
        )
        for key in keys
    ]


def sources_of(given_stops):
    return {stop.key: stop.source for stop in given_stops}


@given(stops(loops=True), st.sets(KEYS))
def test_every_ramp_that_is_seen_stands_in_the_tree_once(made, seen):
    branches = list(travels_of(made, seen=seen, told=KEYS_OF_ALL).walk())
    assert sorted(branch.stop.key for branch in branches) == sorted(
        stop.key for stop in made if stop.key in seen
    )
    assert all(below.depth == branch.depth + 1 for branch in branches for below in branch.branches)


@given(stops())
def test_who_sees_all_sees_each_borrower_right_below_its_source(made):
    seen = {stop.key for stop in made}
    for branch in travels_of(made, seen=seen, told=KEYS_OF_ALL).walk():
        assert not branch.is_indirect
        assert all(below.stop.source == branch.stop.key for below in branch.branches)
        assert (branch.depth == 0) == (branch.stop.source is None)


@given(stops(), st.sets(KEYS))
def test_what_is_not_seen_is_a_number_and_nothing_else(made, seen):
    travels = travels_of(made, seen=seen, told=KEYS_OF_ALL)
    named = {branch.stop.team for branch in travels.walk()}
    hidden = {stop.team for stop in made if stop.key not in seen}
    assert travels.others == len(hidden - named - {None})


@given(stops(), st.sets(KEYS), st.sets(KEYS))
def test_what_one_is_not_told_of_counts_nowhere(made, seen, told):
    travels = travels_of(made, seen=seen, told=told)
    named = {branch.stop.team for branch in travels.walk()}
    hidden = {stop.team for stop in made if stop.key in told - seen}
    assert travels.others == len(hidden - named - {None})
    for stop in made:
        reached = reached_from(made, stop.key, home=None, told=told)
        assert reached <= {each.team for each in made if each.key in told}


@given(stops(loops=True), st.sets(st.integers(1, 5)))
def test_one_is_told_of_what_one_sees_and_of_what_came_from_one(made, own):
    told = told_of(made, own=own)
    sources = without_loops(sources_of(made))
    by_key = {stop.key: stop for stop in made}
    for stop in made:
        above, key = [], sources[stop.key]
        while key is not None:
            above.append(by_key[key].team)
            key = sources[key]
        assert (stop.key in told) == (stop.is_seen or bool(own & set(above)))


@given(stops(loops=True))
def test_loops_are_cut_once_and_nothing_else_is(made):
    sources = sources_of(made)
    safe = without_loops(sources)
    assert safe.keys() == sources.keys()
    assert without_loops(safe) == safe
    assert all(safe[key] in (None, sources[key]) for key in sources)
    for key in safe:
        assert origin_of(sources, key) in {*sources, *sources.values()}


@given(stops())
def test_without_loops_nothing_is_cut(made):
    assert without_loops(sources_of(made)) == sources_of(made)


@given(stops(loops=True))
def test_families_share_out_all_ramps(made):
    sources = sources_of(made)
    families = {family_of(sources, key) for key in sources}
    assert sorted(key for family in families for key in family) == sorted(sources)
    for family in families:
        assert len({origin_of(sources, key) for key in family}) == 1


@given(stops())
def test_each_center_counts_once_and_kept_or_adapted_means_tried(made):
    counts = count(made)
    centers = {stop.team for stop in made} - {None}
    assert counts.adapted <= counts.tried <= len(centers)
    assert counts.kept <= counts.tried
    assert count([*made, *made]) == counts


@given(stops())
def test_what_an_idea_reached_is_never_home_and_grows_down_the_tree(made):
    by_key = {stop.key: stop for stop in made}
    for stop in made:
        reached = reached_from(made, stop.key, home=stop.team, told=KEYS_OF_ALL)
        assert stop.team not in reached
        if stop.source is not None:
            above = reached_from(made, stop.source, home=by_key[stop.source].team, told=KEYS_OF_ALL)
            assert reached - {by_key[stop.source].team} <= above


@pytest.mark.parametrize(
    ("trials", "stage", "tried", "adapted", "kept"),
    (
        ((), "testing", 0, 0, 0),
        ((Trial(is_begun=False),), "spreading", 0, 0, 0),
        ((Trial(),), "testing", 1, 0, 0),
        ((Trial(decision="expand"),), "testing", 1, 0, 0),
        ((Trial(decision="adjust"),), "testing", 1, 1, 0),
        ((Trial(decision="expand"), Trial(is_begun=False, is_changed=True)), "testing", 1, 1, 0),
        ((Trial(decision="ready"),), "implementing", 1, 0, 1),
        ((Trial(decision="ready"),), "sustained", 1, 0, 1),
        ((Trial(decision="adjust"), Trial(decision="abandon")), "abandoned", 1, 1, 0),
    ),
)
def test_what_came_of_it(trials, stage, tried, adapted, kept):
    stop = Stop(key=1, source=None, team=1, stage=stage, trials=trials)
    assert count([stop]) == Counts(tried=tried, adapted=adapted, kept=kept)


def test_the_implementation_team_is_no_center():
    own = Stop(key=1, source=None, team=None, stage="sustained", trials=(Trial(),))
    assert count([own]) == Counts()
    assert reached_from([Stop(key=2, source=1, team=None)], 1, home=3, told={2}) == frozenset()


def test_the_last_decision_is_the_one_that_was_taken_last():
    trials = (Trial(decision="adjust"), Trial(decision="ready"), Trial(is_begun=True))
    assert Stop(key=1, source=None, team=1, trials=trials).last_decision == "ready"


def test_an_idea_that_came_by_way_of_hidden_ones_hangs_on_the_nearest_that_is_seen():
    made = [
        Stop(key=1, source=None, team=1),
        Stop(key=2, source=1, team=2),
        Stop(key=3, source=2, team=3),
    ]
    travels = travels_of(made, seen={1, 3}, told={2})
    (root,) = travels.branches
    (below,) = root.branches
    assert (below.stop.key, below.is_indirect, travels.others) == (3, True, 1)
