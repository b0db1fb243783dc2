"""Quiet hours: from one time of day until another, and whole weekends if the person likes.

A collaborative has hours of its own, by its own clock, in which nobody in it gets reminders. Mail
goes when it is outside both. Sign-in codes do not come through here: nothing holds them back.
"""

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

if TYPE_CHECKING:
    from bsc.accounts.models import User
    from collaboratives.models import Collaborative

SATURDAY = 5


def next_waking_moment(
    moment: dt.datetime,
    *,
    quiet_from: dt.time,
    quiet_until: dt.time,
    weekends: bool,
) -> dt.datetime:
    """Return ``moment``, or the end of the quiet time it falls into, in the same time zone.

    The span may go over midnight; it includes its beginning and not its end. Both times equal:
    no quiet hours. ``weekends`` makes Saturday and Sunday quiet from midnight to midnight.
    """
    while True:
        end = _end_of_quiet(moment, quiet_from, quiet_until, weekends)
        if end is None:
            return moment
        moment = end


def _end_of_quiet(
    moment: dt.datetime,
    quiet_from: dt.time,
    quiet_until: dt.time,
    weekends: bool,
) -> dt.datetime | None:
    if weekends and moment.weekday() >= SATURDAY:
        days = 7 - moment.weekday()
        return _at(moment, days, dt.time())
    now = moment.time()
    if quiet_from <= quiet_until:
        return _at(moment, 0, quiet_until) if quiet_from <= now < quiet_until else None
    if now >= quiet_from:
        return _at(moment, 1, quiet_until)
    return _at(moment, 0, quiet_until) if now < quiet_until else None


def _at(moment: dt.datetime, days_later: int, time: dt.time) -> dt.datetime:
    day = moment.date() + dt.timedelta(days=days_later)
    return dt.datetime.combine(day, time, tzinfo=moment.tzinfo)


def zone_of(user: "User", collaborative: "Collaborative | None") -> ZoneInfo:
    """Return where the person's hours are: their own zone, else the collaborative's."""
    name = user.time_zone or (collaborative.time_zone if collaborative else "")
    return ZoneInfo(name or settings.TIME_ZONE)


# The widest two spans that leave any time in common leave some within a week.
LONGEST_WAIT = dt.timedelta(days=8)


def hold_until(
    user: "User", collaborative: "Collaborative | None", moment: dt.datetime
) -> dt.datetime:
    """Return when mail to this person may go that is ready at ``moment``, on the person's clock.

    Where the person's hours and the collaborative's leave no time in common, the person's count.
    """
    own = alone = _after_own_hours(user, collaborative, moment)
    if collaborative is None:
        return own
    while own - moment < LONGEST_WAIT:
        shared = _after_shared_hours(collaborative, own)
        if shared == own:
            return own
        own = _after_own_hours(user, collaborative, shared)
    return alone


def _after_own_hours(
    user: "User", collaborative: "Collaborative | None", moment: dt.datetime
) -> dt.datetime:
    return next_waking_moment(
        moment.astimezone(zone_of(user, collaborative)),
        quiet_from=user.quiet_from,
        quiet_until=user.quiet_until,
        weekends=user.quiet_weekends,
    )


def _after_shared_hours(collaborative: "Collaborative", moment: dt.datetime) -> dt.datetime:
    return next_waking_moment(
        moment.astimezone(ZoneInfo(collaborative.time_zone)),
        quiet_from=collaborative.quiet_from,
        quiet_until=collaborative.quiet_until,
        weekends=False,
    )
