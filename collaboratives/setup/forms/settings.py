"""The small pages of the settings: days for the numbers, quiet hours, languages offered."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.accounts.forms import languages
from bsc.ui.forms import CheckboxRows, NumberInput, TimeInput
from collaboratives.models import Collaborative
from collaboratives.setup import metrics_days
from collaboratives.setup.forms.step import StepForm, Typed
from collaboratives.setup.services.states import State

# Every month has these days, so that the order of the days is the same in each.
FIRST_DAY, LAST_DAY = 1, 28
LONGEST_QUIET = dt.timedelta(hours=16)
DAYS = ("metrics_due_day", "metrics_close_day", "report_day")


def _day(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        widget=NumberInput,
        error_messages={
            "min_value": _("Take a day from 1 to 28: every month has those."),
            "max_value": _("Take a day from 1 to 28: every month has those."),
        },
    )


class MetricsDaysForm(StepForm):
    """Three days of the month after: due, closed, reports; ``confirmed`` is what was looked at."""

    metrics_due_day = _day(
        _("Numbers are due on day"), _("Of the next month. What comes later counts as late.")
    )
    metrics_close_day = _day(
        _("They can be sent until day"), _("After it a team asks you to send a month.")
    )
    report_day = _day(
        _("Reports are made on day"), _("After the last day on which a team can send.")
    )
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Typed | None = None, *, collaborative: Collaborative) -> None:
        super().__init__(data, standing={name: getattr(collaborative, name) for name in DAYS})
        self.collaborative = collaborative

    def clean(self) -> dict[str, Any]:
        """Hold the days in their order, and keep the month being sent from ending at once."""
        data = super().clean() or self.cleaned_data
        if any(name not in data for name in DAYS):
            return data
        typed = {name: data[name] for name in DAYS}
        due, close, report = typed.values()
        if close < due:
            self.add_error("metrics_close_day", gettext("This comes before the numbers are due."))
        elif report <= close:
            self.add_error(
                "report_day", gettext("Until day %(day)s teams can still send.") % {"day": close}
            )
        for name, text in metrics_days.errors_for_now(self.collaborative, typed).items():
            self.add_error(name, text)
        return data

    @property
    def state(self) -> State:
        """Return the days as the services take them."""
        return {name: self.cleaned_data[name] for name in DAYS}

    @property
    def as_looked_at(self) -> str:
        """Return the days as one text, to notice that they were changed after the look."""
        return "-".join(str(self.cleaned_data[name]) for name in DAYS)


class QuietHoursForm(StepForm):
    """Two times of day by the collaborative's clock; twice the same means none."""

    quiet_from = forms.TimeField(label=_("Quiet from"), widget=TimeInput)
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=TimeInput,
        help_text=_("The same time twice means: no quiet time."),
    )

    def __init__(self, data: Typed | None = None, *, collaborative: Collaborative) -> None:
        standing = {name: getattr(collaborative, name) for name in ("quiet_from", "quiet_until")}
        super().__init__(data, standing=standing)

    def clean(self) -> dict[str, Any]:
        """Leave some hours of the day for mail."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("quiet_from"), data.get("quiet_until")
        if start is not None and end is not None and _length(start, end) > LONGEST_QUIET:
            self.add_error(
                "quiet_until", gettext("That leaves less than eight hours of a day for reminders.")
            )
        return data

    @property
    def state(self) -> State:
        """Return the hours as the services take them."""
        return {name: self.cleaned_data[name].isoformat() for name in ("quiet_from", "quiet_until")}


def _length(start: dt.time, end: dt.time) -> dt.timedelta:
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    return dt.timedelta(minutes=minutes % (24 * 60))


class LanguagesForm(StepForm):
    """Which languages can be chosen here; all of them is kept as none named."""

    languages = forms.MultipleChoiceField(
        label=_("Languages to choose from"),
        widget=CheckboxRows,
        choices=languages,
        error_messages={"required": _("Leave at least one language.")},
    )

    def __init__(self, data: Typed | None = None, *, collaborative: Collaborative) -> None:
        codes = [code for code, _name in languages()]
        super().__init__(data, standing={"languages": collaborative.languages or codes})

    @property
    def state(self) -> State:
        """Return the codes as the services take them."""
        chosen = self.cleaned_data["languages"]
        field = cast(forms.MultipleChoiceField, self.fields["languages"])
        everything = len(chosen) == len(list(cast(Any, field.choices)))
        return {"languages": [] if everything else chosen}
