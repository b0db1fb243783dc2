"""Everything in a framework that can be read and commented on, part by part.

Mission, need, aims, drivers and ideas stand in this app; measures come from the app above, which
registers them in ``ready()``. A part is named by its kind and key, as comments keep them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from collaboratives.framework.enums import IdeaStatus, PartKind
from collaboratives.framework.models import ChangeFramework, PrimaryDriver, SecondaryDriver
from collaboratives.models import Membership
from collaboratives.translations import Text, in_language


class Line(NamedTuple):
    """A text of a part, with what it is ("How we rate it"); the part's own text has no label."""

    label: str
    text: Text


class PartId(NamedTuple):
    """What a comment names its part by; the key is "" for mission, need and the whole."""

    kind: str
    key: str = ""

    @property
    def anchor(self) -> str:
        """Return its name within a page."""
        return f"{self.kind}-{self.key}" if self.key else str(self.kind)


@dataclass(frozen=True)
class Part:
    """One part: its number ("1.4", may be empty), title and further lines.

    ``below`` is the part it belongs to. Of a measure, ``drivers`` are the secondary drivers it
    stands for, by row, and ``state`` says that it is not in use yet ("Draft"). ``plain``: a driver in
    words for families. ``gone``: retired or merged, and shown only where something is said of it.
    """

    id: PartId
    title: Text
    number: str = ""
    plain: Text | None = None
    lines: tuple[Line, ...] = ()
    below: PartId | None = None
    drivers: tuple[int, ...] = ()
    url: str = ""
    state: str = ""
    gone: bool = False

    @property
    def name(self) -> str:
        """Return number and title on one line."""
        return f"{self.number} {self.title.text}".strip()

    @property
    def in_short(self) -> Text:
        """Return the words for families, or else the title."""
        return self.plain or self.title


Source = Callable[[Membership | None], Sequence[Part]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source of measures, retired ones too, that its reader (None: an expert) may see."""
    _sources[name] = source


def measures(member: Membership | None) -> list[Part]:
    """Return the measures of the collaborative in scope, as the apps above tell of them."""
    return [part for source in _sources.values() for part in source(member)]


def parts_of(framework: ChangeFramework, member: Membership | None) -> dict[PartId, Part]:
    """Return every part in the order of reading, what is gone too; four queries and the measures'.

    ``member`` None: an expert outside, who reads without an account.
    """
    found = [*_texts(framework, member), *_aims(framework), *_drivers(framework), *measures(member)]
    return {part.id: part for part in found}


def _texts(framework: ChangeFramework, member: Membership | None) -> Iterator[Part]:
    plain = member is not None and member.is_family_only
    whole = _("Everything together") if plain else _("The framework as a whole")
    yield Part(PartId(PartKind.WHOLE), Text(whole, ""))
    yield Part(PartId(PartKind.MISSION), Text(_("Mission"), ""), lines=_own(framework, "mission"))
    need = _own(framework, "need")
    yield Part(PartId(PartKind.NEED), Text(_("Why it is needed"), ""), lines=need, gone=not need)


def _own(row: ChangeFramework, field: str) -> tuple[Line, ...]:
    text = in_language(row, field)
    return (Line("", text),) if text.text else ()


def _aims(framework: ChangeFramework) -> Iterator[Part]:
    for aim in framework.aims.order_by("number"):
        yield Part(
            PartId(PartKind.AIM, aim.key),
            in_language(aim, "text"),
            lines=_lines(
                (_("Target"), in_language(aim, "target")),
                (_("Measured by"), in_language(aim, "measured_by")),
            ),
            gone=aim.retired_on is not None,
        )


def _drivers(framework: ChangeFramework) -> Iterator[Part]:
    rows = framework.primary_drivers.order_by("number").prefetch_related(
        "secondary_drivers__change_ideas"
    )
    for primary in rows:
        gone = primary.retired_on is not None
        top = PartId(PartKind.PRIMARY, primary.key)
        yield _primary(top, primary, gone=gone)
        for driver in primary.secondary_drivers.all():
            yield from _secondary(top, driver, gone=gone or driver.retired_on is not None)


def _primary(top: PartId, primary: PrimaryDriver, *, gone: bool) -> Part:
    return Part(
        top,
        in_language(primary, "short_name"),
        number=str(primary.number),
        plain=in_language(primary, "plain") if primary.plain else None,
        lines=_lines(
            ("", in_language(primary, "statement")), ("", in_language(primary, "description"))
        ),
        gone=gone,
    )


def _secondary(top: PartId, driver: SecondaryDriver, *, gone: bool) -> Iterator[Part]:
    here = PartId(PartKind.SECONDARY, driver.key)
    yield Part(
        here,
        in_language(driver, "action"),
        number=driver.number,
        plain=in_language(driver, "plain") if driver.plain else None,
        lines=_lines((_("How we rate it"), in_language(driver, "assessment_statement"))),
        below=top,
        gone=gone,
    )
    for idea in driver.change_ideas.all():
        # What somebody suggested is between them and the implementation team until it is taken in.
        if idea.status != IdeaStatus.PROPOSED:
            yield Part(
                PartId(PartKind.IDEA, str(idea.pk)),
                Text(idea.text, settings.LANGUAGE_CODE),
                below=here,
                gone=gone or idea.status == IdeaStatus.RETIRED,
            )


def _lines(*given: tuple[str, Text]) -> tuple[Line, ...]:
    return tuple(Line(label, text) for label, text in given if text.text)
