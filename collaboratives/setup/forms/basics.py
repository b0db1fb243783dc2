"""The first step: name, topic, dates, time zone, and the days on which nobody works."""

import datetime as dt
import re
import uuid
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.accounts.forms import time_zones
from bsc.ui.forms import DateInput
from collaboratives.models import Collaborative
from collaboratives.setup.forms.step import StepForm, Typed
from collaboratives.setup.holidays_offered import countries, parts_of
from collaboratives.setup.queries import ends_of_sessions
from collaboratives.setup.rules import dates_are_free

LONGEST = dt.timedelta(days=3 * 366)
LONGEST_BREAK = dt.timedelta(days=92)
# A day further than this from today is a slip of the finger in the year.
FAR_AWAY = dt.timedelta(days=5 * 366)
FIELDS = (
    "name", "topic", "starts_on", "ends_on", "time_zone", "holiday_country", "holiday_subdivision",
)  # fmt: skip
WHEN = ("starts_on", "ends_on", "time_zone")
_UNTIL = re.compile(r"^(?:to|until|al?|hasta|-|–|—)\s+(\S+)(?:\s+(.+))?$")


class BasicsForm(StepForm):
    """Name, topic and dates. Without a collaborative it makes one, once for each ``token``."""

    name = forms.CharField(
        label=_("What is the collaborative called?"),
        max_length=200,
        help_text=_("As you want teams and families to know it, for example “Growing Together”."),
    )
    topic = forms.CharField(
        label=_("What is it about?"),
        max_length=200,
        help_text=_("For example “Social and emotional learning”."),
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=DateInput,
        help_text=_("The day your planning begins, months before the first Learning Session."),
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=DateInput,
        help_text=_("Some weeks after the last Learning Session."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lambda: time_zones()[1:])
    holiday_country = forms.ChoiceField(
        label=_("Country"),
        choices=countries,
        widget=forms.Select(
            {
                "hx-get": "",
                "hx-trigger": "change",
                "hx-target": "#part-of-country",
                "hx-swap": "outerHTML",
            }
        ),
    )
    holiday_subdivision = forms.ChoiceField(
        label=_("State or part of the country"),
        required=False,
        help_text=_("Some holidays are kept only there."),
        error_messages={
            "invalid_choice": _("You changed the country. Please choose its part again.")
        },
    )
    closed_days = forms.CharField(
        label=_("Your own days off"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "One line for each, the date first: 2027-03-12 Staff day. "
            "Or: 2027-12-24 to 2028-01-02 Winter break."
        ),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Typed | None = None,
        *,
        collaborative: Collaborative | None = None,
        like: Collaborative | None = None,
        country: str = "",
        outside: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, standing=_standing(collaborative, like), **kwargs)
        self.collaborative = collaborative
        if collaborative is None:
            self.initial["token"] = uuid.uuid4()
        else:
            del self.fields["token"]
            self._close_what_is_fixed(collaborative, outside=outside)
        if country in dict(countries()) and country != self.initial["holiday_country"]:
            self.initial.update({"holiday_country": country, "holiday_subdivision": ""})
        self._offer_parts()

    def take_up(self, draft: Typed | None) -> None:
        """Offer the parts of the country that was typed."""
        super().take_up(draft)
        self._offer_parts()

    def _offer_parts(self) -> None:
        chosen = self["holiday_country"].value()
        cast(forms.ChoiceField, self.fields["holiday_subdivision"]).choices = [
            ("", gettext("Only holidays of the whole country")),
            *parts_of(str(chosen)),
        ]

    def _close_what_is_fixed(self, collaborative: Collaborative, *, outside: bool) -> None:
        """Leave what dates hang on: an admin outside, once it runs; the clock, for everybody."""
        if dates_are_free(collaborative):
            return
        for name in WHEN if outside else ("time_zone",):
            self.fields[name].disabled = True
            self.fields[name].help_text = ""

    def clean_starts_on(self) -> dt.date:
        """Refuse a slip in the year."""
        day: dt.date = self.cleaned_data["starts_on"]
        if abs(day - timezone.localdate()) > FAR_AWAY:
            raise forms.ValidationError(gettext("This is years away. Please check the year."))
        return day

    def clean_closed_days(self) -> list[dict[str, str]]:
        """Return one ``{"on", "name"}`` for each day, in order; an error names the line."""
        found: dict[str, str] = {}
        lines = self.cleaned_data["closed_days"].splitlines()
        for number, line in enumerate(lines, start=1):
            if line.strip():
                found |= _days_off(line.strip(), number)
        return [{"on": day, "name": name} for day, name in sorted(found.items())]

    def clean(self) -> dict[str, Any]:
        """Hold the end after the beginning, and the dates that stand in between."""
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", gettext("The last day must come after the first."))
        elif starts and ends and ends - starts > LONGEST:
            self.add_error("ends_on", gettext("These are more than three years. Check the years."))
        elif starts and ends and self.collaborative:
            self._hold_sessions(self.collaborative, starts, ends)
        return data

    def _hold_sessions(self, collaborative: Collaborative, starts: dt.date, ends: dt.date) -> None:
        first, last = ends_of_sessions(collaborative)
        if first and first.on < starts:
            said = {"title": first.title, "day": first.shown}
            self.add_error("starts_on", gettext("%(title)s is before that, on %(day)s.") % said)
        if last and last.on > ends:
            said = {"title": last.title, "day": last.shown}
            self.add_error("ends_on", gettext("%(title)s is after that, on %(day)s.") % said)

    def basics(self) -> dict[str, Any]:
        """Return the collaborative's fields as the services take them."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "closed_days")}


def _standing(collaborative: Collaborative | None, like: Collaborative | None) -> dict[str, Any]:
    """Return what the form shows: what stands, or for a new one the clock of the last one."""
    if collaborative is None:
        other = like or Collaborative()
        same = ("time_zone", "holiday_country", "holiday_subdivision")
        return dict.fromkeys(("name", "topic", "closed_days"), "") | {
            name: getattr(other, name) for name in same
        }
    return {name: getattr(collaborative, name) for name in FIELDS} | {
        "closed_days": closed_days_text(collaborative.closed_days)
    }


def closed_days_text(days: list[dict[str, str]]) -> str:
    """Return the lines that ``closed_days`` is typed in; days in a row of one name are one line."""
    runs: list[tuple[dt.date, dt.date, str]] = []
    for one in sorted(days, key=lambda day: day["on"]):
        on, name = dt.date.fromisoformat(one["on"]), one["name"]
        if runs and runs[-1][2] == name and on - runs[-1][1] == dt.timedelta(days=1):
            runs[-1] = (runs[-1][0], on, name)
        else:
            runs.append((on, on, name))
    return "\n".join(
        f"{first} {name}" if first == last else f"{first} – {last} {name}"
        for first, last, name in runs
    )


def _days_off(line: str, number: int) -> dict[str, str]:
    """Return name by day of one line; raises ValidationError with the number of the line."""
    begin, *rest = line.split(maxsplit=1)
    first, said = _day(begin), rest[0] if rest else ""
    until = _UNTIL.match(said)
    last = _day(until[1]) if until else None
    if until and last:
        said = until[2] or ""
    last = last or first
    if first is None or last is None:
        raise forms.ValidationError(
            gettext("Line %(number)s: begin with the date, like 2027-12-24."),
            params={"number": number},
        )
    if not dt.timedelta() <= last - first <= LONGEST_BREAK:
        raise forms.ValidationError(
            gettext(
                "Line %(number)s: the last day must come after the first, within three months."
            ),
            params={"number": number},
        )
    name = said.strip()[:100] or gettext("Closed")
    days = range((last - first).days + 1)
    return {(first + dt.timedelta(days=day)).isoformat(): name for day in days}


def _day(text: str) -> dt.date | None:
    try:
        return cast(dt.date, forms.DateField().clean(text))
    except forms.ValidationError:
        return None
