"""The sentences about charts: whole templates with named variables, in two voices.

"staff" uses the field's words, "family" plain ones with the field's term beside them. No sentence
says why something happened, and none claims more than the rules for run charts can carry. What
only Shewhart charts may say stands in `metrics.limit_phrases`.
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
    """The templates of one voice; None where that voice leaves the sentence out.

    First the headlines, then the sentences in the order in which they are said.
    """

    nothing: "StrPromise"
    too_early: "StrPromise"
    cannot_tell: "StrPromise"
    all_same: "StrPromise"
    at_ceiling: "StrPromise"
    at_floor: "StrPromise"
    no_signal: "StrPromise"
    improved: "StrPromise"
    worsened: "StrPromise"
    changed: "StrPromise"
    passed: "StrPromise"

    so_far: "StrPromise"
    enough: "StrPromise"
    few_off_the_line: "StrPromise"
    resting: "StrPromise"
    around: "StrPromise"
    above_now: "StrPromise"
    below_now: "StrPromise"
    above_then: "StrPromise"
    below_then: "StrPromise"
    few_crossings: "StrPromise"
    holds: "StrPromise"
    ended: "StrPromise"
    scale_ends: "StrPromise"
    short_phase: "StrPromise"
    line_frozen: "StrPromise"
    line_whole: "StrPromise | None"
    line_new: "StrPromise"
    line_moved: "StrPromise"
    reason: "StrPromise"
    decided: "StrPromise"
    decided_on: "StrPromise"
    recounted: "StrPromise"
    left_out: "StrPromise"
    left_out_why: "StrPromise"
    missing: "StrPromise | None"
    latest: "StrPromise"
    latest_and_goal: "StrPromise"
    goal_reached: "StrPromise"
    keep_trying: "StrPromise"
    keep_it: "StrPromise"
    look_into_it: "StrPromise"


_STAFF = Phrases(
    nothing=gettext_lazy("No numbers yet."),
    too_early=gettext_lazy("Too early to tell."),
    cannot_tell=gettext_lazy("This chart cannot show a change yet."),
    all_same=gettext_lazy("Every value is the same."),
    at_ceiling=gettext_lazy("At the ceiling: a run chart cannot show more."),
    at_floor=gettext_lazy("At the floor: a run chart cannot show more."),
    no_signal=gettext_lazy("No sign of change yet."),
    improved=gettext_lazy("Something changed for the better."),
    worsened=gettext_lazy("Something changed, and not in the direction hoped for."),
    changed=gettext_lazy("Something changed."),
    passed=gettext_lazy("Something changed for a while."),
    so_far=ngettext_lazy(
        "There is %(count)s value so far; it takes at least %(needed)s to judge.",
        "There are %(count)s values so far; it takes at least %(needed)s to judge.",
        "count",
    ),
    enough=ngettext_lazy(
        "%(count)s value is enough to judge.", "%(count)s values are enough to judge.", "count"
    ),
    few_off_the_line=ngettext_lazy(
        "Only %(count)s value differs from the median of %(median)s; "
        "it takes at least %(needed)s to judge.",
        "Only %(count)s values differ from the median of %(median)s; "
        "it takes at least %(needed)s to judge.",
        "count",
    ),
    resting=gettext_lazy("More than half of the values are %(value)s."),
    around=gettext_lazy(
        "The values go up and down around the median of %(median)s, as they would by chance."
    ),
    above_now=ngettext_lazy(
        "Since %(first)s, %(count)s value in a row has been above the median of %(median)s; "
        "by chance it would be %(limit)s at most.",
        "Since %(first)s, %(count)s values in a row have been above the median of %(median)s; "
        "by chance it would be %(limit)s at most.",
        "count",
    ),
    below_now=ngettext_lazy(
        "Since %(first)s, %(count)s value in a row has been below the median of %(median)s; "
        "by chance it would be %(limit)s at most.",
        "Since %(first)s, %(count)s values in a row have been below the median of %(median)s; "
        "by chance it would be %(limit)s at most.",
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
    holds=gettext_lazy("It still holds at the latest value."),
    ended=gettext_lazy("It did not last: a later value lies on the other side."),
    scale_ends=gettext_lazy(
        "More than half of the values are %(value)s now, where the scale ends: "
        "the chart can hardly show more."
    ),
    short_phase=ngettext_lazy(
        "From %(first)s to %(last)s there is %(count)s value: too early to judge that phase.",
        "From %(first)s to %(last)s there are %(count)s values: too early to judge that phase.",
        "count",
    ),
    line_frozen=gettext_lazy(
        "The median comes from %(first)s to %(last)s and has been kept since."
    ),
    line_whole=gettext_lazy("The median is that of all values shown."),
    line_new=gettext_lazy("A new phase, with a median of its own, begins with %(first)s."),
    line_moved=gettext_lazy("The median was %(before)s before and is %(after)s since."),
    reason=gettext_lazy("The reason given: %(reason)s."),
    decided=gettext_lazy("Decided by %(name)s."),
    decided_on=gettext_lazy("Decided by %(name)s on %(date)s."),
    recounted=gettext_lazy(
        "From %(first)s on it is counted in another way; compare before and after with care."
    ),
    left_out=ngettext_lazy(
        "%(count)s value, drawn hollow, is left out of the count.",
        "%(count)s values, drawn hollow, are left out of the count.",
        "count",
    ),
    left_out_why=gettext_lazy("Drawn hollow and left out: %(label)s (%(reason)s)."),
    missing=ngettext_lazy(
        "%(count)s value was not reported and leaves a gap.",
        "%(count)s values were not reported and leave gaps.",
        "count",
    ),
    latest=gettext_lazy("The latest value is %(value)s (%(label)s)."),
    latest_and_goal=gettext_lazy(
        "The latest value is %(value)s (%(label)s); the goal is %(goal)s."
    ),
    goal_reached=gettext_lazy(
        "The latest value, %(value)s (%(label)s), reaches the goal of %(goal)s."
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
    cannot_tell=gettext_lazy("We cannot see a change yet."),
    all_same=gettext_lazy("Every number is the same."),
    at_ceiling=gettext_lazy("We are at the top. This chart cannot show more."),
    at_floor=gettext_lazy("We are at the bottom. This chart cannot show more."),
    no_signal=gettext_lazy("No clear change yet."),
    improved=gettext_lazy("Something changed for the better."),
    worsened=gettext_lazy("Something changed, but not the way we hoped."),
    changed=gettext_lazy("Something changed."),
    passed=gettext_lazy("Something changed for a while."),
    so_far=ngettext_lazy(
        "We have %(count)s number so far. We need %(needed)s to see a change.",
        "We have %(count)s numbers so far. We need %(needed)s to see a change.",
        "count",
    ),
    enough=ngettext_lazy(
        "We have %(count)s number. That is enough to see a change.",
        "We have %(count)s numbers. That is enough to see a change.",
        "count",
    ),
    few_off_the_line=ngettext_lazy(
        "Only %(count)s number is not the same as the middle one, %(median)s. "
        "We need %(needed)s to see a change.",
        "Only %(count)s numbers are not the same as the middle one, %(median)s. "
        "We need %(needed)s to see a change.",
        "count",
    ),
    resting=gettext_lazy("More than half of our numbers are %(value)s."),
    around=gettext_lazy(
        "The numbers go up and down around the middle one (the median), %(median)s. That is normal."
    ),
    above_now=ngettext_lazy(
        "Since %(first)s, %(count)s number in a row is above the middle one "
        "(the median), %(median)s. By chance it would be %(limit)s or less.",
        "Since %(first)s, %(count)s numbers in a row are above the middle one "
        "(the median), %(median)s. By chance it would be %(limit)s or less.",
        "count",
    ),
    below_now=ngettext_lazy(
        "Since %(first)s, %(count)s number in a row is below the middle one "
        "(the median), %(median)s. By chance it would be %(limit)s or less.",
        "Since %(first)s, %(count)s numbers in a row are below the middle one "
        "(the median), %(median)s. By chance it would be %(limit)s or less.",
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
    holds=gettext_lazy("It is still so."),
    ended=gettext_lazy("It did not last."),
    scale_ends=gettext_lazy(
        "More than half of our numbers are now %(value)s. It can go no further."
    ),
    short_phase=ngettext_lazy(
        "From %(first)s to %(last)s we have %(count)s number. That is too few to tell.",
        "From %(first)s to %(last)s we have %(count)s numbers. That is too few to tell.",
        "count",
    ),
    line_frozen=gettext_lazy("The middle line comes from %(first)s to %(last)s."),
    line_whole=None,
    line_new=gettext_lazy("A new middle line starts with %(first)s."),
    line_moved=gettext_lazy("The line was at %(before)s before. Now it is at %(after)s."),
    reason=gettext_lazy("Here is why: %(reason)s."),
    decided=gettext_lazy("%(name)s chose this."),
    decided_on=gettext_lazy("%(name)s chose this on %(date)s."),
    recounted=gettext_lazy("From %(first)s on, we count in a new way."),
    left_out=ngettext_lazy(
        "%(count)s hollow dot does not count.", "%(count)s hollow dots do not count.", "count"
    ),
    left_out_why=gettext_lazy("This hollow dot does not count: %(label)s (%(reason)s)."),
    missing=None,
    latest=gettext_lazy("The last number is %(value)s (%(label)s)."),
    latest_and_goal=gettext_lazy("The last number is %(value)s (%(label)s). Our goal is %(goal)s."),
    goal_reached=gettext_lazy(
        "The last number is %(value)s (%(label)s). That meets our goal of %(goal)s."
    ),
    keep_trying=gettext_lazy("Let us keep trying new things."),
    keep_it=gettext_lazy("What was new? Let us keep it."),
    look_into_it=gettext_lazy("What was new? Let us look at it together."),
)

VOICES: Mapping[Voice, Phrases] = {"staff": _STAFF, "family": _FAMILY}
