"""The numbers of one measure by group, beside its whole: who is in the number, never who they are."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from collaboratives.translations import in_language
from metrics.checks import refuse_more_than_the_whole
from metrics.forms.counts import CountsForm, plain_number
from metrics.models import Group
from metrics.months import MeasureInMonth
from metrics.series import Count
from metrics.services import Entry


@dataclass(frozen=True)
class GroupLine:
    """One group with its fields."""

    name: str
    lang: str
    numerator: forms.BoundField
    denominator: forms.BoundField | None

    @property
    def must_be_seen(self) -> bool:
        """Whether something stands here or something is to be said about it."""
        fields = [field for field in (self.numerator, self.denominator) if field is not None]
        return any(field.errors or field.value() is not None for field in fields)


def add_groups(form: CountsForm, name: str, measure: MeasureInMonth) -> None:
    """Add a pair of fields for each group, filled in with what stands."""
    for group, value in measure.groups:
        field = _field(name, group)
        form.add_pair(field, measure.definition, in_language(group, "name").text)
        form.initial[f"{field}_numerator"] = plain_number(value.numerator) if value else None
        form.initial[f"{field}_denominator"] = plain_number(value.denominator) if value else None


def read_groups(
    form: CountsForm, name: str, measure: MeasureInMonth, month: dt.date, whole: Count | None
) -> list[Entry]:
    """Return an entry for each group; impossible ones, and more than the whole, are errors."""
    entries = [
        Entry(
            measure.metric,
            month,
            form.read_pair(_field(name, group), measure.definition),
            group=group,
        )
        for group, _value in measure.groups
    ]
    counted = [entry for entry in entries if entry.count is not None]
    try:
        refuse_more_than_the_whole(
            measure.definition, whole, [entry.count for entry in counted if entry.count]
        )
    except ValidationError as error:
        for side, messages in error.message_dict.items():
            group = counted[0].group
            if group is not None:
                form.add_error(f"{_field(name, group)}_{side}", messages)
    return entries


def group_lines(form: CountsForm, name: str, measure: MeasureInMonth) -> Iterator[GroupLine]:
    """The groups with their fields, as the page shows them."""
    for group, _value in measure.groups:
        text = in_language(group, "name")
        field = _field(name, group)
        yield GroupLine(
            text.text,
            text.lang,
            form[f"{field}_numerator"],
            form[f"{field}_denominator"] if measure.definition.has_denominator else None,
        )


def _field(name: str, group: Group) -> str:
    return f"{name}_g{group.pk}"
