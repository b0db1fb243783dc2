"""The groups of a breakdown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from collaboratives.models import Membership
from collaboratives.translations import MACHINE_DRAFT
from metrics.models import Group


class GroupForm(forms.Form):
    """The words of one group, in English and Spanish."""

    name = forms.CharField(
        label=gettext_lazy("Group"),
        help_text=gettext_lazy("As people would say it of themselves: “Spanish at home”."),
        max_length=100,
    )
    name_es = forms.CharField(
        label=gettext_lazy("The same in Spanish"), max_length=100, required=False
    )
    spanish_checked = forms.BooleanField(
        label=gettext_lazy("I have read the Spanish words, and they are right"), required=False
    )

    def __init__(self, data: Any = None, *, group: Group | None = None, **kwargs: Any) -> None:
        self.group = group
        spanish = group.translations.get("es", {}) if group else {}
        initial = {"name": group.name if group else "", "name_es": spanish.get("name", "")}
        super().__init__(data, initial=initial, **kwargs)

    def translations(self, by: Membership) -> dict[str, dict[str, str]]:
        """Return the words in Spanish with who read them; a change undoes what was read before."""
        kept = dict(self.group.translations) if self.group else {}
        before = kept.pop("es", {})
        data = self.cleaned_data
        if not data["name_es"]:
            return kept
        same = not {"name", "name_es"} & set(self.changed_data)
        state = before.get("state", MACHINE_DRAFT) if same else MACHINE_DRAFT
        if data["spanish_checked"]:
            state = f"reviewed by {by.user.name}, {by.collaborative.today().isoformat()}"
        return {**kept, "es": {"name": data["name_es"], "state": state}}
