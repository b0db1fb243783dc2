"""Forms of the calendar. Days and times are typed as the collaborative's own clock shows them."""

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, DateInput, NumberInput, RadioRows, TimeInput
from collaboratives.enums import Role
from collaboratives.models import Collaborative, Membership
from collaboratives.queries import roles_held_today, teams
from collaboratives.schedule.enums import Audience, EventKind
from collaboratives.schedule.models import AffinityGroup, Event
from collaboratives.schedule.words import place_of
from collaboratives.translations import MACHINE_DRAFT

BACKWARDS = _("The end must come after the beginning.")
TRANSLATED = ("title", "questions")
# A day further than this from the collaborative's own dates is a slip of the finger in the year.
FAR_AWAY = dt.timedelta(days=5 * 366)


class DetailsForm(forms.Form):
    """What a single event and a series share. ``details`` gives what the services take."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=EventKind)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=200, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    online_url = forms.URLField(label=_("Link to join"), required=False, assume_scheme="https")
    dial_in = forms.CharField(
        label=_("Phone number to dial in"),
        max_length=200,
        required=False,
        help_text=_("Families without internet use it. Add the access code."),
    )
    leaders: forms.ModelMultipleChoiceField[Membership] = forms.ModelMultipleChoiceField(
        None, label=_("Who leads it"), required=False, widget=CheckboxRows
    )
    audience = forms.ChoiceField(
        label=_("Who is it for?"), choices=Audience, initial=Audience.ALL, widget=RadioRows
    )
    roles = forms.MultipleChoiceField(
        label=_("Which roles"),
        choices=Role,
        required=False,
        widget=CheckboxRows,
        help_text=_("Only for “People with certain roles”."),
    )
    group: forms.ModelChoiceField[AffinityGroup] = forms.ModelChoiceField(
        None,
        label=_("Which affinity group"),
        required=False,
        help_text=_("Only for “One affinity group”."),
    )
    team: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("Which center team"),
        required=False,
        help_text=_("Only for “One center team”."),
    )
    questions = forms.CharField(
        label=_("Questions to think about"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One question a line. They go out with the reminder a week ahead."),
    )
    questions_es = forms.CharField(
        label=_("Questions in Spanish"), required=False, widget=forms.Textarea({"rows": 4})
    )
    spanish_checked = forms.BooleanField(
        label=_("Somebody who speaks Spanish has read the Spanish words"), required=False
    )

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaborative = collaborative
        self.event: Event | None = None
        hosts = roles_held_today().filter(role__in=(Role.IMPLEMENTATION, Role.FACULTY))
        self._offer_leaders(Q(pk__in=hosts.values("membership")))
        self._offer("group", AffinityGroup.objects.all())
        self._offer("team", teams())

    @property
    def clock(self) -> str:
        """Return the place by whose clock days and times are typed."""
        return place_of(self.collaborative.time_zone)

    def _offer(self, name: str, rows: Any) -> None:
        cast(forms.ModelChoiceField[Any], self.fields[name]).queryset = rows

    def _offer_leaders(self, who: Q) -> None:
        people = Membership.objects.select_related("user").filter(who)
        self._offer("leaders", people.order_by("user__name", "pk"))

    def near(self, name: str) -> dt.date:
        """Return the day in a field; an error where it lies outside the collaborative.

        A day that stands there already is left in peace.
        """
        day: dt.date = self.cleaned_data[name]
        starts, ends = self.collaborative.starts_on, self.collaborative.ends_on
        if day < starts - FAR_AWAY or day > ends + FAR_AWAY:
            raise forms.ValidationError(
                gettext("This is years away from the collaborative. Please check the year.")
            )
        if not starts <= day <= ends and day != self.initial.get(name):
            raise forms.ValidationError(
                gettext(
                    "The collaborative runs from %(first)s to %(last)s. Choose a day in it, or "
                    "change its own dates first."
                )
                % {"first": date_format(starts), "last": date_format(ends)}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen audience needs."""
        data = super().clean() or self.cleaned_data
        needed = {Audience.ROLES: "roles", Audience.GROUP: "group", Audience.TEAM: "team"}
        name = needed.get(Audience(data["audience"])) if data.get("audience") else None
        if name and not data.get(name) and name not in self.errors:
            self.add_error(name, gettext("Choose who it is for."))
        return data

    def details(self, by: Membership) -> dict[str, Any]:
        """Return the fields of the event; words in Spanish carry who checked them, and when."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("kind", "title", "place", "online_url", "dial_in")},
            **self.whom(),
            "questions": lines(data["questions"]),
            "translations": self._translations(by),
        }

    def whom(self) -> dict[str, Any]:
        """Return the fields of the event that say whom it is for."""
        data = self.cleaned_data
        audience = data["audience"]
        return {
            "audience": audience,
            "audience_roles": data["roles"] if audience == Audience.ROLES else [],
            "group": data["group"] if audience == Audience.GROUP else None,
            "team": data["team"] if audience == Audience.TEAM else None,
        }

    def _translations(self, by: Membership) -> dict[str, dict[str, str]]:
        kept = dict(self.event.translations) if self.event else {}
        data = self.cleaned_data
        texts = {name: lines(data[f"{name}_es"]) for name in TRANSLATED if data[f"{name}_es"]}
        if not texts:
            return {language: words for language, words in kept.items() if language != "es"}
        before = kept.get("es", {})
        state = before.get("state", MACHINE_DRAFT)
        was_checked = state != MACHINE_DRAFT
        unchanged = texts == {name: before[name] for name in TRANSLATED if name in before}
        if not data["spanish_checked"]:
            state = MACHINE_DRAFT
        elif not (was_checked and unchanged):
            state = f"reviewed by {by.user.name}, {self.collaborative.today().isoformat()}"
        return {**kept, "es": {**texts, "state": state}}


class EventForm(DetailsForm):
    """One event. ``edit_count`` is what the writer saw, to notice a second editor."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    starts = forms.TimeField(label=_("Begins at"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput)
    days = forms.IntegerField(
        label=_("How many days"),
        min_value=1,
        max_value=5,
        initial=1,
        widget=NumberInput,
        help_text=_("A Learning Session may go on for more than one day."),
    )
    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=20,
        widget=NumberInput,
        help_text=_("Of a Learning Session. Empty: the next one."),
    )
    notes = forms.CharField(
        label=_("Notes afterward"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What was said and agreed. Everyone whom it is for can read it."),
    )
    edit_count = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        initial = self.values_of(event, kwargs["collaborative"]) if event else {}
        initial.setdefault("token", uuid.uuid4())
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.event = event
        if event:
            hosts = roles_held_today().filter(role__in=(Role.IMPLEMENTATION, Role.FACULTY))
            leading = event.leaders.values("membership")
            self._offer_leaders(Q(pk__in=hosts.values("membership")) | Q(pk__in=leading))

    @staticmethod
    def values_of(event: Event, collaborative: Collaborative) -> dict[str, Any]:
        """Return what the form shows for an event that stands."""
        starts = timezone.localtime(event.starts_at, collaborative.zone)
        ends = timezone.localtime(event.ends_at, collaborative.zone)
        same = ("kind", "number", "title", "days", "place", "online_url", "dial_in")
        spanish = event.translations.get("es", {})
        return {
            **{name: getattr(event, name) for name in same},
            **{name: getattr(event, name) for name in ("audience", "questions", "notes")},
            "roles": event.audience_roles,
            "group": event.group_id,
            "team": event.team_id,
            "leaders": [leader.membership_id for leader in event.leaders.all()],
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "title_es": spanish.get("title", ""),
            "questions_es": spanish.get("questions", ""),
            "spanish_checked": spanish.get("state", MACHINE_DRAFT) != MACHINE_DRAFT,
            "edit_count": event.edit_count,
        }

    def clean_day(self) -> dt.date:
        """Refuse a slip in the year."""
        return self.near("day")

    def clean(self) -> dict[str, Any]:
        """Hold the end after the beginning; on several days the end is on the last one."""
        data = super().clean()
        starts, ends, days = data.get("starts"), data.get("ends"), data.get("days")
        if starts and ends and ends <= starts and days == 1:
            self.add_error("ends", BACKWARDS)
        return data

    def when(self) -> dict[str, dt.datetime]:
        """Return when it begins and ends; on several days the end is on the last one."""
        data, zone = self.cleaned_data, self.collaborative.zone
        last = data["day"] + dt.timedelta(days=data["days"] - 1)
        return {
            "starts_at": dt.datetime.combine(data["day"], data["starts"], tzinfo=zone),
            "ends_at": dt.datetime.combine(last, data["ends"], tzinfo=zone),
        }

    def event_fields(self, by: Membership) -> dict[str, Any]:
        """Return every field of the event as the services take it."""
        data = self.cleaned_data
        return {
            **self.details(by),
            **self.when(),
            "number": data["number"],
            "days": data["days"],
            **({"notes": data["notes"]} if "notes" in data else {}),
        }


def lines(text: str) -> str:
    """Return the text with one item a line, without empty lines and spaces around."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
