"""Where equity stands in a framework, as far as the system can see it itself.

The Field Guide asks every framework to address racial equity, cultural humility and inclusion, in
its drivers, in its measures by group, or in both. What is seen here only helps people to answer.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

STEMS = (
    "equit", "racial", "racis", "race", "bias", "cultur", "inclus", "inclui", "divers",
    "disparit", "justice", "home language", "equidad",
)  # fmt: skip
_MENTIONS = re.compile(rf"\b(?:{'|'.join(STEMS)})", re.IGNORECASE)
_TEXTS = {
    "primary": ("short_name", "statement", "description"),
    "secondary": ("action", "assessment_statement", "plain"),
}

Source = Callable[[], list[str]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source of names of measures that are counted by group, for the collaborative in scope."""
    _sources[name] = source


def measures_by_group() -> list[str]:
    """Return the names of measures that are counted by group."""
    return [name for source in _sources.values() for name in source()]


def drivers_that_mention(snapshot: Mapping[str, Any]) -> list[str]:
    """Return the drivers whose own words speak of equity, culture or inclusion, by name."""
    found: list[str] = []
    for primary in snapshot["primary_drivers"]:
        if _mentions(primary, "primary"):
            found.append(f"{primary['number']} {primary['short_name']}")
        found += [
            f"{driver['number']} {driver['action']}"
            for driver in primary["secondary_drivers"]
            if _mentions(driver, "secondary")
        ]
    return found


def _mentions(row: Mapping[str, Any], kind: str) -> bool:
    return any(_MENTIONS.search(row.get(name) or "") for name in _TEXTS[kind])
