"""Clashes in sentences. How many people, never who: their names stand beside it on the page."""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.schedule.clashes.finding import Clash
from collaboratives.schedule.enums import ClashKind
from collaboratives.schedule.models import Event
from collaboratives.translations import in_language


def sentence_of(clash: Clash) -> str:
    """Return what does not go together, with the names of the events and the days."""
    first, days = _title(clash.first), _listed(clash.days)
    if clash.kind == ClashKind.HOLIDAY:
        return _("“%(title)s” is on a day off: %(name)s, %(days)s.") % {
            "title": first,
            "name": clash.name,
            "days": days,
        }
    if clash.kind == ClashKind.LEAD_TIME:
        return _("There is too little time to prepare “%(title)s” on %(days)s: %(name)s") % {
            "title": first,
            "name": clash.name,
            "days": days,
        }
    second = _title(clash.second) if clash.second else ""
    count = len(clash.people)
    if clash.kind == ClashKind.OVERLAP:
        text = ngettext(
            "%(count)s person is meant to be in “%(first)s” and “%(second)s” at the same "
            "time: %(days)s.",
            "%(count)s people are meant to be in “%(first)s” and “%(second)s” at the same "
            "time: %(days)s.",
            count,
        )
        return text % {"count": count, "first": first, "second": second, "days": days}
    text = ngettext(
        "%(count)s person has two calls in one week: “%(first)s” on %(first_day)s and "
        "“%(second)s” on %(second_day)s.",
        "%(count)s people have two calls in one week: “%(first)s” on %(first_day)s and "
        "“%(second)s” on %(second_day)s.",
        count,
    )
    return text % {
        "count": count,
        "first": first,
        "second": second,
        "first_day": _day(clash.days[0]),
        "second_day": _day(clash.days[-1]),
    }


def _title(event: Event) -> str:
    """Return what an event is called; a call that nobody has named yet, with its group."""
    title, kind = in_language(event, "title").text, str(event.get_kind_display())
    loaded = Event._meta.get_field("group").is_cached(event)
    if title not in ("", kind) or not loaded or event.group is None:
        return title or kind
    return _("%(kind)s, %(group)s") % {
        "kind": kind,
        "group": in_language(event.group, "name").text,
    }


def _day(day: date) -> str:
    return _("%(weekday)s, %(date)s") % {
        "weekday": date_format(day, "l"),
        "date": date_format(day, "DATE_FORMAT"),
    }


def _listed(days: Sequence[date]) -> str:
    if len(days) == 1:
        return _day(days[0])
    return _("%(days)s and %(last)s") % {
        "days": "; ".join(_day(day) for day in days[:-1]),
        "last": _day(days[-1]),
    }
