"""What was changed from what to what, in words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.dateparse import parse_time
from django.utils.formats import time_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from bsc.tenancy.wording import standard_words
from bsc.tenancy.wording.terms import STANDARD, cleaned
from collaboratives.enums import Competency, Duty
from collaboratives.models import Membership, MembershipRole
from collaboratives.queries import teams
from collaboratives.setup.enums import SettingsPart, Structure
from collaboratives.setup.models import SettingsChange

State = Mapping[str, Any]


class Told(NamedTuple):
    """A change in words: what it is about, what stood before, and what after."""

    change: SettingsChange
    title: str
    before: str
    after: str


class Names(NamedTuple):
    """Names of people and teams that changes speak of, by key."""

    of_role: dict[int, str]
    of_member: dict[int, str]
    of_team: dict[int, str]


def tell(changes: Iterable[SettingsChange]) -> list[Told]:
    """Return the changes in words, in at most three queries whatever their number."""
    listed = list(changes)
    names = _names_in(listed)
    return [
        Told(
            change,
            _title(change, names),
            _say(change, change.before, change.after, names),
            _say(change, change.after, change.before, names),
        )
        for change in listed
    ]


def _names_in(changes: list[SettingsChange]) -> Names:
    states = [state for change in changes for state in (change.before, change.after)]
    roles = {key for state in states for key in state.get("holders", [])}
    people = {state["person"] for state in states if state.get("person")}
    subjects = [c.subject for c in changes if c.part == SettingsPart.POINT_PERSON]
    by_role = MembershipRole.objects.filter(pk__in=roles).values_list(
        "pk", "membership__user__name"
    )
    by_member = Membership.objects.filter(pk__in=people).values_list("pk", "user__name")
    return Names(
        dict(by_role) if roles else {},
        dict(by_member) if people else {},
        dict(teams().filter(pk__in=subjects).values_list("pk", "name")) if subjects else {},
    )


def _title(change: SettingsChange, names: Names) -> str:
    part = SettingsPart(change.part)
    if part == SettingsPart.HOLDERS:
        lists = (Competency, Duty)
        return next(str(one(change.subject).label) for one in lists if change.subject in one.values)
    if part == SettingsPart.POINT_PERSON:
        team = names.of_team.get(int(change.subject), "")
        return _("Point person for %(team)s") % {"team": team}
    if part == SettingsPart.STRUCTURE:
        return str(Structure(change.subject).label)
    return str(part.label)


def _say(change: SettingsChange, state: State, other: State, names: Names) -> str:
    match SettingsPart(change.part):
        case SettingsPart.METRICS_DAYS:
            return _("due day %(due)s, open until day %(close)s, reports on day %(report)s") % {
                "due": state["metrics_due_day"],
                "close": state["metrics_close_day"],
                "report": state["report_day"],
            }
        case SettingsPart.QUIET_HOURS:
            return hours(_time(state["quiet_from"]), _time(state["quiet_until"]))
        case SettingsPart.LANGUAGES:
            return ", ".join(_language(code) for code in state["languages"]) or _("all")
        case SettingsPart.TERMS:
            return _terms(state["terms"], other["terms"])
        case SettingsPart.HOLDERS:
            return ", ".join(names.of_role.get(key, "") for key in state["holders"]) or _("nobody")
        case SettingsPart.POINT_PERSON:
            return names.of_member.get(state["person"], "") or _("nobody")
        case SettingsPart.STRUCTURE:
            return state["details"] or _("not settled")


def hours(start: dt.time, end: dt.time) -> str:
    """Return quiet hours in words."""
    if start == end:
        return _("no quiet hours")
    return _("%(start)s to %(end)s") % {
        "start": time_format(start, "TIME_FORMAT"),
        "end": time_format(end, "TIME_FORMAT"),
    }


def _terms(terms: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Return the words that differ from the other state, by language."""
    mine, theirs = cleaned(terms), cleaned(other)
    said = []
    with standard_words():
        for language in sorted({*mine, *theirs}):
            here, there = mine.get(language, {}), theirs.get(language, {})
            for key in STANDARD:
                if here.get(key) != there.get(key):
                    words = STANDARD[key][language]
                    one, many = here.get(key, (words.one[0], words.many[0]))[:2]
                    said.append(f"{one}, {many}")
    return "; ".join(said) or _("the standard words")


def _language(code: str) -> str:
    return str(get_language_info(code)["name_local"]).capitalize()


def _time(text: str) -> dt.time:
    return parse_time(text) or dt.time()
