"""What was tried in the month: the part of a report that comes from the tests of change.

The paper is read by everybody who may see the team's numbers, so only cycles that are shared with
the whole collaborative stand in it.
"""

import datetime as dt
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centers.models import CoreTeam
from metrics.periods import add_months
from pdsa.enums import Status, Visibility
from pdsa.models import Cycle

MOST = 10
LONGEST = 150


class Item(NamedTuple):
    """One line: a title, what it says, a small remark, and the language of what people wrote."""

    title: str
    text: str = ""
    detail: str = ""
    lang: str = ""


class Section(NamedTuple):
    """A part of the report; ``more`` is said below the items, or instead of them."""

    title: str
    items: tuple[Item, ...]
    more: str = ""


def tests_of_the_month(team: CoreTeam | None, month: dt.date) -> Section:
    """Return the shared tests that began or ended in the month: a team's, or (None) everybody's."""
    cycles = _tried_in(team, month)
    shown = [_item(cycle, with_team=team is None) for cycle in cycles[:MOST]]
    title = _("Tests in %(month)s (PDSA cycles)") % {
        "month": date_format(month, "YEAR_MONTH_FORMAT")
    }
    more = len(cycles) - len(shown)
    if not shown:
        return Section(title, (), _("No test began or ended in this month."))
    words = ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}
    return Section(title, tuple(shown), words if more else "")


def _tried_in(team: CoreTeam | None, month: dt.date) -> QuerySet[Cycle]:
    last = add_months(month, 1) - dt.timedelta(days=1)
    in_month = Q(starts_on__range=(month, last)) | Q(ends_on__range=(month, last))
    cycles = (
        Cycle.objects.filter(in_month, visibility=Visibility.COLLABORATIVE)
        .exclude(status=Status.DRAFT)
        .select_related("ramp__team", "ramp__secondary_driver")
        .order_by("ramp__team__name", "starts_on", "pk")
    )
    return cycles.filter(ramp__team=team) if team else cycles


def _item(cycle: Cycle, *, with_team: bool) -> Item:
    known = {"idea": cycle.ramp.idea.rstrip("."), "number": cycle.number}
    learned = Truncator(cycle.what_we_learned).chars(LONGEST)
    result = cycle.get_decision_display() or cycle.get_status_display()
    driver, team = cycle.ramp.secondary_driver, cycle.ramp.team
    remarks = [team.name if with_team and team else "", driver.action if driver else ""]
    return Item(
        _("%(idea)s, cycle %(number)s: %(result)s") % {**known, "result": result},
        learned,
        " · ".join(filter(None, remarks)),
        cycle.language,
    )
