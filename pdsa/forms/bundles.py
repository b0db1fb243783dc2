"""Putting ideas together."""

import uuid
from copy import copy
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pdsa.forms.teams import ForTeamForm
from pdsa.models import Bundle


def mark_of(bundle: Bundle) -> str:
    """Return a short mark of a bundle's words: a form carries it to say what it was made from."""
    return sha256(f"{bundle.name}\x00{bundle.why}".encode()).hexdigest()[:16]


class BundleWordsForm(forms.Form):
    """A bundle's name and why its ideas belong together."""

    name = forms.CharField(label=_("What do you call it?"), max_length=120)
    why = forms.CharField(
        label=_("Why do these belong together?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class NewBundleForm(BundleWordsForm, ForTeamForm):
    """A new bundle; ``token`` makes one form one bundle."""

    nobodys = _("Everybody in the collaborative")
    token = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("name", "why", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class EditBundleForm(BundleWordsForm):
    """Changing the words; ``seen`` is the mark of those the form was made from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, bundle: Bundle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(name=bundle.name, why=bundle.why, seen=mark_of(bundle))

    def has_seen(self, bundle: Bundle) -> None:
        """Keep what was typed, but say that the newer words have been seen."""
        typed: Any = copy(self.data)
        typed["seen"] = mark_of(bundle)
        self.data = typed


class LookForm(forms.Form):
    """Words to find an idea by."""

    is_search = True
    words = forms.CharField(
        label=_("Words to look for"), max_length=100, required=False, widget=forms.SearchInput
    )
