"""Planning reminders, and what a person chose about mail. All of it may be called again."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from bsc.notifications.enums import MailChoice
from bsc.notifications.models import Reminder

if TYPE_CHECKING:
    from bsc.accounts.models import User
    from collaboratives.models import Collaborative

logger = logging.getLogger(__name__)

State = Reminder.State


class Plan(NamedTuple):
    """One reminder that shall go to one person at an instant (aware)."""

    kind: str
    subject: str
    recipient: "User"
    due_at: dt.datetime

    @property
    def key(self) -> tuple[str, str, int]:
        """Return what makes a reminder the same one within its collaborative."""
        return self.kind, self.subject, self.recipient.pk


class Planned(NamedTuple):
    """How many reminders were made, re-timed, left as they were, and cancelled."""

    new: int
    moved: int
    kept: int
    cancelled: int


@transaction.atomic
def plan(*, collaborative: "Collaborative | None", plans: Iterable[Plan]) -> Planned:
    """Plan reminders. Idempotent: one that stands is re-timed, one already settled stays so.

    A cancelled one that is planned again comes back. The collaborative must be in scope.
    """
    wanted = {one.key: one for one in plans}
    if not wanted:
        logger.warning("Planning reminders matched nobody (collaborative %s).", _pk(collaborative))
        return Planned(0, 0, 0, 0)
    rows = Reminder.objects.filter(collaborative=collaborative)
    standing = _standing(rows.filter(subject__in={key[1] for key in wanted}))
    return _plan(collaborative, wanted, standing)


@transaction.atomic
def replan(
    *, collaborative: "Collaborative | None", subject_prefix: str, plans: Iterable[Plan]
) -> Planned:
    """Make ``plans`` the whole truth for subjects that begin so; the rest is cancelled.

    What was sent or skipped stays. Raises ValueError for a prefix that does not end with a colon
    ("event:1" would also mean event 12) and for a plan outside it.
    """
    return replan_many(collaborative=collaborative, subject_prefixes=[subject_prefix], plans=plans)


@transaction.atomic
def replan_many(
    *, collaborative: "Collaborative | None", subject_prefixes: Sequence[str], plans: Iterable[Plan]
) -> Planned:
    """Do what ``replan`` does for several prefixes at once, in a constant number of queries."""
    for prefix in subject_prefixes:
        _check(prefix)
    wanted = {one.key: one for one in plans}
    if any(not one.subject.startswith(tuple(subject_prefixes)) for one in wanted.values()):
        raise ValueError(f"A plan is outside {subject_prefixes!r}.")
    rows = Reminder.objects.filter(collaborative=collaborative)
    begins = Q(pk__in=[])
    for prefix in subject_prefixes:
        begins |= Q(subject__startswith=prefix)
    standing = _standing(rows.filter(begins))
    unwanted = [row.pk for key, row in standing.items() if key not in wanted]
    done = _plan(collaborative, wanted, standing)
    return done._replace(cancelled=_cancel(rows.filter(pk__in=unwanted)))


@transaction.atomic
def cancel(*, collaborative: "Collaborative | None", subject_prefix: str) -> int:
    """Cancel what is still planned for subjects that begin so; return how many."""
    _check(subject_prefix)
    rows = Reminder.objects.filter(collaborative=collaborative)
    return _cancel(rows.filter(subject__startswith=subject_prefix))


def choose_mail(*, user: "User", choice: str) -> None:
    """Store how much mail a person wants; it holds from the next mail on. Idempotent."""
    user.mail_choice = MailChoice(choice)
    user.save(update_fields=["mail_choice"])


def _plan(
    collaborative: "Collaborative | None",
    wanted: dict[tuple[str, str, int], Plan],
    standing: dict[tuple[str, str, int], Reminder],
) -> Planned:
    missing = [one for key, one in wanted.items() if key not in standing]
    # Another worker may plan the same at this moment: the first row wins.
    Reminder.objects.bulk_create(
        [Reminder(collaborative=collaborative, **one._asdict()) for one in missing],
        ignore_conflicts=True,
    )
    moved = 0
    for key, row in standing.items():
        one = wanted.get(key)
        if one and _differs(row, one):
            # The state is compared once more, for the reminder may be going out right now.
            moved += Reminder.objects.filter(pk=row.pk, state=row.state).update(
                state=State.PLANNED, due_at=one.due_at, reason="", settled_at=None, attempts=0
            )
    return Planned(len(missing), moved, len(wanted) - len(missing) - moved, 0)


def _differs(row: Reminder, one: Plan) -> bool:
    if row.state == State.PLANNED:
        return row.due_at != one.due_at
    return row.state == State.CANCELLED


def _standing(rows: models.QuerySet[Reminder]) -> dict[tuple[str, str, int], Reminder]:
    return {(row.kind, row.subject, row.recipient_id): row for row in rows}


def _cancel(rows: models.QuerySet[Reminder]) -> int:
    return rows.filter(state=State.PLANNED).update(state=State.CANCELLED, settled_at=timezone.now())


def _check(subject_prefix: str) -> None:
    if not subject_prefix.endswith(":"):
        raise ValueError("A subject prefix ends with a colon.")


def _pk(collaborative: "Collaborative | None") -> int | None:
    return collaborative.pk if collaborative else None
