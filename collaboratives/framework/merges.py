"""What was merged into what. A part of a part belongs to the one that stands."""

from dataclasses import dataclass

from collaboratives.framework.models import PrimaryDriver, SecondaryDriver
from collaboratives.models import Membership
from collaboratives.translations import in_language


def _end(steps: dict[int, int], key: int) -> int:
    """Follow merges to the last one; they cannot go in a circle, for only what stands is merged into."""
    seen = {key}
    while steps[key] in steps and steps[key] not in seen:
        key = steps[key]
        seen.add(key)
    return steps[key]


@dataclass(frozen=True)
class Merged:
    """A secondary driver that became a part of the one with the key ``into``."""

    driver: SecondaryDriver
    into: int

    def name_for(self, member: Membership) -> str:
        """Return what it was called, to this reader."""
        if member.is_family_only and self.driver.plain:
            return in_language(self.driver, "plain").text
        return self.driver.action


def merged_drivers() -> list[Merged]:
    """Return every merged secondary driver of the collaborative in scope; one query."""
    rows = SecondaryDriver.objects.filter(merged_into__isnull=False).select_related(
        "primary", "collaborative"
    )
    found = list(rows.order_by("pk"))
    steps = {row.pk: row.merged_into_id for row in found if row.merged_into_id is not None}
    return [Merged(row, _end(steps, row.pk)) for row in found]


def merged_primaries() -> dict[int, int]:
    """Return by merged primary driver the one that it became a part of; one query."""
    rows = PrimaryDriver.objects.filter(merged_into__isnull=False)
    steps = {key: into for key, into in rows.values_list("pk", "merged_into") if into is not None}
    return {key: _end(steps, key) for key in steps}
