"""What stands of each step, in a few words. Names, dates and counts; never content."""

from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.framework.models import ChangeFramework
from collaboratives.queries import teams
from collaboratives.schedule.queries import event_days
from collaboratives.schedule.words import place_of as clock_of
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.parts import offered_measures
from collaboratives.setup.place import Place
from collaboratives.setup.queries import implementation_team, sessions_planned
from collaboratives.setup.slots import SLOTS, standing_in


@dataclass(frozen=True)
class Line:
    """One step: its name, what stands, whether it is finished, and where it is done again."""

    step: SetUpStep
    says: tuple[str, ...]
    is_done: bool
    url: str


def lines_of(place: Place) -> list[Line]:
    """Return one line for each step, in their order; a constant number of queries."""
    said = {
        SetUpStep.BASICS: _basics,
        SetUpStep.FRAMEWORK: _framework,
        SetUpStep.SESSIONS: _sessions,
        SetUpStep.MEASURES: _measures,
        SetUpStep.PEOPLE: _people,
    }
    return [
        Line(step, tuple(said[step](place)), place.is_done(step), place.url(step))
        for step in SetUpStep
    ]


def _basics(place: Place) -> list[str]:
    one = place.collaborative
    span = {
        "first": formats.date_format(one.starts_on, "DATE_FORMAT"),
        "last": formats.date_format(one.ends_on, "DATE_FORMAT"),
        "place": clock_of(one.time_zone),
    }
    return [one.topic, _("%(first)s to %(last)s, by the clock of %(place)s") % span]


def _framework(place: Place) -> list[str]:
    standing = ChangeFramework.objects.filter(collaborative=place.collaborative).first()
    return [standing.name] if standing else []


def _sessions(place: Place) -> list[str]:
    zone = place.collaborative.zone
    days = [
        _("%(title)s: %(day)s")
        % {"title": event.title, "day": formats.date_format(event_days(event, zone)[0])}
        for event in sessions_planned(place.collaborative)
    ]
    calls = standing_in(place.collaborative)
    return days + [
        _("%(title)s: %(day)s") % {"title": slot.label, "day": calls[slot.key].words}
        for slot in SLOTS
        if slot.key in calls and calls[slot.key].words
    ]


def _measures(place: Place) -> list[str]:
    return [one.name for one in offered_measures(place.collaborative) if one.stands]


def _people(place: Place) -> list[str]:
    team, centers = implementation_team(), teams().count()
    said = []
    if team:
        said.append(_("Implementation team: %(names)s") % {"names": ", ".join(team)})
    if centers:
        count = ngettext("%(count)s center team", "%(count)s center teams", centers)
        said.append(count % {"count": centers})
    return said
