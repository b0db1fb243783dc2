"""More dates for a series."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, DateInput
from collaboratives.models import Collaborative
from collaboratives.schedule.forms.series import LONGEST, understood
from collaboratives.schedule.patterns import Pattern
from collaboratives.schedule.series.extending import Offer
from collaboratives.schedule.series.preview import spoken


class UntilForm(forms.Form):
    """How far the series goes on, and on which days; ``pattern`` is what the words mean."""

    words = forms.CharField(
        label=_("When does it come again?"),
        max_length=200,
        help_text=_("Other words add other days; the dates that stand stay where they are."),
    )
    last = forms.DateField(label=_("Until"), widget=DateInput)

    def __init__(
        self, *args: Any, collaborative: Collaborative, standing: Pattern, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"words": spoken(standing).text, "last": collaborative.ends_on}
        super().__init__(*args, **kwargs)
        self.collaborative, self.pattern = collaborative, standing

    def clean_words(self) -> str:
        """Refuse words that are not understood, saying why."""
        words: str = self.cleaned_data["words"]
        self.pattern = understood(words)
        return words

    def clean_last(self) -> dt.date:
        """Refuse a day outside the collaborative, or too far away."""
        last: dt.date = self.cleaned_data["last"]
        if last > self.collaborative.ends_on:
            raise forms.ValidationError(
                gettext("The collaborative ends on %(last)s.")
                % {"last": date_format(self.collaborative.ends_on)}
            )
        if last - self.collaborative.today() > LONGEST:
            raise forms.ValidationError(gettext("A series may go on for two years at most."))
        return last


class ExtendForm(forms.Form):
    """Which of the days get a date; those that were left out before are offered unticked."""

    days = forms.MultipleChoiceField(label=_("New dates"), widget=CheckboxRows)

    def __init__(
        self, *args: Any, offers: Sequence[Offer], names: dict[dt.date, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["days"])
        field.choices = [(one.day.isoformat(), _said(one, names)) for one in offers]
        self.initial.setdefault("days", [one.day.isoformat() for one in offers if not one.is_gap])

    def chosen(self) -> list[dt.date]:
        """Return the days that were ticked."""
        return [dt.date.fromisoformat(day) for day in self.cleaned_data["days"]]


def _said(offer: Offer, names: dict[dt.date, str]) -> str:
    day = date_format(offer.day, "D, ") + date_format(offer.day, "DATE_FORMAT")
    if offer.day in names:
        return gettext("%(day)s: %(holiday)s") % {"day": day, "holiday": names[offer.day]}
    if offer.is_gap:
        return gettext("%(day)s (was left out before)") % {"day": day}
    return day
