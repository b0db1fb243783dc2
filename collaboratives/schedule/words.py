"""Sentences of the calendar's pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.models import Event
from collaboratives.schedule.timeline import Phase


def place_of(zone: str) -> str:
    """Return a time zone as people know it: "New York" for "America/New_York"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zone_note(request: CollaborativeRequest) -> str:
    """Return a sentence where times are shown in another zone than the collaborative's, or ""."""
    own = request.user.time_zone
    theirs = request.collaborative.time_zone
    if not own or own == theirs:
        return ""
    return _(
        "Times are shown in your own time zone (%(own)s). The collaborative lives by the "
        "clock of %(theirs)s."
    ) % {"own": place_of(own), "theirs": place_of(theirs)}


def clock_words(request: CollaborativeRequest, moment: datetime, shown_by: tzinfo) -> str:
    """Return the clock that a time is shown by, where the reader has another than the others."""
    own, theirs = request.user.time_zone, request.collaborative.zone
    if not own:
        return ""
    offsets = {timezone.localtime(moment, zone).utcoffset() for zone in (ZoneInfo(own), theirs)}
    if len(offsets) == 1:
        return ""
    return named_clock(shown_by)


def named_clock(zone: tzinfo) -> str:
    """Return what people call a clock: "New York time"."""
    return _("%(place)s time") % {"place": place_of(str(zone))}


def other_time(request: CollaborativeRequest, event: Event) -> str:
    """Return when an event begins by the collaborative's clock, where the reader's differs."""
    zone = ZoneInfo(request.collaborative.time_zone)
    there = timezone.localtime(event.starts_at, zone)
    here = timezone.localtime(event.starts_at)
    if there.utcoffset() == here.utcoffset():
        return ""
    return _("%(time)s in %(place)s") % {
        "time": f"{there:%H:%M}",
        "place": place_of(request.collaborative.time_zone),
    }


@dataclass(frozen=True)
class PhaseStep:
    """A phase as one entry of the timeline."""

    label: str
    first: date
    last: date
    is_current: bool
    is_over: bool


def phase_steps(
    phases: Sequence[Phase], current: Phase | None, label: Callable[[Phase], str]
) -> list[PhaseStep]:
    """Return the timeline with its labels and where we are."""
    return [
        PhaseStep(
            label=label(phase),
            first=phase.first,
            last=phase.last,
            is_current=phase == current,
            is_over=current is not None and phase.last < current.first,
        )
        for phase in phases
    ]
