"""Changing what several dates of a series say, at once, and taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from bsc.audit.models import Entry
from bsc.audit.services import record
from collaboratives.models import Membership
from collaboratives.queries import teams
from collaboratives.schedule.models import AffinityGroup, Event, EventLeader, Series
from collaboratives.schedule.reminders import replan_events
from collaboratives.schedule.services import said, summary_of
from collaboratives.translations import MACHINE_DRAFT

PLAIN = ("title", "place", "online_url", "dial_in", "questions", "audience", "audience_roles")
KEYS = ("group", "team")


class Change(NamedTuple):
    """What somebody wants of each date: fields by name, Spanish words by field, who leads it.

    ``fields`` are those of the model; "" takes a Spanish word away; ``leaders`` None leaves them.
    ``spanish_read`` are the Spanish words that they have read and sign for, None for none.
    """

    fields: Mapping[str, Any]
    spanish: Mapping[str, str]
    leaders: Sequence[Membership] | None = None
    spanish_read: Mapping[str, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.fields or self.spanish or self.leaders is not None)


@transaction.atomic
def change_following(
    *, series: Series, events: Sequence[Event], change: Change, by: Membership, summary: str
) -> list[Event]:
    """Change these dates of a series and nothing else; returns those that were different.

    Days and answers stay. ``summary`` says for the record what from and to what. What stood
    before is kept with the series, until the next such change.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    rows = _locked(series, [event.pk for event in events])
    before = {row.pk: _state(row) for row in rows}
    wanted = {
        row.pk: {**change.fields, "translations": _translated(row, change, by)} for row in rows
    }
    leaders = None if change.leaders is None else [member.pk for member in change.leaders]
    changed = _write(rows, wanted, dict.fromkeys(wanted, leaders), by)
    if changed:
        after = {row.pk: _state(row) for row in _locked(series, [row.pk for row in changed])}
        series.last_change = {
            "by": by.user.name,
            "at": timezone.now().isoformat(),
            "summary": summary[:300],
            "events": {str(pk): {"before": before[pk], "after": after[pk]} for pk in after},
        }
        _close(series, "changed", f"{_dates(len(changed))}: {summary}", by)
    return changed


@transaction.atomic
def undo_following(*, series: Series, by: Membership) -> tuple[int, int]:
    """Take the last such change back; returns how many dates went back and how many stay.

    A date stays that somebody changed since, and one that is over.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    if not series.last_change:
        return 0, 0
    kept = {int(key): states for key, states in series.last_change["events"].items()}
    rows = [
        row
        for row in _locked(series, kept)
        if not row.is_over and _state(row) == kept[row.pk]["after"]
    ]
    known: dict[str, Mapping[int, Any]] = {
        "group": AffinityGroup.objects.in_bulk(),
        "team": teams().in_bulk(),
    }
    wanted = {row.pk: _fields(kept[row.pk]["before"], known) for row in rows}
    leaders = {row.pk: kept[row.pk]["before"]["leaders"] for row in rows}
    back = len(_write(rows, wanted, leaders, by))
    summary = f"{_dates(back)}: {series.last_change['summary']}"
    series.last_change = {}
    _close(series, "change_undone", summary, by)
    return back, len(kept) - back


def _locked(series: Series, keys: Iterable[int]) -> list[Event]:
    rows = Event.objects.select_for_update(of=("self",)).filter(series=series, pk__in=list(keys))
    related = rows.select_related("collaborative", "group", "team")
    return list(related.prefetch_related("leaders").order_by("pk"))


def _write(
    rows: Sequence[Event],
    wanted: Mapping[int, Mapping[str, Any]],
    leaders: Mapping[int, Sequence[int] | None],
    by: Membership,
) -> list[Event]:
    """Give each row its fields and leaders (keys; None leaves them); returns the changed ones."""
    changed, entries, led_anew = [], [], {}
    for row in rows:
        before = {
            name: said(row, name)
            for name, value in wanted[row.pk].items()
            if getattr(row, name) != value
        }
        for name in before:
            setattr(row, name, wanted[row.pk][name])
        led = leaders[row.pk]
        is_led_anew = led is not None and sorted(led) != _led(row)
        if not before and not is_led_anew:
            continue
        row.edit_count += 1
        row.full_clean()
        row.save()
        changed.append(row)
        if led is not None and is_led_anew:
            led_anew[row.pk] = led
        entries.append(_entry(row, summary_of(row, before, led=is_led_anew), by))
    Entry.objects.bulk_create(entries)
    _lead(changed, led_anew)
    if changed:
        replan_events(changed)
    return changed


def _lead(rows: Sequence[Event], leaders: Mapping[int, Sequence[int]]) -> None:
    EventLeader.objects.filter(event__in=list(leaders)).delete()
    EventLeader.objects.bulk_create(
        EventLeader(collaborative=row.collaborative, event=row, membership_id=key)
        for row in rows
        for key in leaders.get(row.pk, ())
    )


def _entry(row: Event, summary: str, by: Membership) -> Entry:
    return Entry(
        collaborative=row.collaborative,
        action="event.changed",
        target=f"{row._meta.label_lower}:{row.pk}",
        summary=summary[:300],
        by=by.user,
    )


def _close(series: Series, verb: str, summary: str, by: Membership) -> None:
    series.revision += 1
    series.save(update_fields=["revision", "last_change"])
    record(
        action=f"series.{verb}",
        by=by.user,
        target=series,
        collaborative=series.collaborative,
        summary=summary,
    )


def _dates(count: int) -> str:
    return ngettext("%(count)s date", "%(count)s dates", count) % {"count": count}


def _led(event: Event) -> list[int]:
    return sorted(leader.membership_id for leader in event.leaders.all())


def _state(event: Event) -> dict[str, Any]:
    """Return what of a date this module changes, as JSON; needs the leaders."""
    return {
        **{name: getattr(event, name) for name in PLAIN},
        **{name: getattr(event, f"{name}_id") for name in KEYS},
        "translations": event.translations,
        "leaders": _led(event),
    }


def _fields(state: Mapping[str, Any], known: Mapping[str, Mapping[int, Any]]) -> dict[str, Any]:
    return {
        **{name: state[name] for name in (*PLAIN, "translations")},
        **{name: known[name].get(state[name]) for name in KEYS},
    }


def _translated(event: Event, change: Change, by: Membership) -> dict[str, dict[str, str]]:
    """Return the words of an event with the new Spanish ones; its other ones stay.

    They count as read only where all that the event says in Spanish has been read.
    """
    standing: dict[str, dict[str, str]] = event.translations
    if not change.spanish:
        return standing
    words = {**standing.get("es", {}), **change.spanish}
    texts = {name: text for name, text in words.items() if text and name != "state"}
    others = {code: said for code, said in standing.items() if code != "es"}
    if not texts:
        return others
    state = MACHINE_DRAFT
    if texts == change.spanish_read:
        state = f"reviewed by {by.user.name}, {event.collaborative.today().isoformat()}"
    return {**others, "es": {**texts, "state": state}}
