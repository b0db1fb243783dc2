from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from collaboratives.framework.diagram import (
    WIDTH,
    Driver,
    Group,
    Words,
    driver_diagram,
    text_width,
    wrap,
)
from collaboratives.framework.services import read_data


def parse(svg):
    return ET.fromstring(svg)  # noqa: S314 -- our own drawing


WORDS = Words("Diagram", "What it shows", "Aims", "Primary", "Secondary", "Tests")
SVG = "{http://www.w3.org/2000/svg}"


def published(counts=False):
    data = read_data()
    groups = [
        Group(
            str(primary["number"]),
            primary["short_name"],
            [
                Driver(d["number"], d["action"], count=n if counts else 0)
                for n, d in enumerate(primary["secondary_drivers"])
            ],
        )
        for primary in data["primary_drivers"]
    ]
    return [aim["text"] for aim in data["aims"]], groups


def test_every_text_of_the_framework_is_drawn():
    aims, groups = published()
    root = parse(driver_diagram(aims, groups, WORDS))
    drawn = " ".join(
        " ".join(span.text for span in text.iter(f"{SVG}tspan")) for text in root.iter(f"{SVG}text")
    )
    for text in [*aims, *(d.text for g in groups for d in g.drivers)]:
        assert " ".join(text.split()) in drawn


def test_it_fits_one_landscape_page_at_a_readable_size():
    """10.2 by 6.7 inches; the smallest letters are 11 units high and shall print at 6.5 points."""
    root = parse(driver_diagram(*published(counts=True), WORDS))
    height = float(root.get("height"))
    scale = min(10.2 / WIDTH, 6.7 / height)
    assert 11 * scale * 72 >= 6.5


def test_boxes_of_a_column_do_not_overlap():
    root = parse(driver_diagram(*published(), WORDS))
    columns = {}
    for box in root.iter(f"{SVG}rect"):
        columns.setdefault(box.get("x"), []).append(
            (float(box.get("y")), float(box.get("y")) + float(box.get("height")))
        )
    assert sorted(len(boxes) for boxes in columns.values()) == [3, 5, 30]
    for boxes in columns.values():
        boxes.sort()
        assert all(above[1] <= below[0] for above, below in pairwise(boxes))
        assert boxes[-1][1] <= float(root.get("height"))


def test_it_has_a_title_and_a_description():
    root = parse(driver_diagram(*published(), WORDS))
    ids = root.get("aria-labelledby").split()
    assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == ids
    assert root.find(f"{SVG}title").text == "Diagram"


def test_markup_in_a_text_stays_text():
    svg = driver_diagram(
        ["<script>x</script>"], [Group("1", "a & b", [Driver("1.1", "<b>")])], WORDS
    )
    assert "<script>" not in svg
    assert "a &amp; b" in svg


def test_without_counts_nothing_is_said_about_tests():
    assert ">Tests<" not in driver_diagram(*published(), WORDS)
    assert ">Tests<" in driver_diagram(*published(counts=True), WORDS)


@given(st.text(alphabet="abcWi ", max_size=200), st.integers(40, 400))
@settings(max_examples=100, deadline=None)
def test_wrapping_keeps_every_word_and_the_width(text, width):
    lines = wrap(text, width, 10)
    assert " ".join(lines).split() == text.split()
    for line in lines:
        assert text_width(line, 10) <= width or " " not in line
