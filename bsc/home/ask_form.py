"""A question to a person of the implementation team."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST = 2000


class AskForm(forms.Form):
    """The question, and how to answer it; ``token`` makes one form one mail."""

    words = forms.CharField(
        label=_("What would you like to say or ask?"),
        help_text=_("Please name no child."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
    )
    reach = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("For example: call me after four, or see me at the center on Monday."),
        max_length=200,
        required=False,
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        self.fields["reach"].required = not has_address
        self.fields["reach"].error_messages["required"] = gettext(
            "We have no e-mail address of yours. How can we reach you?"
        )
