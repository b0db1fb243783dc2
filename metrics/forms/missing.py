"""The two forms about a month that is not in: the team's one line, and a letter to the team."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from metrics.forms.counts import REASON_LENGTH, ReasonField
from metrics.letters import Letter

LONGEST_LETTER = 4000


class WayForm(forms.Form):
    """One line about what got in the way; empty takes it back."""

    text = ReasonField(
        label=gettext_lazy("What got in the way?"),
        help_text=gettext_lazy(
            "It helps us to make counting easier. Nobody is scored by it. You can change it later."
        ),
        max_length=REASON_LENGTH,
    )
    use_required_attribute = False

    def __init__(self, data: Any = None, *, said: str, month: str) -> None:
        # Several months may be asked about on one page.
        super().__init__(data, initial={"text": said}, auto_id=f"id_way_{month}_%s")


class NudgeForm(forms.Form):
    """A letter ready to be changed; ``token`` makes one form one letter.

    ``asks_again``: somebody wrote a few days ago, so a second letter is asked about first.
    """

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Your letter"),
        help_text=gettext_lazy(
            "Change it so that it sounds like you. A link to the month is added below it."
        ),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    again = forms.BooleanField(
        label=gettext_lazy("Yes, write again"),
        error_messages={"required": gettext_lazy("Tick this to write again so soon.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, data: Any = None, *, letter: Letter, asks_again: bool) -> None:
        super().__init__(
            data,
            initial={"subject": letter.subject, "text": letter.text, "token": uuid.uuid4()},
        )
        if not asks_again:
            del self.fields["again"]

    @property
    def letter(self) -> Letter:
        """The letter as it was changed."""
        return Letter(self.cleaned_data["subject"], self.cleaned_data["text"])
