"""Numbers as people read them on charts, in tables and in sentences."""

from typing import SupportsFloat

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def number_text(value: SupportsFloat, unit: str = "") -> str:
    """A value as people read it ("58%", "1,200", "3.5 hours"), rounded and localized."""
    number = rounded(float(value), unit)
    decimals = next(d for d in range(4) if number == round(number, d))
    text = number_format(number, decimals, force_grouping=True)
    if unit == "%":
        return _("%(number)s%%") % {"number": text}
    if unit:
        return _("%(number)s %(unit)s") % {"number": text, "unit": unit}
    return text


def rounded(value: float, unit: str) -> float:
    """The value to the precision that is shown, so that sentences agree with what is read."""
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 10 or unit == "%" else 2 if size >= 1 else 3
    return round(value, decimals) + 0.0
