"""Proving that an e-mail address is one's own: a code goes there and comes back.

For addresses that are not (yet) the sign-in address of this session: on joining, and when
somebody changes theirs. The state is kept in the session under a name of its own.
"""

import time
from enum import Enum
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils.crypto import constant_time_compare

from bsc.accounts.codes import fingerprint, new_mail_code
from bsc.mail.services import queue_message

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

PURPOSE = "proof"
MINUTES = 15
TRIES = 5


class Answer(Enum):
    """What a typed code turned out to be."""

    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"  # too old, too many tries, or none was asked for


def send_proof(session: "SessionBase", name: str, email: str) -> None:
    """Mail a code to the address, in the language active now; an earlier code stops working.

    The caller has counted the mail (``forms.refuse_too_many_codes``).
    """
    code = new_mail_code()
    session[name] = {
        "email": email,
        "code": fingerprint(PURPOSE, code),
        "at": time.time(),
        "wrong": 0,
    }
    queue_message(
        name="prove_address",
        to=email,
        collaborative=None,
        context={"code": code, "minutes": MINUTES},
        dedupe_key=f"proof:{uuid4().hex}",
        queue="codes",
    )


def address_asked(session: "SessionBase", name: str) -> str:
    """Return the address a code was sent to and is still waited for, or ""."""
    state = session.get(name)
    if not state or time.time() - state["at"] > MINUTES * 60 or state["wrong"] >= TRIES:
        return ""
    return str(state["email"])


def check_proof(session: "SessionBase", name: str, typed: str) -> Answer:
    """Compare a typed code; after the right one or the last try the code is gone."""
    if not address_asked(session, name):
        session.pop(name, None)
        return Answer.GONE
    state = session[name]
    if constant_time_compare(state["code"], fingerprint(PURPOSE, typed)):
        session.pop(name)
        return Answer.RIGHT
    session[name] = {**state, "wrong": state["wrong"] + 1}
    return Answer.WRONG if address_asked(session, name) else Answer.GONE
