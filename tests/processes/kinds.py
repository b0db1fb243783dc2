"""A kind of reminder for the worker processes of these tests."""

from django.utils import timezone

from bsc.notifications.registry import Mail, reminder_kind


@reminder_kind("processes.reminder", reason_to_skip=lambda reminder: None)
def build(reminder):
    return Mail("notice", {"thing": reminder.subject, "at": timezone.now()})
