"""What the forms of the wizard's steps share: what stands, what was typed, and a second writer."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from collaboratives.schedule.forms import reopen

Typed = MultiValueDict[str, Any]


class DraftForm(forms.Form):
    """A form whose words are kept while somebody goes back to an earlier step."""

    def take_up(self, draft: Typed | None) -> None:
        """Show what was typed before."""
        if draft is not None and not self.is_bound:
            typed = (
                one for one in self.fields.items() if one[0] in draft or not one[1].widget.is_hidden
            )
            for name, field in typed:
                self.initial[name] = field.widget.value_from_datadict(draft, MultiValueDict(), name)


class StepForm(DraftForm):
    """What stands, to be changed. ``standing`` is saved now; ``stamp`` is what the writer saw."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Typed | None = None, *, standing: Mapping[str, Any], **kwargs: Any
    ) -> None:
        self.standing = dict(standing)
        kwargs["initial"] = self.standing | {"stamp": stamp_of(standing)}
        super().__init__(data, **kwargs)

    def meanwhile(self) -> list[tuple[str, str]]:
        """Return what somebody else saved since the form was opened, as label and value now.

        What was typed stays in the form, which from now on counts as opened after that change.
        """
        now = stamp_of(self.standing)
        if self.data.get("stamp") == now:
            return []
        differing = [
            name
            for name, value in self.standing.items()
            if name in self.fields
            and not self.fields[name].disabled
            and self.fields[name].has_changed(value, self[name].data)
        ]
        reopen(self, stamp=now)
        return [(str(self.fields[name].label), self._shown(name)) for name in differing]

    def _shown(self, name: str) -> str:
        value, field = self.standing[name], self.fields[name]
        if isinstance(value, list) and isinstance(field, forms.ChoiceField):
            labels = _labels(field.choices)
            return ", ".join(str(labels.get(str(one), one)) for one in value)
        if isinstance(field, forms.ChoiceField):
            return str(_labels(field.choices).get(str(value), value)) or "–"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(value) if value not in (None, "") else "–"


def stamp_of(standing: Mapping[str, Any]) -> str:
    """Return a mark that changes with any of the values."""
    said = json.dumps(dict(standing), default=str, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]


def _labels(choices: Any) -> dict[str, Any]:
    """Return the labels of choices by value, groups opened."""
    found: dict[str, Any] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            found |= {str(key): name for key, name in label}
        else:
            found[str(value)] = label
    return found
