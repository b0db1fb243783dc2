"""What other apps count for each driver: its measures, its tests. They register in ``ready()``.

A source gets the reader and answers for all drivers at once, so that a page with thirty drivers
asks each source once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from collaboratives.framework.merges import merged_drivers
from collaboratives.models import Membership


@dataclass(frozen=True)
class Note:
    """A few words below a driver ("3 tests"); ``count`` is drawn on the diagram where it is set."""

    text: str
    url: str = ""
    count: int = 0


Source = Callable[[Membership], Mapping[int, list[Note]]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; it maps the key of a secondary driver to what the reader may see of it."""
    _sources[name] = source


def notes_for(member: Membership) -> dict[int, list[Note]]:
    """Return the notes of every source by secondary driver, in the order of registration.

    What is said of a merged driver stands with the one that it became a part of, too.
    """
    found: dict[int, list[Note]] = {}
    for source in _sources.values():
        for driver, notes in source(member).items():
            found.setdefault(driver, []).extend(notes)
    for merged in merged_drivers():
        notes = found.get(merged.driver.pk, [])
        there = found.setdefault(merged.into, []) if notes else []
        known = {(note.text, note.url) for note in there}
        for note in notes:
            if (note.text, note.url) not in known:
                shown = {"note": note.text, "name": merged.name_for(member)}
                there.append(replace(note, text=_("%(note)s as “%(name)s”") % shown))
    return found
