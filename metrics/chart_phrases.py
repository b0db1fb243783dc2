"""The sentences about run charts: whole templates with named variables, in two voices.

"staff" uses the field's words, "family" plain ones with the field's term beside them. No sentence
says why something happened, and none claims more than the rules for run charts can carry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Voice = Literal["staff", "family"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The templates of one voice; None where that voice leaves the sentence out."""

    nothing: "StrPromise"
    too_early: "StrPromise"
    so_far: "StrPromise"
    cannot_tell: "StrPromise"
    few_off_the_line: "StrPromise"
    all_same: "StrPromise"
    no_signal: "StrPromise"
    around: "StrPromise"
    improved: "StrPromise"
    worsened: "StrPromise"
    changed: "StrPromise"
    passed: "StrPromise"
    above_now: "StrPromise"
    below_now: "StrPromise"
    above_then: "StrPromise"
    below_then: "StrPromise"
    few_crossings: "StrPromise"
    line_frozen: "StrPromise"
    line_new: "StrPromise"
    line_whole: "StrPromise | None"
    latest: "StrPromise"
    latest_and_goal: "StrPromise"
    goal_reached: "StrPromise"
    left_out: "StrPromise"
    missing: "StrPromise | None"
    keep_trying: "StrPromise"
    keep_it: "StrPromise"
    look_into_it: "StrPromise"


_STAFF = Phrases(
    nothing=gettext_lazy("No numbers yet."),
    too_early=gettext_lazy("Too early to tell."),
    so_far=ngettext_lazy(
        "There is %(count)s value so far; it takes at least %(needed)s to judge.",
        "There are %(count)s values so far; it takes at least %(needed)s to judge.",
        "count",
    ),
    cannot_tell=gettext_lazy("This chart cannot show a change yet."),
    few_off_the_line=ngettext_lazy(
        "Only %(count)s value differs from the median of %(median)s; "
        "it takes at least %(needed)s to judge.",
        "Only %(count)s values differ from the median of %(median)s; "
        "it takes at least %(needed)s to judge.",
        "count",
    ),
    all_same=gettext_lazy("Every value is the same."),
    no_signal=gettext_lazy("No sign of change yet."),
    around=gettext_lazy(
        "The values go up and down around the median of %(median)s, as they would by chance."
    ),
    improved=gettext_lazy("Something changed for the better."),
    worsened=gettext_lazy("Something changed, and not in the direction hoped for."),
    changed=gettext_lazy("Something changed."),
    passed=gettext_lazy("Something changed for a while."),
    above_now=ngettext_lazy(
        "Since %(first)s, %(count)s value in a row has been above the median of %(median)s.",
        "Since %(first)s, %(count)s values in a row have been above the median of %(median)s.",
        "count",
    ),
    below_now=ngettext_lazy(
        "Since %(first)s, %(count)s value in a row has been below the median of %(median)s.",
        "Since %(first)s, %(count)s values in a row have been below the median of %(median)s.",
        "count",
    ),
    above_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s value in a row was above the median of %(median)s.",
        "From %(first)s to %(last)s, %(count)s values in a row were above the median "
        "of %(median)s.",
        "count",
    ),
    below_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s value in a row was below the median of %(median)s.",
        "From %(first)s to %(last)s, %(count)s values in a row were below the median "
        "of %(median)s.",
        "count",
    ),
    few_crossings=ngettext_lazy(
        "The values crossed the median (%(median)s) only %(count)s time; "
        "by chance alone one would expect at least %(fewest)s.",
        "The values crossed the median (%(median)s) only %(count)s times; "
        "by chance alone one would expect at least %(fewest)s.",
        "count",
    ),
    line_frozen=gettext_lazy("That median is taken from %(first)s to %(last)s."),
    line_new=gettext_lazy("The median was set anew from %(first)s on."),
    line_whole=gettext_lazy("The median is that of all values shown."),
    latest=gettext_lazy("The latest value is %(value)s (%(label)s)."),
    latest_and_goal=gettext_lazy(
        "The latest value is %(value)s (%(label)s); the goal is %(goal)s."
    ),
    goal_reached=gettext_lazy(
        "The latest value, %(value)s (%(label)s), reaches the goal of %(goal)s."
    ),
    left_out=ngettext_lazy(
        "%(count)s value, drawn hollow, is left out of the count.",
        "%(count)s values, drawn hollow, are left out of the count.",
        "count",
    ),
    missing=ngettext_lazy(
        "%(count)s value was not reported and leaves a gap.",
        "%(count)s values were not reported and leave gaps.",
        "count",
    ),
    keep_trying=gettext_lazy(
        "Single values need no explanation: to move the line, change how the work is done."
    ),
    keep_it=gettext_lazy("Find out what was different, so that it can be kept."),
    look_into_it=gettext_lazy("Find out what was different."),
)

_FAMILY = Phrases(
    nothing=gettext_lazy("No numbers yet."),
    too_early=gettext_lazy("Too early to tell. Keep going."),
    so_far=ngettext_lazy(
        "We have %(count)s number so far. We need %(needed)s to see a change.",
        "We have %(count)s numbers so far. We need %(needed)s to see a change.",
        "count",
    ),
    cannot_tell=gettext_lazy("We cannot see a change yet."),
    few_off_the_line=ngettext_lazy(
        "Only %(count)s number is not the same as the middle one, %(median)s. "
        "We need %(needed)s to see a change.",
        "Only %(count)s numbers are not the same as the middle one, %(median)s. "
        "We need %(needed)s to see a change.",
        "count",
    ),
    all_same=gettext_lazy("Every number is the same."),
    no_signal=gettext_lazy("No clear change yet."),
    around=gettext_lazy(
        "The numbers go up and down around the middle one (the median), %(median)s. That is normal."
    ),
    improved=gettext_lazy("Something changed for the better."),
    worsened=gettext_lazy("Something changed, but not the way we hoped."),
    changed=gettext_lazy("Something changed."),
    passed=gettext_lazy("Something changed for a while."),
    above_now=ngettext_lazy(
        "Since %(first)s, %(count)s number in a row is above the middle one "
        "(the median), %(median)s.",
        "Since %(first)s, %(count)s numbers in a row are above the middle one "
        "(the median), %(median)s.",
        "count",
    ),
    below_now=ngettext_lazy(
        "Since %(first)s, %(count)s number in a row is below the middle one "
        "(the median), %(median)s.",
        "Since %(first)s, %(count)s numbers in a row are below the middle one "
        "(the median), %(median)s.",
        "count",
    ),
    above_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s number in a row was above the middle one "
        "(the median), %(median)s.",
        "From %(first)s to %(last)s, %(count)s numbers in a row were above the middle one "
        "(the median), %(median)s.",
        "count",
    ),
    below_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s number in a row was below the middle one "
        "(the median), %(median)s.",
        "From %(first)s to %(last)s, %(count)s numbers in a row were below the middle one "
        "(the median), %(median)s.",
        "count",
    ),
    few_crossings=ngettext_lazy(
        "The numbers crossed the middle (the median, %(median)s) only %(count)s time. "
        "By chance it would be %(fewest)s or more.",
        "The numbers crossed the middle (the median, %(median)s) only %(count)s times. "
        "By chance it would be %(fewest)s or more.",
        "count",
    ),
    line_frozen=gettext_lazy("The middle comes from where we started: %(first)s to %(last)s."),
    line_new=gettext_lazy("Since %(first)s, the chart has a new middle line."),
    line_whole=None,
    latest=gettext_lazy("The last number is %(value)s (%(label)s)."),
    latest_and_goal=gettext_lazy("The last number is %(value)s (%(label)s). Our goal is %(goal)s."),
    goal_reached=gettext_lazy(
        "The last number is %(value)s (%(label)s). That meets our goal of %(goal)s."
    ),
    left_out=ngettext_lazy(
        "%(count)s hollow dot does not count.", "%(count)s hollow dots do not count.", "count"
    ),
    missing=None,
    keep_trying=gettext_lazy("Let us keep trying new things."),
    keep_it=gettext_lazy("What was new? Let us keep it."),
    look_into_it=gettext_lazy("What was new? Let us look at it together."),
)

VOICES: Mapping[Voice, Phrases] = {"staff": _STAFF, "family": _FAMILY}
