"""What the change framework shows of measures: by which of them a driver is followed, and how."""

from collections.abc import Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboratives.framework.counts import Note
from collaboratives.framework.enums import PartKind
from collaboratives.framework.readable import Line, Part, PartId
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.translations import in_language
from metrics.enums import MetricStage
from metrics.models import Metric, MetricDriver
from metrics.queries import definition_for


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


def measures_by_group() -> list[str]:
    """Return the names of measures of all teams in use that are counted by group today."""
    today = timezone.localdate()
    rows = Metric.objects.filter(team__isnull=True, stage=MetricStage.IN_USE)
    return [
        in_language(metric, "name").text
        for metric in rows.prefetch_related("definitions").order_by("order", "pk")
        if metric.definitions.all() and definition_for(metric, today).breakdown
    ]


def parts(member: Membership | None) -> list[Part]:
    """Return every measure that belongs to the framework, to be read and commented on.

    Drafts and pilots are for those who shape them: experts (None), implementation team, faculty.
    Three queries.
    """
    rows = (
        Metric.objects.filter(team__isnull=True)
        .select_related("collaborative")
        .prefetch_related("definitions", "driver_rows")
        .order_by("order", "pk")
    )
    if member and not (member.is_implementation or member.is_faculty):
        rows = rows.filter(stage__in=(MetricStage.IN_USE, MetricStage.RETIRED))
    return [_part(row, member) for row in rows]


def _part(metric: Metric, member: Membership | None) -> Part:
    in_use = metric.stage == MetricStage.IN_USE
    page = f"{url_in(metric.collaborative, 'metrics:overview')}?measure={metric.key}"
    return Part(
        PartId(PartKind.METRIC, metric.key),
        in_language(metric, "plain_name" if member and member.team_ids else "name"),
        lines=tuple(_lines(metric)),
        drivers=tuple(row.driver_id for row in metric.driver_rows.all()),
        url=page if in_use and member else "",
        state="" if in_use else metric.get_stage_display(),
        gone=metric.stage == MetricStage.RETIRED,
    )


def _lines(metric: Metric) -> Iterator[Line]:
    """Yield how a measure is counted; no count itself."""
    if not metric.definitions.all():
        return
    definition = definition_for(metric, timezone.localdate())
    for label, field in (
        (_("Why we count it"), "why"),
        (_("How to count"), "how_to_count"),
        (_("What is counted"), "numerator_label"),
        (_("Out of what"), "denominator_label"),
    ):
        text = in_language(definition, field)
        if text.text:
            yield Line(label, text)
