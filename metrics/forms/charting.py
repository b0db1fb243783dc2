"""What people write and decide about a chart."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import DateInput, RadioRows
from metrics.charts import period_label
from metrics.models import ChartNote
from metrics.queries import Series

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

YES, NO = "yes", "no"

# Why the line stays where it is when the answer to a question is no.
DOUBTS: dict[str, "StrPromise"] = {
    "different": gettext_lazy("The old line still fits the numbers. It can stay as it is."),
    "known": gettext_lazy("Find out first what happened. Until then the old line helps to see it."),
    "wanted": gettext_lazy("Work on the cause instead. The old line shows where to get back to."),
    "lasting": gettext_lazy("Wait a little. If the numbers stay where they are, come back."),
}


def area(rows: int = 2) -> forms.Textarea:
    """A text of one or two sentences."""
    return forms.Textarea(attrs={"rows": rows})


class NoteForm(forms.Form):
    """A few words at a day of the series."""

    day = forms.DateField(label=gettext_lazy("When?"), widget=DateInput)
    text = forms.CharField(
        label=gettext_lazy("What should people know?"),
        help_text=gettext_lazy("Two substitutes, a snow day, a new room. Never a child's name."),
        max_length=200,
        widget=area(),
    )

    def __init__(
        self, data: Any = None, *, first: dt.date, last: dt.date, note: ChartNote | None = None
    ) -> None:
        initial = {"day": note.day, "text": note.text} if note else {"day": last}
        super().__init__(data, initial=initial)
        self._first, self._last = first, last
        self.fields["day"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_day(self) -> dt.date:
        """A note stands on the chart, so its day lies within it."""
        day: dt.date = self.cleaned_data["day"]
        if not self._first <= day <= self._last:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s, so that it is on the chart.")
                % {
                    "first": date_format(self._first, "DATE_FORMAT"),
                    "last": date_format(self._last, "DATE_FORMAT"),
                }
            )
        return day


def _question(label: "StrPromise", help_text: "StrPromise") -> forms.ChoiceField:
    answers = [(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No, or not sure"))]
    return forms.ChoiceField(label=label, help_text=help_text, choices=answers, widget=RadioRows)


class PhaseForm(forms.Form):
    """From when, the four questions that Wheeler asks before limits are drawn anew, and why."""

    starts_on = forms.TypedChoiceField(
        label=gettext_lazy("From when on?"),
        help_text=gettext_lazy("The first point that is different, not the day it was noticed."),
        coerce=dt.date.fromisoformat,
    )
    different = _question(
        gettext_lazy("Are the numbers since then clearly different?"),
        gettext_lazy("Not one good or bad point, but all of them together."),
    )
    known = _question(
        gettext_lazy("Do you know the cause?"),
        gettext_lazy("Something that you changed, or that happened. A guess is a no."),
    )
    wanted = _question(
        gettext_lazy("Is it a change that you want?"),
        gettext_lazy("A new line says: this is how it is now, and we mean it."),
    )
    lasting = _question(
        gettext_lazy("Do you expect it to last?"),
        gettext_lazy("Would it stay so if nobody paid special attention?"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does a new phase begin?"),
        help_text=gettext_lazy("It stands under the chart, with your name and the date."),
        max_length=300,
        widget=area(3),
    )

    def __init__(
        self, data: Any = None, *, series: Series, proposed: dt.date | None = None
    ) -> None:
        super().__init__(data, initial={"starts_on": proposed and proposed.isoformat()})
        starts = [point.start for point in series.points[1:]]
        _offer(self.fields["starts_on"], reversed(starts), series.grain)

    @property
    def doubts(self) -> list[str]:
        """What speaks for leaving the line as it is: a sentence for each question not answered yes."""
        return [str(text) for name, text in DOUBTS.items() if self.cleaned_data[name] != YES]


class LeaveOutForm(forms.Form):
    """Which point, and why."""

    period = forms.TypedChoiceField(
        label=gettext_lazy("Which point?"), coerce=dt.date.fromisoformat
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does it not count?"),
        help_text=gettext_lazy("Something that happened once: a flood, a strike. Not a bad week."),
        max_length=300,
        widget=area(),
    )

    def __init__(self, data: Any = None, *, series: Series) -> None:
        super().__init__(data)
        starts = [point.start for point in series.points if point.count is not None]
        _offer(self.fields["period"], reversed(starts), series.grain)


def _offer(field: forms.Field, starts: Iterable[dt.date], grain: str) -> None:
    choices = [(start.isoformat(), period_label(start, grain)) for start in starts]
    cast(forms.ChoiceField, field).choices = choices
