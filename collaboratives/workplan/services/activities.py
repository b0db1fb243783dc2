"""The activities of the plan: added, renamed, put in another order."""

import uuid

from django.db import transaction
from django.utils.text import slugify

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.models import Activity
from collaboratives.workplan.undoing import lock_plan

UP, DOWN = "up", "down"


def version_of(activity: Activity) -> str:
    """Return what somebody saw of an activity: a name for its words."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{activity.title}\n{activity.brief}").hex


@transaction.atomic
def add_activity(
    *, collaborative: Collaborative, by: Membership, phase: int, title: str, brief: str = ""
) -> Activity:
    """Add an activity at the end of a phase; one of the same title there is returned as it is."""
    collaborative = lock_plan(collaborative)
    rows = list(Activity.objects.filter(collaborative=collaborative))
    for row in rows:
        if row.phase == phase and row.title.casefold() == title.casefold():
            return row
    taken = {row.key for row in rows}
    stem = f"own-{slugify(title)}"[:50]
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    activity = Activity(
        collaborative=collaborative,
        phase=phase,
        key=key,
        title=title,
        brief=brief,
        position=max((row.position for row in rows if row.phase == phase), default=0) + 1,
    )
    activity.full_clean(exclude=["collaborative"])
    activity.save()
    _record(activity, by, "activity.added", title)
    return activity


@transaction.atomic
def rename_activity(
    *, activity: Activity, by: Membership, version: str, title: str, brief: str
) -> Activity:
    """Give an activity other words. ``version`` is what the writer saw (``version_of``).

    Raises ChangedMeanwhileError when somebody else changed them since.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if version_of(activity) != version:
        raise ChangedMeanwhileError([activity.title])
    before = activity.title
    activity.title, activity.brief = title, brief
    activity.full_clean(exclude=["collaborative"])
    activity.save()
    _record(activity, by, "activity.renamed", f"{before} → {title}")
    return activity


@transaction.atomic
def move_activity(*, activity: Activity, by: Membership, way: str) -> None:
    """Let an activity change places with its neighbour in the phase; at the end nothing happens."""
    collaborative = lock_plan(activity.collaborative)
    rows = list(
        Activity.objects.filter(collaborative=collaborative, phase=activity.phase).order_by(
            "position", "pk"
        )
    )
    at = [row.pk for row in rows].index(activity.pk)
    other = at - 1 if way == UP else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Activity.objects.bulk_update(rows, ["position"])
    _record(activity, by, "activity.moved", f"{activity.title}: {at + 1} → {other + 1}")


def _record(activity: Activity, by: Membership, action: str, summary: str) -> None:
    record(
        action=action,
        by=by.user,
        target=activity,
        collaborative=activity.collaborative,
        summary=summary,
    )
