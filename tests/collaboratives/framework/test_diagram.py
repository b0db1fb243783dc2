"""The drawing itself: what stands on it, that nothing overlaps, and how large it prints."""

import random
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collaboratives.framework.diagram import (
    Driver,
    Group,
    Label,
    Picture,
    Sheet,
    Words,
    driver_diagram,
    printed_diagram,
)
from collaboratives.framework.diagram.layout import fitted, lay_out
from collaboratives.framework.diagram.text import text_width, wrap
from collaboratives.framework.services import read_data

WORDS = Words(
    "Diagram", "What it shows", "Aims", "Primary", "Secondary", "Tests", "nobody yet", "Ideas"
)
SVG = "{http://www.w3.org/2000/svg}"
LETTER = Sheet(10.2, 7.1)
LONG = (
    "Donaudampfschifffahrtsgesellschaft", "culturally-and-linguistically-responsive", "routines",
    "intersubjectivity", "and", "co-regulation", "of", "everybody",
)  # fmt: skip


def parse(svg):
    return ET.fromstring(svg)  # noqa: S314 -- our own drawing


def published(*, counts=False, measures=False, ideas=False):
    data = read_data()
    number = iter(range(1000))
    groups = [
        Group(
            str(primary["number"]),
            Label(primary["short_name"], "/outline/"),
            [
                Driver(
                    driver["number"],
                    Label(driver["action"], f"/{driver['key']}/"),
                    count=next(number) % 4 * 3 if counts else None,
                    count_url="/tests/" if counts else "",
                    measures=[Label("Counted: families reached", "/measure/")] * measures,
                    ideas=[Label(idea) for idea in driver["change_ideas"]] if ideas else (),
                )
                for driver in primary["secondary_drivers"]
            ],
        )
        for primary in data["primary_drivers"]
    ]
    return Picture([Label(aim["text"]) for aim in data["aims"]], groups)


def large(primary=8, secondary=8):
    """A framework as large as any we know of, in words longer than any column."""
    chosen = random.Random(4)  # noqa: S311 -- a drawing, no secret

    def words(count):
        return Label(" ".join(chosen.choices(LONG, k=count)))

    return Picture(
        [words(8) for _ in range(4)],
        [
            Group(
                str(one),
                words(4),
                [
                    Driver(f"{one}.{two}", words(10), count=two % 3, measures=[words(3)])
                    for two in range(1, secondary + 1)
                ],
            )
            for one in range(1, primary + 1)
        ],
    )


def texts(root):
    return [
        " ".join(span.text or "" for span in text.iter(f"{SVG}tspan"))
        for text in root.iter(f"{SVG}text")
    ]


def test_every_text_of_the_framework_is_drawn():
    picture = published(counts=True, measures=True, ideas=True)
    drawn = " ".join(texts(parse(driver_diagram(picture, WORDS))))
    shown = [*picture.aims, *(group.label for group in picture.groups)]
    for driver in picture.drivers:
        shown += [driver.label, *driver.measures, *driver.ideas]
    assert len(shown) > 100
    for label in shown:
        assert " ".join(label.text.split()) in drawn


@pytest.mark.parametrize(("counts", "least"), ((False, 7.0), (True, 6.5)))
def test_the_published_framework_is_read_on_one_sheet(counts, least):
    assert printed_diagram(published(counts=counts), WORDS, LETTER).points >= least


@pytest.mark.parametrize("picture", (published(counts=True), large(), large(8, 4), Picture()))
def test_a_sheet_is_never_left(picture):
    root = parse(printed_diagram(picture, WORDS, LETTER).svg)
    width, height = (float(root.get(side).removesuffix("in")) for side in ("width", "height"))
    assert 0 < width <= LETTER.width + 0.001
    assert 0 < height <= LETTER.height + 0.001
    across, down = (float(each) for each in root.get("viewBox").split()[2:])
    assert across / down == pytest.approx(width / height, rel=0.01)


def test_a_large_framework_stands_in_several_banks():
    layout, _scale = fitted(large(), LETTER)
    assert len({box.x for box in layout.boxes_of("primary")}) > 1
    assert [box.number for box in layout.boxes_of("secondary")] == [
        f"{one}.{two}" for one in range(1, 9) for two in range(1, 9)
    ]


@pytest.mark.parametrize("banks", (1, 2, 3))
@pytest.mark.parametrize("row", (0, 26))
@pytest.mark.parametrize(
    "picture", (published(counts=True, measures=True, ideas=True), large(), large(3, 1))
)
def test_nothing_overlaps_and_nothing_leaves_the_drawing(picture, banks, row):
    layout = lay_out(picture, width=1600, banks=banks, row=row)
    columns = {}
    for box in layout.boxes:
        assert box.x >= 0
        assert box.x + box.width <= layout.width
        assert box.bottom <= layout.height
        columns.setdefault((box.kind, box.x), []).append(box)
    for boxes in columns.values():
        boxes.sort(key=lambda box: box.y)
        assert all(above.bottom <= below.y + 0.01 for above, below in pairwise(boxes))
    for box in layout.boxes_of("measure"):
        [around] = [
            one
            for one in layout.boxes_of("secondary")
            if one.x < box.x < one.x + one.width and one.y <= box.y < one.bottom
        ]
        assert around.y + around.text_height <= box.y
        assert box.bottom < around.bottom
        assert box.x + box.width <= around.x + around.width


@pytest.mark.parametrize("picture", (published(counts=True, measures=True), large()))
def test_no_line_is_wider_than_its_box(picture):
    layout = lay_out(picture)
    for box in layout.boxes:
        assert all(text_width(line, 11) < box.width for line in box.lines)


def test_every_box_of_the_screen_is_a_link_large_enough_for_a_thumb():
    picture = published(counts=True, measures=True)
    root = parse(driver_diagram(picture, WORDS))
    links = list(root.iter(f"{SVG}a"))
    assert all(link.get("href") and link.get("aria-label") for link in links)
    names = [link.get("aria-label") for link in links]
    assert "1.4 Provide directions" in names
    assert "Tests: 9 (Provide directions)" in names
    counted = sum(driver.count > 0 for driver in picture.drivers)
    assert len(links) == 5 + 30 + 30 + counted
    for link in links:
        sides = [(float(r.get("width")), float(r.get("height"))) for r in link.iter(f"{SVG}rect")]
        assert max(min(each) for each in sides) >= 24
    assert root.get("role") == "group"


def test_paper_has_one_image_without_links():
    root = parse(printed_diagram(published(counts=True), WORDS, LETTER).svg)
    assert root.get("role") == "img"
    assert list(root.iter(f"{SVG}a")) == []


def test_ideas_do_not_make_the_printed_letters_smaller():
    plain, with_ideas = published(), published(ideas=True)
    assert (
        printed_diagram(with_ideas, WORDS, LETTER).svg == printed_diagram(plain, WORDS, LETTER).svg
    )


def test_where_nobody_has_tried_anything_is_told_by_line_and_word():
    picture = published(counts=True)
    untried = [driver.number for driver in picture.drivers if driver.count == 0]
    svg = driver_diagram(picture, WORDS)
    assert svg.count("stroke-dasharray") == svg.count("nobody yet") == len(untried) > 0
    layout = lay_out(picture)
    assert [box.number for box in layout.boxes_of("secondary") if box.untried] == untried


def test_the_longest_bar_is_where_most_was_tried():
    layout = lay_out(published(counts=True))
    by_count = sorted(layout.bars, key=lambda bar: bar.count)
    assert by_count[-1].share == 1
    assert [bar.share for bar in by_count] == sorted(bar.share for bar in layout.bars)
    assert {bar.share for bar in by_count if bar.count == 0} == {0}


def test_without_counts_nothing_is_said_about_tests():
    svg = driver_diagram(published(), WORDS)
    for word in (">Tests<", "nobody yet", "stroke-dasharray"):
        assert word not in svg
    assert ">Tests<" in driver_diagram(published(counts=True), WORDS)


@pytest.mark.parametrize("name", ("driver-diagram", "driver-diagram-printed"))
def test_it_has_a_title_and_a_description(name):
    picture = published()
    drawn = {
        "driver-diagram": driver_diagram(picture, WORDS),
        "driver-diagram-printed": printed_diagram(picture, WORDS, LETTER).svg,
    }
    root = parse(drawn[name])
    ids = root.get("aria-labelledby").split()
    assert ids == [f"{name}-title", f"{name}-description"]
    assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == ids
    assert root.find(f"{SVG}title").text == "Diagram"


def test_markup_in_a_text_stays_text():
    evil = Label("<b>a & b</b>", '/"><script>x</script>', '"x')
    picture = Picture([evil], [Group("<1>", evil, [Driver("<2>", evil, 1, '"', [evil], [evil])])])
    svg = driver_diagram(picture, replace(WORDS, title="<i>", nobody="<i>", tests="<i>"))
    assert "<script>" not in svg
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert parse(svg).find(f"{SVG}title").text == "<i>"


def test_a_text_in_another_language_says_so():
    picture = Picture([Label("Hola", lang="es"), Label("Hello")])
    root = parse(driver_diagram(picture, WORDS))
    langs = {"".join(text.itertext()): text.get("lang") for text in root.iter(f"{SVG}text")}
    assert (langs["Hola"], langs["Hello"]) == ("es", None)


def test_an_empty_framework_draws_its_heads():
    assert texts(parse(driver_diagram(Picture(), WORDS))) == ["Aims", "Primary", "Secondary"]


@given(st.text(alphabet="abcWi-/ ", max_size=200), st.integers(20, 400))
@settings(max_examples=100, deadline=None)
def test_wrapping_keeps_every_letter_and_the_width(text, width):
    lines = wrap(text, width, 10)
    kept = "".join(lines).replace("-", "").replace(" ", "")
    assert kept == text.replace("-", "").replace(" ", "")
    for line in lines:
        assert text_width(line, 10) <= width + 0.001


def test_a_word_with_a_hyphen_of_its_own_is_cut_there():
    assert wrap("culturally-responsive", 80, 10) == ["culturally-", "responsive"]
    assert wrap("routines", 30, 10) == ["routi-", "nes"]
