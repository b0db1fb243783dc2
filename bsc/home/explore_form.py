"""What may be chosen on Explore."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.home.exploring import Asked, Wanted
from bsc.ui.forms import CheckboxRows, RadioRows
from centers.models import CoreTeam
from metrics.enums import Grain
from metrics.models import Metric
from metrics.periods import month_text, read_month
from metrics.queries import usual_grain

Given = MultiValueDict[str, str]

MOST_TEAMS = 10
KINDS = [
    ("run", gettext_lazy("Run chart, with the median")),
    ("i", gettext_lazy("I chart, limits from single values")),
    ("fits", gettext_lazy("P, C or U chart, as fits the counts")),
]


def _month(value: str) -> dt.date:
    day = read_month(value)
    if day is None:
        raise ValueError(value)
    return day


class ExploreForm(forms.Form):
    """One or two measures, of which teams, from when to when, by which period, as which chart."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    also = forms.ChoiceField(label=gettext_lazy("A second measure"), required=False)
    by = forms.ChoiceField(
        label=gettext_lazy("One point for each"), choices=Grain.choices, widget=RadioRows
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of chart"), choices=KINDS, widget=RadioRows)
    first = forms.TypedChoiceField(label=gettext_lazy("From"), coerce=_month)
    last = forms.TypedChoiceField(label=gettext_lazy("Until"), coerce=_month)
    team = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams"),
        help_text=gettext_lazy("Up to ten. If you choose none, you see the first ten."),
        coerce=int,
        required=False,
        widget=CheckboxRows,
    )

    def __init__(
        self,
        given: Given,
        *,
        metrics: Sequence[Metric],
        teams: Sequence[CoreTeam],
        months: Sequence[dt.date],
    ) -> None:
        super().__init__(_completed(given, metrics, teams, months))
        self._metrics, self._teams, self._months = metrics, teams, months
        names = [(metric.key, metric.name) for metric in metrics]
        self._offer("measure", names)
        self._offer("also", [("", _("None")), *names])
        listed = [(month_text(one), date_format(one, "YEAR_MONTH_FORMAT")) for one in months]
        self._offer("first", listed)
        self._offer("last", listed)
        self._offer("team", [(team.pk, team.name) for team in teams])

    def _offer(self, name: str, choices: list[tuple[str, str]] | list[tuple[int, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_team(self) -> list[int]:
        """Refuse more lines than can be told apart."""
        chosen: list[int] = self.cleaned_data["team"]
        if len(chosen) > MOST_TEAMS:
            raise forms.ValidationError(
                _("Choose ten teams or fewer: more lines cannot be told apart.")
            )
        return chosen

    def clean_last(self) -> dt.date:
        """The stretch has a length."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first is not None and last < first:
            raise forms.ValidationError(_("Choose a month that is not before the first one."))
        return cast(dt.date, last)

    @property
    def is_part(self) -> bool:
        """Whether only a part of the time with numbers was chosen."""
        chosen = self.cleaned_data
        return (chosen["first"], chosen["last"]) != (self._months[0], self._months[-1])

    @property
    def asked(self) -> Asked:
        """What was chosen, once the form is valid."""
        chosen = self.cleaned_data
        keys = dict.fromkeys([chosen["measure"], chosen["also"]])
        return Asked(
            metrics=tuple(one for key in keys for one in self._metrics if one.key == key),
            teams=tuple(team for team in self._teams if team.pk in chosen["team"]),
            grain=chosen["by"],
            kind=cast(Wanted, chosen["kind"]),
            first=chosen["first"],
            last=chosen["last"],
        )


def _completed(
    given: Given,
    metrics: Sequence[Metric],
    teams: Sequence[CoreTeam],
    months: Sequence[dt.date],
) -> Given:
    """Return what was asked, completed: the first measure, as it is counted, the first teams."""
    asked = given.copy()
    asked.setdefault("measure", metrics[0].key)
    metric = next((one for one in metrics if one.key == asked["measure"]), metrics[0])
    asked.setdefault("by", usual_grain(metric))
    asked.setdefault("kind", "run")
    asked.setdefault("first", month_text(months[0]))
    asked.setdefault("last", month_text(months[-1]))
    if not asked.getlist("team"):
        asked.setlist("team", [str(team.pk) for team in teams[:MOST_TEAMS]])
    return asked
