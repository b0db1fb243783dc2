"""The ramp of an idea in the reader's language, drawn for the page."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pdsa import ramp_svg
from pdsa.enums import SCALE_PHRASES, Decision, Scale, Status
from pdsa.models import Cycle, Ramp
from pdsa.ramp_svg import Look, Mark, Width, Words

SIZES = {scale.value: size for size, scale in enumerate(Scale)}


def draw_ramp(ramp: Ramp, cycles: Sequence[Cycle], today: dt.date, width: Width) -> SafeString:
    """Draw these cycles, 720 or 343 units wide."""
    marks = [mark_of(cycle, today) for cycle in cycles]
    words = words_for(ramp, cycles, today)
    drawn = ramp_svg.draw(marks, words, uid=f"ramp-{ramp.pk}-{width}", width=width)
    return SafeString(drawn)


def draw_small_ramp(ramp: Ramp, cycles: Sequence[Cycle], today: dt.date) -> SafeString:
    """Draw these cycles as a thumbnail."""
    marks = [mark_of(cycle, today) for cycle in cycles]
    drawn = ramp_svg.draw_small(marks, words_for(ramp, cycles, today), uid=f"small-{ramp.pk}")
    return SafeString(drawn)


def mark_of(cycle: Cycle, today: dt.date) -> Mark:
    """Return where and how one cycle is drawn."""
    return Mark(
        number=cycle.number,
        look=look_of(cycle, today),
        day=cycle.starts_on,
        when=_short(cycle.starts_on) if cycle.starts_on else "",
        size=SIZES.get(cycle.scale),
    )


def look_of(cycle: Cycle, today: dt.date) -> Look:
    """Return the shape of a cycle: its decision once it is done, else how far it is."""
    stands = cycle.stands(today)
    if stands == Status.DONE and cycle.decision:
        return cast(Look, cycle.decision)
    return "trying" if stands in {Status.DOING, Status.DONE} else "planned"


def words_for(ramp: Ramp, cycles: Sequence[Cycle], today: dt.date) -> Words:
    """Return what stands on the drawing, and what a screen reader says instead of it."""
    looks: dict[Look, str] = {
        "planned": _("Planned"),
        "trying": _("Trying now"),
        **{cast(Look, decision.value): str(decision.label) for decision in Decision},
    }
    return Words(
        title=_("The ramp of “%(idea)s”") % {"idea": ramp.idea},
        description=" ".join(_said(cycle, looks[look_of(cycle, today)]) for cycle in cycles),
        sizes=[str(scale.label) for scale in Scale],
        no_size=_("Size not said"),
        looks=looks,
    )


def _said(cycle: Cycle, look: str) -> str:
    words = {
        "number": cycle.number,
        "day": _short(cycle.starts_on) if cycle.starts_on else "",
        "size": str(SCALE_PHRASES[cycle.scale]) if cycle.scale else _("size not said"),
        "outcome": look,
    }
    if cycle.starts_on:
        return _("Test %(number)s, %(day)s, %(size)s: %(outcome)s.") % words
    return _("Test %(number)s, no day yet, %(size)s: %(outcome)s.") % words


def _short(day: dt.date) -> str:
    return date_format(day, pgettext("how a short day is written, as Django's date filter", "M j"))
