"""Moving a measure on: which teams pilot it, from when all count it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from bsc.ui.forms import CheckboxRows
from centers.models import CoreTeam


class PilotForm(forms.Form):
    """Which teams try it out. Two are enough to see whether a definition can be counted."""

    teams = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which teams try it out?"),
        help_text=gettext_lazy("Two are usually enough: one large and one small center, say."),
        coerce=int,
        widget=CheckboxRows,
    )

    def __init__(self, data: Any = None, *, teams: Sequence[CoreTeam], chosen: Sequence[int]):
        super().__init__(data, initial={"teams": chosen})
        self._teams = {team.pk: team for team in teams}
        field = cast(forms.ChoiceField, self.fields["teams"])
        field.choices = [(team.pk, team.name) for team in teams]

    @property
    def chosen(self) -> list[CoreTeam]:
        """The chosen teams."""
        return [self._teams[pk] for pk in self.cleaned_data["teams"]]


class ReleaseForm(forms.Form):
    """From which month on all teams count it."""

    from_month = forms.ChoiceField(label=gettext_lazy("All teams count it from"))

    def __init__(self, data: Any = None, *, months: Sequence[dt.date]):
        super().__init__(data)
        field = cast(forms.ChoiceField, self.fields["from_month"])
        field.choices = [
            (month.isoformat(), date_format(month, "YEAR_MONTH_FORMAT")) for month in months
        ]

    def clean_from_month(self) -> dt.date:
        """Return the chosen month as a day."""
        return dt.date.fromisoformat(self.cleaned_data["from_month"])
