"""The measures of the published example, as the wizard of a new collaborative offers them."""

import datetime as dt
from collections.abc import Sequence

from collaboratives.framework.services import read_data
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event
from collaboratives.setup.parts import Measure
from metrics import periods
from metrics.enums import MetricStage
from metrics.models import Metric
from metrics.services.measures import load_measures

BASELINE = (EventKind.PRE_WORK_DAY, EventKind.LEARNING_SESSION)


def offer_measures(collaborative: Collaborative) -> list[Measure]:
    """Return what stands (not a team's own, nor what was put away), then the rest of the example."""
    rows = Metric.objects.filter(collaborative=collaborative, team__isnull=True)
    standing = [
        Measure(row.key, row.name, row.plain_name, stands=True)
        for row in rows.exclude(stage=MetricStage.RETIRED)
    ]
    taken = set(rows.values_list("key", flat=True))
    example = [
        Measure(one["key"], one["name"].strip(), one["plain_name"].strip(), stands=False)
        for one in read_data()["measures"]
        if one["key"] not in taken
    ]
    return [*standing, *example]


def take_measures(collaborative: Collaborative, keys: Sequence[str], by: Membership) -> list[str]:
    """Make these measures of the example, in use by all teams; returns the names of the new ones.

    They are counted from the month of the Pre-Work Day on (or of Learning Session 1, or of the
    first day): before that no team could count, and a baseline begins there. They stand for
    those of their drivers that the collaborative's framework has.
    """
    before = set(Metric.objects.filter(collaborative=collaborative).values_list("key", flat=True))
    made = load_measures(
        collaborative=collaborative,
        data=read_data(),
        from_month=_first_month(collaborative),
        only=frozenset(keys),
    )
    return [metric.name for metric in made if metric.key not in before]


def _first_month(collaborative: Collaborative) -> dt.date:
    events = Event.objects.filter(collaborative=collaborative, kind__in=BASELINE)
    first = events.exclude(status="cancelled").order_by("starts_at").first()
    day = first.first_day_in(collaborative.zone) if first else collaborative.starts_on
    return periods.first_of(day)
