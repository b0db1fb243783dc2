"""Asking an expert to read the draft, and how long their link works."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bsc.accounts.forms import email_field, languages
from bsc.ui.forms import DateInput, RadioRows

USUAL = dt.timedelta(weeks=3)


class UntilForm(forms.Form):
    """The last day on which a link works."""

    until = forms.DateField(
        label=_("Until when?"), help_text=_("The link works until the end of this day."),
        widget=DateInput,
    )  # fmt: skip

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", today + USUAL)


class ExpertForm(UntilForm):
    """Who is asked; ``token`` makes a form that is sent twice one link."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=150)
    known_for = forms.CharField(
        label=_("What do they know?"),
        help_text=_("For example: directs a Head Start center, or has two children in care."),
        max_length=200,
        required=False,
    )
    email = email_field(
        _("E-mail address"),
        help_text=_("Without one you copy the link and send it yourself."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the draft"), choices=languages, widget=RadioRows
    )

    field_order = ["token", "name", "known_for", "email", "language", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class SendForm(forms.Form):
    """One mail; ``token`` makes a button that is pressed twice one mail."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
