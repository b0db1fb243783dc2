"""What follows when a collaborative chooses other days for its numbers."""

from django.db import transaction

from collaboratives.models import Collaborative
from metrics.enums import SubmissionStatus
from metrics.models import MonthlySubmission
from metrics.queries import Clock
from metrics.reminders import plan_reminders_of_the_month


@transaction.atomic
def follow_days(collaborative: Collaborative) -> None:
    """Give the month being sent its new dates where it is not sent, and re-time its reminders.

    What was sent keeps the dates that held then, and so do earlier months. Idempotent.
    """
    clock = Clock.of(collaborative)
    month = clock.ended
    MonthlySubmission.objects.filter(month=month, status=SubmissionStatus.DRAFT).update(
        due_on=clock.due_on(month), closes_on=clock.closes_on(month)
    )
    plan_reminders_of_the_month(collaborative)
