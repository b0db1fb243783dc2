"""The drawing, read back as XML: what is there, what touches what, and that nothing leaks in."""

from datetime import date
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from bsc.ui.pen import MUTED, PAPER, TEAL, WARM
from metrics.chart_layout import Box, text_width
from metrics.chart_story import Change, Exclusion, Note, Placed, Split
from metrics.chart_svg import draw
from metrics.runchart import analyse

SVG = "{http://www.w3.org/2000/svg}"
PRESENTATION = {
    *("d", "points", "x", "y", "cx", "cy", "r", "rx", "width", "height", "fill", "stroke"),
    *("stroke-width", "stroke-dasharray", "stroke-linejoin", "text-anchor"),
    *("font-family", "font-size", "font-weight"),
}
DAY = date(2026, 1, 1)
CALM = [30, 34, 29, 33, 31, 35, 28, 36, 30, 34, 31, 33]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def drawn(
    values, *, labels=None, width="wide", goal=None, unit="", marks=(), title="t", story=None,
    **options
):  # fmt: skip
    if story:
        options |= {"splits": story.cuts, "excluded": story.left_out}
    analysis = analyse(values, **options)
    names = labels or [f"M{i}" for i in range(len(values))]
    markup = draw(
        analysis, names, title=title, uid="c1", goal=goal, unit=unit, marks=marks, story=story,
        width=width,
    )  # fmt: skip
    return ET.fromstring(markup)  # noqa: S314 -- our own markup


def texts(svg):
    return [element.text for element in svg.iter(f"{SVG}text")]


def circles(svg, fill=TEAL):
    return [c for c in svg.iter(f"{SVG}circle") if c.get("fill") == fill]


def diamonds(svg):
    return [p for p in svg.iter(f"{SVG}polygon") if p.get("fill") == WARM]


def stretches(svg):
    return [line.get("points").split() for line in svg.iter(f"{SVG}polyline")]


def level_lines(svg):
    return [p for p in svg.iter(f"{SVG}path") if p.get("stroke-width") == "1.8"]


def limit_lines(svg):
    return [p for p in svg.iter(f"{SVG}path") if p.get("stroke-width") == "1.1"]


def drops(svg, dashes):
    return [p for p in svg.iter(f"{SVG}path") if p.get("stroke-dasharray") == dashes]


def story_of(*, splits=(), notes=(), excluded=(), changes=()):
    return Placed(
        splits=tuple((position, Split(DAY)) for position in splits),
        notes=tuple((position, Note(DAY, "x")) for position in notes),
        exclusions=tuple((position, Exclusion(DAY, "x")) for position in excluded),
        changes=tuple((position, Change(DAY)) for position in changes),
    )


def box_of(text):
    bold = text.get("font-weight") == "700"
    width = text_width(text.text, bold=bold)
    x, y = float(text.get("x")), float(text.get("y"))
    left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor")]
    return Box(left, y - 9, left + width, y + 2)


def pill_boxes(svg):
    return [
        Box(x, y, x + float(r.get("width")), y + float(r.get("height")))
        for r in svg.iter(f"{SVG}rect")
        for x, y in [(float(r.get("x")), float(r.get("y")))]
    ]


def point_boxes(svg):
    for circle in svg.iter(f"{SVG}circle"):
        x, y, r = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        yield Box(x - r, y - r, x + r, y + r)
    for diamond in diamonds(svg):
        corners = [tuple(map(float, pair.split(","))) for pair in diamond.get("points").split()]
        xs, ys = zip(*corners, strict=True)
        yield Box(min(xs), min(ys), max(xs), max(ys))


class TestAccess:
    def test_title_names_the_picture(self):
        svg = drawn(CALM, title='Talks. <b> & "more"')
        title = svg.find(f"{SVG}title")
        assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", title.get("id"))
        assert title.text == 'Talks. <b> & "more"'
        assert svg[0] is title

    def test_everything_is_escaped_and_safe_to_show(self):
        evil = '"><script>alert(1)</script>\x0b'
        markup = draw(analyse([1]), [evil], title=evil, uid=evil, unit=evil)
        assert isinstance(markup, SafeString)
        assert "<script" not in markup
        svg = ET.fromstring(markup)  # noqa: S314 -- our own markup
        assert svg.find(f"{SVG}title").text == '"><script>alert(1)</script> '

    @pytest.mark.parametrize("width", ("wide", "narrow"))
    def test_presentation_attributes_only(self, width):
        svg = drawn(
            [*CALM, 90, None, *CALM, *CALM], goal=60, unit="%", marks=[1, 1, 4], width=width,
            chart="p", sizes=[100, 120] * 19, multiply=100,
            story=story_of(splits=[14], excluded=[12], notes=[3], changes=[7]),
        )  # fmt: skip
        assert limit_lines(svg)
        assert svg.get("class") == f"runchart {width}"
        for element in list(svg.iter())[2:]:
            assert set(element.keys()) <= PRESENTATION
            assert element.tag.removeprefix(SVG) in {
                *("g", "path", "polyline", "polygon", "circle", "rect", "text")
            }

    def test_widths(self):
        assert drawn(CALM).get("viewBox").split()[2] == "720"
        assert drawn(CALM, width="narrow").get("viewBox").split()[2] == "343"


class TestSeries:
    def test_gaps_are_never_joined(self):
        svg = drawn([1, 2, None, 4, None, None, 7, 8, 9])
        assert [len(points) for points in stretches(svg)] == [2, 3]
        assert len(circles(svg)) == 6

    def test_missing_keeps_its_place(self):
        x = [float(c.get("cx")) for c in circles(drawn([1, 2, None, 4]))]
        assert x[2] - x[1] == pytest.approx(2 * (x[1] - x[0]), abs=0.2)

    def test_higher_values_stand_higher(self):
        low, high = circles(drawn([1, 5]))
        assert float(low.get("cy")) > float(high.get("cy"))

    def test_signals_are_diamonds_and_the_rest_is_round(self):
        svg = drawn([*CALM, *[50] * 9], baseline=12)
        assert (len(diamonds(svg)), len(circles(svg))) == (10, 11)

    def test_no_diamonds_before_the_rules_apply(self):
        svg = drawn([9, 9, 9, 9, 9, 9, 9, 9, 1], centre_line=5)
        assert analyse([9, 9, 9, 9, 9, 9, 9, 9, 1], centre_line=5).phases[0].marked
        assert diamonds(svg) == []

    def test_excluded_is_hollow_and_not_joined(self):
        svg = drawn([*CALM, 99, 30, 31], excluded=[12])
        assert [c.get("stroke") for c in circles(svg, PAPER)] == [MUTED]
        assert [len(points) for points in stretches(svg)] == [12, 2]

    def test_phases_are_not_joined(self):
        svg = drawn(CALM + [60 + v for v in CALM], splits=[12])
        assert [len(points) for points in stretches(svg)] == [12, 12]
        split = [p for p in svg.iter(f"{SVG}path") if p.get("stroke-dasharray") == "1 3"]
        assert len(split) == 1
        assert len(level_lines(svg)) == 2
        assert {"Median 32%", "Median 92%"} <= set(
            texts(drawn(CALM + [60 + v for v in CALM], splits=[12], unit="%"))
        )

    @given(st.lists(st.none() | st.integers(0, 100), max_size=60))
    def test_every_value_is_drawn_once(self, values):
        svg = drawn(values)
        assert len(circles(svg)) + len(diamonds(svg)) == sum(v is not None for v in values)
        runs = "".join(" " if v is None else "x" for v in values).split()
        assert [len(p) for p in stretches(svg)] == [len(run) for run in runs if len(run) > 1]


class TestLines:
    def test_median_is_solid_and_goal_dashed(self):
        median, goal = level_lines(drawn(CALM, goal=Decimal(60)))
        assert (median.get("stroke"), median.get("stroke-dasharray")) == (MUTED, None)
        assert goal.get("stroke-dasharray") == "5 5"

    @pytest.mark.parametrize(("points", "lines"), ((4, 0), (5, 1)))
    def test_median_from_five_points(self, points, lines):
        svg = drawn(CALM[:points])
        assert len(level_lines(svg)) == lines
        assert ("Median" in " ".join(texts(svg))) is bool(lines)

    def test_too_short_to_judge_is_dashed(self):
        assert level_lines(drawn(CALM[:9]))[0].get("stroke-dasharray") == "14 4"
        assert level_lines(drawn(CALM[:10]))[0].get("stroke-dasharray") is None

    def test_too_few_crossings_mark_the_line(self):
        (line,) = level_lines(drawn([1, 1, 1, 1, 1, 9, 9, 9, 9, 9]))
        assert (line.get("stroke"), line.get("stroke-dasharray")) == (WARM, "14 4")


class TestAxes:
    def test_percent_stands_at_every_number_and_ends_at_100(self):
        shown = texts(drawn([100] * 10, unit="%"))
        assert [t for t in shown if t.endswith("%")] == [
            *("0%", "20%", "40%", "60%", "80%", "100%", "Median 100%")
        ]

    def test_other_units_stand_once_above_the_axis(self):
        shown = texts(drawn([3, 5, 4], unit="calls a week", goal=9))
        assert shown[0] == "calls a week"
        assert "Goal 9" in shown

    def test_whole_counts_have_whole_ticks(self):
        assert texts(drawn([1, 0, 2], labels=list("abc")))[:-3] == ["0", "1", "2"]
        assert "0.5" in texts(drawn([0.2, 0.9]))

    def test_thousands(self):
        assert {"0", "500", "1,000", "1,500", "Goal 1,310"} <= set(
            texts(drawn([1200, 1500], goal=1310))
        )

    def test_all_zero_and_nothing_still_have_an_axis(self):
        assert texts(drawn([0, 0], labels=["a", "b"])) == ["0", "1", "a", "b"]
        assert texts(drawn([])) == ["0", "1", "No numbers yet"]
        assert texts(drawn([None, None], labels=["a", "b"], unit="%"))[-1] == "No numbers yet"

    def test_one_point_stands_in_the_middle(self):
        svg = drawn([4])
        assert len(circles(svg)) == 1
        assert stretches(svg) == []
        assert 200 < float(circles(svg)[0].get("cx")) < 520

    def test_below_zero(self):
        svg = drawn([-5, 5])
        bottom = float(svg.get("viewBox").split()[3])
        assert "-5" in texts(svg)
        assert all(float(c.get("cy")) < bottom - 28 for c in circles(svg))

    @pytest.mark.parametrize("width", ("wide", "narrow"))
    @pytest.mark.parametrize("count", (2, 12, 18, 30, 52, 110))
    def test_period_labels_are_thinned_evenly(self, width, count):
        svg = drawn([1] * count, labels=[f"{i} Sep" for i in range(count)], width=width)
        periods = [t for t in svg.iter(f"{SVG}text") if t.text.endswith("Sep")]
        numbers = [int(t.text.split()[0]) for t in periods]
        assert len(numbers) >= 2
        assert numbers == list(range(0, count, numbers[1]))
        assert not any(box_of(a).meets(box_of(b)) for a, b in combinations(periods, 2))


class TestMarks:
    def test_numbered_in_the_order_given(self):
        svg = drawn(CALM, marks=[2, 7])
        drops = [p for p in svg.iter(f"{SVG}path") if p.get("stroke-dasharray") == "2 4"]
        assert len(drops) == len(pill_boxes(svg)) == 2
        assert texts(svg)[-3:-1] == ["1", "2"]

    @pytest.mark.parametrize(
        ("marks", "shown"),
        (
            ([3, 3], ["1, 2"]),
            ([3, 3, 3], ["1–3"]),
            ([3, 5, 3, 3], ["1, 3, 4", "2"]),
        ),
    )
    def test_several_at_one_position_share_a_pill(self, marks, shown):
        svg = drawn([*CALM[:4], None, 5], marks=marks)
        assert texts(svg)[-1 - len(shown) : -1] == shown

    @pytest.mark.parametrize("width", ("wide", "narrow"))
    @given(marks=st.lists(st.integers(0, 39), max_size=30))
    def test_pills_never_touch(self, width, marks):
        svg = drawn([1] * 40, marks=marks, width=width)
        boxes = pill_boxes(svg)
        assert len(boxes) == len(set(marks))
        assert not any(a.meets(b) for a, b in combinations(boxes, 2))
        total = float(svg.get("viewBox").split()[2])
        assert all(b.left >= 0 and b.right <= total and b.top >= 0 for b in boxes)
        assert not any(box.meets(point) for box in boxes for point in point_boxes(svg))

    def test_outside_the_series_is_refused(self):
        with pytest.raises(ValueError, match="mark"):
            drawn(CALM, marks=[12])
        with pytest.raises(ValueError, match="mark"):
            drawn(CALM, story=story_of(notes=[12]))


class TestStory:
    def test_a_split_breaks_line_and_median_and_has_a_name(self):
        svg = drawn([*CALM, *CALM], story=story_of(splits=[12]))
        (line,) = drops(svg, "1 3")
        x = float(line.get("d")[1:].split()[0])
        left, right = (float(circles(svg)[i].get("cx")) for i in (11, 12))
        assert x == pytest.approx((left + right) / 2, abs=0.1)
        assert [len(points) for points in stretches(svg)] == [12, 12]
        (name,) = [t for t in svg.iter(f"{SVG}text") if t.text == "New phase"]
        assert float(name.get("x")) == pytest.approx(x, abs=0.1)
        assert float(name.get("y")) < float(line.get("d").split()[1].split("V")[0])

    def test_a_change_of_counting_is_another_line(self):
        svg = drawn(CALM, story=story_of(changes=[4]))
        assert len(drops(svg, "7 3 1 3")) == 1
        assert "Counted anew" in texts(svg)
        assert [len(points) for points in stretches(svg)] == [12]

    def test_both_at_one_place_are_both_named(self):
        svg = drawn([*CALM, *CALM], story=story_of(splits=[12], changes=[12]))
        assert {"New phase", "Counted anew"} <= set(texts(svg))
        assert (len(drops(svg, "1 3")), len(drops(svg, "7 3 1 3"))) == (0, 1)

    def test_notes_have_letters_in_square_frames_and_tests_numbers_in_round_ones(self):
        svg = drawn(CALM, marks=[2], story=story_of(notes=[2, 5, 5]))
        frames = {r.get("rx") for r in svg.iter(f"{SVG}rect")}
        assert frames == {"9.5", "2"}
        assert {"1", "a", "b, c"} <= set(texts(svg))

    def test_excluded_from_the_story_is_hollow(self):
        assert len(circles(drawn(CALM, story=story_of(excluded=[3])), PAPER)) == 1

    @pytest.mark.parametrize("width", ("wide", "narrow"))
    @given(
        marks=st.lists(st.integers(0, 39), max_size=12),
        notes=st.lists(st.integers(0, 39), max_size=12),
        breaks=st.sets(st.integers(1, 39), max_size=3),
        changes=st.sets(st.integers(1, 39), max_size=2),
    )
    def test_signs_never_touch_each_other_nor_anything_written(
        self, width, marks, notes, breaks, changes
    ):
        story = story_of(splits=sorted(breaks), notes=sorted(notes), changes=sorted(changes))
        svg = drawn([7, 9] * 20, marks=marks, story=story, width=width, unit="calls", goal=12)
        frames = pill_boxes(svg)
        assert len(frames) == len(set(marks)) + len(set(notes))
        assert not any(a.meets(b) for a, b in combinations(frames, 2))
        named = [box_of(t) for t in svg.iter(f"{SVG}text") if t.text[:3] in {"New", "Cou"}]
        assert len(named) == len(breaks) + len(changes)
        assert not any(a.meets(b) for a, b in combinations([*frames, *named], 2))
        written = [box_of(text) for text in svg.iter(f"{SVG}text")]
        assert not any(a.meets(b) for a, b in combinations(written, 2))
        total = float(svg.get("viewBox").split()[2])
        assert all(b.left >= 0 and b.right <= total + 1 and b.top >= 0 for b in [*frames, *named])


class TestLimits:
    TWENTY = CALM + CALM[:8]

    def test_average_and_limits_are_labelled(self):
        svg = drawn(self.TWENTY, chart="i", unit="%")
        assert {"Average 32%", "Upper limit 44%", "Lower limit 20%"} <= set(texts(svg))
        upper, lower = limit_lines(svg)
        assert (upper.get("stroke-dasharray"), lower.get("stroke-dasharray")) == (None, None)
        assert "Median" not in " ".join(texts(svg))

    def test_trial_limits_are_dotted_and_say_so(self):
        svg = drawn(CALM, chart="i", unit="%")
        assert [text[:11] for text in texts(svg) if "limit" in text] == ["Trial limit"] * 2
        assert {line.get("stroke-dasharray") for line in limit_lines(svg)} == {"2 3"}

    @pytest.mark.parametrize(
        "values", (CALM[:11], [7] * 24, CALM + [20 + value for value in CALM], [100, 90] * 12)
    )
    def test_none_before_they_mean_something(self, values):
        values = [*values, 100] if values[:2] == [100, 90] else values
        svg = drawn(values, chart="i", unit="%")
        assert limit_lines(svg) == []
        assert "limit" not in " ".join(texts(svg))
        assert diamonds(svg) == []

    def test_a_point_outside_is_a_diamond_on_a_shewhart_chart_only(self):
        values = [*self.TWENTY, 60]
        assert len(diamonds(drawn(values, chart="i"))) == 1
        assert diamonds(drawn(values)) == []

    def test_steps_where_sizes_differ(self):
        sizes = [100, 100, 50, 50] * 5
        counts = [size * value // 100 for size, value in zip(sizes, self.TWENTY, strict=True)]
        upper, _lower = limit_lines(drawn(counts, chart="p", sizes=sizes, multiply=100, unit="%"))
        assert upper.get("d").count("V") == 9  # ten stretches of equal size
        assert upper.get("fill") == "none"

    def test_a_gap_breaks_the_steps(self):
        sizes = [100, 50] * 6 + [None] + [100, 50] * 6
        counts = [*[30, 16] * 3, *[33, 14] * 3, None, *[28, 17] * 3, *[31, 15] * 3]
        assert len(limit_lines(drawn(counts, chart="p", sizes=sizes, multiply=100))) == 4

    def test_drawn_inside_the_scale(self):
        small = [3, 5, 1, 4, 2, 6, 3, 2, 5, 4, 1, 3]
        svg = drawn(small, chart="i")
        _upper, lower = limit_lines(svg)
        axis = svg.findall(f".//{SVG}path")[0].get("d")
        assert f" {lower.get('d').split()[1].split('H')[0]}" in axis.replace("V", " ")
        high = [97, 100, 95, 99, 96, 100, 98, 94, 100, 97, 95, 99]
        assert "Trial limit 100%" in texts(drawn(high, chart="i", unit="%"))
        assert "Trial limit 100" not in texts(drawn(high, chart="i"))

    @pytest.mark.parametrize("width", ("wide", "narrow"))
    @given(
        counted=st.lists(
            st.none() | st.tuples(st.integers(0, 40), st.integers(40, 60)), min_size=12, max_size=30
        ),
        goal=st.none() | st.integers(0, 100),
        language=st.sampled_from(("en", "es")),
    )
    def test_nothing_written_touches_anything(self, width, counted, goal, language):
        counts = [pair and pair[0] for pair in counted]
        sizes = [pair and pair[1] for pair in counted]
        with translation.override(language):
            svg = drawn(
                counts, sizes=sizes, chart="p", multiply=100, goal=goal, unit="%", width=width
            )
        written = [box_of(text) for text in svg.iter(f"{SVG}text")]
        assert not any(a.meets(b) for a, b in combinations(written, 2))
        assert not any(box.meets(point) for box in written for point in point_boxes(svg))
        _x, _y, total, height = map(float, svg.get("viewBox").split())
        assert all(b.left >= 0 and b.right <= total + 1 and b.bottom <= height for b in written)


class TestLabels:
    @pytest.mark.parametrize("width", ("wide", "narrow"))
    @pytest.mark.parametrize("unit", ("%", "challenging behaviors per two-hour session " * 4))
    @given(
        values=st.lists(st.none() | st.integers(0, 100), min_size=5, max_size=40),
        goal=st.none() | st.integers(0, 100),
        cut=st.none() | st.integers(5, 20),
    )
    def test_nothing_written_touches_anything(self, width, unit, values, goal, cut):
        svg = drawn(
            values, goal=goal, unit=unit, width=width, splits=[cut] if cut else [], marks=[0, 4, 4]
        )
        written = [box_of(text) for text in svg.iter(f"{SVG}text")]
        assert not any(a.meets(b) for a, b in combinations(written, 2))
        assert not any(box.meets(point) for box in written for point in point_boxes(svg))
        _x, _y, total, height = map(float, svg.get("viewBox").split())
        assert all(b.left >= 0 and b.right <= total + 1 and b.bottom <= height for b in written)

    def test_labels_that_would_meet_give_way_equally(self):
        svg = drawn([50] * 6, goal=51, unit="%")
        goal, median = (float(line.get("d").split()[1].split("H")[0]) for line in level_lines(svg))
        written = {text.text: float(text.get("y")) for text in svg.iter(f"{SVG}text")}
        apart = written["Median 50%"] - written["Goal 51%"]
        middle = (written["Median 50%"] + written["Goal 51%"]) / 2
        assert apart >= 15
        assert middle == pytest.approx((goal + median) / 2 + 3.5, abs=0.2)

    def test_on_a_phone_long_labels_wrap(self):
        shown = texts(drawn([1234567] * 6, goal=1234567, width="narrow"))
        assert shown[-4:] == ["Median", "1,234,567", "Goal", "1,234,567"]

    def test_a_word_wider_than_the_margin_is_cut(self):
        with translation.override("de"):
            shown = texts(drawn([12345678901] * 6, width="narrow"))
        assert shown[-1].endswith("…")


class TestContract:
    def test_labels_must_fit(self):
        with pytest.raises(ValueError, match="label"):
            drawn([1, 2], labels=["a"])
