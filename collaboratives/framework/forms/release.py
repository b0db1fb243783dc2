"""What a release asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import RadioRows
from collaboratives.framework.enums import EquityPlace


class ReleaseForm(forms.Form):
    """A note, and whether equity has its place; ``version`` is the number that it will have."""

    note = forms.CharField(
        label=gettext_lazy("What changed, in a sentence"),
        help_text=gettext_lazy("Everybody in the collaborative reads it."),
        max_length=300,
    )
    equity = forms.ChoiceField(
        label=gettext_lazy("Does equity have its place in this framework?"),
        help_text=gettext_lazy(
            "Every framework should speak of racial equity, cultural humility and inclusion: in "
            "its drivers, in its measures, or in both."
        ),
        choices=EquityPlace,
        widget=RadioRows,
    )
    equity_why = forms.CharField(
        label=gettext_lazy("If not yet: why?"),
        help_text=gettext_lazy("What keeps you from it, and when you will come back to it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean(self) -> dict[str, Any]:
        """Ask why, where equity has no place yet."""
        data = super().clean() or self.cleaned_data
        if data.get("equity") == EquityPlace.NOT_YET and not data.get("equity_why"):
            self.add_error("equity_why", _("Say why equity has no place in it yet."))
        return data
