"""The plan at a glance: where each activity stands, drawn and in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from collaboratives.models import Collaborative
from collaboratives.schedule.enums import EventKind, EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import event_days, phase_label, timeline_from
from collaboratives.schedule.timeline import Phase, phase_on
from collaboratives.workplan.enums import LIVE, PHASES, TaskStatus
from collaboratives.workplan.gantt_svg import (
    DONE,
    LATE,
    OPEN,
    Bar,
    Group,
    Mark,
    Moment,
    Span,
    Words,
    draw,
)
from collaboratives.workplan.models import Task


@dataclass(frozen=True)
class Line:
    """One activity: its first and last day, how many of its tasks are done, and how many late."""

    title: str
    first: dt.date | None
    last: dt.date | None
    done: int
    late: int
    total: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Part:
    """The activities of one of the five phases of the work."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Progress:
    """The whole plan at a glance; ``done`` of ``total`` tasks are done, ``late`` are late."""

    parts: list[Part]
    phases: Sequence[Phase]
    current: Phase | None
    moments: list[Moment]
    done: int
    late: int
    total: int
    today: dt.date


def progress_of(collaborative: Collaborative) -> Progress:
    """Return the plan at a glance in two queries; what is not needed any more is left out."""
    today = collaborative.today()
    events = list(
        Event.objects.filter(collaborative=collaborative, status=EventStatus.PLANNED).order_by(
            "starts_at", "pk"
        )
    )
    tasks = (
        Task.objects.filter(collaborative=collaborative, withdrawn=False)
        .exclude(status=TaskStatus.NOT_NEEDED)
        .select_related("activity")
        .order_by("activity__phase", "activity__position", "activity", "due_on", "pk")
    )
    parts = _parts(tasks, today)
    lines = [line for part in parts for line in part.lines]
    span = collaborative.starts_on, collaborative.ends_on
    phases = timeline_from(events, collaborative.zone, *span)
    return Progress(
        parts=parts,
        phases=phases,
        current=phase_on(phases, today),
        moments=[
            Moment(_short(event), event_days(event, collaborative.zone)[0])
            for event in events
            if event.kind in (EventKind.LEARNING_SESSION, EventKind.PRE_WORK_DAY)
        ],
        done=sum(line.done for line in lines),
        late=sum(line.late for line in lines),
        total=sum(line.total for line in lines),
        today=today,
    )


def _short(event: Event) -> str:
    if event.kind == EventKind.PRE_WORK_DAY:
        return _("Pre-work")
    return _("LS %(number)s") % {"number": event.number}


def _parts(tasks: Iterable[Task], today: dt.date) -> list[Part]:
    found: dict[int, dict[int, list[Task]]] = {}
    for task in tasks:
        found.setdefault(task.activity.phase, {}).setdefault(task.activity_id, []).append(task)
    return [
        Part(str(PHASES[phase]), [_line(rows, today) for rows in activities.values()])
        for phase, activities in found.items()
    ]


def _line(tasks: Sequence[Task], today: dt.date) -> Line:
    marks = sorted(
        (Mark(task.due_on, state_of(task, today)) for task in tasks if task.due_on),
        key=lambda mark: mark.day,
    )
    return Line(
        title=tasks[0].activity.title,
        first=marks[0].day if marks else None,
        last=marks[-1].day if marks else None,
        done=sum(task.status == TaskStatus.DONE for task in tasks),
        late=sum(state_of(task, today) == LATE for task in tasks),
        total=len(tasks),
        marks=tuple(marks),
    )


def state_of(task: Task, today: dt.date) -> str:
    """Return whether a task is done, late or open."""
    if task.status == TaskStatus.DONE:
        return DONE
    is_late = task.status in LIVE and task.due_on is not None and task.due_on < today
    return LATE if is_late else OPEN


def drawing_of(progress: Progress) -> str:
    """Return the picture of the plan in the reader's language."""
    words = Words(
        title=_("The plan at a glance: %(done)s of %(total)s tasks are done, %(late)s are late.")
        % {"done": progress.done, "total": progress.total, "late": progress.late},
        today=_("Today"),
        done=_("done"),
        open=_("open"),
        late=_("late"),
        months=[str(MONTHS_3[month]).capitalize() for month in range(1, 13)],
    )
    groups = [
        Group(
            part.title,
            [
                Bar(
                    line.title,
                    line.marks,
                    _("%(done)s of %(total)s") % {"done": line.done, "total": line.total},
                )
                for line in part.lines
            ],
        )
        for part in progress.parts
    ]
    spans = [Span(phase_label(one), one.first, one.last) for one in progress.phases]
    return draw(spans, progress.moments, groups, words, today=progress.today)
