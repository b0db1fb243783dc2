"""What somebody takes on in a meeting: a task of the workplan that names the meeting."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext_noop

from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.models import Activity, Task
from collaboratives.workplan.services.tasks import add_task

KEY = "action-items"
TITLE = gettext_noop("What we agreed in meetings")
# It goes on through the whole course, so it stands at the end of the plan.
PHASE, LAST = 5, 9000


@transaction.atomic
def add_action_item(
    *,
    event: Event,
    by: Membership,
    text: str,
    owner: Membership,
    due_on: dt.date,
    token: uuid.UUID | None = None,
) -> Task:
    """Make the task; it comes back in every meeting until it is done. The same token: the same."""
    return add_task(
        activity=activity_of(event.collaborative),
        by=by,
        owners=[owner],
        token=token,
        title=text,
        due_on=due_on,
        meeting=event,
    )


def activity_of(collaborative: Collaborative) -> Activity:
    """Return the activity that holds all action items; it is made on its first use."""
    found, _made = Activity.objects.get_or_create(
        collaborative=collaborative,
        key=KEY,
        session=None,
        defaults={"phase": PHASE, "title": TITLE, "position": LAST},
    )
    return found
