"""This week: the coming weeks in columns of time, what is late, and what needs a person."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from bsc.home.set_up import SetUpPoint, set_up_points
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.coming import Window, lean, windows_of
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.meeting_queries import next_meeting
from collaboratives.workplan.models import Task
from collaboratives.workplan.needs import Asker, Need, needs_of
from collaboratives.workplan.queries import late_tasks, tasks_visible_to

LATE_SHOWN = 8
DONE_SHOWN = 8


@dataclass(frozen=True)
class Desk:
    """What stands on the desk of one member of the implementation team.

    Each event and task stands in one place: late, or in one column; action items of meetings
    whose day has passed stand among the needs. ``late`` has the reader's own first.
    """

    today: dt.date
    windows: list[Window]
    late: list[Task]
    late_number: int
    needs: list[Need]
    done: list[Task]
    meeting: Event | None
    set_up: list[SetUpPoint]

    @property
    def late_more(self) -> int:
        """Return how many late tasks are not shown."""
        return self.late_number - len(self.late)


def desk_of(member: Membership, collaborative: Collaborative) -> Desk:
    """Return the desk, in a constant number of queries."""
    today, now = collaborative.today(), timezone.now()
    windows = windows_of(member, today)
    tasks = lean(late_tasks(member, today).filter(meeting=None))
    late = _mine_first(tasks.order_by("due_on", "position", "pk"), member)
    return Desk(
        today=today,
        windows=windows,
        late=late[:LATE_SHOWN],
        late_number=len(late),
        needs=needs_of(Asker(member, collaborative, today, now, windows)),
        done=_done_today(member, collaborative),
        meeting=next_meeting(),
        set_up=set_up_points(collaborative),
    )


def _mine_first(tasks: QuerySet[Task], member: Membership) -> list[Task]:
    def is_others(task: Task) -> bool:
        return all(owner.membership_id != member.pk for owner in task.owners.all())

    return sorted(tasks, key=is_others)


def _done_today(member: Membership, collaborative: Collaborative) -> list[Task]:
    """Return what was finished since midnight, the latest first: it can be opened again."""
    midnight = dt.datetime.combine(collaborative.today(), dt.time.min, tzinfo=collaborative.zone)
    done = tasks_visible_to(member).filter(status=TaskStatus.DONE, done_at__gte=midnight)
    return list(lean(done).order_by("-done_at", "-pk")[:DONE_SHOWN])
