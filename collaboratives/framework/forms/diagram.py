"""What the driver diagram shows, and on which paper."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows
from collaboratives.framework.papers import LETTER, PAPERS
from collaboratives.framework.pictures import Show

FIRST_SHOWN = (Show.TESTS, Show.MEASURES)


class ShowForm(forms.Form):
    """A choice that stands in the address; ``chosen`` tells "none of them" from "not asked yet"."""

    chosen = forms.CharField(widget=forms.HiddenInput, required=False, initial="yes")
    show = forms.MultipleChoiceField(
        label=_("Show beside the drivers"),
        choices=[
            (Show.TESTS, _("How many tests")),
            (Show.MEASURES, _("Measures")),
            (Show.IDEAS, _("Change ideas")),
        ],
        required=False,
        widget=CheckboxRows,
        initial=FIRST_SHOWN,
    )

    def __init__(self, asked: MultiValueDict[str, str], *, plain: bool, **kwargs: Any) -> None:
        super().__init__(asked if "chosen" in asked else None, **kwargs)
        if plain:
            self.fields["show"].label = _("What do you want to see?")
            self.fields["show"].choices = [  # type: ignore[attr-defined]
                (Show.TESTS, _("How often it was tried")),
                (Show.MEASURES, _("What we count")),
                (Show.IDEAS, _("Ideas to try")),
            ]

    @property
    def shown(self) -> list[str]:
        """Return what to show; what nobody offered is left out."""
        if not self.is_bound:
            return list(FIRST_SHOWN)
        chosen: list[str] = self.cleaned_data["show"] if self.is_valid() else list(FIRST_SHOWN)
        return chosen


def paper_asked(asked: MultiValueDict[str, str]) -> str:
    """Return the paper that the address asks for, or else Letter."""
    wanted = asked.get("paper", "")
    return wanted if wanted in PAPERS else LETTER
