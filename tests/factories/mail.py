from datetime import timedelta

import factory
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.mail import delivery
from bsc.mail.models import Message
from bsc.notifications import sending
from tests.factories.base import UnscopedFactory
from tests.factories.people import CollaborativeFactory, UserFactory


class MessageFactory(UnscopedFactory):
    """A queued message; pass ``collaborative=None`` for mail outside any collaborative."""

    class Meta:
        model = "mail.Message"

    collaborative = factory.SubFactory(CollaborativeFactory)
    recipient = factory.SubFactory(UserFactory)
    address = factory.LazyAttribute(lambda message: message.recipient.email)
    kind = "test"
    subject = factory.Sequence(lambda n: f"Subject {n}")
    body_text = "Words.\n"
    dedupe_key = factory.Sequence(lambda n: f"test:{n}")


class ReminderFactory(UnscopedFactory):
    """A reminder due a minute ago; its recipient needs a role for it to go out."""

    class Meta:
        model = "notifications.Reminder"

    collaborative = factory.SubFactory(CollaborativeFactory)
    recipient = factory.SubFactory(UserFactory)
    kind = "test.kind"
    subject = factory.Sequence(lambda n: f"thing:{n}:r1")
    due_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1))


def deliver_everything():
    """Hand every queued message over, as the sweeps do; return the counts of both queues."""
    return delivery.sweep("codes") + delivery.sweep("default")


def send_due_reminders():
    """Send what is due, as the periodic job does; return the counts."""
    return sending.send_due()


def message_now(message):
    """Return the message as it stands in the database, whatever its tenant."""
    with scopes_disabled():
        return Message.objects.get(pk=message.pk)
