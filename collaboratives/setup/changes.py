"""What was changed last in the settings, and what of it can be undone."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from collaboratives.models import Membership
from collaboratives.setup.models import SettingsChange
from collaboratives.setup.rules import may_change_settings
from collaboratives.setup.telling import Told, tell


class Line(NamedTuple):
    """A change in words, and whether it is the one of its kind that can be undone."""

    told: Told
    may_undo: bool


def changes_visible_to(member: Membership) -> QuerySet[SettingsChange]:
    """Return the changes that somebody may read and undo, the newest first, with who made them."""
    rows = SettingsChange.objects.select_related("by__user", "undone_by__user", "collaborative")
    return rows if may_change_settings(member) else rows.none()


def told_with_undo(changes: Iterable[SettingsChange]) -> list[Line]:
    """Return the changes in words; the newest of each part and subject can be undone.

    Takes at most four queries, whatever the number.
    """
    listed = list(changes)
    newest: dict[tuple[str, str], int] = {}
    standing = SettingsChange.objects.filter(undone_at=None).order_by("at", "pk")
    for pk, part, subject in standing.values_list("pk", "part", "subject"):
        newest[part, subject] = pk
    return [
        Line(told, newest.get((told.change.part, told.change.subject)) == told.change.pk)
        for told in tell(listed)
    ]
