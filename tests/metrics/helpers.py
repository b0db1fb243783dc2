"""What the tests of numbers share."""

import re
from datetime import date
from decimal import Decimal

from django_scopes import scope

from metrics.enums import Grain
from metrics.models import Value
from metrics.periods import WEEK
from metrics.queries import metrics_in_use, series_for
from tests.factories.metrics import ValueFactory

MAY = date(2026, 5, 4)
AUGUST = date(2026, 8, 1)
# A Tuesday: the month just over is August, which is due on the 10th.
TODAY = "2026-09-08 15:00:00Z"


def count_weeks(team, metric, number, first=MAY, **values):
    """Count the same 8 of 16 (or other values) in so many weeks."""
    for week in range(number):
        ValueFactory(team=team, metric=metric, period_start=first + WEEK * week, **values)


def inside(row):
    return scope(collaborative=row.collaborative, organization=row.collaborative.organization)


def page_of(client, cast, who, path):
    return cast.sign_in(client, who).get(cast.url(path)).content.decode()


def stamp_of(page):
    return re.search(r'name="stamp" value="(\w+)"', page)[1]


def month_fields(metric, numerator, denominator, **more):
    """Return the fields of the month page for one measure."""
    name = f"m{metric.pk}"
    given = {f"{name}_numerator": numerator, f"{name}_denominator": denominator}
    return given | {f"{name}_{field}": value for field, value in more.items()}


def week_fields(metric, monday, numerator, denominator="16", note="", seen=0):
    """Return the fields of one week on the sheet."""
    name = f"w{metric.pk}_{monday:%Y%m%d}"
    return {
        f"{name}_numerator": numerator,
        f"{name}_denominator": denominator,
        f"{name}_note": note,
        f"{name}_seen": str(seen),
    }


def point(team, metric, start, grain=Grain.MONTH):
    """Return the point of a series as the pages read it."""
    with inside(team):
        metric = metrics_in_use().get(pk=metric.pk)
        points = {one.start: one for one in series_for(team, metric, grain).points}
    return points.get(start)


def ratio(one):
    """Return numerator and denominator of a point."""
    return (int(one.count.numerator), int(one.count.denominator)) if one and one.count else None


def revisions(team, **lookup):
    """Return every revision, oldest first, as (numerator, denominator, current)."""
    with inside(team):
        rows = Value.objects.filter(team=team, **lookup).order_by("pk")
        return [(whole(row.numerator), whole(row.denominator), row.is_current) for row in rows]


def whole(number: Decimal | None):
    return None if number is None else int(number)
