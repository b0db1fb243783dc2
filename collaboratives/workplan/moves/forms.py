"""Forms of a move. Days and times are typed as the collaborative's own clock shows them."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import DateInput, TimeInput
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.forms.events import FAR_AWAY
from collaboratives.schedule.models import Event
from collaboratives.schedule.moving import EventWish, StartWish, Wish
from collaboratives.schedule.queries import events_visible_to
from collaboratives.schedule.rules import may_edit
from collaboratives.workplan.models import PlanChange
from collaboratives.workplan.moves.asked import asked_from_json

LONGEST = dt.timedelta(days=6 * 366)


class EventChoice(forms.ModelChoiceField[Event]):
    """Events by name and day."""

    def label_from_instance(self, obj: Event) -> str:
        """Return the name with the day it is on now."""
        return gettext("%(title)s, %(day)s") % {
            "title": obj.title,
            "day": date_format(timezone.localdate(obj.starts_at), "SHORT_DATE_FORMAT"),
        }


class MoveEventForm(forms.Form):
    """One date to another day; empty times stay as they are."""

    event = EventChoice(None, label=_("Which date?"))
    day = forms.DateField(label=_("To which day?"), widget=DateInput)
    starts = forms.TimeField(
        label=_("Begins at"),
        widget=TimeInput,
        required=False,
        help_text=_("Empty: at the same time of day as now."),
    )

    def __init__(
        self, *args: Any, collaborative: Collaborative, member: Membership, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.collaborative = collaborative
        coming = events_visible_to(member).filter(
            status=EventStatus.PLANNED, ends_at__gt=timezone.now()
        )
        editable = [event.pk for event in coming if may_edit(member, event)]
        field = cast(EventChoice, self.fields["event"])
        field.queryset = Event.objects.filter(pk__in=editable).order_by("starts_at", "pk")

    def clean_day(self) -> dt.date:
        """Refuse a slip in the year."""
        day: dt.date = self.cleaned_data["day"]
        starts, ends = self.collaborative.starts_on, self.collaborative.ends_on
        if day < starts - FAR_AWAY or day > ends + FAR_AWAY:
            raise forms.ValidationError(
                gettext("This is years away from the collaborative. Please check the year.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a move to where it is."""
        data = super().clean() or self.cleaned_data
        if data.get("event") and data.get("day") and not self.errors:
            wish, event = self._wish(data), data["event"]
            if (wish.starts_at, wish.ends_at) == (event.starts_at, event.ends_at):
                self.add_error("day", gettext("That is the day it is on now."))
        return data

    def _wish(self, data: dict[str, Any]) -> EventWish:
        event: Event = data["event"]
        zone = self.collaborative.zone
        now_starts = timezone.localtime(event.starts_at, zone)
        now_ends = timezone.localtime(event.ends_at, zone)
        time = data.get("starts") or now_starts.time()
        starts = dt.datetime.combine(data["day"], time, tzinfo=zone)
        # By the clock on the wall, so that a night with a change of the clock keeps its length.
        length = now_ends.replace(tzinfo=None) - now_starts.replace(tzinfo=None)
        ends = (starts.replace(tzinfo=None) + length).replace(tzinfo=zone)
        return EventWish(event.pk, starts_at=starts, ends_at=ends, days=event.days)

    def wishes(self) -> list[Wish]:
        """Return the wish of a valid form."""
        return [self._wish(self.cleaned_data)]


class MoveStartForm(forms.Form):
    """Other first and last days of the collaborative, and whether its calendar goes along."""

    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    with_events = forms.BooleanField(
        label=_("Move every date that is still to come by as many days as the first day moves"),
        required=False,
        help_text=_("Whole weeks keep the days of the week."),
    )

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaborative = collaborative
        for name in ("starts_on", "ends_on"):
            self.initial.setdefault(name, getattr(collaborative, name))

    def clean(self) -> dict[str, Any]:
        """Hold the end after the start, within six years, and the dates near those that stand."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if not first or not last:
            return data
        if last <= first:
            self.add_error("ends_on", gettext("The last day must come after the first."))
        elif last - first > LONGEST:
            self.add_error(
                "ends_on", gettext("That is longer than six years. Please check the year.")
            )
        elif abs(first - self.collaborative.starts_on) > FAR_AWAY:
            self.add_error(
                "starts_on",
                gettext("This is years away from the collaborative. Please check the year."),
            )
        elif (first, last) == (self.collaborative.starts_on, self.collaborative.ends_on):
            self.add_error("starts_on", gettext("These are the days it has now."))
        return data

    def wishes(self) -> list[Wish]:
        """Return the wishes of a valid form: the span, and with it each date still to come."""
        data = self.cleaned_data
        found: list[Wish] = [StartWish(data["starts_on"], data["ends_on"])]
        days = data["starts_on"] - self.collaborative.starts_on
        if not data["with_events"] or not days:
            return found
        zone = self.collaborative.zone
        coming = Event.objects.filter(
            collaborative=self.collaborative,
            status=EventStatus.PLANNED,
            starts_at__gt=timezone.now(),
        )
        for event in coming.order_by("starts_at", "pk"):
            # Local time, so that a change of the clock in between keeps the hour.
            starts = timezone.localtime(event.starts_at, zone).replace(tzinfo=None) + days
            ends = timezone.localtime(event.ends_at, zone).replace(tzinfo=None) + days
            found.append(
                EventWish(
                    event.pk,
                    starts_at=starts.replace(tzinfo=zone),
                    ends_at=ends.replace(tzinfo=zone),
                    days=event.days,
                )
            )
        return found


class ChooseForm(forms.Form):
    """What shall become of the ticked tasks; ``do`` is the button that was pressed."""

    on = forms.DateField(label=_("A day of its own"), widget=DateInput, required=False)

    def __init__(self, *args: Any, change: PlanChange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change = change

    def clean_on(self) -> dt.date | None:
        """Hold the day within the collaborative as it is, or as the move would have it."""
        on: dt.date | None = self.cleaned_data["on"]
        if on is None:
            return None
        stands = self.change.collaborative
        asked = asked_from_json(self.change.asked).span or stands
        first = min(stands.starts_on, asked.starts_on)
        last = max(stands.ends_on, asked.ends_on)
        if not first <= on <= last:
            raise forms.ValidationError(
                gettext("That is outside the collaborative, %(first)s to %(last)s.")
                % {
                    "first": date_format(first, "DATE_FORMAT"),
                    "last": date_format(last, "DATE_FORMAT"),
                }
            )
        return on


class ConfirmForm(forms.Form):
    """The last word before a move is done."""

    tell = forms.BooleanField(label=_("Tell the people concerned by mail"), required=False)
    message = forms.CharField(
        label=_("A word from you to them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    basis = forms.CharField(widget=forms.HiddenInput)
