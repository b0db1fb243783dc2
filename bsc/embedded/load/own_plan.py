"""What the story's team made of the standard plan: steps, more owners, rules of its own, a template."""

from typing import Any

from bsc.embedded.load.framework import planner
from bsc.embedded.load.story import Story
from bsc.embedded.load.workplan import find_task
from collaboratives.workplan.models import Activity, ChecklistItem, Task, TaskOwner
from collaboratives.workplan.services.rules import RuleWish, add_rule
from collaboratives.workplan.services.templates import save_template
from collaboratives.workplan.vocabulary import Vocabulary


def load(story: Story) -> None:
    """Tell it in the collaborative whose people the story names."""
    told = story.read("workplan_state")
    if not all(one["by"] in story.people for one in told["own_rules"]):
        return
    tasks = {task.pk: task for task in Task.objects.select_related("rule", "event")}
    for one in told["checklists"]:
        _steps(story, find_task(story, tasks, one), one)
    for one in told["shared"]:
        task = find_task(story, tasks, one)
        standing = set(task.owners.values_list("membership", flat=True))
        TaskOwner.objects.bulk_create(
            TaskOwner(collaborative=story.collaborative, task=task, membership=story.people[person])
            for person in one["with"]
            if story.people[person].pk not in standing
        )
    for one in told["own_rules"]:
        _rule(story, one)
    kept = told["template"]
    save_template(
        collaborative=story.collaborative,
        by=planner(story),
        name=kept["name"],
        about=kept["about"],
    )


def _steps(story: Story, task: Task, told: dict[str, Any]) -> None:
    by = story.people[told["by"]]
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            collaborative=story.collaborative,
            task=task,
            text=text,
            position=position,
            done_at=story.moment(days_ago=told["done"] - position + 2)
            if position <= told["done"]
            else None,
            done_by=by if position <= told["done"] else None,
        )
        for position, text in enumerate(told["steps"], start=1)
    )


def _rule(story: Story, told: dict[str, Any]) -> None:
    vocabulary = Vocabulary(story.collaborative)
    timing = vocabulary.read(told["when"], vocabulary.names())
    rule = add_rule(
        activity=Activity.objects.get(key=told["activity"]),
        by=story.people[told["by"]],
        wish=RuleWish(told["title"], told["competency"], timing),  # type: ignore[arg-type]
        owners=[story.people[person] for person in told["owners"]],
    )
    for task in Task.objects.filter(rule=rule, due_on__lt=story.today):
        task.status = "done"
        task.done_at = story.moment(days_ago=(story.today - (task.due_on or story.today)).days)
        task.save()
