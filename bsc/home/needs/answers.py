"""Tests and posts that nobody has answered, and photographed forms to type."""

import datetime as dt

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.home.coach_sources import everything_waiting
from collaboratives.workplan.needs import MOST, Act, Asker, Need, Row
from pdsa.queries import paper_to_type

# After two days a post that nobody answered needs a person (front-end reference, page 37).
ANSWER_WITHIN = dt.timedelta(days=2)


def unanswered(asker: Asker) -> Need | None:
    """Name the tests and posts that have waited longest for a coach or another center."""
    found = [
        one for one in everything_waiting(asker.member) if one.since < asker.now - ANSWER_WITHIN
    ]
    if not found:
        return None
    number = len(found)
    return Need(
        "unanswered",
        ngettext(
            "%(count)s test or post has waited more than two days for an answer",
            "%(count)s tests and posts have waited more than two days for an answer",
            number,
        )
        % {"count": number},
        asker.url("home:coach"),
        "forum",
        [
            Row(
                one.title,
                Act(_("Answer"), one.url),
                _("%(team)s, for %(time)s") % {"team": one.team, "time": timesince(one.since)},
                lang=one.title_language,
            )
            for one in found[:MOST]
        ],
    )


def paper_forms(asker: Asker) -> Need | None:
    """Name the team's own tests that came in on paper."""
    cycles = list(paper_to_type(asker.member))
    if not cycles:
        return None
    return Need(
        "paper",
        ngettext("%(count)s paper form to type", "%(count)s paper forms to type", len(cycles))
        % {"count": len(cycles)},
        asker.url("pdsa:list"),
        "assessment",
        [
            Row(
                cycle.what or _("A photographed form"),
                Act(
                    _("Type it"),
                    asker.url(
                        "pdsa:plan" if cycle.is_draft else "pdsa:finish_step",
                        pk=cycle.pk,
                        step=1,
                    ),
                ),
                lang=cycle.language,
            )
            for cycle in cycles[:MOST]
        ],
    )
