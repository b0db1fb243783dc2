"""Where everything on a driver diagram stands. Lengths are units of the drawing.

Aims stand on the left; to their right one or more banks, each a column of primary drivers, a
column of secondary drivers with their measures in them, and beside those tests and ideas. Several
banks stand side by side, so that a framework of any size fills a sheet as well as it can.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from collaboratives.framework.diagram.boxes import (
    AIMS,
    BLOCK,
    GAP,
    HEAD,
    PAD_BLOCK,
    RAIL,
    THUMB,
    Head,
    Layout,
)
from collaboratives.framework.diagram.picture import Group, Label, Picture
from collaboratives.framework.diagram.placing import Bank, box_of, columns_of, part_of

NARROWEST, WIDEST, STEP = 700.0, 3400.0, 40.0
MOST_BANKS = 3
# A diagram in one bank is read more easily: each further one must make the letters so much larger.
WORTH_A_BANK = 1.15


@dataclass(frozen=True)
class Sheet:
    """The room for the drawing on paper, in inches."""

    width: float
    height: float


def lay_out(picture: Picture, *, width: float = 1152, banks: int = 1, row: float = THUMB) -> Layout:
    """Place everything; the height follows. No driver's row is lower than ``row``."""
    made = Layout(width=width)
    aims_width = part_of(width, AIMS)
    first = aims_width + GAP
    bank_width = (width - first - GAP * (banks - 1)) / banks
    rails: list[tuple[float, list[float]]] = []
    bottom = HEAD
    for number, groups in enumerate(_shared_out(picture, bank_width, banks, row)):
        left = first + number * (bank_width + GAP)
        columns = columns_of(picture, left, bank_width)
        made.heads += columns.heads()
        end, middles = Bank(made, picture, columns, row).place(groups)
        rails.append((left - GAP / 2, middles))
        bottom = max(bottom, end)
    made.heads.insert(0, Head(0, "aims"))
    aims_bottom = _aims(made, picture.aims, aims_width, bottom)
    made.height = max(bottom, aims_bottom) + 3
    _rails(made, aims_width, rails)
    return made


def fitted(picture: Picture, sheet: Sheet) -> tuple[Layout, float]:
    """Return the layout that is read best on the sheet, and inches per unit.

    That is the one whose letters come out largest; see ``WORTH_A_BANK``.
    """
    tried = []
    for banks in range(1, min(MOST_BANKS, max(len(picture.groups), 1)) + 1):
        narrow, wide = NARROWEST, WIDEST
        while wide - narrow > STEP:
            # The wider a drawing the lower it is: the best one has the form of the sheet.
            width = (narrow + wide) / 2
            made = lay_out(picture, width=width, banks=banks, row=0)
            across, down = sheet.width / made.width, sheet.height / made.height
            scale = min(across, down)
            tried.append((scale / WORTH_A_BANK ** (banks - 1), scale, made))
            narrow, wide = (narrow, width) if across < down else (width, wide)
    _worth, scale, best = max(tried, key=lambda each: each[0])
    return best, scale


def _shared_out(
    picture: Picture, bank_width: float, banks: int, row: float
) -> list[Sequence[Group]]:
    """Cut the groups into banks, in their order, so that the tallest bank is as low as can be."""
    if banks == 1:
        return [picture.groups]
    trial = Bank(Layout(width=bank_width), picture, columns_of(picture, 0, bank_width), row)
    heights = [trial.place([group])[0] - HEAD for group in picture.groups]
    cuts = _best_cuts(heights, banks)
    return [picture.groups[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True)]


def _best_cuts(heights: Sequence[float], banks: int) -> list[int]:
    """Return after how many groups each bank but the last ends."""
    if banks == 1:
        return []
    best: tuple[float, list[int]] | None = None
    for cut in range(1, len(heights) - banks + 2):
        rest = _best_cuts(heights[cut:], banks - 1)
        edges = [0, *rest, len(heights) - cut]
        tallest = max(
            sum(heights[:cut]),
            *(sum(heights[cut + a : cut + b]) for a, b in pairwise(edges)),
        )
        if best is None or tallest < best[0]:
            best = tallest, [cut, *(cut + each for each in rest)]
    return best[1] if best else []


def _aims(made: Layout, aims: Sequence[Label], width: float, bottom: float) -> float:
    """Place the aims around the middle of the banks; return where they end."""
    boxes = [box_of("aim", aim, 1, 0, width - 1, 0) for aim in aims]
    boxes = [replace(box, height=box.height + 2 * PAD_BLOCK) for box in boxes]
    total = sum(box.height for box in boxes) + BLOCK * max(len(boxes) - 1, 0)
    y = max(HEAD, (HEAD + bottom - total) / 2)
    for box in boxes:
        made.boxes.append(replace(box, y=y))
        y += box.height + BLOCK
    return y - BLOCK if boxes else HEAD


def _rails(made: Layout, aims_width: float, rails: Sequence[tuple[float, list[float]]]) -> None:
    """Join the aims to every bank; the line to a bank further right runs below the heads."""
    aims = [box.middle for box in made.boxes_of("aim")]
    first = rails[0][0]
    made.lines += [f"M{aims_width:g} {middle:g}H{first:g}" for middle in aims]
    further = any(middles for _x, middles in rails[1:])
    if further:
        last = max(x for x, middles in rails if middles)
        made.lines.append(f"M{first:g} {RAIL:g}H{last:g}")
    for number, (x, middles) in enumerate(rails):
        ends = [*middles, *(aims if number == 0 else ()), *([RAIL] if further else ())]
        if middles:
            made.lines.append(f"M{x:g} {min(ends):g}V{max(ends):g}")
        made.lines += [f"M{x:g} {middle:g}H{x + GAP / 2:g}" for middle in middles]
