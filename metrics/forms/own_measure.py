"""A measure that one team counts by its own choice: the few questions that cannot be guessed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import RadioRows
from collaboratives.models import Membership
from metrics.definitions import COUNTED, WORDS
from metrics.enums import Better, Kind, Sampling
from metrics.forms.counts import plain_number
from metrics.forms.measure_base import BaseMeasureForm, text_area
from metrics.forms.worked_example import HUNDRED, number, typical
from metrics.models import Metric, MetricDefinition
from metrics.services.definitions import Given


class OwnMeasureForm(BaseMeasureForm):
    """What a team must say; the rest is filled in, or stays as it was."""

    plain_name = forms.CharField(
        label=gettext_lazy("What do you want to know?"),
        help_text=gettext_lazy("In your words: “Families who stayed for breakfast”."),
        max_length=200,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you write down?"),
        choices=[
            (Kind.PERCENT, gettext_lazy("Two numbers: so many out of so many")),
            (Kind.COUNT, gettext_lazy("One number: how many")),
        ],
        widget=RadioRows,
    )
    numerator_label = forms.CharField(
        label=gettext_lazy("What do you count?"),
        help_text=gettext_lazy("“Families who stayed”. Never a name."),
        max_length=120,
    )
    denominator_label = forms.CharField(
        label=gettext_lazy("Out of what?"),
        help_text=gettext_lazy("“Families who came that week”. Not needed for one number."),
        max_length=120,
        required=False,
    )
    sampling = forms.ChoiceField(
        label=gettext_lazy("How often?"), choices=Sampling, widget=RadioRows
    )
    better = forms.ChoiceField(
        label=gettext_lazy("What do you hope for?"), choices=Better, widget=RadioRows
    )
    goal = number(gettext_lazy("Your goal"), help_text=gettext_lazy("As the chart shows it."))
    why = forms.CharField(
        label=gettext_lazy("Why do you count it?"),
        max_length=1000,
        required=False,
        widget=text_area(2),
    )
    how_to_count = forms.CharField(
        label=gettext_lazy("How do you count it?"),
        help_text=gettext_lazy("So that two people would count the same."),
        max_length=2000,
        required=False,
        widget=text_area(),
    )

    def values(self, metric: Metric | None, latest: MetricDefinition | None) -> dict[str, Any]:
        """Return what stands, or a weekly share that should go up."""
        if metric is None or latest is None:
            return {
                "kind": Kind.PERCENT,
                "sampling": Sampling.WEEKLY,
                "better": Better.UP,
                **typical(Kind.PERCENT),
            }
        return {
            **{name: getattr(latest, name) for name in (*WORDS, *COUNTED)},
            "goal": plain_number(latest.goal),
            "plain_name": metric.plain_name,
            **typical(latest.kind),
        }

    def clean(self) -> dict[str, Any]:
        """Ask out of what, where two numbers are written down."""
        data = super().clean()
        if data.get("kind") == Kind.PERCENT and not data.get("denominator_label"):
            self.add_error("denominator_label", _("Say out of what you count."))
        return data

    def counted_fields(self) -> dict[str, Any]:
        """Return the fields of the definition, the unasked ones as they were or as usual."""
        data = self.cleaned_data
        is_share = data["kind"] == Kind.PERCENT
        usual: dict[str, Any] = {
            "example": "", "unit": "", "by_room": False, "tally": "", "breakdown": ""
        }  # fmt: skip
        if self.latest:
            usual = {name: getattr(self.latest, name) for name in usual}
        asked = ("why", "how_to_count", "kind", "numerator_label", "better", "goal", "sampling")
        return {
            **usual,
            **{name: data[name] for name in asked},
            "denominator_label": data["denominator_label"] if is_share else "",
            "multiplier": HUNDRED if is_share else Decimal(1),
        }

    def given(self, by: Membership) -> Given:
        """Return what was said, as the services take it; nobody else must send it."""
        name = self.cleaned_data["plain_name"]
        kept = self.latest.translations if self.latest else {}
        return Given(
            measure={
                "name": name,
                "plain_name": name,
                "required": False,
                "translations": {},
            },
            counted={**self.counted_fields(), "translations": kept},
            drivers=[row.driver for row in self.metric.driver_rows.all()] if self.metric else [],
        )
