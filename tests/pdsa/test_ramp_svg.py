"""The drawing of a ramp, and of where an idea went."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from pdsa import travels_svg
from pdsa.ramp_svg import LOOKS, Frame, Mark, Words, draw, draw_small, places_of
from pdsa.travels_svg import Node

DAY = dt.date(2026, 3, 3)
WORDS = Words(
    title="The ramp of <Songs> & notes",
    description="Test 1, March 3, with one teacher: Expand.",
    sizes=("One child or family", "One teacher", "One room", "Several rooms", "The center"),
    no_size="Size not said",
    looks={look: f"({look})" for look in LOOKS},
)
FRAME = Frame(left=100, right=700, top=10, row=46, rows=6, apart=29)
MARKS = st.lists(
    st.builds(
        Mark,
        number=st.integers(1, 99),
        look=st.sampled_from(LOOKS),
        day=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 6, 30)),
        when=st.just("March 3"),
        size=st.none() | st.integers(0, 4),
    ),
    max_size=30,
)


def read(markup):
    return ET.fromstring(markup)  # noqa: S314 -- our own drawing


@given(MARKS)
def test_every_marker_lies_inside_and_on_the_row_of_its_size(marks):
    places = places_of(marks, FRAME)
    for mark, (x, y) in zip(marks, places, strict=True):
        assert FRAME.left - 0.01 <= x <= FRAME.right + 0.01
        assert y == FRAME.y(mark.size)


@given(MARKS)
def test_time_runs_to_the_right(marks):
    dated = [
        (mark.day, x)
        for mark, (x, _) in zip(marks, places_of(marks, FRAME), strict=True)
        if mark.day
    ]
    for day, x in dated:
        assert all(x <= later_x + 0.01 for later, later_x in dated if later > day)


@given(MARKS.filter(lambda marks: len(marks) <= 12))
def test_markers_in_one_row_do_not_touch(marks):
    places = places_of(marks, FRAME)
    for place, (x, y) in enumerate(places):
        for other_x, other_y in places[:place]:
            assert y != other_y or abs(x - other_x) >= FRAME.apart - 0.01


@given(MARKS, st.sampled_from(["wide", "narrow"]))
def test_any_ramp_is_well_formed_and_carries_no_style(marks, width):
    for drawn in (draw(marks, WORDS, uid="a", width=width), draw_small(marks, WORDS, uid="b")):
        read(drawn)
        assert not re.search(r"\sstyle=|<style|<script|\sonclick", drawn)


def test_a_screen_reader_hears_title_and_description():
    svg = read(draw([Mark(1, "expand", DAY, "Mar 3", 1)], WORDS, uid="ramp-1"))
    space = "{http://www.w3.org/2000/svg}"
    title, description = svg.find(f"{space}title"), svg.find(f"{space}desc")
    assert (svg.get("role"), title.text) == ("img", WORDS.title)
    assert svg.get("aria-labelledby") == title.get("id")
    assert svg.get("aria-describedby") == description.get("id")
    assert description.text == WORDS.description


def test_each_look_has_a_shape_of_its_own_and_its_word():
    drawn = {look: draw([Mark(3, look, DAY, "Mar 3", 1)], WORDS, uid="a") for look in LOOKS}
    assert all(f"({look})" in svg for look, svg in drawn.items())
    shapes = {"".join(re.findall(r"<(?:polygon|rect|circle)[^>]*>", svg)) for svg in drawn.values()}
    assert len(shapes) == len(LOOKS)


def test_what_is_planned_is_hollow():
    assert 'fill="#ffffff"' in draw([Mark(1, "planned", None, "", 0)], WORDS, uid="a")
    assert 'fill="#ffffff" stroke' not in draw([Mark(1, "ready", DAY, "", 0)], WORDS, uid="a")


def test_only_the_shapes_that_are_drawn_are_explained():
    drawn = draw([Mark(1, "adjust", DAY, "", 0), Mark(2, "ready", DAY, "", 1)], WORDS, uid="a")
    assert [look for look in LOOKS if f"({look})" in drawn] == ["adjust", "ready"]


def test_a_row_for_tests_without_a_size_only_where_there_are_some():
    assert WORDS.no_size not in draw([Mark(1, "trying", DAY, "", 0)], WORDS, uid="a")
    assert "Size" in draw([Mark(1, "trying", DAY, "", None)], WORDS, uid="a")


def test_nothing_tried_is_still_a_drawing():
    assert "<svg" in draw([], WORDS, uid="a")
    assert "<svg" in draw_small([], WORDS, uid="a")


@given(
    st.lists(
        st.builds(
            Node,
            depth=st.integers(0, 9),
            name=st.text(max_size=60),
            words=st.text(max_size=60),
            outcome=st.sampled_from(["kept", "stopped", "tried", "planned"]),
            is_indirect=st.booleans(),
        ),
        max_size=12,
    ),
    st.sampled_from(["wide", "narrow"]),
)
def test_any_tree_of_travels_is_well_formed(nodes, width):
    drawn = travels_svg.draw(nodes, title="<T>", description="&", uid="t", width=width)
    read(drawn)
    assert drawn.count("<text") == 2 * len(nodes)
