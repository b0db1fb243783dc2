"""How much mail, and when."""

from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from bsc.notifications.enums import MailChoice
from bsc.ui.forms import RadioRows, TimeInput

if TYPE_CHECKING:
    from bsc.accounts.models import User  # noqa: F401 -- named in the type below


class MailChoiceForm(forms.ModelForm["User"]):
    """Changes a person's mail choice and quiet hours."""

    mail_choice = forms.ChoiceField(
        label=_("Which e-mails would you like?"), choices=MailChoice, widget=RadioRows
    )

    class Meta:
        model = get_user_model()
        fields: ClassVar = ["mail_choice", "quiet_from", "quiet_until", "quiet_weekends"]
        labels: ClassVar = {
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "quiet_weekends": _("Also quiet on Saturdays and Sundays"),
        }
        help_texts: ClassVar = {
            "quiet_from": _("In this time we keep your reminders. You get them when it ends."),
            "quiet_until": _("The same time twice means: no quiet time."),
        }
        widgets: ClassVar = {"quiet_from": TimeInput, "quiet_until": TimeInput}
