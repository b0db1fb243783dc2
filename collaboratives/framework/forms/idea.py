"""Suggesting an idea, and choosing what a part becomes a part of."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.framework.parts import Part, name_of, ref_of
from collaboratives.framework.shape import IDEA


class SuggestForm(forms.Form):
    """An idea in one or two sentences."""

    text = forms.CharField(
        label=gettext_lazy("Your idea"),
        help_text=gettext_lazy("Small enough to try tomorrow. Name no child."),
        max_length=IDEA.limit,
        widget=forms.Textarea({"rows": 3}),
    )


class MergeForm(forms.Form):
    """Which part of the same kind it becomes a part of."""

    into = forms.ChoiceField(label=gettext_lazy("Merge it into"))

    def __init__(self, *args: Any, parts: Iterable[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {ref_of(part): part for part in parts}
        choices = [(ref, name_of(part)) for ref, part in self.parts.items()]
        self.fields["into"] = forms.ChoiceField(
            label=self.fields["into"].label, choices=[("", _("Choose one")), *choices]
        )

    @property
    def chosen(self) -> Part:
        """Return the part of a valid form."""
        return self.parts[self.cleaned_data["into"]]
