"""Saying what a measure is and how it is counted; the plain words and the reason come first."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import CheckboxRows, RadioRows
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership
from collaboratives.translations import MACHINE_DRAFT
from metrics.definitions import COUNTED, TRANSLATED, WORDS
from metrics.enums import Better, Dimension, Kind, Sampling, Tally
from metrics.forms.counts import plain_number
from metrics.forms.measure_base import BaseMeasureForm, text_area
from metrics.forms.worked_example import MULTIPLIERS, number, typical
from metrics.models import Metric, MetricDefinition
from metrics.services.definitions import Given

SPANISH = ("plain_name", *TRANSLATED)


class MeasureForm(BaseMeasureForm):
    """The whole definition, for the implementation team."""

    plain_name = forms.CharField(
        label=gettext_lazy("In plain words"),
        help_text=gettext_lazy("What a parent would call it. Teams and families read this."),
        max_length=200,
    )
    why = forms.CharField(
        label=gettext_lazy("Why we count it"),
        help_text=gettext_lazy("What a team can see from it that it cannot see without it."),
        max_length=1000,
        widget=text_area(),
    )
    how_to_count = forms.CharField(
        label=gettext_lazy("How to count"), max_length=2000, widget=text_area(5)
    )
    example = forms.CharField(
        label=gettext_lazy("A worked example"),
        help_text=gettext_lazy("With real numbers, as a teacher would tell it."),
        max_length=1000,
        required=False,
        widget=text_area(),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind, widget=RadioRows)
    numerator_label = forms.CharField(label=gettext_lazy("What is counted"), max_length=120)
    denominator_label = forms.CharField(
        label=gettext_lazy("Out of what"),
        help_text=gettext_lazy("Not needed for a plain count."),
        max_length=120,
        required=False,
    )
    multiplier = number(
        gettext_lazy("A rate is shown per how many?"),
        help_text=gettext_lazy("For a rate only: 2 for “per two hours”, 100 for “per hundred”."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("As it stands behind the number: “per two-hour observation”."),
        max_length=60,
        required=False,
    )
    better = forms.ChoiceField(
        label=gettext_lazy("Better direction"), choices=Better, widget=RadioRows
    )
    goal = number(gettext_lazy("Goal"), help_text=gettext_lazy("As the chart shows it."))
    sampling = forms.ChoiceField(label=gettext_lazy("Counted"), choices=Sampling, widget=RadioRows)
    by_room = forms.BooleanField(label=gettext_lazy("Counted room by room"), required=False)
    tally = forms.ChoiceField(
        label=gettext_lazy("Counter on a phone"),
        choices=[("", gettext_lazy("None")), *Tally.choices],
        required=False,
    )
    breakdown = forms.ChoiceField(
        label=gettext_lazy("Broken down by"),
        help_text=gettext_lazy("Teams may then add the numbers of each group."),
        choices=[("", gettext_lazy("Not broken down")), *Dimension.choices],
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("The field’s name for it"),
        help_text=gettext_lazy("Stands beside the plain words, and in reports."),
        max_length=200,
    )
    drivers = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Drivers it stands for"),
        coerce=int,
        required=False,
        widget=CheckboxRows,
    )
    required = forms.BooleanField(
        label=gettext_lazy("Required: a month is complete only with it"), required=False
    )
    plain_name_es = forms.CharField(
        label=gettext_lazy("In plain words, in Spanish"), max_length=200, required=False
    )
    why_es = forms.CharField(
        label=gettext_lazy("Why we count it, in Spanish"),
        max_length=1500,
        required=False,
        widget=text_area(),
    )
    how_to_count_es = forms.CharField(
        label=gettext_lazy("How to count, in Spanish"),
        max_length=3000,
        required=False,
        widget=text_area(5),
    )
    example_es = forms.CharField(
        label=gettext_lazy("A worked example, in Spanish"),
        max_length=1500,
        required=False,
        widget=text_area(),
    )
    numerator_label_es = forms.CharField(
        label=gettext_lazy("What is counted, in Spanish"), max_length=120, required=False
    )
    denominator_label_es = forms.CharField(
        label=gettext_lazy("Out of what, in Spanish"), max_length=120, required=False
    )
    unit_es = forms.CharField(label=gettext_lazy("Unit, in Spanish"), max_length=60, required=False)
    spanish_checked = forms.BooleanField(
        label=gettext_lazy("I have read the Spanish words, and they are right"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._drivers = {driver.pk: driver for driver in drivers_in_use()}
        field = cast(forms.ChoiceField, self.fields["drivers"])
        field.choices = [(pk, str(driver)) for pk, driver in self._drivers.items()]

    def values(self, metric: Metric | None, latest: MetricDefinition | None) -> dict[str, Any]:
        """Return what stands, or a weekly share as most measures are."""
        if metric is None or latest is None:
            return {
                "kind": Kind.PERCENT,
                "better": Better.UP,
                "sampling": Sampling.WEEKLY,
                "required": True,
                **typical(Kind.PERCENT),
            }
        spanish = metric.translations.get("es", {}) | latest.translations.get("es", {})
        same = {name: getattr(latest, name) for name in (*WORDS, *COUNTED)}
        return {
            **same,
            "goal": plain_number(latest.goal),
            "multiplier": plain_number(latest.multiplier) if latest.kind == Kind.RATE else None,
            "name": metric.name,
            "plain_name": metric.plain_name,
            "required": metric.required,
            "drivers": [row.driver_id for row in metric.driver_rows.all()],
            **{f"{name}_es": spanish.get(name, "") for name in SPANISH},
            **typical(latest.kind),
        }

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen kind needs."""
        data = super().clean()
        if data.get("kind") != Kind.COUNT and not data.get("denominator_label"):
            self.add_error("denominator_label", _("Say out of what it is counted."))
        if data.get("kind") == Kind.RATE and not data.get("multiplier"):
            self.add_error("multiplier", _("Say per how many the rate is shown."))
        return data

    def counted_fields(self) -> dict[str, Any]:
        """Return the fields of the definition; the kind fixes the multiplier unless it is a rate."""
        data = self.cleaned_data
        found = {name: data[name] for name in (*WORDS, *COUNTED)}
        found["multiplier"] = MULTIPLIERS.get(data["kind"], data["multiplier"])
        return found

    def given(self, by: Membership) -> Given:
        """Return what was said, as the services take it."""
        data = self.cleaned_data
        return Given(
            measure={
                **{name: data[name] for name in ("name", "plain_name", "required")},
                "translations": self._translations(self.metric, ("plain_name",), by),
            },
            counted={
                **self.counted_fields(),
                "translations": self._translations(self.latest, TRANSLATED, by),
            },
            drivers=[self._drivers[pk] for pk in data["drivers"]],
        )

    def _translations(
        self, row: Metric | MetricDefinition | None, names: Sequence[str], by: Membership
    ) -> dict[str, dict[str, str]]:
        """Words that were read carry who read them; a change in either language undoes that."""
        kept = dict(row.translations) if row else {}
        before = kept.pop("es", {})
        data = self.cleaned_data
        texts = {name: data[f"{name}_es"] for name in names if data[f"{name}_es"]}
        if not texts:
            return kept
        same = {name: before.get(name, "") for name in texts} == texts
        same_english = all(getattr(row, name, None) == data[name] for name in texts)
        state = before.get("state", MACHINE_DRAFT) if same and same_english else MACHINE_DRAFT
        if data["spanish_checked"]:
            today = by.collaborative.today().isoformat()
            state = f"reviewed by {by.user.name}, {today}"
        return {**kept, "es": {**texts, "state": state}}

    @property
    def spanish_state(self) -> str:
        """Who read the Spanish words; empty for a draft, or where there are none."""
        rows = [row for row in (self.metric, self.latest) if row and "es" in row.translations]
        states = {row.translations["es"].get("state", MACHINE_DRAFT) for row in rows}
        return "" if MACHINE_DRAFT in states else ", ".join(sorted(states))
