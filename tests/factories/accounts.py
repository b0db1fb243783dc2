"""Signing in as people do: by the code in the mail, by a card, with an authenticator app."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse
from django_scopes import scopes_disabled

from bsc.mail.models import Message

CODE = re.compile(r"^ {4}([A-Z2-9]{3}-[A-Z2-9]{3})$", re.MULTILINE)


def mails_to(address):
    """Return the outbox's rows for an address, oldest first, of whatever collaborative."""
    with scopes_disabled():
        return list(Message.objects.filter(address=address).order_by("pk"))


def code_in_mail(address):
    """Return the code in the newest mail to an address."""
    return CODE.search(mails_to(address)[-1].body_text)[1]


def ask_for_code(client, address, **query):
    return client.post(reverse("account_login", query=query or None), {"email": address})


def sign_in_by_code(client, address, *, device="own"):
    """Ask for a code and send it; return the response to the code."""
    ask_for_code(client, address)
    given = {"code": code_in_mail(address), "device": device}
    return client.post(reverse("account_confirm_login_code"), given)


def app_code(secret, *, steps=0):
    """Return what an authenticator app shows for a secret, ``steps`` of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
