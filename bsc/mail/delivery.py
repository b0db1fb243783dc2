"""Handing messages over to the mail server: once, except in one window that is named.

The window opens when ``sending`` is committed and closes when ``sent`` is. What is found inside
it after a crash may have arrived: see ``settle_stopped``.
"""

import logging
import smtplib
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from bsc.mail.claims import due_numbers, scope_of
from bsc.mail.enums import Queue, Reason, State
from bsc.mail.models import Message

logger = logging.getLogger(__name__)

# "Not now" in SMTP (RFC 5321, 4.2; RFC 4954 for 432 and 454). Every other refusal is final.
TRY_LATER_CODES = frozenset({421, 432, 450, 451, 452, 454, 455})
# Seconds to wait after the first, second, … failed try; then the message has failed.
WAITS = {
    Queue.DEFAULT: (60, 5 * 60, 15 * 60, 60 * 60, 4 * 3600, 12 * 3600),
    Queue.CODES: (10, 20, 40, 80, 160),
}
FINAL = frozenset({State.SENT, State.FAILED, State.SKIPPED})
BATCH = 500


class Outcome(NamedTuple):
    """What the mail server said; UNSURE where it said nothing."""

    state: State
    reason: str = ""
    smtp_code: int | None = None


def sweep(queue: str) -> Counter[str]:
    """Deliver what is due on one queue and settle what a stopped worker left.

    This needs nothing but the database, so it finds everything after the broker was emptied.
    Returns how many messages ended in each state.
    """
    counts: Counter[str] = Counter(settle_stopped(queue))
    due = due_numbers(
        Message, BATCH, state=State.QUEUED, queue=queue, next_attempt_at__lte=timezone.now()
    )
    for number in due:
        state = deliver(number)
        if state:
            counts[state] += 1
    if counts:
        logger.info("Mail %s: %s", queue, dict(counts))
    else:
        logger.debug("Mail %s: nothing was due.", queue)
    return counts


def deliver(number: int) -> State | None:
    """Send one message if it is due and nobody else has it; return its new state, else None."""
    with scope_of(Message, number) as found:
        message = _claim(number) if found else None
        if message is None:
            return None
        if _is_too_late(message):
            outcome = Outcome(State.SKIPPED, Reason.TOO_LATE)
        else:
            outcome = _hand_over(message)
        return _settle(message, outcome)


def _claim(number: int) -> Message | None:
    # Durable: the claim must be on disk before the mail server hears anything.
    with transaction.atomic(durable=True):
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(pk=number, state=State.QUEUED, next_attempt_at__lte=timezone.now())
            .first()
        )
        if message:
            message.state, message.claimed_at = State.SENDING, timezone.now()
            message.attempts += 1
            message.claim += 1
            message.save(update_fields=["state", "claimed_at", "attempts", "claim"])
        return message


def _is_too_late(message: Message) -> bool:
    life = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return message.queue == Queue.CODES and message.created_at + life < timezone.now()


def _hand_over(message: Message) -> Outcome:
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT or lease().total_seconds() / 4)
    try:
        mail = _as_mail(message)
        connection.open()
    except ValueError:  # a line break in a header, an address that cannot be encoded
        return Outcome(State.FAILED, Reason.UNREADABLE)
    except OSError as error:  # nothing was offered yet; smtplib's errors are among these
        return Outcome(State.QUEUED, Reason.TRY_LATER, getattr(error, "smtp_code", None))
    try:
        connection.send_messages([mail])
    except ValueError:
        return Outcome(State.FAILED, Reason.UNREADABLE)
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(next(iter(error.recipients.values()))[0])
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code)
    except smtplib.SMTPNotSupportedError:
        return Outcome(State.FAILED, Reason.UNREADABLE)
    except OSError:  # broken off, maybe after the server had taken it
        return Outcome(State.UNSURE, Reason.CUT_OFF)
    finally:
        with suppress(OSError):
            connection.close()
    return Outcome(State.SENT)


def _refused(code: int) -> Outcome:
    if code in TRY_LATER_CODES:
        return Outcome(State.QUEUED, Reason.TRY_LATER, code)
    return Outcome(State.FAILED, Reason.REFUSED, code)


def _settle(message: Message, outcome: Outcome) -> State:
    """Record the outcome, unless this worker was taken for dead and overtaken meanwhile."""
    state, reason, code = outcome
    if state == State.UNSURE and message.urgent:
        state = State.QUEUED
    again = timezone.now()
    if state == State.QUEUED:
        waits = WAITS[Queue(message.queue)]
        if message.attempts > len(waits):
            state = State.FAILED if reason == Reason.TRY_LATER else State.UNSURE
            reason = Reason.GAVE_UP if state == State.FAILED else reason
        else:
            again += timedelta(seconds=waits[message.attempts - 1])
    changes: dict[str, str | int | datetime | None] = {
        "state": state,
        "reason": reason,
        "smtp_code": code,
        "next_attempt_at": again,
        "sent_at": timezone.now() if state == State.SENT else None,
    }
    if message.queue == Queue.CODES and state in FINAL:
        # Nobody needs a code that has done its work; it shall not lie about.
        changes |= {"body_text": "", "body_html": ""}
    Message.objects.filter(
        pk=message.pk, claim=message.claim, state__in=(State.SENDING, State.UNSURE)
    ).update(**changes)
    if state not in (State.SENT, State.SKIPPED):
        logger.warning("Message %s is %s: %s %s", message.pk, state, reason, code or "")
    return state


def _as_mail(message: Message) -> EmailMultiAlternatives:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        from_email=formataddr((message.from_name or name, address)),
        to=[message.address],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            **message.headers,
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.body_html:
        mail.attach_alternative(message.body_html, "text/html")
    mail.message()  # raises ValueError now rather than halfway through the hand-over
    return mail


def lease() -> timedelta:
    """Return how long a worker may take over one message before it is taken for dead."""
    return timedelta(seconds=getattr(settings, "MAIL_LEASE", 120))


def settle_stopped(queue: str) -> Counter[str]:
    """Settle messages whose worker stopped inside the window; return how many went where.

    Sign-in codes and cancellations are repeated with the same Message-ID: twice is better than
    never. Everything else becomes unsure, for a person to decide.
    """
    counts: Counter[str] = Counter()
    stopped = {"queue": queue, "state": State.SENDING, "claimed_at__lt": timezone.now() - lease()}
    for number in due_numbers(Message, BATCH, **stopped):
        with scope_of(Message, number), transaction.atomic(durable=True):
            rows = Message.objects.select_for_update(skip_locked=True)
            message = rows.filter(pk=number, **stopped).first()
            if message is None:
                continue
            once_more = message.urgent and message.attempts <= len(WAITS[Queue(message.queue)])
            message.state = State.QUEUED if once_more else State.UNSURE
            message.reason, message.next_attempt_at = Reason.STOPPED, timezone.now()
            message.save(update_fields=["state", "reason", "next_attempt_at"])
            counts["repeated" if once_more else State.UNSURE] += 1
    return counts
