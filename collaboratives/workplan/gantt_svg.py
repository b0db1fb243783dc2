"""The plan as one picture: phases on top, events as lines, a row for each activity.

Plain Python without Django: values in, markup out. Where a task stands is told by shape, never by
colour alone: a filled circle is done, a hollow one is open, a diamond is late. Presentation
attributes only, like the charts, so that page, print and PDF show the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element, tostring

from bsc.ui import pen
from bsc.ui.pen import AXIS, FAINT, INK, MUTED, PAPER, TEAL, WARM
from collaboratives.framework.diagram.text import text_width

WIDTH, LABELS, RIGHT = 1200.0, 330.0, 12.0
ROW, HEAD, BAND, TITLE = 20.0, 66.0, 22.0, 26.0
SIZE = 11
TINT, TINT_2 = "#e6efec", "#f3f1ea"
FARTHEST = timedelta(days=731)
DONE, OPEN, LATE = "done", "open", "late"


@dataclass(frozen=True, slots=True)
class Span:
    """A phase of the timeline, both ends included."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Moment:
    """An event that is drawn as a line through all rows."""

    label: str
    day: date


@dataclass(frozen=True, slots=True)
class Mark:
    """One task: its day and whether it is "done", "open" or "late"."""

    day: date
    state: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One activity with its tasks in order of days; ``count`` says "3 of 7"."""

    label: str
    marks: Sequence[Mark]
    count: str


@dataclass(frozen=True, slots=True)
class Group:
    """The activities of one phase of the work."""

    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the picture in the reader's language; ``months`` from January on."""

    title: str
    today: str
    done: str
    open: str
    late: str
    months: Sequence[str]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a day lies."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return the place of a day; what lies outside is put on the edge."""
        days = max((self.last - self.first).days, 1)
        share = min(max((day - self.first).days / days, 0), 1)
        return LABELS + share * (WIDTH - LABELS - RIGHT)


def draw(
    spans: Sequence[Span],
    moments: Sequence[Moment],
    groups: Sequence[Group],
    words: Words,
    *,
    today: date,
    uid: str = "plan",
) -> str:
    """Return the SVG; its height follows from the number of activities.

    Without any day to draw it is "".
    """
    days = [mark.day for group in groups for bar in group.bars for mark in bar.marks]
    days += [span.first for span in spans] + [span.last for span in spans]
    if not days:
        return ""
    scale = _scale(days, spans)
    rows = sum(TITLE + ROW * len(group.bars) for group in groups)
    bottom = HEAD + rows
    svg, group = pen.drawing(
        box=f"0 0 {WIDTH:g} {pen.number(bottom + 30)}", css="gantt", uid=uid, title=words.title
    )
    svg.set("width", f"{WIDTH:g}")
    group.set("font-size", f"{SIZE}")
    _months(group, scale, words.months, bottom)
    _spans(group, scale, spans)
    _moments(group, scale, moments, bottom)
    if scale.first <= today <= scale.last:
        x = scale.x(today)
        pen.add(
            group,
            "path",
            d=f"M{pen.number(x)} 22V{pen.number(bottom)}",
            stroke=WARM,
            stroke_width=1.5,
            stroke_dasharray="5 3",
            fill="none",
        )
        pen.write(group, x, bottom + 12, words.today, anchor="middle", bold=True, fill=WARM)
    top = HEAD
    for one in groups:
        pen.write(group, 0, top + 17, one.label, bold=True)
        top += TITLE
        for bar in one.bars:
            _bar(group, scale, bar, top)
            top += ROW
    _legend(group, words, bottom + 24)
    return tostring(svg, encoding="unicode")


def _scale(days: Sequence[date], spans: Sequence[Span]) -> Scale:
    """Return the days that are drawn: all, as far as they lie within two years of the phases."""
    first, last = min(days), max(days)
    if spans:
        first = max(first, min(span.first for span in spans) - FARTHEST)
        last = min(last, max(span.last for span in spans) + FARTHEST)
    return Scale(first, last)


def _months(group: Element, scale: Scale, names: Sequence[str], bottom: float) -> None:
    last_label = 0.0
    for first in _firsts(scale):
        x = scale.x(first)
        pen.add(group, "path", d=f"M{pen.number(x)} 44V{pen.number(bottom)}", stroke=TINT_2)
        name = names[first.month - 1]
        text = f"{name} {first.year}" if first.month == 1 else name
        if x - last_label > 8 and x + text_width(text, SIZE) < WIDTH:
            pen.write(group, x + 3, 58, text, fill=MUTED)
            last_label = x + 3 + text_width(text, SIZE)


def _firsts(scale: Scale) -> Iterator[date]:
    day = scale.first.replace(day=1)
    while day <= scale.last:
        if day >= scale.first:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)


def _spans(group: Element, scale: Scale, spans: Sequence[Span]) -> None:
    for number, span in enumerate(spans):
        left, right = scale.x(span.first), scale.x(span.last + timedelta(days=1))
        fill = TINT if number % 2 == 0 else TINT_2
        box = pen.add(
            group, "rect", x=left, y=22, width=max(right - left, 2), height=BAND, fill=fill
        )
        pen.add(box, "title").text = pen.clean(span.label)
        if text_width(span.label, SIZE) < right - left - 6:
            pen.write(group, (left + right) / 2, 37, span.label, anchor="middle")


def _moments(group: Element, scale: Scale, moments: Sequence[Moment], bottom: float) -> None:
    taken = 0.0
    for moment in sorted(moments, key=lambda one: one.day):
        x = scale.x(moment.day)
        pen.add(group, "path", d=f"M{pen.number(x)} 16V{pen.number(bottom)}", stroke=AXIS)
        half = text_width(moment.label, SIZE) / 2
        middle = min(max(x, LABELS + half), WIDTH - half)
        if middle - half > taken:
            pen.write(group, middle, 12, moment.label, anchor="middle", bold=True)
            taken = middle + half + 6


def _bar(group: Element, scale: Scale, bar: Bar, top: float) -> None:
    middle = top + ROW / 2
    room = LABELS - 12 - text_width(bar.count, SIZE)
    pen.write(group, 8, middle + 4, _cut(bar.label, room - 16))
    pen.write(group, LABELS - 8, middle + 4, bar.count, anchor="end", fill=MUTED)
    if not bar.marks:
        return
    left, right = scale.x(bar.marks[0].day), scale.x(bar.marks[-1].day)
    pen.add(
        group, "rect", x=left - 4, y=middle - 4, width=right - left + 8, height=8, rx=4, fill=TINT
    )
    for mark in bar.marks:
        _mark(group, scale.x(mark.day), middle, mark.state)


def _mark(group: Element, x: float, y: float, state: str) -> None:
    if state == LATE:
        shape = f"M{pen.number(x)} {pen.number(y - 6)}l6 6l-6 6l-6 -6z"
        pen.add(group, "path", d=shape, fill=WARM, stroke=PAPER)
        return
    fill = TEAL if state == DONE else PAPER
    pen.add(group, "circle", cx=x, cy=y, r=4, fill=fill, stroke=TEAL, stroke_width=1.5)


def _cut(text: str, room: float) -> str:
    if text_width(text, SIZE) <= room:
        return text
    while text and text_width(text + "…", SIZE) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _legend(group: Element, words: Words, y: float) -> None:
    x = 8.0
    for state, text in ((DONE, words.done), (OPEN, words.open), (LATE, words.late)):
        _mark(group, x + 4, y - 4, state)
        pen.write(group, x + 14, y, text, fill=INK)
        x += 34 + text_width(text, SIZE)
    pen.add(group, "path", d=f"M0 {pen.number(y - 16)}H{WIDTH:g}", stroke=FAINT, stroke_width=0.5)
