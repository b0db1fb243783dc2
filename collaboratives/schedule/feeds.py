"""The secret address under which somebody's own calendar reads what concerns them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bsc.accounts import codes
from bsc.accounts.links import Link
from bsc.accounts.models import User
from bsc.audit.services import record
from bsc.tenancy.doors import collaboratives_of, find_by_code
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.queries import with_hats
from collaboratives.schedule import ical
from collaboratives.schedule.deadlines import deadlines_of
from collaboratives.schedule.enums import EventStatus
from collaboratives.schedule.models import CALENDAR_FEED, CalendarFeed, Event
from collaboratives.schedule.queries import concerning

# So long somebody's program may have been switched off and still learns of it.
CANCELLED_STAYS = timedelta(days=60)
# Deadlines before this are over or late, and somebody is told in another way.
DEADLINES_SINCE, DEADLINES_UNTIL = timedelta(days=14), timedelta(days=400)
# "When was it last read" needs no more than this, and so most readings write nothing.
READ_ONCE_IN = timedelta(minutes=15)


def open_feed_of(member: Membership) -> CalendarFeed | None:
    """Return the address that somebody has now, if any."""
    return CalendarFeed.objects.filter(membership=member, revoked_at=None).first()


@transaction.atomic
def make_feed(*, member: Membership) -> CalendarFeed:
    """Return the address somebody has; they get one where there is none."""
    standing = open_feed_of(member)
    if standing:
        return standing
    feed = CalendarFeed.objects.create(collaborative=member.collaborative, membership=member)
    _record("feed.made", member)
    return feed


@transaction.atomic
def revoke_feed(*, member: Membership) -> None:
    """Take somebody's address back; from now on it is a stranger's."""
    rows = CalendarFeed.objects.filter(membership=member, revoked_at=None)
    if rows.update(revoked_at=timezone.now()):
        _record("feed.revoked", member)


@transaction.atomic
def renew_feed(*, member: Membership) -> CalendarFeed:
    """Take somebody's address back and give them another one."""
    revoke_feed(member=member)
    return make_feed(member=member)


def pages_of(person: User) -> list[Link]:
    """Return where somebody finds their address, one page a collaborative."""
    found = collaboratives_of(person)
    return [
        Link(
            _("Calendar address: %(name)s") % {"name": one.name}
            if len(found) > 1
            else _("Dates in your own calendar"),
            url_in(one, "schedule:feed"),
            "event",
        )
        for one in found
    ]


def find_feed(code: str) -> CalendarFeed | None:
    """Return the open feed of a code, in whatever collaborative, or None."""
    for fingerprint in codes.fingerprints(CALENDAR_FEED, code):
        found = find_by_code(CalendarFeed, code_hash=fingerprint)
        if found:
            return None if found.revoked_at else found
    return None


def reader_of(feed: CalendarFeed) -> Membership | None:
    """Return whose feed it is, hats loaded; None once they hold no role or no account."""
    member = with_hats(Membership.objects.filter(pk=feed.membership_id)).first()
    return member if member and member.hats and member.user.is_active else None


def calendar_for(member: Membership, feed: CalendarFeed) -> bytes:
    """Return the file that somebody's program reads, in that person's language.

    The number of queries does not grow with the calendar.
    """
    today = member.collaborative.today()
    with translation.override(member.user.language):
        return ical.feed(
            member.collaborative,
            events_in_feed(member, timezone.now()),
            deadlines_of(member, today - DEADLINES_SINCE, today + DEADLINES_UNTIL),
            made_at=feed.made_at,
        )


def events_in_feed(member: Membership, now: datetime) -> QuerySet[Event]:
    """Return what concerns somebody; what was cancelled stays for a while, marked so."""
    stays = ~Q(status=EventStatus.CANCELLED) | Q(changed_at__gte=now - CANCELLED_STAYS)
    return concerning(member).filter(stays).order_by("starts_at", "pk")


def note_reading(feed: CalendarFeed) -> None:
    """Keep when a program last read the address, for the person who has to trust it."""
    now = timezone.now()
    CalendarFeed.objects.filter(
        Q(read_at=None) | Q(read_at__lt=now - READ_ONCE_IN), pk=feed.pk
    ).update(read_at=now)


def _record(action: str, member: Membership) -> None:
    record(action=action, by=member.user, target=member, collaborative=member.collaborative)
