"""How statements read when they were rated: in the words of that release of the framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from centers.assessment.models import Assessment, Rating
from collaboratives.framework.merges import merged_primaries
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.wording import reworded, rows_of_releases
from collaboratives.models import Membership
from collaboratives.translations import Text


@dataclass(frozen=True)
class Reading:
    """Who reads, how statements read in each release, and which primary drivers were merged."""

    member: Membership
    releases: dict[int, tuple[int, dict[str, Mapping[str, Any]]]]
    merged: dict[int, int]

    @classmethod
    def of(cls, settled: Sequence[Assessment], member: Membership) -> "Reading":
        """Load what the rounds of one team need."""
        made_under = {
            rating.release_id
            for each in settled
            for rating in each.ratings.all()
            if rating.release_id is not None
        }
        return cls(member, rows_of_releases(made_under), merged_primaries())

    def then(self, driver: SecondaryDriver, rating: Rating | None) -> tuple[int, Text] | None:
        """Return the release and the words that were rated, where they are others today."""
        if rating is None or rating.score is None or rating.release_id not in self.releases:
            return None
        version, rows = self.releases[rating.release_id]
        field = "plain" if self.member.is_family_only and driver.plain else "assessment_statement"
        words = reworded(driver, rows.get(driver.key), field)
        return (version, words) if words else None
