"""Where one date of a series and all that follow go."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import NumberInput, RadioRows, TimeInput
from collaboratives.models import Collaborative
from collaboratives.schedule.forms.events import BACKWARDS
from collaboratives.schedule.forms.series import LIVE, understood
from collaboratives.schedule.models import Event
from collaboratives.schedule.series.mapping import Mapping, at_time, by_days, by_words
from collaboratives.schedule.series.preview import spoken
from collaboratives.schedule.series.reading import Words

WORDS, TIME, SHIFT = "words", "time", "shift"
WAYS = (
    (WORDS, _("Other days, in words")),
    (TIME, _("The same days at another time")),
    (SHIFT, _("All of them earlier or later by some days or weeks")),
)
DAYS, WEEKS = "days", "weeks"


class MoveForm(forms.Form):
    """Three ways to move; only the fields of the chosen one are read.

    ``mapping`` is where the dates would go, None while that cannot be said.
    """

    how = forms.ChoiceField(
        label=_("How do they move?"), choices=WAYS, initial=WORDS, widget=RadioRows(LIVE)
    )
    words = forms.CharField(
        label=_("When does it come again?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(LIVE),
        help_text=_("Each date takes the nearest day, in order."),
    )
    starts = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput(LIVE))
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput(LIVE))
    number = forms.IntegerField(
        label=_("By how many"),
        required=False,
        min_value=1,
        max_value=370,
        widget=NumberInput(LIVE),
    )
    unit = forms.ChoiceField(
        label=_("Days or weeks"),
        choices=((WEEKS, _("weeks")), (DAYS, _("days"))),
        required=False,
        widget=forms.Select(LIVE),
    )
    direction = forms.ChoiceField(
        label=_("Earlier or later"),
        choices=(("later", _("later")), ("earlier", _("earlier"))),
        required=False,
        widget=forms.Select(LIVE),
    )
    basis = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        collaborative: Collaborative,
        events: Sequence[Event],
        standing: Words,
        after: dt.date,
        **kwargs: Any,
    ) -> None:
        self.collaborative, self.events = collaborative, events
        self.standing, self.after = standing, after
        self.mapping: Mapping | None = None
        first = events[0]
        now = {
            "words": spoken(standing.pattern).text,
            "starts": timezone.localtime(first.starts_at, collaborative.zone).time(),
            "ends": timezone.localtime(first.ends_at, collaborative.zone).time(),
        }
        kwargs["initial"] = now | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Find where the dates would go; say beside the field why they cannot."""
        data = super().clean() or self.cleaned_data
        ways = {WORDS: self._by_words, TIME: self._at_time, SHIFT: self._by_days}
        way, field = data.get("how"), {WORDS: "words", TIME: "ends", SHIFT: "number"}
        if way not in ways or self.errors.keys() & {"words", "starts", "ends", "number"}:
            return data
        try:
            mapping = ways[way](data)
            self._check(mapping)
        except forms.ValidationError as error:
            self.add_error(field[way], error)
        else:
            self.mapping = mapping
        return data

    def _by_words(self, data: dict[str, Any]) -> Mapping:
        pattern = understood(data.get("words") or "")
        return by_words(
            self.events,
            pattern,
            self.collaborative.zone,
            after=self.after,
            last=max(self.collaborative.ends_on, self._last_day()),
        )

    def _last_day(self) -> dt.date:
        return self.events[-1].first_day_in(self.collaborative.zone)

    def _at_time(self, data: dict[str, Any]) -> Mapping:
        starts, ends = data.get("starts"), data.get("ends")
        if not starts or not ends:
            raise forms.ValidationError(gettext("Say when it begins and when it ends."))
        if ends <= starts:
            raise forms.ValidationError(BACKWARDS)
        return at_time(self.events, self.standing.pattern, starts, ends, self.collaborative.zone)

    def _by_days(self, data: dict[str, Any]) -> Mapping:
        if not data.get("number"):
            raise forms.ValidationError(gettext("Say by how many days or weeks."))
        days = data["number"] * (1 if data.get("unit") == DAYS else 7)
        days = -days if data.get("direction") == "earlier" else days
        return by_days(self.events, self.standing.pattern, days, self.collaborative.zone)

    def _check(self, mapping: Mapping) -> None:
        """Refuse a move of nothing, into the past, or out of the collaborative."""
        zone, now = self.collaborative.zone, timezone.now()
        times = [line.starts_at for line in mapping.lines if line.starts_at]
        if not times:
            raise forms.ValidationError(gettext("No such day lies ahead in this series."))
        if not mapping.moved and not mapping.cancelled:
            if mapping.spare:
                raise forms.ValidationError(
                    gettext("The dates lie there already. The days between are for “Add dates”.")
                )
            raise forms.ValidationError(gettext("The dates lie there already."))
        moved = [line.starts_at for line in mapping.moved if line.starts_at]
        if any(moment <= now for moment in moved):
            raise forms.ValidationError(gettext("A date would be over already."))
        outside = [
            moment
            for moment in moved
            if not self.collaborative.starts_on
            <= moment.astimezone(zone).date()
            <= self.collaborative.ends_on
        ]
        if outside:
            raise forms.ValidationError(
                gettext("%(day)s lies outside the collaborative, which ends on %(last)s.")
                % {
                    "day": date_format(outside[-1].astimezone(zone)),
                    "last": date_format(self.collaborative.ends_on),
                }
            )

    @property
    def reason(self) -> str:
        """Return why there is nothing to show yet, or ""."""
        return next((str(errors[0]) for errors in self.errors.values() if errors), "")
