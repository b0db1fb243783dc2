"""Parts of a driver's page that other apps add: its tests, its measures, its ratings."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from collaboratives.framework.merges import merged_drivers
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership


@dataclass(frozen=True)
class Section:
    """A titled part of a page; ``template`` gets ``context`` beside the page's own.

    ``is_empty`` says that the part only tells that there is nothing yet.
    """

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    is_empty: bool = False


Source = Callable[[Membership, SecondaryDriver], Section | None]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; it returns None where it has nothing to say to this reader."""
    _sources[name] = source


def sections_of(member: Membership, driver: SecondaryDriver) -> list[Section]:
    """Return the parts that other apps add, in the order of registration.

    After them stand those of drivers that were merged into this one, where they hold anything.
    """
    found = _made(member, driver)
    for merged in merged_drivers():
        if merged.into == driver.pk:
            for section in _made(member, merged.driver):
                if not section.is_empty:
                    shown = {"title": section.title, "name": merged.name_for(member)}
                    title = _("%(title)s as “%(name)s”") % shown
                    found.append(replace(section, title=title))
    return found


def _made(member: Membership, driver: SecondaryDriver) -> list[Section]:
    made = (source(member, driver) for source in _sources.values())
    return [section for section in made if section is not None]
