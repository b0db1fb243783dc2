"""Small charts: one scale for many, the same gaps, breaks and shapes as the large one."""

from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from bsc.ui.pen import PAPER, TEAL
from metrics.runchart import analyse
from metrics.small_chart import common_scale, draw_small
from tests.metrics.test_chart_svg import CALM, SVG, circles, diamonds, stretches, texts


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def drawn(values, *, scale=None, goal=None, unit="%", **options):
    analysis = analyse(values, **options)
    markup = draw_small(
        analysis, title="t", uid="s", scale=scale or common_scale([analysis], goal), goal=goal,
        unit=unit,
    )  # fmt: skip
    return ET.fromstring(markup)  # noqa: S314 -- our own markup


def test_one_scale_for_all_from_zero():
    many = [analyse([3, None, 9]), analyse([20, 4]), analyse([None])]
    assert common_scale(many, 15) == (0, 20)
    assert common_scale(many, 50) == (0, 50)
    assert common_scale([], None) == (0, 1)


def test_the_last_value_stands_beside_it():
    assert texts(drawn([30, 44, None])) == ["44%"]
    assert texts(drawn([3, 4], unit="calls")) == ["4"]
    assert texts(drawn([None])) == []


def test_gaps_phases_and_hollow_points_break_the_line():
    svg = drawn([*CALM, None, *CALM, 90, 33], splits=[13], excluded=[25])
    assert [len(points) for points in stretches(svg)] == [12, 12, 1]
    assert len(circles(svg, PAPER)) == 1
    assert len(circles(svg, TEAL)) == 1


def test_signals_are_diamonds_and_goal_and_median_lines():
    svg = drawn([*CALM, *[50] * 9], baseline=12, goal=60)
    assert len(diamonds(svg)) == 10
    dashes = [path.get("stroke-dasharray") for path in svg.iter(f"{SVG}path")]
    assert dashes == [None, None, "4 4"]


def test_nothing_leaves_its_box():
    svg = drawn([5, 60, 100], scale=(0, 100))
    ys = [float(pair.split(",")[1]) for points in stretches(svg) for pair in points]
    assert (min(ys), max(ys)) == (10, pytest.approx(70.8))
