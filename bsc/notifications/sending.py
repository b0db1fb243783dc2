"""Sending what is due: each reminder is decided once more, and queued as mail at most once."""

import logging
import traceback
from collections import Counter
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bsc.mail.claims import due_numbers, scope_of
from bsc.mail.services import queue_message
from bsc.notifications.enums import MailChoice, WantedAs
from bsc.notifications.links import mail_choice_url
from bsc.notifications.models import Reminder
from bsc.notifications.quiet import hold_until
from bsc.notifications.registry import ReminderKind, kind_of

logger = logging.getLogger(__name__)

State = Reminder.State
BATCH = 500
MOST_ATTEMPTS = 3
WAIT_AFTER_ERROR = timedelta(minutes=10)


def send_due() -> Counter[str]:
    """Decide and send every reminder of any collaborative that is due.

    Returns how many were sent, skipped, moved (to the end of quiet hours) or failed, and says so
    in the log when there was nobody at all. Several workers may run it at once.
    """
    counts: Counter[str] = Counter()
    for number in due_numbers(Reminder, BATCH, state=State.PLANNED, due_at__lte=timezone.now()):
        with scope_of(Reminder, number) as found:
            outcome = _send_or_note_error(number) if found else None
        if outcome:
            counts[outcome] += 1
    if counts:
        logger.info("Reminders: %s", dict(counts))
    else:
        logger.info("Reminders: nobody was due.")
    return counts


def _send_or_note_error(number: int) -> str | None:
    try:
        return _send(number)
    except Exception as error:  # noqa: BLE001 -- one broken kind must not stop the others
        # The message of an error can hold an address, so only its place is logged.
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.error(  # noqa: TRY400 -- as above
            "Reminder %s: %s at %s:%s", number, type(error).__name__, place.filename, place.lineno
        )
    planned = Reminder.objects.filter(pk=number, state=State.PLANNED)
    planned.update(attempts=F("attempts") + 1, due_at=timezone.now() + WAIT_AFTER_ERROR)
    planned.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, reason="an error while building it", settled_at=timezone.now()
    )
    return State.FAILED


def _send(number: int) -> str | None:
    """Settle one reminder in one transaction, so that a killed worker leaves it untouched."""
    with transaction.atomic():
        reminder = (
            Reminder.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient", "collaborative")
            .filter(pk=number, state=State.PLANNED, due_at__lte=timezone.now())
            .first()
        )
        if reminder is None:
            return None
        kind = kind_of(reminder)
        if kind is None:
            return _settle(reminder, State.FAILED, "no app knows this kind")
        reason = _reason_to_skip(reminder, kind)
        if reason:
            return _settle(reminder, State.SKIPPED, reason)
        now = timezone.now()
        waking = hold_until(reminder.recipient, reminder.collaborative, now)
        if waking > now and not kind.breaks_quiet_hours:
            reminder.due_at = waking
            reminder.save(update_fields=["due_at"])
            return "moved"
        return _queue(reminder, kind)


def _reason_to_skip(reminder: Reminder, kind: ReminderKind) -> str | None:
    person = reminder.recipient
    if not person.is_active:
        return "the account is closed"
    if reminder.collaborative and not _still_belongs(reminder):
        return "left the collaborative"
    if not _is_wanted(kind.wanted_as, person.mail_choice):
        return "chose fewer e-mails"
    if timezone.now() - reminder.due_at > kind.late_after:
        return "too late"
    return kind.reason_to_skip(reminder)


def _is_wanted(wanted_as: WantedAs, choice: str) -> bool:
    if wanted_as == WantedAs.ALWAYS or choice == MailChoice.DIGEST:
        return True
    return choice == MailChoice.REMINDERS and wanted_as == WantedAs.REMINDERS


def _still_belongs(reminder: Reminder) -> bool:
    memberships = apps.get_model("collaboratives", "Membership")
    membership: Any = memberships.objects.filter(user=reminder.recipient).first()
    return membership is not None and bool(membership.hats)


def _queue(reminder: Reminder, kind: ReminderKind) -> str:
    mail = kind.build(reminder)
    optional = kind.wanted_as != WantedAs.ALWAYS
    reminder.message = queue_message(
        name=mail.name,
        to=reminder.recipient,
        collaborative=reminder.collaborative,
        context=mail.context,
        dedupe_key=f"reminder:{reminder.pk}",
        sender_name=mail.sender_name,
        reply_to=mail.reply_to,
        unsubscribe_url=mail_choice_url(reminder.recipient) if optional else None,
    )
    return _settle(reminder, State.SENT)


def _settle(reminder: Reminder, state: Reminder.State, reason: str = "") -> str:
    reminder.state, reminder.reason, reminder.settled_at = state, reason[:100], timezone.now()
    reminder.save(update_fields=["state", "reason", "settled_at", "message"])
    return state
