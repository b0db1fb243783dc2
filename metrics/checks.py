"""What counts can and cannot be: an error for the impossible, a question for the unlikely."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from statistics import median

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centers.models import Classroom
from metrics import periods
from metrics.chart_words import number_text
from metrics.enums import Grain, Kind, MetricStage, Sampling
from metrics.models import Metric, MetricDefinition
from metrics.queries import Clock
from metrics.series import Count, total

EARLIER_NEEDED = 3
TIMES_MORE, SLACK = 4, 5
TIMES_LESS, SMALLEST = 5, 10


def refuse_impossible(
    definition: MetricDefinition, numerator: Decimal, denominator: Decimal
) -> None:
    """Raise ValidationError, by field, for counts that no period can have."""
    known = {
        "counted": definition.counted,
        "out_of": definition.out_of,
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


def refuse_future(starts: Iterable[dt.date], clock: Clock, grain: Grain) -> None:
    """Raise ValidationError for a week that has not begun or a month that is not over."""
    if grain == Grain.WEEK and any(start > clock.today for start in starts):
        raise ValidationError(_("A week that has not begun cannot be counted yet."))
    if grain == Grain.MONTH and any(start > clock.ended for start in starts):
        raise ValidationError(_("This month is not over yet."))


def refuse_misplaced(
    metric: Metric,
    definition: MetricDefinition,
    grain: Grain,
    start: dt.date,
    room: Classroom | None = None,
    *,
    is_pilot_team: bool = False,
) -> None:
    """Raise ValidationError, by field, where a measure has no place in a period or a room.

    ``definition`` is the one in force then; ``metric`` has its definitions loaded. A team that
    piloted the measure counted it before all did.
    """
    if grain == Grain.WEEK and start.weekday():
        raise ValidationError({"start": _("A week starts on a Monday.")})
    month = periods.month_of_week(start) if grain == Grain.WEEK else start
    firsts = [one.from_month for one in metric.definitions.all()]
    if month < (min(firsts) if is_pilot_team else metric.begins):
        raise ValidationError({"start": _("This measure was not counted yet.")})
    if metric.stage == MetricStage.RETIRED and (
        grain == Grain.WEEK or metric.retired_from is None or month >= metric.retired_from
    ):
        raise ValidationError({"start": _("This measure is no longer counted.")})
    if grain == Grain.WEEK and definition.sampling != Sampling.WEEKLY:
        raise ValidationError({"metric": _("This measure is counted once a month.")})
    if room and (room.is_closed or not definition.by_room):
        raise ValidationError({"classroom": _("This measure is not counted in this room.")})


def refuse_more_than_the_whole(
    definition: MetricDefinition, whole: Count | None, groups: Iterable[Count]
) -> None:
    """Raise ValidationError, by field, when groups hold more than the whole that they are part of.

    They may hold less: not everybody belongs to a group that is counted.
    """
    together = total(groups)
    if whole is None or together is None:
        return
    fields = [("numerator", definition.counted, together.numerator, whole.numerator)]
    if definition.has_denominator:
        fields.append(
            (
                "denominator",
                definition.out_of,
                together.denominator,
                whole.denominator,
            )
        )
    errors = {
        field: _(
            "In all groups together “%(label)s” is %(groups)s, but in the whole only %(whole)s."
        )
        % {
            "label": label,
            "groups": number_text(float(parts)),
            "whole": number_text(float(most)),
        }
        for field, label, parts, most in fields
        if parts > most
    }
    if errors:
        raise ValidationError(errors)


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


def question(
    definition: MetricDefinition,
    count: Count,
    earlier: Sequence[tuple[Decimal, Decimal]],
    period: str,
) -> str | None:
    """Return the question to ask about an unlikely count, or None."""
    for label, new, before in (
        (definition.counted, count.numerator, [n for n, _d in earlier]),
        (definition.out_of, count.denominator, [d for _n, d in earlier]),
    ):
        usual = usual_if_unlikely(new, before)
        if usual is not None:
            return _("%(period)s: “%(label)s” was about %(usual)s before and is now %(new)s.") % {
                "period": period[:1].upper() + period[1:],
                "label": label,
                "usual": number_text(float(usual)),
                "new": number_text(float(new)),
            }
    return None
