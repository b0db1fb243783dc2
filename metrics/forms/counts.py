"""The fields in which counts are typed. What was typed stays, whatever a check says."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import CheckboxRows, DecimalInput, NumberInput
from metrics.checks import refuse_impossible
from metrics.enums import Kind
from metrics.models import MetricDefinition
from metrics.series import Count

REASON_LENGTH = 300


class SureField(forms.MultipleChoiceField):
    """Questions about unlikely numbers; which are asked is known only after the others."""

    widget = CheckboxRows

    def valid_value(self, value: Any) -> bool:
        """Take any answer: one to a question that is no longer asked does no harm."""
        return True


class CountField(forms.DecimalField):
    """A count. It is asked for, not optional; but leaving it empty is an answer, too."""

    def validate(self, value: Any) -> None:
        """Let an empty field through; whether that is fine depends on the others."""
        if value not in self.empty_values:
            super().validate(value)


class ReasonField(forms.CharField):
    """A reason that is asked for. Whether it may be left out depends on what was changed."""

    def validate(self, value: Any) -> None:
        """Let an empty field through; the form and the service ask for it where needed."""
        if value not in self.empty_values:
            super().validate(value)


class CountsForm(forms.Form):
    """What the forms for weeks and for a month share: pairs of counts, checked together."""

    use_required_attribute = False

    why = ReasonField(
        label=gettext_lazy("Why do the numbers change?"),
        help_text=gettext_lazy(
            "Needed where a month was already sent. Everybody on the team sees it."
        ),
        max_length=REASON_LENGTH,
    )
    sure = SureField(
        label=gettext_lazy("Please look again"),
        help_text=gettext_lazy("Tick what is right, or change the number."),
        required=False,
    )

    questions: Sequence[tuple[str, str]] = ()

    def add_pair(self, name: str, definition: MetricDefinition, of: str) -> None:
        """Add the fields ``<name>_numerator`` and ``<name>_denominator``; ``of`` ends labels."""
        average = definition.kind == Kind.AVERAGE
        self.fields[f"{name}_numerator"] = number_field(definition.counted, of, whole=not average)
        if definition.has_denominator:
            self.fields[f"{name}_denominator"] = number_field(
                definition.out_of, of, whole=definition.kind != Kind.RATE
            )

    def read_pair(self, name: str, definition: MetricDefinition) -> Count | None:
        """Return the pair, or None where it is empty or wrong; errors stand beside the field."""
        numerator = self.cleaned_data.get(f"{name}_numerator")
        denominator = (
            self.cleaned_data.get(f"{name}_denominator")
            if definition.has_denominator
            else Decimal(1)
        )
        wrong = {f"{name}_numerator", f"{name}_denominator"} & set(self.errors)
        if wrong or numerator is None:
            return None
        if denominator is None:
            self.add_error(
                f"{name}_denominator",
                _("Please add “%(label)s”, too.") % {"label": definition.out_of},
            )
            return None
        try:
            refuse_impossible(definition, numerator, denominator)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                self.add_error(f"{name}_{field}", messages)
            return None
        return Count(numerator, denominator)

    def ask(self, questions: Sequence[tuple[str, str]]) -> None:
        """Ask about unlikely numbers, (key, words) each; an error until each is ticked."""
        self.questions = list(questions)
        cast(SureField, self.fields["sure"]).choices = self.questions
        ticked = self.cleaned_data.get("sure", [])
        if any(key not in ticked for key, _words in questions):
            self.add_error("sure", _("Is this right? Nothing is saved until you say so."))

    @property
    def has_questions(self) -> bool:
        """Whether something unlikely was typed."""
        return bool(self.questions)

    def put(self, name: str, value: object) -> None:
        """Change what a hidden field of the posted form carries when it is shown again."""
        data = cast(Any, self.data).copy()
        data[self.add_prefix(name)] = str(value)
        self.data = data


def number_field(label: str, of: str, *, whole: bool) -> CountField:
    """Return a field for a number from 0 up; without ``whole``, with two decimals."""
    return CountField(
        label=_("%(what)s, %(period)s") % {"what": label, "period": of} if of else label,
        min_value=Decimal(0),
        max_digits=8 if whole else 10,
        decimal_places=0 if whole else 2,
        localize=not whole,
        widget=NumberInput() if whole else DecimalInput(),
        error_messages={
            "invalid": gettext_lazy("Please type a number."),
            "min_value": gettext_lazy("A count cannot be below 0."),
            "max_decimal_places": gettext_lazy("Please type a whole number.")
            if whole
            else gettext_lazy("Please type at most two decimals."),
        },
    )


def plain_number(number: Decimal | None) -> Decimal | None:
    """Return the number as it was typed: 16, not 16.00."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
