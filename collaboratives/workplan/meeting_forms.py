"""Forms of the implementation team's meetings."""

import datetime as dt
import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import DateInput, NumberInput, RadioRows
from collaboratives.enums import Role
from collaboratives.models import Collaborative, Membership
from collaboratives.queries import roles_held_today
from collaboratives.workplan.enums import DecisionState
from collaboratives.workplan.forms import possible_owners
from collaboratives.workplan.meeting_queries import WantedDecisions
from collaboratives.workplan.models import Decision, Meeting
from collaboratives.workplan.services.meetings import fingerprint

A_YEAR = dt.timedelta(days=366)
LONGEST_NOTES = 40_000

Person = forms.ModelChoiceField[Membership]


def near(day: dt.date | None, collaborative: Collaborative) -> dt.date | None:
    """Refuse a slip in the year: a day far outside the collaborative."""
    first, last = collaborative.starts_on - A_YEAR, collaborative.ends_on + A_YEAR
    if day is not None and not first <= day <= last:
        raise ValidationError(_("This day is far outside the collaborative. Is the year right?"))
    return day


def _offer(form: forms.Form, name: str, people: Any) -> None:
    cast(Person, form.fields[name]).queryset = people


class RolesForm(forms.Form):
    """Who runs the meeting. ``revision`` is what the writer saw."""

    facilitator: Person = forms.ModelChoiceField(
        None, label=_("Facilitates"), required=False, empty_label=_("Nobody yet")
    )
    note_taker: Person = forms.ModelChoiceField(
        None, label=_("Takes notes"), required=False, empty_label=_("Nobody yet")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, meeting: Meeting | None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs.setdefault("initial", {}).update(
                facilitator=meeting.facilitator_id,
                note_taker=meeting.note_taker_id,
                revision=meeting.revision,
            )
        super().__init__(*args, **kwargs)
        team = roles_held_today().filter(role=Role.IMPLEMENTATION).values("membership")
        people = Membership.objects.select_related("user").order_by("user__name", "pk")
        for name in ("facilitator", "note_taker"):
            _offer(self, name, people.filter(pk__in=team))


class NotesForm(forms.Form):
    """The notes. ``seen`` is the mark of those that the writer saw."""

    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=LONGEST_NOTES,
        strip=False,
        widget=forms.Textarea({"rows": 10}),
        help_text=_(
            "What was said, seen and learned. Decisions and action items have their own place."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, notes: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"notes": notes, "seen": fingerprint(notes)}
        super().__init__(*args, **kwargs)

    def clean_notes(self) -> str:
        """Return the words with the line ends that the notes are kept with."""
        text: str = self.cleaned_data["notes"]
        return text.replace("\r\n", "\n").strip()


class PointForm(forms.Form):
    """Something to talk about."""

    text = forms.CharField(
        label=_("What to talk about"),
        max_length=300,
        help_text=_("What needs talking through. What can be told in writing, tell in writing."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=1, max_value=240, widget=NumberInput
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class ToAgendaForm(forms.Form):
    """A line of some page that shall be talked about; nobody sees this form but as a button."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=300)
    link = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)


class ActionItemForm(forms.Form):
    """What somebody takes on."""

    title = forms.CharField(label=_("What"), max_length=300)
    owner: Person = forms.ModelChoiceField(None, label=_("Who"), empty_label=_("Choose"))
    due_on = forms.DateField(label=_("By when"), widget=DateInput)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, collaborative: Collaborative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaborative = collaborative
        self.initial.setdefault("token", uuid.uuid4())
        _offer(self, "owner", possible_owners())

    def clean_due_on(self) -> dt.date | None:
        """Refuse a slip in the year."""
        return near(self.cleaned_data["due_on"], self.collaborative)


class DecisionForm(forms.Form):
    """A decision, open or made. ``revision`` is what the writer saw."""

    text = forms.CharField(
        label=_("What is to be decided, or was"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    state = forms.ChoiceField(label=_("Is it made?"), choices=DecisionState, widget=RadioRows)
    who_decides: Person = forms.ModelChoiceField(
        None,
        label=_("Who decides"),
        required=False,
        empty_label=_("Choose"),
        help_text=_("One person, with what the others think."),
    )
    by_when = forms.DateField(label=_("By when"), required=False, widget=DateInput)
    outcome = forms.CharField(
        label=_("What was decided, and why"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        collaborative: Collaborative,
        decision: Decision | None = None,
        **kwargs: Any,
    ) -> None:
        names = ("text", "state", "by_when", "outcome", "revision")
        if decision is not None:
            kwargs["initial"] = {name: getattr(decision, name) for name in names} | {
                "who_decides": decision.who_decides_id
            }
        super().__init__(*args, **kwargs)
        self.collaborative = collaborative
        self.initial.setdefault("state", DecisionState.OPEN)
        self.initial.setdefault("token", uuid.uuid4())
        _offer(self, "who_decides", possible_owners())
        if decision is None:
            state = cast(forms.ChoiceField, self.fields["state"])
            state.choices = [
                (one.value, one.label) for one in (DecisionState.OPEN, DecisionState.MADE)
            ]

    def clean_by_when(self) -> dt.date | None:
        """Refuse a slip in the year."""
        return near(self.cleaned_data["by_when"], self.collaborative)

    def decision_fields(self) -> dict[str, Any]:
        """Return the decision's own fields as the services take them."""
        names = ("text", "state", "who_decides", "by_when", "outcome")
        return {name: self.cleaned_data[name] for name in names}


class SearchForm(forms.Form):
    """Words to look for; stands in the query string."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)

    def asked(self) -> str:
        """Return the words, or "" where they are not understood."""
        return str(self.cleaned_data["words"]) if self.is_valid() else ""


class DecisionFilterForm(forms.Form):
    """What the reader wants to see of the decisions. Nonsense counts as "any"."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *DecisionState.choices], required=False
    )
    who = forms.ModelChoiceField[Membership](
        None, label=_("Who decides"), required=False, empty_label=_("Anybody")
    )
    words = forms.CharField(label=_("Words"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "who", possible_owners())

    def wanted(self) -> WantedDecisions:
        """Return the filter; what is not understood is left out."""
        self.is_valid()
        data = self.cleaned_data
        who = data.get("who")
        return WantedDecisions(
            state=data.get("state", ""), who=who.pk if who else None, words=data.get("words", "")
        )
