"""About a month that is not in: the team's answer, and a person's letter to the team."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from bsc.mail.services import queue_message, withdraw
from centers.models import CoreTeam
from collaboratives.models import Membership
from metrics import periods
from metrics.enums import SubmissionStatus
from metrics.letters import Letter, month_link, way_link
from metrics.models import MonthlySubmission, Nudge
from metrics.queries import Clock
from metrics.services.counts import lock
from metrics.services.submissions import submission_of


@transaction.atomic
def say_what_got_in_the_way(
    *, team: CoreTeam, month: dt.date, by: Membership, text: str
) -> MonthlySubmission:
    """Keep a team's answer about a month that did not come; an empty text takes it back.

    It may be changed at any time, also after the closing day. Idempotent.
    """
    lock(team)
    submission = submission_of(team, month)
    if submission.got_in_the_way != text:
        submission.got_in_the_way = text
        submission.answered_at, submission.answered_by = timezone.now(), by
        submission.full_clean(validate_unique=False, validate_constraints=False)
        submission.save()
        record(
            action="month.answered",
            by=by.user,
            target=submission,
            collaborative=team.collaborative,
            summary=f"{team.name}, {periods.month_text(month)}",
        )
    return submission


@transaction.atomic
def send_nudge(
    *,
    team: CoreTeam,
    month: dt.date,
    to: Membership,
    by: Membership,
    letter: Letter,
    token: uuid.UUID,
) -> Nudge:
    """Send a person's letter about a month through the outbox; answers go to its sender.

    Idempotent by sender and ``token``. ValidationError when the month has come in meanwhile, is
    not over yet, or the person has no e-mail address.
    """
    lock(team)
    standing = Nudge.objects.filter(by=by, token=token).first()
    if standing:
        return standing
    if month > Clock.of(team.collaborative).ended:
        raise ValidationError(_("This month is not over yet."))
    if is_sent(team, month):
        raise ValidationError(_("This month has come in meanwhile. Nothing was sent."))
    if not to.user.email:
        raise ValidationError(_("This person has no e-mail address."))
    nudge = Nudge.objects.create(
        collaborative=team.collaborative, team=team, month=month, to=to, by=by, token=token
    )
    queue_message(
        name="nudge",
        to=to.user,
        collaborative=team.collaborative,
        context={
            "letter": letter,
            "month_link": month_link(team, month),
            "way_link": way_link(team, month),
        },
        dedupe_key=f"{_about(team, month)}{nudge.pk}",
        sender_name=by.user.name,
        reply_to=by.user.email or "",
    )
    record(
        action="month.nudged",
        by=by.user,
        target=nudge,
        collaborative=team.collaborative,
        summary=f"{team.name}, {periods.month_text(month)}",
    )
    return nudge


def is_sent(team: CoreTeam, month: dt.date) -> bool:
    """Whether the month has come in."""
    return MonthlySubmission.objects.filter(
        team=team, month=month, status=SubmissionStatus.SUBMITTED
    ).exists()


def stop_nudges(team: CoreTeam, month: dt.date) -> int:
    """Take back letters that still wait in the outbox, now that the month is in."""
    return withdraw(collaborative=team.collaborative, dedupe_prefix=_about(team, month))


def _about(team: CoreTeam, month: dt.date) -> str:
    return f"nudge:{team.pk}:{periods.month_text(month)}:"
