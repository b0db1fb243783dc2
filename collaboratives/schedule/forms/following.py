"""One date of a series and all that follow: what they say, where they go, whether they are held."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django import forms
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from collaboratives.enums import Role
from collaboratives.queries import roles_held_today
from collaboratives.schedule.enums import Audience
from collaboratives.schedule.forms.events import TRANSLATED, DetailsForm, EventForm, lines
from collaboratives.schedule.models import Event
from collaboratives.schedule.series.changing import Change
from collaboratives.schedule.services import label_of

SAME = ("title", "place", "online_url", "dial_in")
WHOM = frozenset({"audience", "audience_roles", "group", "team"})
QUOTED = 60


class Said(NamedTuple):
    """One thing that changes, for the question before it does.

    ``others`` counts the following dates that say something else today than the first one.
    """

    label: str
    before: str
    after: str
    others: int


class FollowingForm(DetailsForm):
    """What the first of several dates says; only what is changed here changes in all of them."""

    basis = forms.CharField(widget=forms.HiddenInput, required=False)
    checked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, events: Sequence[Event], **kwargs: Any) -> None:
        first = events[0]
        now = EventForm.values_of(first, kwargs["collaborative"])
        kwargs["initial"] = now | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.event, self.events = first, events
        self.fields.pop("kind")
        hosts = roles_held_today().filter(role__in=(Role.IMPLEMENTATION, Role.FACULTY))
        leading = first.leaders.values("membership")
        self._offer_leaders(Q(pk__in=hosts.values("membership")) | Q(pk__in=leading))

    def change(self) -> Change:
        """Return what differs from what the first date says."""
        first, data = self.events[0], self.cleaned_data
        wanted = {**{name: data[name] for name in SAME}, **self.whom()}
        wanted["questions"] = lines(data["questions"])
        fields = {name: value for name, value in wanted.items() if getattr(first, name) != value}
        led = {leader.membership_id for leader in first.leaders.all()}
        leaders = list(data["leaders"])
        same = led == {member.pk for member in leaders}
        return Change(
            fields,
            self._spanish(),
            None if same else leaders,
            spanish_read=self._typed() if data["spanish_checked"] else None,
        )

    def _typed(self) -> dict[str, str]:
        data = self.cleaned_data
        return {name: lines(data[f"{name}_es"]) for name in TRANSLATED if data[f"{name}_es"]}

    def _spanish(self) -> dict[str, str]:
        before = self.events[0].translations.get("es", {})
        typed = self._typed()
        return {
            name: typed.get(name, "")
            for name in TRANSLATED
            if typed.get(name, "") != before.get(name, "")
        }

    def said(self, change: Change) -> list[Said]:
        """Return what changes from what to what, for the reader."""
        first = self.events[0]
        found = [
            Said(
                self._label(name),
                _short(getattr(first, name)),
                _short(value),
                sum(getattr(event, name) != getattr(first, name) for event in self.events),
            )
            for name, value in change.fields.items()
            if name not in WHOM
        ]
        found += [self._said_in_spanish(name, text) for name, text in change.spanish.items()]
        if change.fields.keys() & WHOM:
            after = Audience(self.cleaned_data["audience"]).label
            found.append(Said(self._label("audience"), first.get_audience_display(), str(after), 0))
        if change.leaders is not None:
            found.append(self._said_of_leaders(change.leaders))
        return found

    def _said_in_spanish(self, name: str, text: str) -> Said:
        def now(event: Event) -> str:
            return str(event.translations.get("es", {}).get(name, ""))

        first = self.events[0]
        others = sum(now(event) != now(first) for event in self.events)
        return Said(self._label(f"{name}_es"), _short(now(first)), _short(text), others)

    def _said_of_leaders(self, leaders: Sequence[Any]) -> Said:
        def now(event: Event) -> list[str]:
            return sorted(leader.membership.user.name for leader in event.leaders.all())

        first = self.events[0]
        others = sum(now(event) != now(first) for event in self.events)
        after = sorted(member.user.name for member in leaders)
        return Said(
            self._label("leaders"), _short(", ".join(now(first))), _short(", ".join(after)), others
        )

    def _label(self, name: str) -> str:
        return str(self.fields[name].label) if name in self.fields else label_of(name)

    def summary(self, change: Change) -> str:
        """Return the same for the record, which does not quote what opens a call."""
        secret = {str(self.fields[name].label) for name in ("online_url", "dial_in")}
        return "; ".join(
            one.label if one.label in secret else f"{one.label}: {one.before} → {one.after}"
            for one in self.said(change)
        )

    def mark(self, change: Change) -> str:
        """Return a short text for what is wanted: another wish is asked about again."""
        leaders = None if change.leaders is None else sorted(one.pk for one in change.leaders)
        asked = repr((sorted(change.fields.items(), key=str), change.spanish, leaders))
        asked += repr([event.pk for event in self.events])
        return hashlib.sha256(asked.encode()).hexdigest()[:16]


def _short(value: Any) -> str:
    return Truncator(" / ".join(str(value or "").splitlines())).chars(QUOTED) or "–"


class CancelForm(forms.Form):
    """Why they will not be held."""

    because = forms.CharField(
        label=_("Why?"),
        max_length=300,
        required=False,
        help_text=_("Everyone whom it is for can read it. One line is enough."),
    )
    basis = forms.CharField(widget=forms.HiddenInput, required=False)


class FromForm(forms.Form):
    """From which date on."""

    start = forms.ChoiceField(label=_("From"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["start"]).choices = choices
