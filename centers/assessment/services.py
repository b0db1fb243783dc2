"""Writing self-assessments."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.assessment.merging import Base, Merged, Value, base_of, merge
from centers.assessment.models import Assessment, DriverComment, Rating, Round
from centers.assessment.queries import comment_of, ratings_of
from centers.models import CoreTeam
from collaboratives.framework.models import FrameworkRelease, PrimaryDriver, SecondaryDriver
from collaboratives.framework.queries import current_release
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import Event


class AlreadySettledError(Exception):
    """The team has agreed already; its message can be shown to a person."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved the round first; ``standing`` is the round as it is now."""

    def __init__(self, standing: Round) -> None:
        super().__init__(str(standing))
        self.standing = standing


@dataclass(frozen=True)
class Sent:
    """What a form says about one statement, and what it was made from.

    ``insist``: the writer has seen the other's change and wants their own.
    """

    value: Value
    base: Base
    insist: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of one statement: the value that stands now, its base, and who wrote it."""

    merged: Merged
    base: Base
    by: Membership | None


@dataclass(frozen=True)
class Saved:
    """What came of a page: its statements by secondary driver, and the comment on the whole."""

    ratings: Mapping[int, Outcome]
    overall: Outcome | None


@transaction.atomic
def start_assessment(*, team: CoreTeam, round_: Round, by: Membership) -> Assessment:
    """Open a team's assessment in a round. Idempotent: two people who start share one."""
    assessment, made = Assessment.objects.get_or_create(
        team=team,
        round=round_,
        defaults={"collaborative": team.collaborative, "started_by": by},
    )
    if made:
        _audit("assessment.started", assessment, by)
    return assessment


@transaction.atomic
def save_page(
    *,
    assessment: Assessment,
    by: Membership,
    sent: Mapping[SecondaryDriver, Sent],
    primary: PrimaryDriver,
    overall: Sent | None = None,
) -> Saved:
    """Write what changed on a page, statement by statement; return what stands now.

    ``overall`` is what the team says about the primary driver as a whole. Where somebody else
    changed the same thing since the form was made, nothing is written and the outcome says
    ``clash``. Raises AlreadySettledError once the team has agreed.
    """
    if Assessment.objects.select_for_update().get(pk=assessment.pk).is_settled:
        raise AlreadySettledError(
            _("Your team has agreed on its numbers. A leader can open them again.")
        )
    standing = ratings_of(assessment, sent)
    release = current_release()
    return Saved(
        ratings={
            driver.pk: _save_rating(assessment, by, driver, standing.get(driver.pk), one, release)
            for driver, one in sent.items()
        },
        overall=_save_comment(assessment, by, primary, overall) if overall else None,
    )


def _save_rating(
    assessment: Assessment,
    by: Membership,
    driver: SecondaryDriver,
    rating: Rating | None,
    sent: Sent,
    release: FrameworkRelease | None,
) -> Outcome:
    theirs = Value(rating.score, rating.comment) if rating else Value()
    merged = _joined(sent, theirs, mine_before=rating is not None and rating.rated_by_id == by.pk)
    if merged.value != theirs:
        rating = rating or Rating(
            collaborative=assessment.collaborative, assessment=assessment, driver=driver
        )
        if merged.value.score != theirs.score:
            rating.release = release
        rating.score, rating.comment = merged.value.score, merged.value.comment
        rating.rated_by = by
        rating.revision += 1
        rating.full_clean()
        rating.save()
    revision = rating.revision if rating else 0
    return Outcome(merged, base_of(revision, merged.value), rating.rated_by if rating else None)


def _save_comment(
    assessment: Assessment, by: Membership, primary: PrimaryDriver, sent: Sent
) -> Outcome:
    comment = comment_of(assessment, primary.pk)
    theirs = Value(comment=comment.text) if comment else Value()
    merged = _joined(
        sent, theirs, mine_before=comment is not None and comment.written_by_id == by.pk
    )
    if merged.value != theirs:
        comment = comment or DriverComment(
            collaborative=assessment.collaborative, assessment=assessment, primary=primary
        )
        comment.text = merged.value.comment
        comment.written_by = by
        comment.revision += 1
        comment.full_clean()
        comment.save()
    revision = comment.revision if comment else 0
    return Outcome(merged, base_of(revision, merged.value), comment.written_by if comment else None)


def _joined(sent: Sent, theirs: Value, *, mine_before: bool) -> Merged:
    merged = merge(sent.base, sent.value, theirs)
    # One's own earlier words are no other's: an answer of the server may have got lost.
    if merged.clash and (sent.insist or mine_before):
        return Merged(sent.value)
    return merged


@transaction.atomic
def settle(*, assessment: Assessment, by: Membership) -> Assessment:
    """Note that the team agrees on its numbers, missing ones too. Idempotent."""
    standing = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if standing.is_settled:
        return standing
    standing.settled_at, standing.settled_by = timezone.now(), by
    standing.save(update_fields=["settled_at", "settled_by"])
    _audit("assessment.settled", standing, by)
    return standing


@transaction.atomic
def reopen(*, assessment: Assessment, by: Membership) -> Assessment:
    """Let the team write again; nothing is lost. Idempotent."""
    standing = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not standing.is_settled:
        return standing
    standing.settled_at = standing.settled_by = None
    standing.save(update_fields=["settled_at", "settled_by"])
    _audit("assessment.reopened", standing, by)
    return standing


@transaction.atomic
def save_round(
    *,
    collaborative: Collaborative,
    by: Membership | None,
    name: str,
    due_on: dt.date,
    event: Event | None = None,
    translations: Mapping[str, Mapping[str, str]] | None = None,
    round_: Round | None = None,
    seen: int = 0,
    token: uuid.UUID | None = None,
) -> Round:
    """Plan a round, or change ``round_``; with an event it keeps its distance to it.

    A new one is idempotent by ``token``. Raises ChangedMeanwhileError when ``seen`` is an old
    revision.
    """
    if round_ is None:
        made = Round.objects.filter(token=token).first() if token else None
        if made is not None:
            return made
        standing = Round(
            collaborative=collaborative, position=Round.objects.count() + 1, token=token
        )
    else:
        standing = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        if standing.revision != seen:
            raise ChangedMeanwhileError(standing)
        standing.revision += 1
    standing.name, standing.due_on, standing.event = name, due_on, event
    standing.translations = {code: dict(words) for code, words in (translations or {}).items()}
    standing.days_after_event = (due_on - _day_of(event)).days if event else None
    standing.full_clean()
    standing.save()
    record(
        action="round.planned" if round_ is None else "round.changed",
        by=by.user if by else None,
        target=standing,
        collaborative=collaborative,
        summary=f"{standing.name}, {due_on.isoformat()}",
    )
    return standing


def describe_move(events: Sequence[Event]) -> list[str]:
    """Say which rounds move with events."""
    return [
        _("The self-assessment “%(name)s” is due on another day.") % {"name": round_.name}
        for round_ in Round.objects.filter(event__in=[event.pk for event in events])
    ]


def follow_events(events: Sequence[Event], by: Membership | None) -> None:
    """Let rounds keep their distance to events that moved."""
    days = {event.pk: _day_of(event) for event in _standing(events)}
    for round_ in Round.objects.filter(event__in=days, days_after_event__isnull=False):
        due_on = days[round_.event_id or 0] + dt.timedelta(days=round_.days_after_event or 0)
        if due_on != round_.due_on:
            round_.due_on = due_on
            round_.revision += 1
            round_.save(update_fields=["due_on", "revision"])


def _standing(events: Iterable[Event]) -> list[Event]:
    return [event for event in events if not event.is_cancelled]


def _day_of(event: Event) -> dt.date:
    return timezone.localdate(event.starts_at, event.collaborative.zone)


def _audit(action: str, assessment: Assessment, by: Membership) -> None:
    record(
        action=action,
        by=by.user,
        target=assessment,
        collaborative=assessment.collaborative,
        summary=f"{assessment.team.name}, {assessment.round.name}",
    )
