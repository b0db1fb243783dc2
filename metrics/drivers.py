"""What the change framework shows of measures: by which of them a driver is followed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from collaboratives.framework.counts import Note
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.translations import in_language
from metrics.enums import MetricStage
from metrics.models import MetricDriver


def notes_by_driver(member: Membership) -> Mapping[int, list[Note]]:
    """Return a note for each measure of each secondary driver, in one query."""
    rows = (
        MetricDriver.objects.filter(metric__stage=MetricStage.IN_USE, metric__team__isnull=True)
        .select_related("metric", "collaborative")
        .order_by("metric__order", "pk")
    )
    found: dict[int, list[Note]] = {}
    for row in rows:
        name = in_language(row.metric, "plain_name" if member.team_ids else "name").text
        page = f"{url_in(row.collaborative, 'metrics:overview')}?measure={row.metric.key}"
        found.setdefault(row.driver_id, []).append(
            Note(_("Counted: %(name)s") % {"name": name}, page)
        )
    return found
