"""The sentences of Shewhart charts: around an average, within or outside of limits.

Only here may staff read of special and common causes; families read of a usual range.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

from metrics.chart_phrases import VOICES, Phrases, Voice

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPhrases:
    """What a voice says about limits; the goal's five by where it lies and which way is better."""

    trial: "StrPromise"
    firm: "StrPromise"
    none_of_a_shift: "StrPromise"
    none_without_variation: "StrPromise"
    within: "StrPromise"
    within_steps: "StrPromise"
    above: "StrPromise"
    below: "StrPromise"
    more_outside: "StrPromise"
    goal_within: "StrPromise"
    goal_passed_up: "StrPromise"
    goal_passed_down: "StrPromise"
    goal_missed_up: "StrPromise"
    goal_missed_down: "StrPromise"


_STAFF_LIMITS = LimitPhrases(
    trial=gettext_lazy(
        "The limits are on trial: they rest on %(count)s values and are firm from %(needed)s."
    ),
    firm=gettext_lazy("The limits rest on %(count)s values."),
    none_of_a_shift=gettext_lazy(
        "No limits are drawn: the run chart of this phase shows a change, "
        "or its values rest at one end."
    ),
    none_without_variation=gettext_lazy("There is no variation, so there are no limits."),
    within=gettext_lazy("All values lie within the limits of %(lower)s and %(upper)s."),
    within_steps=gettext_lazy(
        "All values lie within their limits, which differ with the size of each count; "
        "the latest are %(lower)s and %(upper)s."
    ),
    above=gettext_lazy(
        "The value for %(label)s, %(value)s, lies above the upper limit of %(limit)s."
    ),
    below=gettext_lazy(
        "The value for %(label)s, %(value)s, lies below the lower limit of %(limit)s."
    ),
    more_outside=ngettext_lazy(
        "%(count)s more value lies outside the limits.",
        "%(count)s more values lie outside the limits.",
        "count",
    ),
    goal_within=gettext_lazy(
        "The goal of %(goal)s lies within the limits: as things are, "
        "it will be reached at some times and missed at others."
    ),
    goal_passed_up=gettext_lazy(
        "The goal of %(goal)s lies below the lower limit of %(limit)s: as things are, "
        "every value can be expected to reach it."
    ),
    goal_passed_down=gettext_lazy(
        "The goal of %(goal)s lies above the upper limit of %(limit)s: as things are, "
        "every value can be expected to reach it."
    ),
    goal_missed_up=gettext_lazy(
        "The goal of %(goal)s lies above the upper limit of %(limit)s: as things are, "
        "no value can be expected to reach it."
    ),
    goal_missed_down=gettext_lazy(
        "The goal of %(goal)s lies below the lower limit of %(limit)s: as things are, "
        "no value can be expected to reach it."
    ),
)

_FAMILY_LIMITS = LimitPhrases(
    trial=gettext_lazy(
        "The usual range is a first guess from %(count)s numbers. It gets firm at %(needed)s."
    ),
    firm=gettext_lazy("The usual range comes from %(count)s numbers."),
    none_of_a_shift=gettext_lazy("There is no usual range yet, as the numbers have moved."),
    none_without_variation=gettext_lazy("So there is no range to show."),
    within=gettext_lazy("All our numbers are in the usual range, %(lower)s to %(upper)s."),
    within_steps=gettext_lazy(
        "All our numbers are in the usual range. It is now %(lower)s to %(upper)s."
    ),
    above=gettext_lazy(
        "The number for %(label)s is %(value)s. That is above the usual range, up to %(limit)s."
    ),
    below=gettext_lazy(
        "The number for %(label)s is %(value)s. That is below the usual range, from %(limit)s."
    ),
    more_outside=ngettext_lazy(
        "%(count)s more number is outside of it.",
        "%(count)s more numbers are outside of it.",
        "count",
    ),
    goal_within=gettext_lazy(
        "Our goal of %(goal)s is in that range. We will meet it some of the time."
    ),
    goal_passed_up=gettext_lazy(
        "Our goal of %(goal)s is below that range. We can meet it each time."
    ),
    goal_passed_down=gettext_lazy(
        "Our goal of %(goal)s is above that range. We can meet it each time."
    ),
    goal_missed_up=gettext_lazy(
        "Our goal of %(goal)s is above that range. To get there, we need a new way."
    ),
    goal_missed_down=gettext_lazy(
        "Our goal of %(goal)s is below that range. To get there, we need a new way."
    ),
)

LIMITS: Mapping[Voice, LimitPhrases] = {"staff": _STAFF_LIMITS, "family": _FAMILY_LIMITS}

_STAFF = replace(
    VOICES["staff"],
    at_ceiling=gettext_lazy("At the ceiling: this chart cannot show more."),
    at_floor=gettext_lazy("At the floor: this chart cannot show more."),
    no_signal=gettext_lazy("No special cause: the values vary as they usually do."),
    improved=gettext_lazy("A special cause, for the better."),
    worsened=gettext_lazy("A special cause, and not in the direction hoped for."),
    changed=gettext_lazy("A special cause."),
    passed=gettext_lazy("A special cause, now past."),
    so_far=ngettext_lazy(
        "There is %(count)s value so far; limits take at least %(needed)s.",
        "There are %(count)s values so far; limits take at least %(needed)s.",
        "count",
    ),
    few_off_the_line=ngettext_lazy(
        "Only %(count)s value differs from the average of %(average)s; "
        "it takes at least %(needed)s to judge runs.",
        "Only %(count)s values differ from the average of %(average)s; "
        "it takes at least %(needed)s to judge runs.",
        "count",
    ),
    around=gettext_lazy("The values go up and down around the average of %(average)s."),
    above_now=ngettext_lazy(
        "Since %(first)s, %(count)s value in a row has been above the average of %(average)s; "
        "by chance it would be %(limit)s at most.",
        "Since %(first)s, %(count)s values in a row have been above the average of %(average)s; "
        "by chance it would be %(limit)s at most.",
        "count",
    ),
    below_now=ngettext_lazy(
        "Since %(first)s, %(count)s value in a row has been below the average of %(average)s; "
        "by chance it would be %(limit)s at most.",
        "Since %(first)s, %(count)s values in a row have been below the average of %(average)s; "
        "by chance it would be %(limit)s at most.",
        "count",
    ),
    above_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s value in a row was above the average "
        "of %(average)s.",
        "From %(first)s to %(last)s, %(count)s values in a row were above the average "
        "of %(average)s.",
        "count",
    ),
    below_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s value in a row was below the average "
        "of %(average)s.",
        "From %(first)s to %(last)s, %(count)s values in a row were below the average "
        "of %(average)s.",
        "count",
    ),
    few_crossings=ngettext_lazy(
        "The values crossed the average (%(average)s) only %(count)s time; "
        "by chance alone one would expect at least %(fewest)s.",
        "The values crossed the average (%(average)s) only %(count)s times; "
        "by chance alone one would expect at least %(fewest)s.",
        "count",
    ),
    line_frozen=gettext_lazy(
        "Average and limits come from %(first)s to %(last)s and have been kept since."
    ),
    line_whole=gettext_lazy("The average is that of all values shown."),
    line_new=gettext_lazy("A new phase, with an average of its own, begins with %(first)s."),
    line_moved=gettext_lazy("The average was %(before)s before and is %(after)s since."),
    keep_trying=gettext_lazy(
        "Single values need no explanation: to move the average, change how the work is done."
    ),
)

_FAMILY = replace(
    VOICES["family"],
    around=gettext_lazy(
        "The numbers go up and down around the average, %(average)s. That is normal."
    ),
    few_off_the_line=ngettext_lazy(
        "Only %(count)s number is not the same as the average, %(average)s.",
        "Only %(count)s numbers are not the same as the average, %(average)s.",
        "count",
    ),
    above_now=ngettext_lazy(
        "Since %(first)s, %(count)s number in a row is above the average, %(average)s. "
        "By chance it would be %(limit)s or less.",
        "Since %(first)s, %(count)s numbers in a row are above the average, %(average)s. "
        "By chance it would be %(limit)s or less.",
        "count",
    ),
    below_now=ngettext_lazy(
        "Since %(first)s, %(count)s number in a row is below the average, %(average)s. "
        "By chance it would be %(limit)s or less.",
        "Since %(first)s, %(count)s numbers in a row are below the average, %(average)s. "
        "By chance it would be %(limit)s or less.",
        "count",
    ),
    above_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s number in a row was above the average, %(average)s.",
        "From %(first)s to %(last)s, %(count)s numbers in a row were above the average, "
        "%(average)s.",
        "count",
    ),
    below_then=ngettext_lazy(
        "From %(first)s to %(last)s, %(count)s number in a row was below the average, %(average)s.",
        "From %(first)s to %(last)s, %(count)s numbers in a row were below the average, "
        "%(average)s.",
        "count",
    ),
    few_crossings=ngettext_lazy(
        "The numbers crossed the average, %(average)s, only %(count)s time. "
        "By chance it would be %(fewest)s or more.",
        "The numbers crossed the average, %(average)s, only %(count)s times. "
        "By chance it would be %(fewest)s or more.",
        "count",
    ),
    line_frozen=gettext_lazy("The average comes from %(first)s to %(last)s."),
    line_new=gettext_lazy("A new average starts with %(first)s."),
)

AVERAGES: Mapping[Voice, Phrases] = {"staff": _STAFF, "family": _FAMILY}
