"""The phases of a collaborative, computed from its dates and never stored.

Plain Python without Django. Days are inclusive on both ends. The order follows the Field Guide
(figure 4 and section 4): before selection, center selection, pre-work, then Learning Sessions and
Action Periods in turn, then sustainability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

# Where no event says it: the guide's own project chose its centers 11 weeks before the first
# session and began to inform them 30 weeks before it (Appendix D).
SELECTION_WEEKS, PRE_WORK_WEEKS = 30, 11
# With fewer sessions than this in the calendar the last one is not known yet.
FEWEST_SESSIONS = 3
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Session:
    """A Learning Session; ``last`` is its last day, the same as ``first`` for one of a day."""

    first: date
    last: date


@dataclass(frozen=True)
class Phase:
    """A stretch of days. ``number`` tells Learning Sessions and Action Periods apart.

    ``key`` is one of before_selection, center_selection, pre_work, learning_session,
    action_period, sustainability. Action Period n opens with Learning Session n.
    """

    key: str
    number: int | None
    first: date
    last: date
    is_last_session: bool = False

    @property
    def is_learning_session(self) -> bool:
        """Whether people meet in it."""
        return self.key == "learning_session"

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


def timeline(
    starts_on: date,
    ends_on: date,
    sessions: Sequence[Session],
    *,
    pre_work_day: date | None = None,
    informational_meeting: date | None = None,
) -> tuple[Phase, ...]:
    """Return the phases, without gap or overlap, from the first day to the last.

    Without a Learning Session all of it comes before selection. Phases that would have no day
    (pre-work that begins before the collaborative does) are left out.
    """
    ordered = sorted(sessions, key=lambda session: session.first)
    if not ordered:
        return (Phase("before_selection", None, starts_on, max(starts_on, ends_on)),)
    pre_work = ordered[0].first - timedelta(weeks=PRE_WORK_WEEKS)
    if pre_work_day and pre_work_day < ordered[0].first:
        pre_work = min(pre_work, pre_work_day)
    selection = ordered[0].first - timedelta(weeks=SELECTION_WEEKS)
    if informational_meeting:
        selection = informational_meeting
    openings: list[tuple[str, int | None, date]] = [
        ("before_selection", None, min(starts_on, ordered[0].first)),
        ("center_selection", None, min(selection, pre_work)),
        ("pre_work", None, pre_work),
    ]
    openings += _sessions_and_periods(ordered)
    return _closed(openings, max(ends_on, *(session.last for session in ordered)), len(ordered))


def _sessions_and_periods(ordered: Sequence[Session]) -> list[tuple[str, int | None, date]]:
    openings: list[tuple[str, int | None, date]] = []
    for number, session in enumerate(ordered, start=1):
        openings.append(("learning_session", number, session.first))
        after = session.last + ONE_DAY
        if number == len(ordered) and number >= FEWEST_SESSIONS:
            openings.append(("sustainability", None, after))
        else:
            openings.append(("action_period", number, after))
    return openings


def _closed(
    openings: Sequence[tuple[str, int | None, date]], end: date, session_count: int
) -> tuple[Phase, ...]:
    """Close each phase where the next one opens; what opens too early waits for the one before."""
    starts = [openings[0][2]]
    for _, _, day in openings[1:]:
        starts.append(max(day, starts[-1]))
    starts.append(end + ONE_DAY)
    phases = []
    for (key, number, _), first, following in zip(openings, starts, starts[1:], strict=False):
        if first < following:
            last_one = key == "learning_session" and number == session_count >= FEWEST_SESSIONS
            phases.append(Phase(key, number, first, following - ONE_DAY, last_one))
    return tuple(phases)


def phase_on(phases: Sequence[Phase], day: date) -> Phase | None:
    """Return the phase of a day; None before the first and after the last."""
    return next((phase for phase in phases if phase.contains(day)), None)
