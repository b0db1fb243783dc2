"""Where allauth meets this site: mail through the outbox, no sign-up, our own words."""

from typing import Any, ClassVar
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.accounts import second_factor
from bsc.accounts.codes import new_mail_code
from bsc.accounts.models import User
from bsc.accounts.qr import qr_svg
from bsc.mail.links import absolute
from bsc.mail.services import queue_message


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """Sign-in by an e-mailed code, for people who were invited."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not the code we sent. Check it and try again."),
        "too_many_login_attempts": gettext_lazy(
            "That was tried too often. Wait 15 minutes, then ask for a new code."
        ),
        "rate_limited": gettext_lazy(
            "That was tried too often. Wait 15 minutes, then ask for a new code."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers here; people join by invitation."""
        return False

    def generate_login_code(self) -> str:
        """Return the code for a sign-in mail."""
        return new_mail_code()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the sign-in mail into the outbox; allauth has no other mail here."""
        if template_prefix != "account/email/login_code":
            raise ValueError(f"No mail is made for {template_prefix}.")
        code = context["code"]
        user = User.objects.filter(email=email).first()
        queue_message(
            name="sign_in_code",
            to=user or email,
            collaborative=None,
            context={
                "code": code,
                "link": absolute(f"{reverse('account_confirm_login_code')}?c={code}"),
            },
            dedupe_key=f"sign-in:{uuid4().hex}",
            queue="codes",
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what allauth says as a text of ours; its own templates stay silent."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def respond_user_inactive(
        self,
        request: HttpRequest,
        user: User,
    ) -> HttpResponse:
        """Send somebody whose account is closed back, with whom to ask."""
        messages.error(request, _("This account is closed. Ask the person who invited you."))
        return redirect("account_login")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """The second factor: what may be switched off, and the picture to scan."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right. Wait for the next one and try it."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second step at sign-in, so it cannot be switched off."
        ),
    }

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whether it may be switched off: not while a role needs it and the site enforces it."""
        return not second_factor.is_enforced_for(authenticator.user)

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code to scan, drawn as everywhere else on this site."""
        return qr_svg(url, title=_("Code to scan with an authenticator app"))
