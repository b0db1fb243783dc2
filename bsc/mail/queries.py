"""Reading the outbox of the collaborative in scope; sign-in mail is never in it."""

from collections import Counter

from django.db.models import Count, Q, QuerySet

from bsc.mail.enums import Queue, State
from bsc.mail.models import Message


def outbox(*, state: str = "", search: str = "") -> QuerySet[Message]:
    """Return messages, newest first, with their receivers and without their bodies.

    ``state`` keeps one state, ``search`` a part of receiver's name, address or subject.
    """
    messages = Message.objects.exclude(queue=Queue.CODES).select_related("recipient")
    if state:
        messages = messages.filter(state=state)
    if search:
        messages = messages.filter(
            Q(recipient__name__icontains=search)
            | Q(address__icontains=search)
            | Q(subject__icontains=search)
        )
    return messages.defer("body_text", "body_html").order_by("-created_at", "-pk")


def count_by_state() -> Counter[str]:
    """Return how many messages of the collaborative stand in each state."""
    rows = Message.objects.exclude(queue=Queue.CODES).values("state").annotate(n=Count("pk"))
    return Counter({State(row["state"]).value: row["n"] for row in rows.order_by()})
