"""Calendars as files (RFC 5545, with the refresh property of RFC 7986).

Times are in UTC: every program shows them in its reader's zone, and no zone table is needed that
could be wrong. A Learning Session of several days is one entry a day, from its beginning to its
end, so that no bar covers the nights. A file to download holds one entry, for some programs load
nothing from a file with more. There are no alarms (the site reminds people itself) and no METHOD:
these are entries of one's own calendar, and answering an invitation happens on the page.

What is written concerns the event alone: no notes and no names of people who lead or attend it.
"""

import datetime as dt
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from bsc.mail.links import absolute
from collaboratives.http import url_in
from collaboratives.models import Collaborative
from collaboratives.schedule.deadlines import Deadline
from collaboratives.schedule.hours import hours_of
from collaboratives.schedule.models import Event
from collaboratives.translations import in_language

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//BSC//Calendar//EN"
# How often a program should come back. Most keep their own time, some a day and longer.
REFRESH = dt.timedelta(hours=4)
# A file's line ends and signs that no text may hold; some readers end a line at each of them.
LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def feed(
    collaborative: Collaborative,
    events: Iterable[Event],
    deadlines: Iterable[Deadline],
    *,
    made_at: dt.datetime,
) -> bytes:
    """Return a whole calendar; ``made_at`` dates the deadlines. The same rows, the same bytes."""
    calendar = _calendar()
    name = _clean(collaborative.name)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for event in events:
        for day in range(1, len(hours_of(event, collaborative.zone)) + 1):
            calendar.add_component(_entry(event, collaborative, day))
    for deadline in deadlines:
        calendar.add_component(_all_day(deadline, made_at))
    return bytes(calendar.to_ical())


def one_event(event: Event, *, day: int = 1) -> bytes:
    """Return a file with one entry: an event, or one ``day`` of it, counted from 1.

    Raises IndexError where the event has no such day.
    """
    calendar = _calendar()
    calendar.add_component(_entry(event, event.collaborative, day))
    return bytes(calendar.to_ical())


def uid(name: str) -> str:
    """Return the lasting name of an entry: the row's key at this site, and nothing secret."""
    return f"{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _calendar() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _entry(event: Event, collaborative: Collaborative, day: int) -> icalendar.Event:
    hours = hours_of(event, collaborative.zone)
    stretch = hours[day - 1]
    page = absolute(url_in(collaborative, "schedule:event", pk=event.pk))
    entry = icalendar.Event()
    # The first day keeps the name when a session becomes longer or shorter.
    entry.add("uid", uid(f"event-{event.pk}" if day == 1 else f"event-{event.pk}-day-{day}"))
    entry.add("sequence", event.edit_count)
    entry.add("dtstamp", _utc(event.changed_at))
    entry.add("last-modified", _utc(event.changed_at))
    entry.add("dtstart", _utc(stretch.starts_at))
    entry.add("dtend", _utc(stretch.ends_at))
    entry.add("summary", _title(event, day, len(hours)))
    entry.add("description", _description(event, page))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if event.is_cancelled else "OPAQUE")
    entry.add("url", page)
    where = _clean(event.place or event.online_url)
    if where:
        entry.add("location", where)
    return entry


def _all_day(deadline: Deadline, made_at: dt.datetime) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", uid(deadline.uid))
    entry.add("sequence", deadline.sequence)
    entry.add("dtstamp", _utc(made_at))
    entry.add("dtstart", deadline.on)
    entry.add("dtend", deadline.on + dt.timedelta(days=1))
    entry.add("summary", _clean(deadline.title))
    entry.add("description", absolute(deadline.url))
    entry.add("transp", "TRANSPARENT")
    entry.add("url", absolute(deadline.url))
    return entry


def _title(event: Event, day: int, days: int) -> str:
    title = _clean(in_language(event, "title").text)
    if days > 1:
        title = _("%(title)s (day %(day)s of %(days)s)") % {
            "title": title,
            "day": day,
            "days": days,
        }
    return _("Cancelled: %(title)s") % {"title": title} if event.is_cancelled else title


def _description(event: Event, page: str) -> str:
    parts: list[str] = []
    if event.is_cancelled:
        parts.append(_("This is cancelled. You do not need to do anything."))
    else:
        if event.online_url:
            parts.append(_("Link to join: %(link)s") % {"link": event.online_url})
        if event.dial_in:
            parts.append(_("By phone: %(number)s") % {"number": _clean(event.dial_in)})
        questions = _clean(in_language(event, "questions").text)
        if questions:
            parts += ["", _("Questions to think about:"), questions]
    parts += ["", _("All about it, and your answer: %(page)s") % {"page": page}]
    return "\n".join(parts).strip()


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def _clean(text: str) -> str:
    """Return a text with one kind of line end and without signs that files may not hold."""
    return NOT_TEXT.sub("", LINE_ENDS.sub("\n", text)).strip()
