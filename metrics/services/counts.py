"""Writing counts. Every change keeps what stood before."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from centers.models import Classroom, CoreTeam
from collaboratives.models import Membership
from metrics import rules
from metrics.charts import sentence_label
from metrics.checks import refuse_impossible
from metrics.completeness import whom_to_ask
from metrics.enums import Grain, Source, SubmissionStatus
from metrics.models import Group, Metric, MonthlySubmission, Value
from metrics.queries import definition_in
from metrics.series import Count


@dataclass(frozen=True)
class Entry:
    """What somebody says about one measure in one period.

    A count; or none with a ``reason``: it could not be counted; or neither: take back what stood.
    Of the whole team, or of one ``room``, or of one ``group`` of the breakdown.
    """

    metric: Metric
    start: dt.date
    count: Count | None = None
    reason: str = ""
    note: str = ""
    room: Classroom | None = None
    group: Group | None = None


def sent_months(team: CoreTeam) -> set[dt.date]:
    """Return the months that this team has sent."""
    sent = MonthlySubmission.objects.filter(team=team, status=SubmissionStatus.SUBMITTED)
    return set(sent.values_list("month", flat=True))


def days_sent(team: CoreTeam) -> dict[dt.date, dt.date | None]:
    """Return the months that this team has sent, and on which day there; None where unknown."""
    sent = MonthlySubmission.objects.filter(team=team, status=SubmissionStatus.SUBMITTED)
    zone = team.collaborative.zone
    return {
        month: at and at.astimezone(zone).date()
        for month, at in sent.values_list("month", "submitted_at")
    }


def refuse_sent(team: CoreTeam, months: Iterable[dt.date], *, by: Membership, why: str) -> None:
    """Raise ValidationError unless this person may correct these sent months and says why."""
    month = min(months, default=None)
    if month is None:
        return
    if not rules.may_correct(by, team):
        raise ValidationError(ask_somebody_else(team, month))
    if not why:
        raise ValidationError({"why": _("This month was already sent. Please say why it changes.")})


def ask_somebody_else(team: CoreTeam, month: dt.date) -> str:
    """Return who can correct a month that was sent, in a sentence for those who cannot."""
    known = {"month": sentence_label(month, Grain.MONTH), "name": whom_to_ask(team) or ""}
    if known["name"]:
        return (
            _(
                "The numbers of %(month)s were already sent. Please ask %(name)s to correct them. "
                "What you typed is still here."
            )
            % known
        )
    return (
        _(
            "The numbers of %(month)s were already sent. Please ask your team leader to correct "
            "them. What you typed is still here."
        )
        % known
    )


def lock(*teams: CoreTeam) -> None:
    """One writer of a team's numbers at a time, so that revisions follow each other.

    May be called again in the same transaction. Several teams are locked in one order.
    """
    rows = CoreTeam.objects.select_for_update(no_key=True, of=("self",))
    list(rows.filter(pk__in=[team.pk for team in teams]).order_by("pk").values_list("pk"))


def write(
    team: CoreTeam,
    grain: Grain,
    entry: Entry,
    *,
    by: Membership,
    why: str,
    source: Source | None = None,
) -> Value | None:
    """Add a revision unless it would say the same; ValidationError for impossible counts.

    Hold ``lock`` while calling. ``source`` is by default the team, or the implementation team on
    its behalf. Typing what a phone counted makes it typed: taps no longer change it.
    """
    current = Value.objects.filter(
        team=team,
        metric=entry.metric,
        grain=grain,
        period_start=entry.start,
        classroom=entry.room,
        group=entry.group,
        is_current=True,
    ).first()
    value = _next(team, grain, entry, current, by=by, why=why, source=source)
    if value is None:
        return None
    if current:
        Value.objects.filter(pk=current.pk).update(is_current=False)
    value.full_clean(validate_unique=False, validate_constraints=False)
    value.save()
    return value


def write_many(
    team: CoreTeam,
    entries: Sequence[tuple[Grain, Entry, str]],
    *,
    by: Membership,
    source: Source,
) -> list[Value]:
    """Write many entries (grain, entry, why) of one team as ``write`` does, in three queries."""
    standing = {
        _key(
            value.grain, value.metric_id, value.period_start, value.classroom_id, value.group_id
        ): (value)
        for value in Value.objects.filter(
            team=team,
            is_current=True,
            metric__in={entry.metric for _grain, entry, _why in entries},
            period_start__in={entry.start for _grain, entry, _why in entries},
        )
    }
    new, old = [], []
    for grain, entry, why in entries:
        room = entry.room.pk if entry.room else None
        group = entry.group.pk if entry.group else None
        current = standing.get(_key(grain, entry.metric.pk, entry.start, room, group))
        value = _next(team, grain, entry, current, by=by, why=why, source=source)
        if value is not None:
            value.clean()
            new.append(value)
            old += [current.pk] if current else []
    Value.objects.filter(pk__in=old).update(is_current=False)
    return Value.objects.bulk_create(new)


def _key(grain: str, metric: int, start: dt.date, room: int | None, group: int | None) -> object:
    return (str(grain), metric, start, room, group)


def _next(
    team: CoreTeam,
    grain: Grain,
    entry: Entry,
    current: Value | None,
    *,
    by: Membership,
    why: str,
    source: Source | None,
) -> Value | None:
    """Return the revision that says this, or None where what stands says it already."""
    definition = definition_in(entry.metric, grain, entry.start)
    if entry.count is not None:
        refuse_impossible(definition, entry.count.numerator, entry.count.denominator)
    if source is None:
        source = Source.TEAM if team.pk in by.team_ids else Source.ON_BEHALF
    if _says_already(current, entry) and not _confirms_a_phone(current, entry, source):
        return None
    return Value(
        collaborative=team.collaborative,
        organization=team.organization if entry.room else None,
        team=team,
        metric=entry.metric,
        definition=definition,
        grain=grain,
        classroom=entry.room,
        group=entry.group,
        period_start=entry.start,
        numerator=entry.count.numerator if entry.count else None,
        denominator=entry.count.denominator if entry.count else None,
        reason_missing=entry.reason,
        note=entry.note,
        why_corrected=why,
        source=source,
        revision=current.revision + 1 if current else 1,
        entered_by=by,
    )


def _says_already(current: Value | None, entry: Entry) -> bool:
    count = (entry.count.numerator, entry.count.denominator) if entry.count else (None, None)
    stood = (
        (current.numerator, current.denominator, current.reason_missing, current.note)
        if current
        else (None, None, "", "")
    )
    return stood == (*count, entry.reason, entry.note)


def _confirms_a_phone(current: Value | None, entry: Entry, source: Source) -> bool:
    if current is None or current.source != Source.TAPS or entry.count is None:
        return False
    return source in (Source.TEAM, Source.ON_BEHALF)
