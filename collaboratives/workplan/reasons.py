"""Why a task is due when it is due, in words: "16 weeks before Learning Session 2"."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.schedule.models import Event
from collaboratives.workplan.dates import Point
from collaboratives.workplan.enums import Form
from collaboratives.workplan.models import Task, TaskRule
from collaboratives.workplan.timing_words import distance, say_date
from collaboratives.workplan.vocabulary import SESSION, Vocabulary, event_words


def reason_of(task: Task, vocabulary: Vocabulary | None = None) -> str:
    """Return why the date is what it is; needs the task's rule, activity and event.

    Give the same ``vocabulary`` for all tasks of a page, or each asks for the named points again.
    """
    vocabulary = vocabulary or Vocabulary(task.collaborative)
    if task.rule is None:
        return say_date(task.due_on, vocabulary.language) if task.due_on else ""
    said = rule_in_words(task.rule, task.event, vocabulary)
    if task.pinned:
        return _("Pinned: stays when an event moves. The plan says: %(rule)s.") % {"rule": said}
    return _beside(said, task.slip) if task.slip else said


def _beside(said: str, slip: int) -> str:
    """Return the rule with how far somebody moved this one task away from it."""
    count = abs(slip)
    if slip > 0:
        words = ngettext(
            "%(rule)s, and %(count)s day later", "%(rule)s, and %(count)s days later", count
        )
    else:
        words = ngettext(
            "%(rule)s, and %(count)s day earlier", "%(rule)s, and %(count)s days earlier", count
        )
    return words % {"rule": said, "count": count}


def rule_in_words(rule: TaskRule, event: Event | None, vocabulary: Vocabulary | None = None) -> str:
    """Return the rule as a phrase; where a task hangs on one ``event``, that one is named."""
    vocabulary = vocabulary or Vocabulary(rule.collaborative)
    if event is not None and (rule.form == Form.EACH or rule.anchor == SESSION):
        return distance(rule.offset, rule.unit, event_words(event), vocabulary.language)
    said = vocabulary.say(rule)
    if rule.form != Form.ANCHOR or rule.anchor not in vocabulary.places:
        return said
    spec = vocabulary.places[rule.anchor].spec
    own = event is not None and spec.get("event") == event.kind
    if own or not spec.get("otherwise"):
        return said
    return _("%(rule)s (%(place)s)") % {"rule": said, "place": _otherwise(spec, vocabulary)}


def _otherwise(spec: Mapping[str, Any], vocabulary: Vocabulary) -> str:
    """Return where a named point stands while it has no event of its own."""
    other = spec["otherwise"]
    below = vocabulary.places.get(other["anchor"])
    words = below.words if below else str(other["anchor"])
    return distance(other["offset"], other["unit"], words, vocabulary.language)


def place_in_words(key: str, point: Point | None, vocabulary: Vocabulary) -> str:
    """Return why a named point stands where it does."""
    spec = vocabulary.places[key].spec
    if "field" in spec:
        if spec["field"] == "starts_on":
            return _("the first day of the collaborative")
        return _("the last day of the collaborative")
    occasion = point.occasion if point else None
    own = occasion is not None and occasion.kind == spec.get("event")
    if occasion is not None and own and spec.get("number") in (None, occasion.number):
        return _("it is in the calendar: %(title)s") % {"title": occasion.title}
    if spec.get("otherwise"):
        return _otherwise(spec, vocabulary)
    return _("there is no such event in the calendar yet")
