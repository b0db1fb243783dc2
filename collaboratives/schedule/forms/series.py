"""A new series: calls that come again, in words."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import DateInput
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.forms.events import BACKWARDS, DetailsForm
from collaboratives.schedule.patterns import Pattern, PatternError, instants, parse

REASONS = {
    "day": _(
        "We do not understand which day you mean. Write it like this: "
        "third Friday of each month 11:00-11:45."
    ),
    "time": _("We do not understand the time. Write it like this: 11:00-11:45."),
    "half": _("Is that in the morning or in the afternoon? Write pm behind it, or 13:15."),
    "backwards": BACKWARDS,
    "no_time": _("Say when it begins and ends, for example 11:00-11:45."),
}
WHEN = ("pattern", "first", "last")
LONGEST = dt.timedelta(days=2 * 366)
# What the page shows while somebody types: the same address, posted by htmx.
LIVE = {
    "hx-post": "",
    "hx-vals": '{"look": "dates"}',
    "hx-include": "closest form",
    "hx-trigger": "input changed delay:500ms, change",
    "hx-target": "#dates",
    "hx-swap": "innerHTML",
    "hx-sync": "#dates:replace",
}


def understood(words: str) -> Pattern:
    """Return what the words mean, with a time; ValidationError says what is missing."""
    try:
        pattern = parse(words)
    except PatternError as error:
        raise ValidationError(REASONS[error.reason]) from error
    if pattern.starts is None:
        raise ValidationError(REASONS["no_time"])
    return pattern


class SeriesForm(DetailsForm):
    """Calls that come again. ``pattern`` and ``times`` are what could be understood so far."""

    pattern = forms.CharField(
        label=_("When does it come again?"),
        max_length=200,
        widget=forms.TextInput(LIVE),
        help_text=_(
            "In words, for example: third Friday of each month 11:00-11:45. "
            "Or: every second Tuesday 13:15-14:00."
        ),
    )
    first = forms.DateField(label=_("From"), widget=DateInput(LIVE))
    last = forms.DateField(label=_("Until"), widget=DateInput(LIVE))
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.understood: Pattern | None = None
        self.times: list[tuple[dt.datetime, dt.datetime]] = []
        self.initial.setdefault("token", uuid.uuid4())
        self.initial.setdefault("kind", EventKind.ALL_TEAM_CALL)
        today, starts_on = self.collaborative.today(), self.collaborative.starts_on
        self.initial.setdefault("first", max(today, starts_on))
        self.initial.setdefault("last", self.collaborative.ends_on)

    def clean_pattern(self) -> str:
        """Refuse words that are not understood, saying why."""
        words: str = self.cleaned_data["pattern"]
        self.understood = understood(words)
        return words

    def clean_first(self) -> dt.date:
        """Refuse a day outside the collaborative."""
        return self.near("first")

    def clean_last(self) -> dt.date:
        """Refuse a day outside the collaborative."""
        return self.near("last")

    def clean(self) -> dict[str, Any]:
        """Hold the end after the beginning, within two years, and ask for a day between them."""
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if not first or not last:
            return data
        if last < first:
            self.add_error("last", BACKWARDS)
        elif last - first > LONGEST:
            self.add_error("last", gettext("A series may go on for two years at most."))
        elif self.understood:
            self.times = list(instants(self.understood, self.collaborative.zone, first, last))
            if not self.times:
                self.add_error("pattern", gettext("No such day lies between these two dates."))
        return data

    def look(self) -> None:
        """Forget what else is missing: the dates are only looked at."""
        for name in set(self.errors) - set(WHEN):
            del self.errors[name]

    @property
    def first_reason(self) -> str:
        """Return why there are no dates to show yet, or "" while nothing has been written."""
        if not self.data.get("pattern", "").strip():
            return ""
        found = (self.errors.get(name) for name in WHEN)
        return next((str(errors[0]) for errors in found if errors), "")
