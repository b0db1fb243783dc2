"""Months of numbers that have not come, with the letter to whoever sends them."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centers.models import CoreTeam
from collaboratives.workplan.needs import MOST, Act, Asker, Need, Row
from metrics.charts import sentence_label
from metrics.completeness import data_contacts, months_to_send, teams_without
from metrics.enums import Grain
from metrics.missing import last_nudges
from metrics.models import Nudge
from metrics.periods import month_text
from metrics.queries import Clock, metrics_in_use


def missing_numbers(asker: Asker) -> Need | None:
    """Name the centers whose last due month is not in, those nobody wrote to first."""
    clock = Clock.of(asker.collaborative)
    month = clock.last_due
    if month not in months_to_send(list(metrics_in_use()), clock):
        return None
    teams = list(teams_without(month))
    if not teams:
        return None
    nudges = last_nudges(teams, [month])
    teams.sort(key=lambda team: (team.pk, month) in nudges)
    named = teams[:MOST]
    contacts = data_contacts(named)

    def row(team: CoreTeam) -> Row:
        contact, letter = contacts.get(team.pk), nudges.get((team.pk, month))
        who = contact.user.first_name if contact else team.name
        page = asker.url("metrics:nudge", pk=team.pk, month=month_text(month))
        return Row(team.name, Act(_("Write to %(name)s") % {"name": who}, page), _written(letter))

    text = ngettext(
        "%(count)s center has not sent the numbers for %(month)s",
        "%(count)s centers have not sent the numbers for %(month)s",
        len(teams),
    )
    return Need(
        "numbers",
        text % {"count": len(teams), "month": sentence_label(month, Grain.MONTH)},
        asker.url("metrics:overview"),
        "assessment",
        [row(team) for team in named],
    )


def _written(letter: Nudge | None) -> str:
    if letter is None:
        return _("Nobody has written to them yet")
    return _("%(name)s wrote on %(day)s") % {
        "name": letter.by.user.name,
        "day": date_format(localtime(letter.sent_at), "MONTH_DAY_FORMAT"),
    }
