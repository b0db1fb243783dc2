"""What a change of several tasks does, in sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.models import Task

MOST_NAMED = 5


def heading(action: str, count: int) -> str:
    """Return what is about to be done: "Mark 3 tasks as done"."""
    words = {
        "assign": ngettext(
            "Give %(count)s task to somebody", "Give %(count)s tasks to somebody", count
        ),
        "add_owner": ngettext(
            "Add somebody who takes care of %(count)s task",
            "Add somebody who takes care of %(count)s tasks",
            count,
        ),
        "done": ngettext("Mark %(count)s task as done", "Mark %(count)s tasks as done", count),
        "status": ngettext(
            "Set the status of %(count)s task", "Set the status of %(count)s tasks", count
        ),
        "shift": ngettext("Move %(count)s task", "Move %(count)s tasks", count),
        "pin": ngettext(
            "Pin the date of %(count)s task", "Pin the dates of %(count)s tasks", count
        ),
        "unpin": ngettext(
            "Let the date of %(count)s task follow the plan again",
            "Let the dates of %(count)s tasks follow the plan again",
            count,
        ),
    }
    return words[action] % {"count": count}


def consequences(action: str) -> str:
    """Return what it means, before somebody does it."""
    return {
        "assign": _("Whoever takes care of them now no longer does."),
        "add_owner": _("Those who take care of them already stay."),
        "done": _("A task that is done keeps its date when an event moves."),
        "status": _("A task that is done or not needed keeps its date when an event moves."),
        "shift": _(
            "A task that counts from an event goes on following it, at its new distance. A pinned "
            "date and a date of its own move themselves. What is done, or has no date, stays."
        ),
        "pin": _("A pinned date stays when an event moves."),
        "unpin": _("They go back to where the plan puts them. What was moved by hand is lost."),
    }[action]


def deed(action: str, count: int, data: Mapping[str, Any]) -> str:
    """Return what was done: the title of the deed."""
    if action in ("assign", "add_owner"):
        names = ", ".join(one.user.name for one in data["owners"])
        words = (
            ngettext(
                "%(count)s task given to %(names)s", "%(count)s tasks given to %(names)s", count
            )
            if action == "assign"
            else ngettext(
                "%(count)s task shared with %(names)s",
                "%(count)s tasks shared with %(names)s",
                count,
            )
        )
        return words % {"count": count, "names": names}
    if action == "shift":
        return shifted(count, data["days"])
    words = {
        "done": ngettext("%(count)s task done", "%(count)s tasks done", count),
        "status": ngettext(
            "%(count)s task set to “%(status)s”", "%(count)s tasks set to “%(status)s”", count
        ),
        "pin": ngettext("%(count)s date pinned", "%(count)s dates pinned", count),
        "unpin": ngettext(
            "%(count)s date follows the plan again", "%(count)s dates follow the plan again", count
        ),
    }[action]
    status = TaskStatus(data["status"]).label if "status" in data else ""
    return words % {"count": count, "status": status}


def shifted(count: int, days: int) -> str:
    """Return how far tasks were moved: "3 tasks moved: 14 days later"."""
    far = abs(days)
    if days > 0:
        distance = ngettext("%(days)s day later", "%(days)s days later", far)
    else:
        distance = ngettext("%(days)s day earlier", "%(days)s days earlier", far)
    words = ngettext(
        "%(count)s task moved: %(distance)s", "%(count)s tasks moved: %(distance)s", count
    )
    return words % {"count": count, "distance": distance % {"days": far}}


def named(tasks: Iterable[Task]) -> str:
    """Return the titles of a few tasks, and how many more there are."""
    titles = [task.title for task in tasks]
    shown = "; ".join(titles[:MOST_NAMED])
    more = len(titles) - MOST_NAMED
    if more > 0:
        words = ngettext("%(shown)s and %(more)s more", "%(shown)s and %(more)s more", more)
        return words % {"shown": shown, "more": more}
    return shown
