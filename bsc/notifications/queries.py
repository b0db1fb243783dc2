"""Reading reminders of the collaborative in scope."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from bsc.notifications.models import Reminder


def settled_in_last_days(days: int) -> Counter[str]:
    """Return how many reminders went out, were not needed, or failed in the last days."""
    since = timezone.now() - timedelta(days=days)
    rows = Reminder.objects.filter(settled_at__gte=since).values("state").annotate(n=Count("pk"))
    return Counter({row["state"]: row["n"] for row in rows.order_by()})
