"""What a change of rules or named points does to the tasks, before anybody saves it.

Uses the same arithmetic as moving an event (moves/foresight.py), so what is shown is what is
written.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collaboratives.models import Collaborative
from collaboratives.workplan.calendar import Identity, calendar_of, identity, wanted_by
from collaboratives.workplan.dates import Anchors, Calendar, Due
from collaboratives.workplan.following import Verdict
from collaboratives.workplan.generator import standing_of, title_of
from collaboratives.workplan.models import Task, TaskRule
from collaboratives.workplan.moves.foresight import Foreseen, Known, foresee

MOVING = (Verdict.MOVES, Verdict.RETURNS)
STAYING = (Verdict.DONE, Verdict.PINNED, Verdict.STAYS)


@dataclass(frozen=True)
class Line:
    """One task before and after; ``task`` is None for one that the plan would get."""

    title: str
    task: Task | None
    before: date | None
    after: date | None
    verdict: str


@dataclass(frozen=True)
class Preview:
    """What changes. ``basis`` is a fingerprint: what was shown is what is saved, or shown again."""

    moving: list[Line]
    staying: list[Line]
    new: list[Line]
    withdrawn: list[Line]
    retitled: int
    basis: str

    @property
    def is_empty(self) -> bool:
        """Whether no task changes."""
        return not (self.moving or self.new or self.withdrawn or self.retitled)


def preview_of(
    collaborative: Collaborative,
    *,
    standing: Sequence[TaskRule],
    wished: Sequence[TaskRule],
    anchors: Anchors,
    wished_anchors: Anchors | None = None,
    calendar: Calendar | None = None,
) -> Preview:
    """Return what happens when the rules ``standing`` become ``wished`` (unsaved, same keys).

    Both need their activities; ``wished`` may hold one rule more, without a key. A rule for each
    event goes on as another rule where it is timed otherwise (``services.rules.successor``).
    ``wished_anchors`` are the named points after the change.
    """
    calendar = calendar or calendar_of(collaborative)
    before = wanted_by(standing, calendar, anchors)
    after = wanted_by(wished, calendar, wished_anchors or anchors)
    old, new = ({rule.pk: rule for rule in rules} for rules in (standing, wished))
    rows = Task.objects.filter(rule__in=[rule.pk for rule in standing if rule.pk])
    tasks = list(rows.select_related("rule").order_by("due_on", "position", "pk"))
    known, was = [], {}
    for task in tasks:
        key = identity(new[task.rule_id or 0], task.event_id, task.occurrence)
        known.append(Known(task.pk, key, standing_of(task)))
        stood = before.get(identity(old[task.rule_id or 0], task.event_id, task.occurrence))
        if stood:
            was[key] = stood[1]
    lines = foresee(
        known,
        was=was,
        wanted={key: due for key, (_rule, due) in after.items()},
        choices={},
        prepares={},
        today=collaborative.today(),
    )
    return _sorted(lines, {task.pk: task for task in tasks}, after, old, new)


def _sorted(
    lines: Iterable[Foreseen],
    tasks: Mapping[int, Task],
    after: Mapping[Identity, tuple[TaskRule, Due]],
    old: Mapping[int, TaskRule],
    new: Mapping[int, TaskRule],
) -> Preview:
    moving, staying, made, withdrawn = [], [], [], []
    for one in lines:
        task = tasks[one.key] if one.key is not None else None
        line = Line(
            title=task.title if task else title_of(*after[one.identity]),
            task=task,
            before=one.before.due_on if one.before and not one.before.withdrawn else None,
            after=one.after.due_on if not one.after.withdrawn else None,
            verdict=one.verdict.value,
        )
        if one.verdict in MOVING:
            moving.append(line)
        elif one.verdict in STAYING:
            staying.append(line)
        elif one.verdict is Verdict.NEW:
            made.append(line)
        elif one.verdict is Verdict.WITHDRAWN:
            withdrawn.append(line)
    renamed = {pk for pk, rule in new.items() if pk in old and rule.title != old[pk].title}
    retitled = sum(
        task.rule_id in renamed and not task.own_title and not task.withdrawn
        for task in tasks.values()
    )
    return Preview(moving, staying, made, withdrawn, retitled, _basis(moving, made, withdrawn))


def _basis(*groups: Iterable[Line]) -> str:
    rows = [
        [line.task.pk if line.task else line.title, str(line.before), str(line.after)]
        for group in groups
        for line in group
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]
