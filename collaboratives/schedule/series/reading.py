"""Reading series: which ones somebody sees, their words in time, their dates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from bsc.audit.models import Entry
from collaboratives.models import Membership
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.patterns import Pattern, instants, parse
from collaboratives.schedule.queries import concerning, events_visible_to
from collaboratives.translations import Text, in_language


@dataclass(frozen=True)
class Words:
    """The words of a series from a day on. ``times`` are the beginnings that they name."""

    pattern: Pattern
    first: date
    last: date
    times: frozenset[datetime]


def series_visible_to(member: Membership) -> QuerySet[Series]:
    """Return the series of which somebody sees a date, with what their list shows.

    ``next_at`` is when the next planned date begins, ``coming`` how many lie ahead. Rows that only
    hold other words of a series are left out.
    """
    ahead = Q(events__status=EventStatus.PLANNED, events__ends_at__gt=timezone.now())
    if not member.is_implementation:
        ahead &= Q(events__in=concerning(member).values("pk"))
    seen = Q() if member.is_implementation else Q(pk__in=concerning(member).values("series"))
    return (
        Series.objects.filter(seen, continues=None)
        .annotate(
            next_at=Min("events__starts_at", filter=ahead),
            coming=Count("events", filter=ahead),
        )
        .order_by("title", "pk")
    )


def dates_of(series: Series, member: Membership) -> list[Event]:
    """Return all dates of a series that somebody sees, in order of time, as lists show them."""
    seen = events_visible_to(member).filter(series=series).select_related("collaborative")
    return list(seen.order_by("starts_at", "pk"))


def last_dates(found: Sequence[Series], member: Membership) -> dict[int | None, Event]:
    """Return the last date of each series that somebody sees, group and team loaded."""
    seen = Event.objects.all() if member.is_implementation else concerning(member)
    rows = seen.filter(series__in=found).select_related("group", "team")
    return {one.series_id: one for one in rows.order_by("series", "-starts_at").distinct("series")}


def title_of(series: Series, like: Event | None) -> Text:
    """Return what a series is called, in the reader's language where its last date knows it."""
    if like is not None and like.title == series.title:
        return in_language(like, "title")
    return Text(series.title, settings.LANGUAGE_CODE)


def following(dates: Iterable[Event], first: Event | None = None) -> list[Event]:
    """Return the dates from ``first`` on that still lie ahead and are not cancelled."""
    now = timezone.now()
    return [
        event
        for event in dates
        if event.starts_at > now
        and not event.is_cancelled
        and (first is None or event.starts_at >= first.starts_at)
    ]


def words_in_force(series: Series, dates: Sequence[Event], zone: ZoneInfo) -> list[Words]:
    """Return the words of a series in order of time.

    Other words count as soon as more of the planned dates from their day on fit them than fit
    the words before: a move that nobody has confirmed, or that was taken back, leaves no trace.
    """
    others = Series.objects.filter(continues=series).order_by("starts_on", "pk")
    return _in_force(series, list(others), dates, zone)


def latest_patterns(found: Sequence[Series], zone: ZoneInfo) -> dict[int, Pattern]:
    """Return what the latest words in force mean, by series; in two queries for all of them."""
    others: dict[int | None, list[Series]] = defaultdict(list)
    for row in Series.objects.filter(continues__in=found).order_by("starts_on", "pk"):
        others[row.continues_id].append(row)
    dates: dict[int | None, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(series__in=list(others)):
        dates[event.series_id].append(event)
    return {
        one.pk: _in_force(one, others[one.pk], dates[one.pk], zone)[-1].pattern for one in found
    }


def _in_force(
    series: Series, others: Sequence[Series], dates: Sequence[Event], zone: ZoneInfo
) -> list[Words]:
    found: list[Words] = []
    for row in [series, *others]:
        words = _words(row, max(row.ends_on, series.ends_on), zone)
        if not found or _fitting(dates, words, words.first, zone) > _fitting(
            dates, found[-1], words.first, zone
        ):
            found = [*(one for one in found if one.first < words.first), words]
    return found


def _words(row: Series, last: date, zone: ZoneInfo) -> Words:
    pattern = parse(row.pattern)
    times = frozenset(starts for starts, _ in instants(pattern, zone, row.starts_on, last))
    return Words(pattern, row.starts_on, last, times)


def _fitting(dates: Iterable[Event], words: Words, first: date, zone: ZoneInfo) -> int:
    return sum(
        event.starts_at in words.times
        for event in dates
        if not event.is_cancelled and event.first_day_in(zone) >= first
    )


def fits(event: Event, words: Sequence[Words], zone: ZoneInfo) -> bool:
    """Whether an event lies where the words of its time say."""
    day = event.first_day_in(zone)
    standing = [one for one in words if one.first <= day]
    return event.starts_at in (standing or list(words))[-1].times


def basis_of(series: Series, dates: Iterable[Event]) -> str:
    """Return a short text that is another one as soon as somebody changed one of the dates."""
    counts = [event.edit_count + 1 for event in dates]
    return f"{series.revision}.{len(counts)}.{sum(counts)}"


def last_edit(series: Series, dates: Iterable[Event]) -> Entry | None:
    """Return what was done last to a series or one of its dates, with who did it."""
    targets = [f"{Event._meta.label_lower}:{event.pk}" for event in dates]
    targets.append(f"{Series._meta.label_lower}:{series.pk}")
    entries = Entry.objects.filter(collaborative=series.collaborative, target__in=targets)
    changes = entries.exclude(action="event.answered").select_related("by")
    return changes.order_by("-pk").first()
