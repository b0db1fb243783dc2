"""Taking deeds back: what it must not break on the way."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bsc.tenancy.doors import inside
from collaboratives.workplan.enums import ChangeKind
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.states import states_of
from collaboratives.workplan.undoing import keep_deed, undo
from tests.factories.workplan import ActivityFactory, AnchorFactory, TaskFactory

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 2, 2, 12, tzinfo=ZoneInfo("America/New_York"))


def deed(cast, before, after):
    return keep_deed(
        collaborative=cast.collaborative,
        by=cast.implementation,
        kind=ChangeKind.BULK,
        title="A deed",
        before=before,
        after=after,
    )


def test_undoing_never_lets_points_stand_on_each_other_in_a_circle(cast):
    """A stood on B, then on the start; B stands on A since: taking the first back would close it."""
    c = cast.collaborative
    with inside(c):
        AnchorFactory(collaborative=c, key="start", field="starts_on", otherwise="")
        first = AnchorFactory(collaborative=c, key="a", name="the first", otherwise="b")
        second = AnchorFactory(collaborative=c, key="b", otherwise="start")
        before = states_of(anchors=[first.pk])
        first.otherwise = "start"
        first.save()
        done = deed(cast, before, states_of(anchors=[first.pk]))
        second.otherwise = "a"
        second.save()
        with pytest.raises(ChangedMeanwhileError) as error:
            undo(change=done, by=cast.implementation)
        assert "the first" in error.value.names
        first.refresh_from_db()
        assert first.otherwise == "start"


def test_work_that_was_done_long_ago_stays_done_on_its_day(cast):
    activity = ActivityFactory(collaborative=cast.collaborative)
    task = TaskFactory(activity=activity, status="done", done_at=LONG_AGO)
    with inside(cast.collaborative):
        before = states_of(tasks=[task.pk])
        task.status, task.done_at = "open", None
        task.save()
        done = deed(cast, before, states_of(tasks=[task.pk]))
        undo(change=done, by=cast.implementation)
        task.refresh_from_db()
        assert (task.status, task.done_at) == ("done", LONG_AGO)
