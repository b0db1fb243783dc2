"""The third step: Pre-Work Day, three to five Learning Sessions, and the standing times of calls."""

import datetime as dt
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import DateInput, TimeInput
from collaboratives.models import Collaborative
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.forms import reopen
from collaboratives.schedule.forms.events import BACKWARDS
from collaboratives.schedule.forms.series import understood
from collaboratives.schedule.holidays import named_days_off
from collaboratives.setup.forms.preview import CallPreview, preview_of
from collaboratives.setup.forms.step import StepForm, Typed
from collaboratives.setup.queries import sessions_planned
from collaboratives.setup.rules import dates_are_free
from collaboratives.setup.services.sessions import SessionWish, title_of
from collaboratives.setup.slots import SLOTS, Slot, standing_in

FEWEST, MOST = 3, 5
LONGEST = 5  # days in a row
PRE_WORK = "pre_work_on"
HOURS = ("begins_at", "ends_at")
# What the page shows while somebody types: the same address, posted by htmx.
LIVE = {
    "hx-post": "",
    "hx-vals": '{"go": "look"}',
    "hx-include": "closest form",
    "hx-trigger": "input changed delay:500ms, change",
    "hx-target": "#calls",
    "hx-swap": "outerHTML",
    "hx-sync": "#calls:queue last",
}


class SessionsForm(StepForm):
    """Dates and hours of the sessions, and a pattern in words for each kind of call."""

    pre_work_on = forms.DateField(
        label=_("Pre-Work Day"),
        required=False,
        widget=DateInput,
        help_text=_("Weeks before Learning Session 1. Leave it empty if you have none."),
    )
    begins_at = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends_at = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    seen_days_off = forms.CharField(widget=forms.HiddenInput, required=False)
    keep_days_off = forms.BooleanField(label=_("Keep these dates"), required=False)

    def __init__(
        self, data: Typed | None = None, *, collaborative: Collaborative, **kwargs: Any
    ) -> None:
        self.collaborative = collaborative
        self.events = sessions_planned(collaborative)
        self.calls = standing_in(collaborative)
        super().__init__(data, standing=self._standing(), **kwargs)
        for number in range(1, MOST + 1):
            self.fields |= _session_fields(number)
        for slot in SLOTS:
            self.fields[slot.key] = self._call_field(slot)
        self.days_off: list[tuple[str, dt.date, str]] = []

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return day and number of days of each Learning Session."""
        return [(self[f"session_{n}"], self[f"days_{n}"]) for n in range(1, MOST + 1)]

    def calls_of(self, *, groups: bool) -> list[forms.BoundField]:
        """Return the fields for calls of the affinity groups, or the other ones."""
        return [self[slot.key] for slot in SLOTS if slot.is_of_a_group == groups]

    @property
    def group_calls(self) -> list[forms.BoundField]:
        """The affinity groups' calls."""
        return self.calls_of(groups=True)

    @property
    def has_group_calls(self) -> bool:
        """Whether one of the groups' fields holds anything, or has an error, so it must be seen."""
        return any(field.value() or field.errors for field in self.group_calls)

    @property
    def common_calls(self) -> list[forms.BoundField]:
        """The other calls."""
        return self.calls_of(groups=False)

    def _standing(self) -> dict[str, Any]:
        zone = self.collaborative.zone
        found: dict[str, Any] = {"begins_at": dt.time(8, 30), "ends_at": dt.time(16)}
        for place, event in enumerate(self.events):
            starts = timezone.localtime(event.starts_at, zone)
            if place == 0:
                found["begins_at"] = starts.time()
                found["ends_at"] = timezone.localtime(event.ends_at, zone).time()
            if event.kind == EventKind.PRE_WORK_DAY:
                found[PRE_WORK] = starts.date()
            else:
                found[f"session_{event.number}"] = starts.date()
                found[f"days_{event.number}"] = event.days
        return found | {key: one.words for key, one in self.calls.items()}

    def _call_field(self, slot: Slot) -> forms.CharField:
        field = forms.CharField(
            label=str(slot.label),
            help_text=str(slot.example),
            max_length=200,
            required=False,
            widget=forms.TextInput(LIVE),
        )
        field.disabled = not dates_are_free(self.collaborative) and slot.key in self.calls
        return field

    def clean(self) -> dict[str, Any]:
        """Hold the order of the dates, and the dates inside the collaborative."""
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("begins_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", BACKWARDS)
        self._hold_order()
        for slot in SLOTS:
            self._hold_pattern(slot)
        if not self.errors:
            self._ask_about_days_off()
        return data

    def _hold_order(self) -> None:
        before: tuple[str, dt.date] | None = None
        empty: int | None = None
        for name, one in self._wished():
            if one is None:
                empty = empty or int(name.rsplit("_", 1)[-1])
                continue
            if empty and one.number:
                missing = gettext("Learning Session %(number)s has no date yet.") % {
                    "number": empty
                }
                self.add_error(name, missing)
            last = one.day + dt.timedelta(days=one.days - 1)
            if one.day < self.collaborative.starts_on or last > self.collaborative.ends_on:
                self.add_error(name, self._outside())
            elif before and one.day <= before[1]:
                late = gettext("This must come after %(title)s.") % {"title": before[0]}
                self.add_error(name, late)
            before = (title_of(one), last)

    def _outside(self) -> str:
        said = {
            "first": formats.date_format(self.collaborative.starts_on, "DATE_FORMAT"),
            "last": formats.date_format(self.collaborative.ends_on, "DATE_FORMAT"),
        }
        return gettext("The collaborative goes from %(first)s to %(last)s.") % said

    def _wished(self) -> Iterator[tuple[str, SessionWish | None]]:
        """Yield the field and what is wished for each; None where a Learning Session is empty."""
        data = self.cleaned_data
        starts, ends = (self._hour(name) for name in HOURS)
        if data.get(PRE_WORK):
            yield PRE_WORK, SessionWish(None, data[PRE_WORK], 1, starts, ends)
        for number in range(1, MOST + 1):
            name = f"session_{number}"
            if data.get(name):
                days: int = data.get(f"days_{number}", 1)
                yield name, SessionWish(number, data[name], days, starts, ends)
            elif name not in self.errors:
                yield name, None

    def _hour(self, name: str) -> dt.time | None:
        """Return an hour that was typed; None where sessions stand and nobody touched it."""
        typed: dt.time | None = self.cleaned_data.get(name)
        return None if self.events and typed == self.standing[name] else typed

    def _hold_pattern(self, slot: Slot) -> None:
        words = self.cleaned_data.get(slot.key)
        if not words or self.fields[slot.key].disabled:
            return
        try:
            understood(words)
        except ValidationError as error:
            self.add_error(slot.key, error)

    def _ask_about_days_off(self) -> None:
        """Ask once about sessions on holidays; other dates are asked about again."""
        off = named_days_off(self.collaborative)
        for name, one in self._wished():
            days = [one.day + dt.timedelta(days=n) for n in range(one.days)] if one else []
            self.days_off += [(name, day, off[day]) for day in days if day in off]
        mark = sha256(repr([(name, day) for name, day, _n in self.days_off]).encode()).hexdigest()
        seen = self.cleaned_data.get("seen_days_off") == mark
        if self.days_off and not (seen and self.cleaned_data.get("keep_days_off")):
            reopen(self, seen_days_off=mark, keep_days_off="")
            for name, day, holiday in self.days_off:
                said = {"day": formats.date_format(day, "DATE_FORMAT"), "holiday": holiday}
                self.add_error(name, gettext("%(day)s is %(holiday)s.") % said)

    def sessions(self) -> list[SessionWish]:
        """Return the sessions of a valid form."""
        return [one for _name, one in self._wished() if one is not None]

    def words(self) -> dict[str, str]:
        """Return the patterns of a valid form, by slot."""
        return {slot.key: self.cleaned_data[slot.key].strip() for slot in SLOTS}

    def preview(self) -> list[CallPreview]:
        """Return the next dates of each call, from what is typed or what stands."""
        off = named_days_off(self.collaborative)
        said = {slot: str(self[slot.key].value() or "").strip() for slot in SLOTS}
        ends = self._first_session_ends()
        return [
            preview_of(slot, self.collaborative, words, off, ends)
            for slot, words in said.items()
            if words
        ]

    def _first_session_ends(self) -> dt.date | None:
        try:
            day: dt.date = forms.DateField().clean(self["session_1"].value())
            days: int = forms.IntegerField().clean(self["days_1"].value())
        except ValidationError:
            return None
        return day + dt.timedelta(days=days - 1)


def _session_fields(number: int) -> dict[str, forms.Field]:
    """Return the fields of one Learning Session; the last two may be left out."""
    return {
        f"session_{number}": forms.DateField(
            label=gettext("Learning Session %(number)s") % {"number": number},
            required=number <= FEWEST,
            widget=DateInput,
        ),
        f"days_{number}": forms.TypedChoiceField(
            label=gettext("Days"),
            choices=[(days, str(days)) for days in range(1, LONGEST + 1)],
            coerce=int,
            initial=1,
        ),
    }
