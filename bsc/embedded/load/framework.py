"""The story's change framework: the published example, as its first release."""

from bsc.embedded.load.story import Story
from collaboratives.enums import Role
from collaboratives.framework.models import PrimaryDriver
from collaboratives.framework.queries import current_release, drivers_in_use
from collaboratives.framework.services import load_framework, read_data
from collaboratives.models import Membership


def load(story: Story) -> None:
    """Load it; later parts find its drivers by key."""
    framework = load_framework(
        collaborative=story.collaborative, data=read_data(), by=planner(story)
    )
    story.found["framework"] = framework
    story.found["release"] = current_release()
    story.found["drivers"] = {driver.key: driver for driver in drivers_in_use()}
    story.found["primary_drivers"] = {
        driver.key: driver for driver in PrimaryDriver.objects.filter(framework=framework)
    }


def planner(story: Story) -> Membership:
    """Return the first of the implementation team, who set everything up."""
    return next(
        person
        for person in story.people.values()
        if person.role_rows.filter(role=Role.IMPLEMENTATION).exists()
    )
