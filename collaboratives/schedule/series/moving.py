"""Asking for a move of one date and all that follow; its preview is where it is confirmed."""

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboratives.models import Membership
from collaboratives.schedule.models import Series
from collaboratives.schedule.moving import propose
from collaboratives.schedule.series.mapping import Mapping, wishes_of
from collaboratives.schedule.series.writing import write_down


@transaction.atomic
def propose_move(*, series: Series, mapping: Mapping, by: Membership, because: str = "") -> str:
    """Keep a draft of the move and return the address of its preview. Moves nothing.

    Other words are written down beside the series; they count once its dates lie on their days
    (``reading.words_in_force``). The same words are written down once.
    """
    zone = series.collaborative.zone
    days = [line.starts_at.astimezone(zone).date() for line in mapping.lines if line.starts_at]
    if mapping.pattern is not None:
        write_down(series, mapping.pattern, min(days), max(days))
    title = _("%(title)s: from %(day)s on") % {
        "title": series.title,
        "day": date_format(min(days), "DATE_FORMAT"),
    }
    return propose(
        collaborative=series.collaborative,
        by=by,
        wishes=wishes_of(mapping, because),
        title=title,
    )
