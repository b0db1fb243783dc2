"""What the list of dates shows."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collaboratives.models import Membership
from collaboratives.schedule.enums import PLAIN_KINDS, EventKind, EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import concerning

MINE, HIDDEN = "me", "no"


class FilterForm(forms.Form):
    """Words, kind, whose, cancelled or not. Nonsense in the address filters nothing."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("What is it?"), required=False)
    who = forms.ChoiceField(
        label=_("Whose dates"), choices=(("", _("All")), (MINE, _("Mine"))), required=False
    )
    cancelled = forms.ChoiceField(
        label=_("Cancelled ones"),
        choices=(("", _("Shown struck through")), (HIDDEN, _("Left out"))),
        required=False,
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        kinds: list[tuple[str, Any]] = [(kind.value, kind.label) for kind in EventKind]
        if member.is_family_only:
            kinds = [(kind.value, label) for kind, label in PLAIN_KINDS.items()]
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]
        if not member.is_implementation:
            del self.fields["who"]

    @property
    def is_used(self) -> bool:
        """Whether anything was chosen."""
        return any(self.data.get(name) for name in self.fields)

    def filtered(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Return the events that fit."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("words"):
            events = events.filter(_with_words(asked["words"]))
        if asked.get("kind"):
            events = events.filter(kind=asked["kind"])
        if asked.get("who") == MINE:
            events = events.filter(pk__in=concerning(self.member))
        if asked.get("cancelled") == HIDDEN:
            events = events.filter(status=EventStatus.PLANNED)
        return events


def _with_words(words: str) -> Q:
    return (
        Q(title__icontains=words)
        | Q(place__icontains=words)
        | Q(questions__icontains=words)
        | Q(translations__es__title__icontains=words)
        | Q(group__name__icontains=words)
    )
