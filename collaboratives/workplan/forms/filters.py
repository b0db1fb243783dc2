"""What a reader of the plan wants to see; it stands in the query string."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboratives.models import Membership
from collaboratives.workplan.enums import PHASES, TaskStatus
from collaboratives.workplan.forms.tasks import possible_owners
from collaboratives.workplan.queries import Wanted
from collaboratives.workplan.vocabulary import Vocabulary, filter_choices

WHEN = [
    ("", _("Any time")),
    ("late", _("Late")),
    ("week", _("This week")),
    ("two_weeks", _("Next 2 weeks")),
    ("four_weeks", _("Next 4 weeks")),
    ("none", _("Without a date")),
]


@dataclass(frozen=True)
class Chip:
    """One filter that is on: what it says, and the query string without it."""

    label: str
    without: str


class FilterForm(forms.Form):
    """What the reader wants to see. Nonsense counts as "any"."""

    is_search = True
    who = forms.ChoiceField(label=_("Whose"), required=False)
    when = forms.ChoiceField(label=_("When"), choices=WHEN, required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Still to do")), *TaskStatus.choices, ("all", _("All"))],
        required=False,
    )
    phase = forms.TypedChoiceField(
        label=_("Phase"),
        coerce=int,
        empty_value=None,
        choices=[("", _("All phases")), *PHASES.items()],
        required=False,
    )
    anchor = forms.ChoiceField(label=_("Counts from"), required=False)
    words = forms.CharField(label=_("Words"), max_length=100, required=False)

    def __init__(
        self, *args: Any, member: Membership, vocabulary: Vocabulary | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        choices = [("", _("Everybody’s")), ("me", _("Mine"))]
        if member.is_implementation:
            choices.append(("nobody", _("Nobody’s yet")))
            others = [one for one in possible_owners() if one.pk != member.pk]
            choices += [(str(one.pk), one.user.name) for one in others]
        cast(forms.ChoiceField, self.fields["who"]).choices = choices
        anchors = filter_choices(vocabulary or Vocabulary(member.collaborative))
        cast(forms.ChoiceField, self.fields["anchor"]).choices = [("", _("Anything")), *anchors]

    def wanted(self) -> Wanted:
        """Return the filter; what is not understood is left out."""
        self.is_valid()
        data = self.cleaned_data
        who = data.get("who", "")
        owner = self.member.pk if who == "me" else int(who) if who.isdigit() else None
        return Wanted(
            owner=owner,
            nobody=who == "nobody",
            when=data.get("when", ""),
            status=data.get("status", ""),
            phase=data.get("phase"),
            anchor=data.get("anchor", ""),
            words=data.get("words", ""),
        )

    def chips(self) -> list[Chip]:
        """Return the filters that are on, each with the way to take it off."""
        self.is_valid()
        found = []
        for name, value in self.cleaned_data.items():
            if value in ("", None):
                continue
            rest = {key: self.data[key] for key in self.fields if self.data.get(key)}
            rest.pop(name, None)
            found.append(Chip(self._said(name, value), urlencode(rest)))
        return found

    def _said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return gettext("“%(words)s”") % {"words": value}
        for _group, options, _index in field.widget.optgroups(name, [str(value)]):
            for option in options:
                if option["selected"]:
                    return f"{field.label}: {option['label']}"
        return str(value)

    def query(self) -> str:
        """Return the filters that are on as a query string."""
        return urlencode({key: self.data[key] for key in self.fields if self.data.get(key)})
