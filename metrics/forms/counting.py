"""Forms beside the counters: how many families, and a watch that was kept on paper."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import DateInput, NumberInput
from metrics.services.taps import OLDEST
from metrics.tap_batches import LARGEST_GRID
from metrics.taps import SHORTEST_WATCH

MOST_SEEN = 300
LONGEST_MINUTES = 8 * 60


class GridSizeForm(forms.Form):
    """How many numbers the grid has."""

    size = forms.IntegerField(
        label=gettext_lazy("How many families are in this room?"),
        min_value=1,
        max_value=LARGEST_GRID,
        widget=NumberInput,
    )


class WatchForm(forms.Form):
    """A watch that somebody kept on paper: what was seen, for how long, and when."""

    seen = forms.IntegerField(
        label=gettext_lazy("How many times did you see it?"),
        help_text=gettext_lazy("Write 0 if you watched and it did not happen."),
        min_value=0,
        max_value=MOST_SEEN,
        widget=NumberInput,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes did you watch?"),
        help_text=gettext_lazy("Two hours are 120 minutes. Write less if you stopped early."),
        min_value=SHORTEST_WATCH // 60,
        max_value=LONGEST_MINUTES,
        widget=NumberInput,
    )
    day = forms.DateField(label=gettext_lazy("On which day?"), widget=DateInput)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"day": today, "token": uuid.uuid4()})
        self.today = today

    def clean_day(self) -> dt.date:
        """Refuse days that have not come yet or are long gone."""
        day: dt.date = self.cleaned_data["day"]
        if not self.today - OLDEST <= day <= self.today:
            raise forms.ValidationError(_("Choose a day of the last five weeks."))
        return day
