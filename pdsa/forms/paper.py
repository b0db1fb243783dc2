"""Asking for a pad, and sending the photograph of a paper form."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pdsa.forms.teams import ForTeamForm


class PadForm(ForTeamForm):
    """For which team; asked only where there are several. ``token`` makes one form one pad."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class PaperPhotoForm(forms.Form):
    """One photograph; ``token`` makes a form sent twice one photograph."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    # Not an ImageField: the file is opened once, where its size is checked first.
    photo = forms.FileField(
        label=_("Take the photo"),
        widget=forms.FileInput({"accept": "image/*"}),
        error_messages={"required": _("Take or choose a photo first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
