"""What the long and the short form of a measure share."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import RadioRows
from metrics.definitions import COUNTED, label_of
from metrics.forms.worked_example import LIVE, number
from metrics.models import Metric, MetricDefinition

WORDING, COUNTING = "wording", "counting"


def text_area(rows: int = 3) -> forms.Textarea:
    """Return a field for a few sentences."""
    return forms.Textarea({"rows": rows})


class BaseMeasureForm(forms.Form):
    """What the long and the short form share: months, versions, a second editor's changes.

    ``latest`` is the definition that stands, ``counted`` whether there are numbers by it.
    """

    from_month = forms.ChoiceField(label=gettext_lazy("Counted from"))
    change = forms.ChoiceField(
        label=gettext_lazy("What do you change?"),
        choices=[
            (WORDING, gettext_lazy("Only the words. The same things are counted as before.")),
            (COUNTING, gettext_lazy("What is counted, or how. The chart will show from when on.")),
        ],
        initial=WORDING,
        widget=RadioRows,
    )
    changed_because = forms.CharField(
        label=gettext_lazy("Why is it counted differently?"),
        help_text=gettext_lazy("It stands at the chart of each team."),
        max_length=300,
        required=False,
    )
    try_numerator = number(gettext_lazy("If you counted"))
    try_denominator = number(gettext_lazy("out of"))
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    live: Sequence[str] = ("kind", "unit", "multiplier", "try_numerator", "try_denominator")

    def __init__(
        self,
        data: Any = None,
        *,
        months: Sequence[dt.date],
        metric: Metric | None = None,
        latest: MetricDefinition | None = None,
        counted: bool = False,
        stamp: str = "",
        **kwargs: Any,
    ) -> None:
        self.metric, self.latest, self.counted = metric, latest, counted
        initial = {"token": uuid.uuid4(), "stamp": stamp} | self.values(metric, latest)
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self._offer_months(months)
        if not counted:
            del self.fields["change"], self.fields["changed_because"]
        for name in self.live:
            if name in self.fields:
                self.fields[name].widget.attrs.update(LIVE)

    def values(self, metric: Metric | None, latest: MetricDefinition | None) -> dict[str, Any]:
        """Return what the form shows of a measure that stands, or of a new one."""
        raise NotImplementedError

    def _offer_months(self, months: Sequence[dt.date]) -> None:
        offered = set(months)
        if self.latest and not self.counted:
            offered.add(self.latest.from_month)
        field = cast(forms.ChoiceField, self.fields["from_month"])
        field.choices = [
            (month.isoformat(), date_format(month, "YEAR_MONTH_FORMAT"))
            for month in sorted(offered)
        ]
        if self.latest and not self.counted:
            self.initial["from_month"] = self.latest.from_month.isoformat()

    def clean_from_month(self) -> dt.date:
        """Return the chosen month as a day."""
        return dt.date.fromisoformat(self.cleaned_data["from_month"])

    def clean(self) -> dict[str, Any]:
        """Hold "only the words" to words, and ask why where it is counted differently."""
        data = super().clean() or self.cleaned_data
        if not self.counted or self.errors or self.latest is None:
            return data
        said = self.counted_fields()
        changed = [name for name in COUNTED if said[name] != getattr(self.latest, name)]
        if "kind" in changed:
            self.add_error(
                "kind" if "kind" in self.fields else None,
                _("With numbers there, this would be another measure. Define a new one instead."),
            )
        elif data["change"] == WORDING and changed:
            labels = ", ".join(label_of(name) for name in changed)
            self.add_error(
                "change", _("You changed more than words: %(fields)s.") % {"fields": labels}
            )
        elif data["change"] == COUNTING and not data["changed_because"]:
            self.add_error("changed_because", _("Please say in a few words why."))
        return data

    def counted_fields(self) -> dict[str, Any]:
        """Return the fields of the definition."""
        raise NotImplementedError

    @property
    def because(self) -> str:
        """Why a new version begins; empty where only words change."""
        counting = self.cleaned_data.get("change") == COUNTING
        return str(self.cleaned_data["changed_because"]) if counting else ""
