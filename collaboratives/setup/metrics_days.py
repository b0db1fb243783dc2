"""The days of the month for the numbers: when due, until when open, when the reports are made.

What hangs on them is known further up, so ``metrics`` registers what follows a change.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Mapping

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboratives.models import Collaborative

Follow = Callable[[Collaborative], None]
Days = Mapping[str, int]
_followers: list[Follow] = []


def register(follow: Follow) -> None:
    """Let this be called after a change of days, inside the collaborative; it is idempotent."""
    if follow not in _followers:
        _followers.append(follow)


def follow(collaborative: Collaborative) -> None:
    """Bring what hangs on the days in line with them."""
    for one in _followers:
        one(collaborative)


def month_being_sent(collaborative: Collaborative) -> dt.date | None:
    """Return the first day of the month people send now, or None before the first one is over."""
    month = (collaborative.today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    return month if month >= collaborative.starts_on.replace(day=1) else None


def errors_for_now(collaborative: Collaborative, new: Days) -> dict[str, str]:
    """Return, by field, why a day cannot be taken now: it would be over at once for this month."""
    month, today = month_being_sent(collaborative), collaborative.today()
    if month is None:
        return {}
    said = {"month": _month(month), "today": today.day}
    texts = {
        "metrics_due_day": _(
            "People are sending the numbers of %(month)s now, and this day is over already: they"
            " would all be late at once. Take day %(today)s or later."
        ),
        "metrics_close_day": _(
            "People are sending the numbers of %(month)s now, and this day is over already: nobody"
            " could send them any more. Take day %(today)s or later."
        ),
    }
    return {
        name: text % said
        for name, text in texts.items()
        if new[name] < today.day <= getattr(collaborative, name)
    }


def consequences(collaborative: Collaborative, new: Days) -> list[str]:
    """Return what a change does, in sentences: for the month being sent, and for those after it."""
    lines = []
    month = month_being_sent(collaborative)
    following = collaborative.today().replace(day=1)
    if month is not None:
        lines.append(_dates(collaborative, month, new))
        lines.append(
            _("Teams that sent %(month)s already keep the date that held then.")
            % {"month": _month(month)}
        )
        lines += _about_the_report(collaborative, month, new)
    lines.append(_dates(collaborative, following, new))
    lines.append(_("It stays so for every month after that. Months before do not change."))
    return lines


def _dates(collaborative: Collaborative, month: dt.date, new: Days) -> str:
    """Return a month's three dates, each with what it was where it changes."""

    def on(name: str) -> str:
        following = _next(month)
        day = date_format(following.replace(day=new[name]), "MONTH_DAY_FORMAT")
        before = getattr(collaborative, name)
        if before == new[name]:
            return day
        last = monthrange(following.year, following.month)[1]
        was = date_format(following.replace(day=min(before, last)), "MONTH_DAY_FORMAT")
        return _("%(day)s (was %(before)s)") % {"day": day, "before": was}

    return _("%(month)s: due on %(due)s, open until %(close)s, reports on %(report)s.") % {
        "month": _month(month),
        "due": on("metrics_due_day"),
        "close": on("metrics_close_day"),
        "report": on("report_day"),
    }


def _about_the_report(collaborative: Collaborative, month: dt.date, new: Days) -> list[str]:
    today, before, after = collaborative.today().day, collaborative.report_day, new["report_day"]
    if after <= today < before:
        return [
            _("The reports of %(month)s are made within the hour: their day is here already.")
            % {"month": _month(month)}
        ]
    if before <= today < after:
        return [
            _("The reports of %(month)s that are made already are not made again.")
            % {"month": _month(month)}
        ]
    return []


def _month(month: dt.date) -> str:
    return str(MONTHS[month.month])


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1)
