"""The pages of the settings, each with what is set now."""

from typing import NamedTuple

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.tenancy.wording.terms import cleaned
from collaboratives.http import url_in
from collaboratives.languages import offered
from collaboratives.models import Collaborative
from collaboratives.setup import covering
from collaboratives.setup.telling import hours


class Section(NamedTuple):
    """One page: its name, what is set there now, whether something is missing, its address."""

    title: str
    now: str
    is_open: bool
    icon: str
    url: str


def sections_of(collaborative: Collaborative) -> list[Section]:
    """Return the pages of the settings in order, in three queries."""

    def page(name: str) -> str:
        return url_in(collaborative, f"setup:{name}")

    missing = _missing(collaborative)
    return [
        Section(
            _("Name, dates and days off"), _dates(collaborative), False, "event", page("basics")
        ),
        Section(
            _("Days for the numbers"),
            _days(collaborative),
            False,
            "assessment",
            page("metrics_days"),
        ),
        Section(
            _("Quiet hours"),
            hours(collaborative.quiet_from, collaborative.quiet_until),
            False,
            "notifications",
            page("quiet_hours"),
        ),
        Section(
            _("Languages"),
            ", ".join(name for _code, name in offered(collaborative)),
            False,
            "language",
            page("languages"),
        ),
        Section(_("Words of your own"), _words(collaborative), False, "translate", page("terms")),
        Section(
            _("Who covers what"),
            missing or _("Everything is covered."),
            bool(missing),
            "people",
            page("coverage"),
        ),
        Section(
            _("The steps of the set-up"),
            _("Framework, sessions and calls, measures, people: each can be done again."),
            False,
            "settings",
            page("overview"),
        ),
    ]


def _dates(collaborative: Collaborative) -> str:
    return _("%(topic)s, %(first)s to %(last)s") % {
        "topic": collaborative.topic,
        "first": date_format(collaborative.starts_on, "DATE_FORMAT"),
        "last": date_format(collaborative.ends_on, "DATE_FORMAT"),
    }


def _days(collaborative: Collaborative) -> str:
    return _("Due on day %(due)s, open until day %(close)s, reports on day %(report)s") % {
        "due": collaborative.metrics_due_day,
        "close": collaborative.metrics_close_day,
        "report": collaborative.report_day,
    }


def _words(collaborative: Collaborative) -> str:
    own = cleaned(collaborative.terms)
    languages = [code for code, _name in settings.LANGUAGES if code in own]
    said = [own[code][key][0] for code in languages for key in own[code]]
    return ", ".join(said) or _("The standard words")


def _missing(collaborative: Collaborative) -> str:
    """Return what is still open, in words, or ""."""
    roles = list(covering.roles_on_the_team())
    covers = [*covering.competencies(roles), *covering.duties(roles)]
    nobody = sum(cover.is_open for cover in covers)
    alone = covering.teams_without_point_person().count()
    unsettled = sum(question.is_open for question in covering.questions())
    parts = [
        ngettext("%(n)s without a person", "%(n)s without a person", nobody) % {"n": nobody}
        if nobody
        else "",
        ngettext(
            "%(n)s center without a point person", "%(n)s centers without a point person", alone
        )
        % {"n": alone}
        if alone
        else "",
        ngettext("%(n)s open question", "%(n)s open questions", unsettled) % {"n": unsettled}
        if unsettled
        else "",
    ]
    return ", ".join(part for part in parts if part)
