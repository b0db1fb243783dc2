"""What the loaders of the demonstration share: who is who, and how long ago things were."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from centers.models import CoreTeam
from collaboratives.models import Collaborative, Membership

STORIES = Path(__file__).resolve().parents[1] / "demonstration"


@cache
def read(name: str) -> Any:
    """Return the parsed story file ``demonstration/<name>.yaml``."""
    return yaml.safe_load((STORIES / f"{name}.yaml").read_text(encoding="utf-8"))


def public_id_of(person: str) -> uuid.UUID:
    """Return the fixed public id of a person of the story, by their key in ``people.yaml``."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{person}.story.example.org")


@dataclass
class Story:
    """One collaborative of the demonstration while it is being loaded.

    All times are told relative to ``today``, so that the demonstration always looks alive.
    ``found`` keeps what an earlier loader made for a later one ("drivers", "events", …).
    """

    collaborative: Collaborative
    today: dt.date
    people: dict[str, Membership] = field(default_factory=dict)
    teams: dict[str, CoreTeam] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    random: Random = field(default_factory=lambda: Random(20))  # noqa: S311 -- a story, no secret

    @property
    def zone(self) -> ZoneInfo:
        """Return the collaborative's time zone."""
        return self.collaborative.zone

    def read(self, name: str) -> Any:
        """Return the parsed story file of that name."""
        return read(name)

    def day(self, *, weeks_ago: float = 0, days_ago: float = 0) -> dt.date:
        """Return the date that long before today; negative numbers lie ahead."""
        return self.today - dt.timedelta(days=round(weeks_ago * 7 + days_ago))

    def moment(
        self, *, weeks_ago: float = 0, days_ago: float = 0, hour: int = 12, minute: int = 0
    ) -> dt.datetime:
        """Return the instant at that local time, that long before today."""
        day = self.day(weeks_ago=weeks_ago, days_ago=days_ago)
        return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=self.zone)
