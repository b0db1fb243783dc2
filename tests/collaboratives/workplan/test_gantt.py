"""The picture of the plan: pure."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from collaboratives.workplan.gantt_svg import Bar, Group, Mark, Moment, Span, Words, draw

TODAY = date(2026, 9, 1)
WORDS = Words("A plan", "Today", "done", "open", "late", list("JFMAMJJASOND"))
SVG = "{http://www.w3.org/2000/svg}"
PHASE = Span("Action Period 1", date(2026, 6, 12), date(2026, 12, 1))


def drawn(groups, spans=(PHASE,), moments=()):
    drawing = draw(spans, moments, groups, WORDS, today=TODAY)
    return ET.fromstring(drawing)  # noqa: S314 -- our own drawing


def test_where_a_task_stands_is_told_by_shape():
    marks = [
        Mark(date(2026, 7, 1), "done"),
        Mark(date(2026, 8, 1), "late"),
        Mark(date(2026, 10, 1), "open"),
    ]
    svg = drawn([Group("Phase", [Bar("Activity", marks, "1 of 3")])])
    circles = list(svg.iter(f"{SVG}circle"))
    assert len(circles) == 4  # two in the row, two in the legend
    assert circles[0].get("fill") != circles[1].get("fill")
    assert len([one for one in svg.iter(f"{SVG}path") if (one.get("d") or "").endswith("z")]) == 2


def test_it_is_named_and_uses_presentation_attributes_only():
    svg = drawn([Group("Phase", [Bar("Activity", [], "0 of 1")])])
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "A plan"
    assert not any(one.get("style") for one in svg.iter())


def test_a_day_far_outside_neither_stops_nor_flattens_the_picture():
    marks = [Mark(date(1, 1, 1), "late"), Mark(date(9999, 12, 31), "open")]
    svg = drawn([Group("Phase", [Bar("Activity", marks, "0 of 2")])])
    months = [one for one in svg.iter(f"{SVG}text") if one.text and one.text.startswith("J")]
    assert 1 < len(months) < 20


def test_nothing_to_draw():
    assert draw([], [], [], WORDS, today=TODAY) == ""


def test_texts_are_escaped_and_long_ones_cut():
    svg = drawn(
        [Group("<b>", [Bar("A & B " * 40, [Mark(TODAY, "open")], "0 of 1")])],
        moments=[Moment("LS 1", date(2026, 6, 11))],
    )
    texts = [one.text for one in svg.iter(f"{SVG}text")]
    assert "<b>" in texts
    assert any(text.endswith("…") for text in texts)


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=40))
def test_every_mark_lies_inside_the_picture(offsets):
    marks = [Mark(TODAY + timedelta(days=n), "open") for n in sorted(offsets)]
    svg = drawn([Group("Phase", [Bar("Activity", marks, "")])])
    for circle in svg.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx")) <= 1200
