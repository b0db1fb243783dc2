"""Moving an idea on, and taking up somebody else's."""

import uuid
from copy import copy
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import RadioRows
from pdsa.enums import PLAIN_STAGES, Stage
from pdsa.forms.teams import ForTeamForm


class StageForm(forms.Form):
    """The stages an idea can move to, and why; ``seen`` is the stage the form was made from."""

    stage = forms.ChoiceField(label=_("Where is this idea now?"), widget=RadioRows)
    why = forms.CharField(
        label=_("Why? If you stop: what did you learn?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Write a few words, so that others can follow.")},
    )
    seen = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = stage
        field = cast(forms.ChoiceField, self.fields["stage"])
        field.choices = [
            (choice.value, f"{PLAIN_STAGES[choice]} ({choice.label.lower()})")
            for choice in Stage
            if choice != stage or self.is_bound
        ]

    def has_seen(self, stage: str) -> None:
        """Keep what was typed, but say that the newer stage has been seen."""
        typed: Any = copy(self.data)
        typed["seen"] = stage
        self.data = typed


class BorrowForm(ForTeamForm):
    """Whose plan it will be; ``known`` names the teams whose own plan the page has shown."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    known = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        self.initial["known"] = known

    def has_been_told(self, key: str) -> bool:
        """Whether the page that sent this form showed the plan which that team has already."""
        return key in self.cleaned_data["known"].split(",")

    def tells(self, known: str) -> None:
        """Keep what was chosen, but say that these plans are shown now."""
        typed: Any = copy(self.data)
        typed["known"] = known
        self.data = typed
