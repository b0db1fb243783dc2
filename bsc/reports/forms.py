"""Asking for a report."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import CoreTeam
from metrics.charts import sentence_label
from metrics.enums import Grain
from metrics.periods import month_text

EVERYBODY, TOGETHER = "all", "together"


class ReportForm(forms.Form):
    """Which month, and whose report: one team's, the collaborative's, or all of them."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))
    whose = forms.ChoiceField(label=gettext_lazy("Whose report"))

    def __init__(
        self,
        data: Any = None,
        *,
        months: Sequence[dt.date],
        teams: Iterable[CoreTeam],
        for_all: bool,
    ) -> None:
        super().__init__(data)
        newest_first = [(month_text(m), sentence_label(m, Grain.MONTH)) for m in months[::-1]]
        cast(forms.ChoiceField, self.fields["month"]).choices = newest_first
        whose = [(str(team.pk), team.name) for team in teams]
        if for_all:
            together = (TOGETHER, _("The whole collaborative"))
            whose = [together, (EVERYBODY, _("All teams and the collaborative")), *whose]
        cast(forms.ChoiceField, self.fields["whose"]).choices = whose
