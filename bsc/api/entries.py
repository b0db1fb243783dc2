"""Reading counts as their pages read them: the impossible is an error, the unlikely a question."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError as DomainError
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from bsc.api.asking import Given, Key
from bsc.api.problems import Unlikely
from metrics.checks import refuse_impossible
from metrics.enums import Kind
from metrics.forms.counts import REASON_LENGTH, number_field, plain_number
from metrics.models import MetricDefinition
from metrics.series import Count

MOST_ENTRIES = 200
Errors = dict[int, dict[str, Any]]


def number() -> serializers.DecimalField:
    """Return a field for one side of a count."""
    return serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True
    )


def words() -> serializers.CharField:
    """Return a field for a reason or a note."""
    return serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True)


class CountGiven(Given):
    """A count; or a ``reason`` why there is none; or neither, which takes back what stood."""

    metric = Key()
    numerator = number()
    denominator = number()
    reason = words()
    note = words()


def read_count(definition: MetricDefinition, given: Mapping[str, Any]) -> Count | None:
    """Return the count, or None where neither number is given; ValidationError by field."""
    numerator, denominator = given.get("numerator"), given.get("denominator")
    if not definition.has_denominator:
        denominator = None if numerator is None else Decimal(1)
    if numerator is None and denominator is None:
        return None
    average, rate = definition.kind == Kind.AVERAGE, definition.kind == Kind.RATE
    sides = {
        "numerator": (numerator, definition.counted, not average),
        "denominator": (denominator, definition.out_of, not rate),
    }
    read: dict[str, Decimal] = {}
    errors: dict[str, list[str]] = {}
    for side, (value, label, whole) in sides.items():
        try:
            read[side] = number_field(label, "", whole=whole).clean(plain_number(value))
        except DomainError as error:
            errors[side] = error.messages
        else:
            if value is None:
                errors[side] = [_("Please add “%(label)s”, too.") % {"label": label}]
    if errors:
        raise ValidationError(errors)
    try:
        refuse_impossible(definition, read["numerator"], read["denominator"])
    except DomainError as error:
        raise ValidationError(error.message_dict) from error
    return Count(read["numerator"], read["denominator"])


def refuse(errors: Errors) -> None:
    """Raise ValidationError where some entries cannot be taken."""
    if errors:
        raise ValidationError({"entries": {str(index): found for index, found in errors.items()}})


def by_field(error: ValidationError) -> dict[str, Any]:
    """Return the messages of an entry that cannot be read."""
    return dict(error.detail) if isinstance(error.detail, dict) else {"": error.detail}


def ask(questions: Sequence[str], *, confirmed: bool) -> None:
    """Raise Unlikely with these questions unless the sender has confirmed."""
    if questions and not confirmed:
        raise Unlikely(questions=list(questions))
