"""Putting mail into the outbox, and sending again what a person decides to repeat."""

import logging
from collections.abc import Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from bsc.audit.services import record
from bsc.mail.enums import Queue, Reason, State
from bsc.mail.models import Message
from bsc.mail.rendering import one_line, render
from bsc.tenancy.doors import nobodys_rows

if TYPE_CHECKING:
    from bsc.accounts.models import User
    from collaboratives.models import Collaborative

logger = logging.getLogger(__name__)


@transaction.atomic
def queue_message(
    *,
    name: str,
    to: "User | str",
    collaborative: "Collaborative | None",
    context: Mapping[str, Any],
    dedupe_key: str,
    queue: str = Queue.DEFAULT,
    sender_name: str | None = None,
    reply_to: str | None = None,
    unsubscribe_url: str | None = None,
    urgent: bool = False,
    language: str | None = None,
) -> Message:
    """Render a mail, store it, and wake a worker once this transaction is committed.

    Idempotent: the same ``dedupe_key`` in the same collaborative returns the row that stands.
    ``to`` is a person or a bare address; a person without an address gives a skipped row.
    ``urgent`` (sign-in codes always are) means: after a crash rather twice than never.
    The collaborative must be in scope; with None the call opens nobody's rows by itself.
    """
    with nobodys_rows() if collaborative is None else nullcontext():
        mine = Message.objects.filter(collaborative=collaborative)
        standing = mine.filter(dedupe_key=dedupe_key).first()
        if standing:
            return standing
        person = None if isinstance(to, str) else to
        shown = {
            "recipient": person,
            "recipient_name": person.first_name if person else "",
            "collaborative": collaborative,
            "site_url": settings.SITE_URL,
            "sender_name": sender_name or "",
            "unsubscribe_url": unsubscribe_url or "",
            **context,
        }
        if language is None:
            language = (person.language if person else translation.get_language()) or ""
        zone = (person.time_zone if person else "") or (
            collaborative.time_zone if collaborative else ""
        )
        rendered = render(name, shown, language=language, zone=zone)
        address = to if isinstance(to, str) else to.email or ""
        message, created = Message.objects.get_or_create(
            dedupe_key=dedupe_key,
            collaborative=collaborative,
            defaults={
                "recipient": person,
                "address": address,
                "kind": name,
                "queue": queue,
                "urgent": urgent or queue == Queue.CODES,
                "language": language,
                "subject": rendered.subject,
                "body_text": rendered.text,
                "body_html": rendered.html,
                "from_name": one_line(sender_name or ""),
                "reply_to": reply_to or "",
                "headers": _headers(unsubscribe_url),
                "state": State.QUEUED if address else State.SKIPPED,
                "reason": "" if address else Reason.NO_ADDRESS,
            },
        )
    if created and address:
        wake(message)
    return message


def _headers(unsubscribe_url: str | None) -> dict[str, str]:
    """RFC 8058: one click in the mail program is enough, without a visit."""
    if not unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def wake(message: Message) -> None:
    """Tell a worker about a message after the commit. If nobody hears, the next sweep finds it."""
    from bsc.mail.tasks import deliver  # noqa: PLC0415 -- tasks stand above services

    number, queue = message.pk, message.queue

    def send_task() -> None:
        try:
            deliver.apply_async(args=(number,), queue=celery_queue(queue), retry=False)
        except OperationalError:
            logger.warning("No broker: message %s waits for the next sweep.", number)

    transaction.on_commit(send_task)


def celery_queue(queue: str) -> str:
    """Return the Celery queue that carries an outbox queue."""
    return "codes" if queue == Queue.CODES else "celery"


@transaction.atomic
def withdraw(*, collaborative: "Collaborative", dedupe_prefix: str) -> int:
    """Take back what still waits in the outbox under keys that begin so; return how many.

    What is being handed over right now goes out. Raises ValueError for a prefix that does not
    end with a colon ("nudge:1" would also mean team 12). The collaborative must be in scope.
    """
    if not dedupe_prefix.endswith(":"):
        raise ValueError("A prefix ends with a colon.")
    waiting = Message.objects.filter(
        collaborative=collaborative, state=State.QUEUED, dedupe_key__startswith=dedupe_prefix
    )
    return waiting.update(state=State.SKIPPED, reason=Reason.NOT_NEEDED)


@transaction.atomic
def forget(*, collaborative: "Collaborative", dedupe_prefix: str) -> int:
    """Delete what was written to somebody who is to be forgotten, and return in how many mails.

    That a mail was sent, and when, stays; what waits is not sent any more. ValueError as in
    ``withdraw``.
    """
    withdraw(collaborative=collaborative, dedupe_prefix=dedupe_prefix)
    theirs = Message.objects.filter(
        collaborative=collaborative, dedupe_key__startswith=dedupe_prefix
    )
    return theirs.update(address="", subject="", body_text="", body_html="")


@transaction.atomic
def send_again(*, message: Message, by: "User") -> Message:
    """Queue an unsure, failed or address-less message once more, to the address known today.

    It keeps its Message-ID, so that a mail program can drop a second copy. Raises
    ValidationError when it is in another state by now (somebody else was faster) or there is
    still no address. Sign-in codes are not sent again: ask for a new one.
    """
    row = (
        Message.objects.select_for_update(of=("self",))
        .select_related("recipient")
        .get(pk=message.pk)
    )
    if row.queue == Queue.CODES or not may_be_sent_again(row):
        raise ValidationError(_("This message was already sent again or cannot be sent again."))
    if row.recipient and row.recipient.email:
        row.address = row.recipient.email
    row.state, row.reason, row.smtp_code = State.QUEUED, "", None
    row.attempts, row.next_attempt_at = 0, timezone.now()
    row.save()
    record(action="mail.sent_again", by=by, target=row, collaborative=row.collaborative)
    wake(row)
    return row


def may_be_sent_again(message: Message) -> bool:
    """Whether a person may decide to repeat this message.

    One that was left out for want of an address may go once there is one.
    """
    if message.state == State.SKIPPED and message.reason == Reason.NO_ADDRESS:
        return bool(message.recipient and message.recipient.email)
    return message.state in (State.UNSURE, State.FAILED)
