"""Trying a definition out with two numbers while it is being written."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import DecimalInput
from metrics.checks import refuse_impossible
from metrics.definitions import worked_out
from metrics.enums import Kind
from metrics.models import MetricDefinition
from metrics.series import Count

# The same address, asked while people type; the answer is the sentence alone.
LIVE = {
    "hx-post": "",
    "hx-vals": '{"action": "look"}',
    "hx-include": "closest form",
    "hx-trigger": "input changed delay:500ms, change",
    "hx-target": "#worked-out",
    "hx-swap": "outerHTML",
    "hx-sync": "closest form:queue last",
}

TYPICAL = {
    Kind.PERCENT: (Decimal(12), Decimal(16)),
    Kind.COUNT: (Decimal(5), Decimal(1)),
    Kind.AVERAGE: (Decimal(45), Decimal(9)),
    Kind.RATE: (Decimal(6), Decimal("1.5")),
}
HUNDRED = Decimal(100)
# The kind fixes what the quotient is multiplied by; only a rate says it itself.
MULTIPLIERS = {Kind.PERCENT: HUNDRED, Kind.COUNT: Decimal(1), Kind.AVERAGE: Decimal(1)}


def number(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DecimalField:
    """Return a field for a number from 0 up with at most two decimals."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=DecimalInput(),
    )


class ExampleForm(forms.Form):
    """Only what the worked example needs, read from the same fields as the whole form."""

    kind = forms.ChoiceField(choices=Kind)
    unit = forms.CharField(required=False, max_length=60)
    multiplier = number("", required=False)
    try_numerator = number(gettext_lazy("If you counted"))
    try_denominator = number(gettext_lazy("out of"))

    def sentence(self) -> str:
        """Return what the numbers make: "12 of 16 → 75 %"; or what is wrong with them."""
        if not self.is_valid():
            return _("Type two numbers to see what the chart will show.")
        data = self.cleaned_data
        kind = Kind(data["kind"])
        numerator, denominator = data["try_numerator"], data["try_denominator"]
        if kind == Kind.COUNT:
            denominator = Decimal(1)
        if numerator is None or denominator is None:
            return _("Type two numbers to see what the chart will show.")
        definition = MetricDefinition(
            kind=kind,
            unit=data["unit"],
            multiplier=MULTIPLIERS.get(kind) or data["multiplier"] or Decimal(1),
            numerator_label=_("the first number"),
            denominator_label=_("the second number"),
        )
        try:
            refuse_impossible(definition, numerator, denominator)
        except ValidationError as error:
            return " ".join(error.messages)
        return worked_out(definition, Count(numerator, denominator))


def typical(kind: str) -> dict[str, Decimal]:
    """Return numbers to begin an example with."""
    numerator, denominator = TYPICAL[Kind(kind)]
    return {"try_numerator": numerator, "try_denominator": denominator}
