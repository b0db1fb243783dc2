"""What needs a person, from every app that the team's home composes."""

from bsc.home.needs.answers import paper_forms, unanswered
from bsc.home.needs.calendar import clashes, without_lead, without_questions
from bsc.home.needs.framework import comments
from bsc.home.needs.numbers import missing_numbers
from bsc.home.needs.people import nobody_holds, pending_invitations, without_point_person
from bsc.home.needs.plan import action_items_overdue, decisions_overdue, unowned_tasks
from collaboratives.workplan import needs

# People first, then dates, then papers.
IN_ORDER: tuple[needs.Source, ...] = (
    unanswered,
    missing_numbers,
    without_lead,
    without_questions,
    clashes,
    action_items_overdue,
    decisions_overdue,
    unowned_tasks,
    pending_invitations,
    comments,
    nobody_holds,
    without_point_person,
    paper_forms,
)


def register() -> None:
    """Add them to what the home page and the agenda of a meeting show."""
    for number, source in enumerate(IN_ORDER, start=1):
        needs.register(f"home.{source.__name__}", source, place=10 * number)
