"""What the implementation team has settled: its settings and how it works together."""

from bsc.embedded.load.story import Story
from collaboratives.setup.enums import SettingsPart
from collaboratives.setup.models import SettingsChange, StructureAnswer
from collaboratives.setup.services.keeping import change_settings


def load(story: Story) -> None:
    """Make each change as its person did, with the date they did it on."""
    for told in story.read("settled").get(story.collaborative.slug, []):
        change = change_settings(
            collaborative=story.collaborative,
            part=SettingsPart(told["part"]),
            subject=told.get("subject", ""),
            state=told["state"],
            by=story.people[told["by"]],
        )
        if change is None:
            raise ValueError(f"{told['part']} of {story.collaborative.slug} stands so already.")
        at = story.moment(weeks_ago=told["weeks_ago"], hour=10)
        SettingsChange.objects.filter(pk=change.pk).update(at=at)
        StructureAnswer.objects.filter(question=change.subject).update(at=at)
