"""What counts can and cannot be: an error for the impossible, a question for the unlikely."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from metrics.chart_words import number_text
from metrics.enums import Kind
from metrics.models import MetricDefinition

EARLIER_NEEDED = 3
TIMES_MORE, SLACK = 4, 5
TIMES_LESS, SMALLEST = 5, 10


def refuse_impossible(
    definition: MetricDefinition, numerator: Decimal, denominator: Decimal
) -> None:
    """Raise ValidationError, by field, for counts that no period can have."""
    known = {
        "counted": definition.numerator_label,
        "out_of": definition.denominator_label,
        "most": number_text(float(denominator)),
    }
    if numerator < 0:
        raise ValidationError({"numerator": _("A count cannot be below 0.")})
    if denominator < 0:
        raise ValidationError({"denominator": _("A count cannot be below 0.")})
    if denominator == 0:
        raise ValidationError(
            {
                "denominator": _(
                    "Out of 0, nothing can be counted. If you did not count, leave both empty."
                )
            }
        )
    if definition.kind == Kind.PERCENT and numerator > denominator:
        raise ValidationError(
            {
                "numerator": _("“%(counted)s” cannot be more than “%(out_of)s”, which is %(most)s.")
                % known
            }
        )


def usual_if_unlikely(new: Decimal, earlier: Sequence[Decimal]) -> Decimal | None:
    """Return what is usual when ``new`` is far from it, else None.

    Far means more than four times (and five) above, or less than a fifth of, the median of at
    least three earlier numbers; a low number is only far where the usual is at least ten.
    """
    if len(earlier) < EARLIER_NEEDED:
        return None
    usual = Decimal(median(earlier))
    much_more = new > TIMES_MORE * usual + SLACK
    much_less = usual >= SMALLEST and new * TIMES_LESS < usual
    return usual if much_more or much_less else None
