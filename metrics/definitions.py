"""What the definition of a measure says in the reader's language, and how it has changed."""

import datetime as dt
import json
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any, cast

from django.db.models import Max
from django.utils.translation import gettext as _

from bsc.audit.models import Entry
from collaboratives.translations import Text, in_language
from metrics import periods
from metrics.chart_numbers import number_text
from metrics.chart_texts import count_text, value_text
from metrics.enums import MetricStage, SubmissionStatus
from metrics.models import Metric, MetricDefinition, MonthlySubmission, PilotTeam, Value
from metrics.queries import Clock
from metrics.series import Count

# What a chart depends on: once there are numbers, a change of these makes a new version.
COUNTED = (
    "kind", "multiplier", "better", "goal", "sampling", "by_room", "tally", "breakdown",
)  # fmt: skip
# What people read: may be put right where the same things are counted as before.
WORDS = ("why", "how_to_count", "example", "numerator_label", "denominator_label", "unit")
# What people hope for: the numbers mean the same whatever it is.
HOPED_FOR = ("better", "goal")
TRANSLATED = WORDS

MONTHS_BACK, MONTHS_AHEAD = 3, 6


@dataclass(frozen=True)
class DefinitionTexts:
    """The texts of a definition, each with the language it is really in."""

    why: Text
    how_to_count: Text
    example: Text


@dataclass(frozen=True)
class DefinitionChange:
    """From a month on a measure is defined differently; ``fields`` are those that changed."""

    definition: MetricDefinition
    fields: tuple[str, ...]

    @property
    def from_month(self) -> dt.date:
        """The first month of the new definition."""
        return self.definition.from_month

    @property
    def because(self) -> str:
        """Why it changed."""
        return self.definition.changed_because

    @property
    def is_counted_anew(self) -> bool:
        """Whether numbers before and after mean different things; another goal alone does not."""
        return not self.fields or not set(self.fields) <= set(HOPED_FOR)


@dataclass(frozen=True)
class Version:
    """One definition as its history shows it, with what it changed; ``until`` is its last month."""

    definition: MetricDefinition
    texts: DefinitionTexts
    until: dt.date | None
    differences: tuple[tuple[str, str, str], ...]


def definition_texts(definition: MetricDefinition) -> DefinitionTexts:
    """Return why, how and an example in the reader's language."""
    return DefinitionTexts(
        why=in_language(definition, "why"),
        how_to_count=in_language(definition, "how_to_count"),
        example=in_language(definition, "example"),
    )


def definition_changes(metric: Metric) -> list[DefinitionChange]:
    """Return the changes after the first definition, oldest first; definitions are loaded."""
    return [
        DefinitionChange(now, tuple(changed_fields(before, now)))
        for before, now in pairwise(metric.definitions.all())
    ]


def versions_of(metric: Metric) -> list[Version]:
    """Return the history of a measure, newest first, in one query."""
    rows = list(metric.definitions.select_related("changed_by__user").order_by("from_month"))
    changed = [tuple(differences(before, now)) for before, now in pairwise(rows)]
    untils = [*(periods.add_months(row.from_month, -1) for row in rows[1:]), None]
    found = [
        Version(row, definition_texts(row), until, said)
        for row, until, said in zip(rows, untils, [(), *changed], strict=True)
    ]
    return found[::-1]


def differences(before: MetricDefinition, now: MetricDefinition) -> list[tuple[str, str, str]]:
    """Return (label, before, now) of what two definitions say differently, as people read it."""
    return [
        (label_of(name), shown(before, name), shown(now, name))
        for name in changed_fields(before, now)
    ]


def changed_fields(before: MetricDefinition, now: MetricDefinition) -> list[str]:
    """Return the names of the fields in which two definitions differ."""
    return [name for name in (*COUNTED, *WORDS) if getattr(before, name) != getattr(now, name)]


def label_of(name: str) -> str:
    """Return what a field of the definition is called."""
    label = str(cast(Any, MetricDefinition._meta.get_field(name)).verbose_name)
    return label[:1].upper() + label[1:]


def shown(definition: MetricDefinition, name: str) -> str:
    """Return one field of a definition as people read it."""
    value = getattr(definition, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("none")
    display = getattr(definition, f"get_{name}_display", None)
    if display is not None:
        return str(display())
    if name == "goal":
        return number_text(float(value), definition.chart_unit)
    return number_text(float(value)) if name == "multiplier" else str(value)


def worked_out(definition: MetricDefinition, count: Count) -> str:
    """Return what two numbers make: "12 of 16 → 75 %". The definition need not be saved."""
    return f"{count_text(count, definition)} → {value_text(count, definition)}"


def stamp_of(metric: Metric) -> str:
    """Return a mark that changes with every word of a measure and of its latest definition."""
    latest = metric.definitions.order_by("from_month").last()
    said = [
        metric.name,
        metric.plain_name,
        metric.required,
        metric.translations,
        sorted(metric.driver_rows.values_list("driver_id", flat=True)),
        latest and [latest.pk, latest.from_month.isoformat(), latest.translations],
        latest and [str(getattr(latest, name)) for name in (*COUNTED, *WORDS)],
    ]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def has_numbers(definition: MetricDefinition) -> bool:
    """Whether anything was counted by this definition."""
    return Value.objects.filter(definition=definition, numerator__isnull=False).exists()


def open_months(metric: Metric | None, clock: Clock) -> list[dt.date]:
    """Return the months from which a measure may be counted, or counted differently.

    None that somebody who counts it has already sent; where nobody sent anything, three months
    back, for a baseline.
    """
    this_month = periods.first_of(clock.today)
    sent = MonthlySubmission.objects.filter(status=SubmissionStatus.SUBMITTED)
    if metric is not None and metric.team_id is not None:
        sent = sent.filter(team=metric.team_id)
    elif metric is not None and metric.stage == MetricStage.PILOT:
        sent = sent.filter(team__in=PilotTeam.objects.filter(metric=metric).values("team"))
    last: dt.date | None = sent.aggregate(last=Max("month"))["last"]
    first = periods.add_months(last or this_month, 1 if last else -MONTHS_BACK)
    end = periods.add_months(max(this_month, first), MONTHS_AHEAD)
    return periods.months_between(first, end)


def trail_of(metric: Metric, most: int = 25) -> list[Entry]:
    """Return the newest deeds on a measure, newest first, in one query."""
    entries = Entry.objects.filter(target=f"{metric._meta.label_lower}:{metric.pk}")
    return list(entries.select_related("by").order_by("-at", "-pk")[:most])
