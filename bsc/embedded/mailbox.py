"""The demonstration's mail server: each message lands as a file, and on a page that shows it."""

import re
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend  # noqa: TID251 -- it is one
from django.core.mail.message import EmailMessage  # noqa: TID251 -- what a backend is given
from django.utils import timezone

NAME = re.compile(r"[0-9]{20}-[0-9a-f]{32}")


class Letter(NamedTuple):
    """One message as it arrived; ``name`` sorts by time of arrival."""

    name: str
    sender: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str


def folder() -> Path:
    """Return where the messages are, made when it is missing."""
    path = Path(getattr(settings, "MAILBOX_DIR", settings.BASE_DIR / ".bsc" / "mail"))
    path.mkdir(parents=True, exist_ok=True)
    return path


class Backend(BaseEmailBackend):
    """An EMAIL_BACKEND that writes one ``.eml`` file for each message."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d%H%M%S%f}-{uuid.uuid4().hex}"
            # Under another name first, so that nobody reads half a message.
            unfinished = folder() / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder() / f"{name}.eml")
        return len(email_messages)


def names() -> list[str]:
    """Return the names of all messages, newest first."""
    return sorted((path.stem for path in folder().glob("*.eml")), reverse=True)


def read(name: str) -> Letter | None:
    """Return one message, or None when there is none of that name."""
    path = folder() / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.exists():
        return None
    parsed: Any = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Letter(
        name=name,
        sender=str(parsed["From"] or ""),
        to=str(parsed["To"] or ""),
        subject=str(parsed["Subject"] or ""),
        at=_date(parsed),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
    )


def _date(parsed: Any) -> datetime | None:
    if not parsed["Date"]:
        return None
    at = parsedate_to_datetime(parsed["Date"])
    # "-0000" means UTC of an unknown place, which Python reads as no zone at all.
    return at.replace(tzinfo=at.tzinfo or UTC)


def _body(parsed: ParsedMessage, subtype: str) -> str:
    part = parsed.get_body(preferencelist=(subtype,))
    return str(part.get_content()) if part else ""
