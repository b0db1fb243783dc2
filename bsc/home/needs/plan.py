"""Tasks that nobody has, action items and decisions past their day."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboratives.workplan.agenda_parts import who_and_when
from collaboratives.workplan.meeting_queries import open_action_items, open_decisions
from collaboratives.workplan.models import Task
from collaboratives.workplan.needs import MOST, Act, Asker, Need, Row


def unowned_tasks(asker: Asker) -> Need | None:
    """Name the tasks of the next four weeks that nobody takes care of."""
    found = [task for window in asker.windows for task in window.team if not task.owners.all()]
    if not found:
        return None
    return Need(
        "unowned",
        ngettext(
            "%(count)s task of the next four weeks has no owner",
            "%(count)s tasks of the next four weeks have no owner",
            len(found),
        )
        % {"count": len(found)},
        f"{asker.url('workplan:list')}?when=four_weeks&who=nobody",
        "person",
        [
            Row(
                task.title,
                _deed(asker, task, _("I take it"), "workplan:take"),
                _due(task),
                asker.url("workplan:task", pk=task.pk),
            )
            for task in found[:MOST]
        ],
    )


def action_items_overdue(asker: Asker) -> Need | None:
    """Name what people took on in meetings and whose day has passed."""
    late = list(open_action_items().filter(due_on__lt=asker.today))
    if not late:
        return None
    return Need(
        "action_items",
        ngettext(
            "%(count)s action item from a meeting is past its day",
            "%(count)s action items from meetings are past their day",
            len(late),
        )
        % {"count": len(late)},
        f"{asker.url('workplan:list')}?when=late",
        "flag",
        [
            Row(
                task.title,
                _deed(asker, task, _("Done"), "workplan:done"),
                _("%(who)s, %(due)s")
                % {
                    "who": ", ".join(owner.membership.user.name for owner in task.owners.all())
                    or _("Nobody yet"),
                    "due": _due(task),
                },
                asker.url("workplan:task", pk=task.pk),
            )
            for task in late[:MOST]
        ],
    )


def decisions_overdue(asker: Asker) -> Need | None:
    """Name the open decisions past the day that was set for them."""
    late = list(open_decisions().filter(by_when__lt=asker.today))
    if not late:
        return None
    rows = [
        Row(
            decision.text,
            Act(_("Decide"), asker.url("workplan:decision", pk=decision.pk)),
            who_and_when(decision, asker.today),
        )
        for decision in late[:MOST]
    ]
    return Need(
        "decisions",
        ngettext(
            "%(count)s decision is past its day",
            "%(count)s decisions are past their day",
            len(late),
        )
        % {"count": len(late)},
        f"{asker.url('workplan:decisions')}?state=open",
        "check_circle",
        rows,
    )


def _deed(asker: Asker, task: Task, label: str, name: str) -> Act:
    page = asker.url(name, pk=task.pk)
    return Act(label, f"{page}?next={asker.url('home:home')}", post=True)


def _due(task: Task) -> str:
    if task.due_on is None:
        return ""
    return _("due on %(day)s") % {"day": date_format(task.due_on, "MONTH_DAY_FORMAT")}
