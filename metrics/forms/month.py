"""One team's month."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from metrics.charts import count_text, sentence_label
from metrics.checks import question
from metrics.enums import Grain
from metrics.forms.breakdown import GroupLine, add_groups, group_lines, read_groups
from metrics.forms.counts import (
    REASON_LENGTH,
    CountsForm,
    plain_number,
)
from metrics.models import Group, Metric
from metrics.months import MeasureInMonth, TeamMonth, written
from metrics.series import Count, Point
from metrics.services import Entry

# What the page shows while people type: the same address, posted by htmx. The answer's parts find
# their own places.
LIVE = {
    "hx-post": "",
    "hx-vals": '{"action": "look"}',
    "hx-include": "closest form",
    "hx-trigger": "input changed delay:500ms, change",
    "hx-swap": "none",
    "hx-sync": "closest form:queue last",
}


@dataclass(frozen=True)
class Block:
    """One measure of the month with its fields."""

    measure: MeasureInMonth
    numerator: forms.BoundField
    denominator: forms.BoundField | None
    could_not: forms.BoundField
    reason: forms.BoundField
    note: forms.BoundField
    groups: tuple[GroupLine, ...] = ()

    @property
    def has_groups_to_see(self) -> bool:
        """Whether something was said by group, or is to be said about it."""
        return any(line.must_be_seen for line in self.groups)

    @property
    def has_more(self) -> bool:
        """Whether the part for exceptions has something in it that must be seen."""
        parts = (self.could_not, self.reason, self.note)
        return any(part.errors or part.value() for part in parts)


class MonthForm(CountsForm):
    """The counts of a month, prefilled from what was typed or from the sum of the weeks.

    ``action`` is "look" (nothing is kept), "draft" or "send". ``entries`` has one per measure, in
    their order, then one per group.
    """

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        state: TeamMonth,
        earlier: Mapping[int, list[tuple[Decimal, Decimal]]],
        action: str = "look",
    ) -> None:
        super().__init__(data)
        self.state, self.earlier, self.action = state, earlier, action
        self.entries: list[Entry] = []
        self.initial["stamp"] = state.stamp
        for measure in state.measures:
            self._add(measure)
        if not state.is_sent:
            del self.fields["why"]

    def _add(self, measure: MeasureInMonth) -> None:
        name, count = _name(measure), measure.point.count
        self.add_pair(name, measure.definition, "")
        self.fields[f"{name}_could_not"] = forms.BooleanField(
            label=_("We could not count this in this month"), required=False
        )
        self.fields[f"{name}_reason"] = forms.CharField(
            label=_("What got in the way?"), required=False, max_length=REASON_LENGTH
        )
        self.fields[f"{name}_note"] = forms.CharField(
            label=_("Was anything unusual?"), required=False, max_length=REASON_LENGTH
        )
        for field in ("numerator", "denominator", "could_not"):
            if f"{name}_{field}" in self.fields:
                self.fields[f"{name}_{field}"].widget.attrs.update(LIVE)
        self.initial.update(
            {
                f"{name}_numerator": plain_number(count.numerator) if count else None,
                f"{name}_denominator": plain_number(count.denominator) if count else None,
                f"{name}_could_not": measure.could_not,
                f"{name}_reason": measure.point.reason,
                f"{name}_note": measure.point.note,
            }
        )
        add_groups(self, name, measure)

    def clean(self) -> dict[str, Any]:
        """Collect an entry for each measure; see ``CountsForm`` for what is refused or asked."""
        questions: list[tuple[str, str]] = []
        groups: list[Entry] = []
        for measure in self.state.measures:
            entry = self._entry(measure)
            self.entries.append(entry)
            groups += read_groups(self, _name(measure), measure, self.state.month, entry.count)
            count = entry.count
            earlier = self.earlier.get(measure.metric.pk, [])
            label = sentence_label(self.state.month, Grain.MONTH)
            asked = count and question(measure.definition, count, earlier, label)
            if count and asked and count != measure.point.count:
                key = f"{_name(measure)}-{count.numerator}-{count.denominator}"
                questions.append((key, asked))
        self.entries += groups
        if self.action != "look":
            self.ask(questions)
            self._refuse_to_overwrite()
        return self.cleaned_data

    def _entry(self, measure: MeasureInMonth) -> Entry:
        name, metric, month = _name(measure), measure.metric, self.state.month
        note = self.cleaned_data.get(f"{name}_note", "")
        if not self.cleaned_data.get(f"{name}_could_not"):
            count = self.read_pair(name, measure.definition)
            unanswered = count is None and not self._has_error(name)
            if self.action == "send" and metric.must_be_answered and unanswered:
                self.add_error(
                    f"{name}_numerator", _("Enter a number, or say that you could not count.")
                )
            return Entry(metric, month, count, "", note)
        reason = self.cleaned_data.get(f"{name}_reason", "")
        if not reason and self.action != "look":
            self.add_error(f"{name}_reason", _("Please say in a few words what got in the way."))
        return Entry(metric, month, None, reason, note)

    def _has_error(self, name: str) -> bool:
        return any(field.startswith(f"{name}_") for field in self.errors)

    def _refuse_to_overwrite(self) -> None:
        if self.cleaned_data.get("stamp") == self.state.stamp or not self._differs():
            return
        self.put("stamp", self.state.stamp)
        change = self.state.last_change
        for entry, measure in zip(self.entries, self.state.measures, strict=False):
            if entry.count != measure.point.count and not self._has_error(_name(measure)):
                now = what_stands_in_month(measure)
                self.add_error(
                    f"{_name(measure)}_numerator",
                    _("It now says: %(what)s. Yours is still here.") % {"what": now},
                )
        raise ValidationError(
            _(
                "%(name)s changed this month while you were typing. Nothing of yours is lost: "
                "look at both, then save again to put yours in its place."
            )
            % {"name": (change and change.entered_by) or _("Somebody")}
        )

    def _differs(self) -> bool:
        """Whether this person says something else than what stands by now."""
        stands: dict[tuple[Metric, Group | None], tuple[Count | None, str]] = {
            (measure.metric, None): (measure.point.count, measure.point.reason)
            for measure in self.state.measures
        }
        for measure in self.state.measures:
            for group, value in measure.groups:
                count = written(value).count if value else None
                stands[(measure.metric, group)] = (count, "")
        said = {(e.metric, e.group): (e.count, e.reason) for e in self.entries}
        return said != stands

    def point(self, measure: MeasureInMonth) -> Point:
        """Return the month's point as it is typed right now, for the live chart."""
        entry = next(
            (e for e in self.entries if e.metric == measure.metric and e.group is None), None
        )
        if entry is None:
            return measure.point
        return Point(self.state.month, entry.count, entry.reason, entry.note, "typed")

    @property
    def blocks(self) -> Iterator[Block]:
        """The measures with their fields, as the page shows them."""
        for measure in self.state.measures:
            name = _name(measure)
            has_denominator = measure.definition.has_denominator
            yield Block(
                measure=measure,
                numerator=self[f"{name}_numerator"],
                denominator=self[f"{name}_denominator"] if has_denominator else None,
                could_not=self[f"{name}_could_not"],
                reason=self[f"{name}_reason"],
                note=self[f"{name}_note"],
                groups=tuple(group_lines(self, name, measure)),
            )


def what_stands_in_month(measure: MeasureInMonth) -> str:
    """Return in words what the month says now, typed or summed from weeks."""
    if measure.could_not:
        return _("not counted: %(reason)s") % {"reason": measure.point.reason}
    return count_text(measure.point.count, measure.definition) or _("nothing")


def _name(measure: MeasureInMonth) -> str:
    return f"m{measure.metric.pk}"
