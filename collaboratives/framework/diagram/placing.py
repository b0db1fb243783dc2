"""Places primary drivers, their secondary drivers, and what is shown in and beside those."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from collaboratives.framework.diagram.boxes import (
    BLOCK,
    GAP,
    HEAD,
    IDEAS,
    LEADING,
    NUMBER,
    PAD,
    PAD_BLOCK,
    PRIMARY,
    SIDE,
    SIZES,
    SPACE,
    TAG,
    TAG_PAD,
    TESTS,
    Bar,
    Box,
    Head,
    Kind,
    Layout,
)
from collaboratives.framework.diagram.picture import Driver, Group, Label, Picture
from collaboratives.framework.diagram.text import BOLD, text_width, wrap

# What rounding may add to a width that was measured.
SLACK = 0.5


@dataclass(frozen=True)
class Columns:
    """The columns of one bank: where each begins (0: not shown) and how wide it is."""

    primary: float
    secondary: float
    tests: float
    ideas: float
    primary_width: float
    secondary_width: float
    ideas_width: float

    def heads(self) -> Iterator[Head]:
        """Return what heads them."""
        yield Head(self.primary, "primary")
        yield Head(self.secondary, "secondary")
        if self.tests:
            yield Head(self.tests, "tests")
        if self.ideas:
            yield Head(self.ideas, "ideas")


def part_of(whole: float, rule: tuple[float, float, float]) -> float:
    """Return a share of the whole that is kept between a least and a most."""
    share, least, most = rule
    return min(max(whole * share, least), most)


def columns_of(picture: Picture, left: float, width: float) -> Columns:
    """Return the columns of a bank between ``left`` and ``left + width``."""
    primary_width = part_of(width, PRIMARY)
    secondary = left + primary_width + GAP
    tests = TESTS + SIDE if picture.has_counts else 0.0
    rest = left + width - secondary - 1 - tests
    ideas_width = rest * IDEAS if picture.has_ideas else 0.0
    secondary_width = rest - (ideas_width + SIDE if ideas_width else 0)
    beside = secondary + secondary_width + SIDE
    return Columns(
        primary=left,
        secondary=secondary,
        tests=beside if tests else 0,
        ideas=beside + tests if ideas_width else 0,
        primary_width=primary_width,
        secondary_width=secondary_width,
        ideas_width=ideas_width,
    )


@dataclass(frozen=True)
class Bank:
    """One column of primary drivers with all that is theirs, being placed on ``made``."""

    made: Layout
    picture: Picture
    columns: Columns
    row: float

    def place(self, groups: Sequence[Group]) -> tuple[float, list[float]]:
        """Place the groups; return where they end and the middles of the primary drivers."""
        y, middles = HEAD, []
        for group in groups:
            end, middle = self._group(group, y)
            middles.append(middle)
            y = end + BLOCK
        return (y - BLOCK if groups else HEAD), middles

    def _group(self, group: Group, top: float) -> tuple[float, float]:
        columns, y, middles = self.columns, top, []
        for driver in group.drivers:
            bottom, middle = self._driver(driver, y)
            middles.append(middle)
            y = bottom + SPACE
        indent = NUMBER * 0.55
        box = box_of(
            "primary", group.label, columns.primary, y, columns.primary_width, indent, BOLD
        )
        height = max(box.height + 2 * PAD_BLOCK, self.row)
        end = max(y - SPACE, top + height)
        middle = (top + end) / 2
        box = replace(box, y=middle - height / 2, height=height, number=group.number)
        self.made.boxes.append(box)
        if middles:
            rail = columns.secondary - GAP / 2
            ends = [*middles, middle]
            self.made.lines += [
                f"M{columns.primary + columns.primary_width:g} {middle:g}H{rail:g}",
                f"M{rail:g} {min(ends):g}V{max(ends):g}",
                *(f"M{rail:g} {each:g}H{columns.secondary:g}" for each in middles),
            ]
        return end, middle

    def _driver(self, driver: Driver, y: float) -> tuple[float, float]:
        """Place a driver and what is shown in and beside it; return its bottom and its middle."""
        columns = self.columns
        box = box_of(
            "secondary", driver.label, columns.secondary, y, columns.secondary_width, NUMBER
        )
        text_height = max(box.height, self.row)
        tags, ideas = self._tags(driver.measures, y + text_height), self._ideas(driver.ideas, y)
        bottom = max([y + text_height, *(tag.bottom + PAD_BLOCK for tag in tags)])
        box = replace(box, height=bottom - y, text_height=text_height, number=driver.number)
        self.made.boxes += [replace(box, untried=driver.count == 0), *tags, *ideas]
        if driver.count is not None:
            share = driver.count / self.picture.most
            bar = Bar(columns.tests, y, TESTS, text_height, driver.count, share, driver)
            self.made.bars.append(bar)
        return max([bottom, *(idea.bottom for idea in ideas)]), (y + bottom) / 2

    def _tags(self, measures: Sequence[Label], y: float) -> list[Box]:
        """Place measures in their driver's box, below its text, as many in a line as there fit."""
        columns, least = self.columns, TAG if self.row else 0
        left = columns.secondary + PAD + NUMBER
        right = columns.secondary + columns.secondary_width - PAD
        placed: list[Box] = []
        x = left
        for label in measures:
            wanted = text_width(label.text, SIZES["measure"]) + 2 * TAG_PAD + SLACK
            if x > left and x + wanted > right:
                x, y = left, max(tag.bottom for tag in placed) + SPACE
            indent = 2 * (TAG_PAD - PAD)
            tag = box_of("measure", label, x, y, min(wanted, right - left), indent)
            placed.append(replace(tag, height=max(tag.height, least)))
            x += placed[-1].width + SIDE
        return placed

    def _ideas(self, ideas: Sequence[Label], y: float) -> list[Box]:
        columns = self.columns
        placed: list[Box] = []
        for label in ideas if columns.ideas else ():
            placed.append(box_of("idea", label, columns.ideas, y, columns.ideas_width, 0))
            y = placed[-1].bottom
        return placed


def box_of(
    kind: Kind,
    label: Label,
    x: float,
    y: float,
    width: float,
    indent: float,
    stretch: float = 1,
) -> Box:
    """Return a box as high as its text; ``stretch`` is how much wider its letters run."""
    size = SIZES[kind]
    lines = wrap(label.text, (width - 2 * PAD - indent) / stretch, size)
    height = max(len(lines), 1) * size * LEADING + 2 * PAD_BLOCK
    return Box(kind, x, y, width, height, lines, label)
