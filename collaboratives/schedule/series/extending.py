"""More dates for a series: those that its words name and that it does not have yet."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from bsc.audit.services import record
from collaboratives.models import Membership
from collaboratives.schedule import dependents
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.patterns import Pattern, dates, instants, parse
from collaboratives.schedule.reminders import plan_missing
from collaboratives.schedule.series.writing import write_down
from collaboratives.schedule.services import write_event

COPIED = ("kind", "place", "online_url", "dial_in", "audience", "audience_roles", "group", "team")


class Offer(NamedTuple):
    """A day that the words name. ``is_gap``: it lies before the last date, so it was left out."""

    day: date
    is_gap: bool


def offers(
    series: Series, events: Iterable[Event], pattern: Pattern, first: date, last: date
) -> list[Offer]:
    """Return the days after today, from ``first`` to ``last``, that the words name and that have
    no date of the series yet.
    """
    zone, today = series.collaborative.zone, series.collaborative.today()
    taken = {event.first_day_in(zone) for event in events}
    latest = max(taken, default=today)
    return [
        Offer(day, is_gap=day < latest)
        for day in dates(pattern, first, last)
        if day > today and day not in taken
    ]


@transaction.atomic
def extend_series(
    *, series: Series, pattern: Pattern, days: Iterable[date], by: Membership
) -> list[Event]:
    """Make a date on each of these days, at the time of the pattern; returns the new ones.

    Other words than those that stand are kept beside the series from the first new day on.
    They are like the last date of the series, without its questions. A day that has a date of the
    series already gets no second one, so a form that is sent twice makes each once.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    zone = series.collaborative.zone
    like = series.events.prefetch_related("leaders__membership").order_by("starts_at", "pk").last()
    if like is None:
        return []
    taken = {event.first_day_in(zone) for event in series.events.all()}
    leaders = [leader.membership for leader in like.leaders.all()]
    fields = {name: getattr(like, name) for name in COPIED}
    spanish = like.translations if like.title == series.title else {}
    made = []
    for day in sorted(set(days) - taken):
        starts, ends = next(instants(pattern, zone, day, day))
        made.append(
            write_event(
                series.collaborative,
                leaders,
                series=series,
                title=series.title,
                translations=_titles(spanish),
                starts_at=starts,
                ends_at=ends,
                **fields,
            )
        )
    if made:
        _keep(series, made, by)
        if pattern != parse(series.pattern):
            days_made = [event.first_day_in(zone) for event in made]
            write_down(series, pattern, min(days_made), max(days_made))
    return made


def _titles(translations: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {
        code: {name: words[name] for name in ("title", "state") if name in words}
        for code, words in translations.items()
        if "title" in words
    }


def _keep(series: Series, made: Sequence[Event], by: Membership) -> None:
    zone = series.collaborative.zone
    series.ends_on = max(series.ends_on, *(event.first_day_in(zone) for event in made))
    series.revision += 1
    series.save(update_fields=["ends_on", "revision"])
    count = len(made)
    said = ngettext("%(count)s more date", "%(count)s more dates", count) % {"count": count}
    days = f"{timezone.localdate(made[0].starts_at, zone)} – {series.ends_on}"
    record(
        action="series.extended",
        by=by.user,
        target=series,
        collaborative=series.collaborative,
        summary=f"{series.title}: {said}, {days}",
    )
    dependents.follow(made, by)
    plan_missing([event.pk for event in made])
