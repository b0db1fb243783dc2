"""A personal letter about a month that is not in, ready to be changed and sent by a person."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bsc.mail.links import absolute
from centers.models import CoreTeam
from collaboratives.http import url_in
from collaboratives.models import Membership
from metrics.charts import sentence_label
from metrics.enums import Grain
from metrics.periods import month_text
from metrics.queries import Clock


@dataclass(frozen=True)
class Letter:
    """Subject and text, in the language of the person who gets it."""

    subject: str
    text: str


def letter_to(
    team: CoreTeam, month: dt.date, contact: Membership | None, sender: Membership
) -> Letter:
    """Return the letter as it is proposed; before the due day it says until when there is time."""
    clock = Clock.of(team.collaborative)
    with translation.override(contact.user.language if contact else None):
        known = {
            "name": contact.user.first_name if contact else team.name,
            "team": team.name,
            "month": sentence_label(month, Grain.MONTH),
            "due": date_format(clock.due_on(month), "MONTH_DAY_FORMAT"),
            "closes": date_format(clock.closes_on(month), "MONTH_DAY_FORMAT"),
            "sender": sender.user.name,
        }
        subject = _("%(team)s: the numbers for %(month)s") % known
        return Letter(subject, _text(month, clock) % known)


def _text(month: dt.date, clock: Clock) -> str:
    if month > clock.last_due:
        return _(
            "Hello %(name)s,\n\n"
            "the numbers of %(team)s for %(month)s are due on %(due)s, and you can still send "
            "them until %(closes)s. If you have five minutes, the page takes them.\n\n"
            "If counting has become hard, let us find an easier way together. You can write or "
            "call me any time.\n\n"
            "%(sender)s"
        )
    if clock.today <= clock.closes_on(month):
        return _(
            "Hello %(name)s,\n\n"
            "the numbers of %(team)s for %(month)s are not in yet. Did something get in the way? "
            "“We could not count this month” is a real answer, too. You can still send them "
            "until %(closes)s.\n\n"
            "If counting has become hard, let us find an easier way together. You can write or "
            "call me any time.\n\n"
            "%(sender)s"
        )
    return _(
        "Hello %(name)s,\n\n"
        "the numbers of %(team)s for %(month)s did not come in. What got in the way? One line is "
        "enough, and it helps us to make counting easier. If you have the numbers after all, "
        "tell me, and I will open the month for you.\n\n"
        "You can write or call me any time.\n\n"
        "%(sender)s"
    )


def month_link(team: CoreTeam, month: dt.date) -> str:
    """Return the full address of the page on which the team sends the month."""
    page = url_in(team.collaborative, "metrics:month", month=month_text(month))
    return absolute(f"{page}?team={team.pk}")


def way_link(team: CoreTeam, month: dt.date) -> str:
    """Return the full address of the page that asks what got in the way."""
    page = url_in(team.collaborative, "metrics:way", month=month_text(month))
    return absolute(f"{page}?team={team.pk}")


def mail_program_link(letter: Letter, team: CoreTeam, month: dt.date, address: str) -> str:
    """Return the address that opens the letter, with its link, in the reader's mail program."""
    body = f"{letter.text}\n\n{month_link(team, month)}"
    return f"mailto:{quote(address)}?subject={quote(letter.subject)}&body={quote(body)}"
