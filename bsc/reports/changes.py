"""What changed since the revision before: the short block at the top of a corrected report."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bsc.reports.content import Content
from bsc.reports.facts import Facts
from bsc.reports.measures import MeasurePart
from metrics.charts import count_text, sentence_label
from metrics.enums import Grain
from metrics.series import Count
from pdsa.enums import Decision, Status

MOST = 6
TEAMS_NAMED = 4


def changes(before: Facts, content: Content) -> tuple[str, ...]:
    """Return in sentences what this report says that the facts ``before`` do not, at most a few.

    Nothing where the earlier report kept no facts, and nothing where both say the same. What is
    no longer on the paper is counted and never named: it may no longer be everybody's to know.
    """
    if not before or before == content.facts:
        return ()
    found = [
        *(line for part in content.measures for line in _numbers(before, part)),
        *_completeness(before, content),
        *_teams(before, content),
        *_tests(before, content),
        *_others(before, content.facts),
    ]
    if not found:
        return (_("The charts are drawn from other decisions."),)
    more = len(found) - MOST
    if more <= 0:
        return tuple(found)
    rest = ngettext("And %(count)s more change.", "And %(count)s more changes.", more)
    return (*found[:MOST], rest % {"count": more})


def _numbers(before: Facts, part: MeasurePart) -> Iterable[str]:
    """By month where the months changed, for those are what people remember; else by week."""
    earlier = before.get("measures", {}).get(part.metric.key)
    if earlier is None:
        yield _("New on this paper: %(measure)s.") % {"measure": part.name.text}
        return
    by_month = list(_differences(earlier, part, "months", Grain.MONTH))
    yield from by_month or _differences(earlier, part, "points", part.said["grain"])


def _differences(earlier: Facts, part: MeasurePart, which: str, grain: str) -> Iterable[str]:
    old, new = earlier.get(which, {}), part.said.get(which, {})
    for start in sorted({*old, *new}, reverse=True):
        if old.get(start, "") != new.get(start, ""):
            yield _("%(measure)s, %(period)s: %(now)s (before: %(then)s).") % {
                "measure": part.name.text,
                "period": sentence_label(dt.date.fromisoformat(start), grain),
                "now": _counted(new.get(start, ""), part),
                "then": _counted(old.get(start, ""), part),
            }


def _counted(said: str, part: MeasurePart) -> str:
    if not said:
        return _("no number")
    numerator, denominator = said.split("/")
    return count_text(Count(Decimal(numerator), Decimal(denominator)), part.definition)


def _completeness(before: Facts, content: Content) -> Iterable[str]:
    earlier = before.get("completeness", {})
    for one in content.completeness:
        then = earlier.get(one.month.isoformat())
        if then and then != [one.on_time, one.late, one.missing, one.waiting]:
            yield _("Sent for %(month)s: %(now)s of %(expected)s teams (before: %(then)s).") % {
                "month": date_format(one.month, "YEAR_MONTH_FORMAT"),
                "now": one.on_time + one.late,
                "expected": one.expected,
                "then": then[0] + then[1],
            }


def _teams(before: Facts, content: Content) -> Iterable[str]:
    earlier = before.get("teams", {})
    changed = [
        content.teams[key]
        for key, numbers in content.facts.get("teams", {}).items()
        if earlier.get(key) != numbers
    ]
    if not changed:
        return
    names = changed[:TEAMS_NAMED]
    more = len(changed) - len(names)
    if more:
        names.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    yield _("Teams with other numbers: %(teams)s.") % {"teams": get_text_list(names, _("and"))}


def _tests(before: Facts, content: Content) -> Iterable[str]:
    if content.tried is None:
        return
    earlier, now = before.get("tests", {}), content.facts["tests"]
    for group in content.tried.groups:
        for test in group.tests:
            state, said = now[str(test.pk)]
            then = earlier.get(str(test.pk))
            if then is None:
                yield _("New: %(test)s.") % {"test": test.title}
            elif then[0] != state:
                yield _("%(test)s: %(now)s (before: %(then)s).") % {
                    "test": test.title,
                    "now": _state(state),
                    "then": _state(then[0]),
                }
            elif then[1] != said:
                yield _("%(test)s: told in other words.") % {"test": test.title}
    gone = len(set(earlier) - set(now))
    if gone:
        yield ngettext(
            "%(count)s test is no longer on this paper.",
            "%(count)s tests are no longer on this paper.",
            gone,
        ) % {"count": gone}


def _state(said: str) -> str:
    names = dict(Decision.choices) | dict(Status.choices)
    return str(names.get(said, said))


def _others(before: Facts, now: Facts) -> Iterable[str]:
    """Parts of which only a digest is kept."""
    sentences = {
        "stories": _("The stories changed."),
        "stages": _("The tests by driver changed."),
        "dates": _("The dates changed."),
        "waiting": _("What is waiting changed."),
        "texts": _("Names, goals or notes changed."),
    }
    for part, sentence in sentences.items():
        if before.get(part) != now.get(part):
            yield sentence
