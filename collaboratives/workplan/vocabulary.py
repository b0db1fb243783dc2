"""What the tasks of one collaborative can count from, by the words that people use for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from bsc.tenancy.wording import standard_words
from collaboratives.models import Collaborative
from collaboratives.schedule.enums import EventKind, EventStatus
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.queries import event_days, timeline_of
from collaboratives.workplan.calendar import spec_of, timing_of
from collaboratives.workplan.dates import PHASE, Anchors, Timing
from collaboratives.workplan.models import Anchor, TaskRule
from collaboratives.workplan.plan import read_plan
from collaboratives.workplan.timing_reading import read
from collaboratives.workplan.timing_words import (
    EVENT_KEY,
    KIND_KEY,
    SERIES_KEY,
    Names,
    distinct,
    say,
)

SESSION = "learning_session"
ANCHOR_KEY = "anchor:"
ANCHOR_NAMES = {
    "start": gettext_lazy("the start of the collaborative"),
    "end": gettext_lazy("the end of the collaborative"),
    "learning_session_1": gettext_lazy("Learning Session 1"),
    "learning_session_2": gettext_lazy("Learning Session 2"),
    "learning_session_3": gettext_lazy("Learning Session 3"),
    "pre_work_day": gettext_lazy("the Pre-Work Day"),
    "selection": gettext_lazy("the selection of centers"),
    "orientation": gettext_lazy("the orientation"),
    "faculty_start": gettext_lazy("the start of the faculty"),
    "informational_meeting": gettext_lazy("the informational meeting"),
    "expert_meeting": gettext_lazy("the expert meeting"),
}
# As they stand after "each": "1 week before each all-team call".
KIND_NAMES = {
    EventKind.PRE_WORK_DAY: gettext_lazy("Pre-Work Day"),
    EventKind.LEARNING_SESSION: gettext_lazy("Learning Session"),
    EventKind.ALL_TEAM_CALL: gettext_lazy("all-team call"),
    EventKind.AFFINITY_CALL: gettext_lazy("affinity group call"),
    EventKind.AFFINITY_MEETING: gettext_lazy("affinity group meeting in person"),
    EventKind.SENIOR_LEADER_CALL: gettext_lazy("senior leader call"),
    EventKind.TEAM_LEADER_CALL: gettext_lazy("team leader call"),
    EventKind.FACULTY_CALL: gettext_lazy("faculty call"),
    EventKind.ORIENTATION: gettext_lazy("orientation"),
    EventKind.EXPERT_MEETING: gettext_lazy("expert meeting"),
    EventKind.CONSULTATION: gettext_lazy("consultation"),
    EventKind.IMPLEMENTATION_MEETING: gettext_lazy("implementation team meeting"),
    EventKind.INFORMATIONAL_MEETING: gettext_lazy("informational meeting"),
    EventKind.OTHER: gettext_lazy("event of another kind"),
}
PHASE_NAMES = {
    "before_selection:start": gettext_lazy("the start of the time before selection"),
    "before_selection:end": gettext_lazy("the end of the time before selection"),
    "center_selection:start": gettext_lazy("the start of the center selection"),
    "center_selection:end": gettext_lazy("the end of the center selection"),
    "pre_work:start": gettext_lazy("the start of pre-work"),
    "pre_work:end": gettext_lazy("the end of pre-work"),
    "learning_session:start": gettext_lazy("the first day of Learning Session %(number)s"),
    "learning_session:end": gettext_lazy("the last day of Learning Session %(number)s"),
    "action_period:start": gettext_lazy("the start of Action Period %(number)s"),
    "action_period:end": gettext_lazy("the end of Action Period %(number)s"),
    "sustainability:start": gettext_lazy("the start of the sustainability phase"),
    "sustainability:end": gettext_lazy("the end of the sustainability phase"),
}


@dataclass(frozen=True)
class Place:
    """A named point: its words in the reader's language, and where it stands."""

    words: str
    spec: Mapping[str, Any]


def places_of(collaborative: Collaborative) -> dict[str, Place]:
    """Return the named points by key, in one query; the standard plan's where it has none."""
    rows = list(Anchor.objects.filter(collaborative=collaborative))
    if rows:
        return {row.key: Place(name_of(row), spec_of(row)) for row in rows}
    return {key: Place(standard_name(key), spec) for key, spec in read_plan()["anchors"].items()}


def name_of(anchor: Anchor) -> str:
    """Return an anchor's name; one that nobody renamed is said in the reader's language."""
    if anchor.name in _standard_names(anchor.key) or anchor.name in _names_now(anchor.key):
        return standard_name(anchor.key)
    return anchor.name


@cache
def _standard_names(key: str) -> frozenset[str]:
    """Return what the standard plan calls an anchor, in each language; one set for all tenants."""
    with standard_words():
        return _names_now(key)


def _names_now(key: str) -> frozenset[str]:
    """Return the same in the collaborative's own words, in which its plan was written."""
    names = set()
    for code, _language in settings.LANGUAGES:
        with override(code):
            names.add(standard_name(key))
    return frozenset(names)


def standard_name(key: str) -> str:
    """Return the name of an anchor of the standard plan."""
    return str(ANCHOR_NAMES.get(key, key.replace("_", " ")))


def specs(places: Mapping[str, Place]) -> Anchors:
    """Return the points as dates.py reads them."""
    return {key: place.spec for key, place in places.items()}


def phase_words(key: str) -> str:
    """Return the words of a boundary: "phase:action_period:1:start"."""
    name, *numbers, side = key.removeprefix(PHASE).split(":")
    words = str(PHASE_NAMES.get(f"{name}:{side}", key))
    return words % {"number": numbers[0]} if numbers else words


def session_words(session: Event | None) -> str:
    """Return what a repeated activity calls its Learning Session."""
    if session is None:
        return _("its Learning Session")
    if session.number:
        return _("Learning Session %(number)s") % {"number": session.number}
    return session.title


def event_words(event: Event) -> str:
    """Return an event's name as a point to count from."""
    if event.kind == EventKind.LEARNING_SESSION and event.number:
        return session_words(event)
    return event.title


class Vocabulary:
    """Saying and reading timings in one collaborative; loads its named points once."""

    def __init__(
        self, collaborative: Collaborative, places: Mapping[str, Place] | None = None
    ) -> None:
        self.collaborative = collaborative
        self.places = places_of(collaborative) if places is None else places
        self.language = get_language() or "en"
        self._plain: Names | None = None

    def say(self, rule: TaskRule) -> str:
        """Return a rule in words; needs its activity's session, its event and its series."""
        return self.say_timing(timing_of(rule), rule=rule)

    def say_timing(self, timing: Timing, rule: TaskRule | None = None) -> str:
        """Return a timing in words, as far as its names are known without another query."""
        events = [rule.event] if rule and rule.event else []
        series = [rule.series] if rule and rule.series else []
        phases = [
            key for key in (timing.anchor, timing.since, timing.until) if key.startswith(PHASE)
        ]
        session = _session_of(rule)
        if session or phases or events or series:
            return say(timing, self._names(session, phases, events, series), self.language)
        if self._plain is None:
            self._plain = self._names(None, (), (), ())
        return say(timing, self._plain, self.language)

    def names(self, rule: TaskRule | None = None) -> Names:
        """Return everything that can be counted from, in three queries."""
        collaborative = self.collaborative
        phases = [
            f"{PHASE}{phase.key}{f':{phase.number}' if phase.number else ''}:{side}"
            for phase in timeline_of(collaborative)
            if not phase.is_learning_session
            for side in ("start", "end")
        ]
        single = Event.objects.filter(status=EventStatus.PLANNED, series=None)
        events = list(single.order_by("starts_at", "pk"))
        if rule and rule.event and rule.event not in events:
            events.append(rule.event)
        series = list(Series.objects.filter(continues=None).order_by("title", "pk"))
        return self._names(_session_of(rule, always=True), phases, events, series)

    def point_names(self) -> Names:
        """Return the named points alone: what another named point can count from."""
        return Names(points=distinct((key, place.words) for key, place in self.places.items()))

    def read(self, words: str, names: Names) -> Timing | date:
        """Return what the words mean here; raises timing_reading.WordsError."""
        span = self.collaborative.starts_on, self.collaborative.ends_on
        return read(words, names, self.language, span)

    def _names(
        self,
        session: tuple[Event | None] | None,
        phases: Iterable[str],
        events: Sequence[Event],
        series: Sequence[Series],
    ) -> Names:
        points = [(SESSION, session_words(session[0]))] if session else []
        points += [(key, place.words) for key, place in self.places.items()]
        taken = {words for _key, words in points}
        return Names(
            points=_once(
                [
                    *points,
                    *((key, phase_words(key)) for key in phases),
                    *_dated(events, taken, self.collaborative),
                ]
            ),
            rows=distinct(
                [
                    *((f"{KIND_KEY}{kind}", str(words)) for kind, words in KIND_NAMES.items()),
                    *((f"{SERIES_KEY}{one.pk}", one.title) for one in series),
                ]
            ),
            also=(("start", _("the start")), ("start", _("the beginning")), ("end", _("the end"))),
        )


def _session_of(rule: TaskRule | None, *, always: bool = False) -> tuple[Event | None] | None:
    """Return the session of a rule in a repeated activity; None for any other.

    Where the rule does not name it, it is looked up only when asked for ``always``.
    """
    if rule is None:
        return None
    named = SESSION in (rule.anchor, rule.since, rule.until)
    if not named and not always:
        return None
    own = rule.activity.session
    return (own,) if own or named else None


def _once(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return names that can be told apart; a session and its anchor may share theirs."""
    if not pairs or pairs[0][0] != SESSION:
        return distinct(pairs)
    own = pairs[0][1]
    same = [(key, words) for key, words in pairs[1:] if words == own]
    others = [(key, words) for key, words in pairs[1:] if words != own]
    return (*distinct([pairs[0], *others]), *((key, own) for key, _words in same))


def _dated(
    events: Iterable[Event], taken: set[str], collaborative: Collaborative
) -> list[tuple[str, str]]:
    """Return events by name, with their day where two share it."""
    named = [(event, event_words(event)) for event in events]
    words = [name for _event, name in named]
    found = []
    for event, name in named:
        if name in taken:
            continue
        if words.count(name) > 1:
            day = event_days(event, collaborative.zone)[0]
            name = f"{name} ({date_format(day, 'DATE_FORMAT')})"  # noqa: PLW2901
        found.append((f"{EVENT_KEY}{event.pk}", name))
    return found


def filter_choices(vocabulary: Vocabulary) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a list of tasks can be filtered by, in groups: events, points, kinds of events.

    A point whose name is that of an event is left to the event.
    """
    single = Event.objects.filter(status=EventStatus.PLANNED, series=None)
    events = _dated(single.order_by("starts_at", "pk"), set(), vocabulary.collaborative)
    taken = {words for _key, words in events}
    points = [
        (f"{ANCHOR_KEY}{key}", place.words)
        for key, place in vocabulary.places.items()
        if place.words not in taken
    ]
    kinds = [(f"{KIND_KEY}{kind}", str(kind.label)) for kind in EventKind]
    return [(_("Events"), events), (_("Named points"), points), (_("Kinds of events"), kinds)]
