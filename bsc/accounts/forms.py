"""Forms of sign-in and of one's own page."""

import uuid
from datetime import timedelta
from typing import Any, cast
from zoneinfo import available_timezones

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from bsc.accounts.models import User, clean_email
from bsc.accounts.throttle import allow
from bsc.tenancy.doors import collaboratives_of
from bsc.ui.forms import CodeInput, RadioRows

OWN, SHARED = "own", "shared"
# Five codes at once, then one every three minutes: by address, whoever asks from wherever.
CODE_MAILS = 5
CODE_MAILS_WITHIN = timedelta(minutes=15)


def email_field(label: Any, **options: Any) -> forms.EmailField:
    """Return an address field that phones and password managers recognise."""
    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    return forms.EmailField(label=label, widget=widget, **options)


def device_field() -> forms.ChoiceField:
    """Return the question how long to stay signed in."""
    return forms.ChoiceField(
        label=gettext_lazy("Where are you?"),
        choices=[
            (OWN, gettext_lazy("My own phone or computer. Keep me signed in.")),
            (SHARED, gettext_lazy("A shared tablet or computer. Sign me out when I close it.")),
        ],
        initial=OWN,
        widget=RadioRows,
    )


def refuse_too_many_codes(email: str) -> None:
    """Raise ValidationError when this address got enough codes for now."""
    if not allow("code-mail", email, times=CODE_MAILS, within=CODE_MAILS_WITHIN):
        raise ValidationError(
            _("We sent several codes to this address. Wait 15 minutes, then ask again.")
        )


class SignInForm(RequestLoginCodeForm):  # type: ignore[misc] # allauth is untyped
    """One field. Known and unknown addresses are treated alike."""

    email = email_field(gettext_lazy("Your e-mail address"))

    def clean_email(self) -> str:
        """Count by address and remember whom it belongs to, without saying so."""
        email = clean_email(self.cleaned_data["email"]) or ""
        refuse_too_many_codes(email)
        self._user = User.objects.filter(email=email, is_active=True).first()
        return email


class SignInCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc] # allauth is untyped
    """The code from the mail, and how long to stay signed in."""

    code = forms.CharField(label=gettext_lazy("Code from the e-mail"), widget=CodeInput)
    device = device_field()


class PaperCodeForm(forms.Form):
    """A code from an invitation or a personal card."""

    code = forms.CharField(
        label=gettext_lazy("Code on your paper"),
        help_text=gettext_lazy("For example K7M4-QX2P. Capital or small letters, both work."),
        widget=CodeInput(attrs={"autocomplete": "off"}),
        max_length=60,
    )


class CardForm(forms.Form):
    """The button of a personal card."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    device = device_field()


def _second_factor_code(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=CodeInput(attrs={"inputmode": "text"}))


class ActivateSecondFactorForm(ActivateTOTPForm):  # type: ignore[misc] # allauth is untyped
    """The first code proves that the app is set up."""

    code = _second_factor_code(gettext_lazy("Code that the app shows"))


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc] # allauth is untyped
    """The second step of signing in."""

    code = _second_factor_code(gettext_lazy("Code from your app, or a recovery code"))


class ConfirmSecondFactorForm(ReauthenticateForm):  # type: ignore[misc] # allauth is untyped
    """Asked again before the second factor itself is changed."""

    code = _second_factor_code(gettext_lazy("Code from your app, or a recovery code"))


class AddressForm(forms.Form):
    """A new e-mail address for one's own account."""

    email = email_field(gettext_lazy("New e-mail address"))

    def clean_email(self) -> str:
        """Count by address; whether somebody else has it is said only to its owner."""
        email = clean_email(self.cleaned_data["email"]) or ""
        refuse_too_many_codes(email)
        return email


class ProofForm(forms.Form):
    """The code that proves an address."""

    code = forms.CharField(label=gettext_lazy("Code from the e-mail"), widget=CodeInput)


class PhotoForm(forms.Form):
    """One's own picture."""

    photo = forms.FileField(
        label=gettext_lazy("Photo of you"),
        help_text=gettext_lazy("Only people in your collaborative see it. No children, please."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


def languages() -> list[tuple[str, str]]:
    """Return the site's languages, each named in itself."""
    return [
        (code, get_language_info(code)["name_local"].capitalize())
        for code, _name in settings.LANGUAGES
    ]


# The zones of the United States by the names people use; the others follow under their places.
COMMON_ZONES = {
    "America/New_York": gettext_lazy("Eastern Time"),
    "America/Chicago": gettext_lazy("Central Time"),
    "America/Denver": gettext_lazy("Mountain Time"),
    "America/Phoenix": gettext_lazy("Arizona"),
    "America/Los_Angeles": gettext_lazy("Pacific Time"),
    "America/Anchorage": gettext_lazy("Alaska"),
    "Pacific/Honolulu": gettext_lazy("Hawaii"),
    "America/Puerto_Rico": gettext_lazy("Puerto Rico"),
}


def time_zones() -> list[tuple[str, Any]]:
    """Return the choice of time zones; empty: the collaborative's own."""
    others = sorted(
        zone for zone in available_timezones() if "/" in zone and zone not in COMMON_ZONES
    )
    return [
        ("", _("The one of my collaborative")),
        *COMMON_ZONES.items(),
        (_("Elsewhere"), [(zone, zone.replace("_", " ")) for zone in others]),
    ]


class ProfileForm(forms.ModelForm[User]):
    """Name, phone, language and time zone."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=time_zones,
        required=False,
        help_text=gettext_lazy("Dates and times are shown in it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=languages, widget=RadioRows
    )

    class Meta:
        model = User
        fields = ("name", "phone", "language", "time_zone")
        labels = {"name": gettext_lazy("Your name"), "phone": gettext_lazy("Phone")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }


READ, WRITE = "read", "write"


class AccessKeyForm(forms.Form):
    """What a new access key is for, and what it may do."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("For example: our monthly spreadsheet."),
        max_length=80,
    )
    may = forms.ChoiceField(
        label=gettext_lazy("What may it do?"),
        choices=[
            (READ, gettext_lazy("Read only")),
            (WRITE, gettext_lazy("Read and also change things, in your name")),
        ],
        initial=READ,
        widget=RadioRows,
    )
    collaborative = forms.TypedChoiceField(
        label=gettext_lazy("Where?"), coerce=int, empty_value=None, required=False
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        where = cast(forms.TypedChoiceField, self.fields["collaborative"])
        where.choices = [
            ("", _("Everywhere I take part")),
            *((one.pk, one.name) for one in collaboratives_of(user)),
        ]
