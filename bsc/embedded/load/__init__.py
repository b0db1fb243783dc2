"""Loads the demonstration: people first, then each app's part of the story in order."""

from importlib import import_module

from collaboratives.models import Collaborative

PARTS = (
    "framework",
    "schedule",
    "clashes",
    "series",
    "workplan",
    "own_plan",
    "meetings",
    "metrics",
    "collecting",
    "rooms",
    "numbers_talk",
    "pdsa",
    "paper",
    "assessment",
    "learning_sessions",
    "community",
    "framework_later",
    "experts",
    "reports",
    "reminders",
    "settled",
    "setting_up",
)


def load_demonstration() -> bool:
    """Load every story; False when one stands already. All tenants must be open."""
    if Collaborative.objects.exists():
        return False
    for story in import_module("bsc.embedded.load.people").load_people():
        for part in PARTS:
            import_module(f"bsc.embedded.load.{part}").load(story)
    return True
