"""A second collaborative of the first organization, set up by its admin as far as the third step.

Whoever signs in as the admin goes on from there.
"""

import datetime as dt
import uuid
from typing import Any

from bsc.accounts.models import User
from bsc.embedded.load.people import monday
from bsc.embedded.load.story import Story, public_id_of
from bsc.tenancy.doors import inside
from collaboratives.models import Collaborative
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.services import choose_framework, hand_of, mark_done, start_set_up

SAME = ("name", "topic", "time_zone", "holiday_country", "holiday_subdivision")


def load(story: Story) -> None:
    """Take the first two steps, in the story whose framework is copied."""
    told = story.read("setting_up")
    if story.collaborative.slug != told["framework"]:
        return
    admin = User.objects.get(public_id=public_id_of(told["by"]))
    made = start_set_up(
        organization=story.collaborative.organization,
        user=admin,
        token=uuid.uuid5(uuid.NAMESPACE_DNS, "setting-up.story.example.org"),
        starts_on=monday(story.today, told["starts_weeks_ago"]),
        ends_on=monday(story.today, told["ends_weeks_ago"]),
        closed_days=_days_off(story, told),
        **{name: told[name] for name in SAME},
    )
    _copy_framework(made, admin, story.collaborative)


def _copy_framework(made: Collaborative, admin: User, source: Collaborative) -> None:
    with inside(made):
        choose_framework(
            collaborative=made,
            choice=str(source.pk),
            source=source,
            by=hand_of(collaborative=made, user=admin),
        )
        mark_done(collaborative=made, step=SetUpStep.FRAMEWORK)


def _days_off(story: Story, told: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "on": (monday(story.today, one["weeks_ago"]) + dt.timedelta(days=day)).isoformat(),
            "name": one["name"],
        }
        for one in told["days_off"]
        for day in range(one["days"])
    ]
