"""From the rows of a framework to what its driver diagram shows, in the reader's language."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collaboratives.framework.counts import Note
from collaboratives.framework.diagram import Driver, Group, Label, Picture, Words
from collaboratives.framework.models import ChangeFramework, SecondaryDriver
from collaboratives.framework.readable import Part
from collaboratives.http import url_in
from collaboratives.models import Collaborative
from collaboratives.translations import Text, in_language


class Show(StrEnum):
    """What may be shown beside the drivers."""

    TESTS = "tests"
    MEASURES = "measures"
    IDEAS = "ideas"


@dataclass(frozen=True)
class Pen:
    """What the picture is made with: where, for whom, and what is known beside the framework.

    ``notes`` are those that this reader may see, by secondary driver; ``plain`` words are for
    families.
    """

    collaborative: Collaborative
    notes: Mapping[int, Sequence[Note]]
    measures: Sequence[Part]
    show: Collection[str]
    plain: bool

    def picture_of(self, framework: ChangeFramework) -> Picture:
        """Return the picture of a framework that ``queries.framework_of`` loaded; no query."""
        outline = url_in(self.collaborative, "framework:outline")
        return Picture(
            aims=[_label(in_language(aim, "text"), outline) for aim in framework.aims.all()],
            groups=[
                Group(
                    str(primary.number),
                    _label(in_language(primary, "short_name"), f"{outline}#{primary.key}"),
                    [self._driver(driver) for driver in primary.drivers],
                )
                for primary in framework.drivers
            ],
        )

    def _driver(self, driver: SecondaryDriver) -> Driver:
        counted = [note for note in self.notes.get(driver.pk, ()) if note.count]
        text = in_language(driver, "plain" if self.plain and driver.plain else "action")
        return Driver(
            number=driver.number,
            label=_label(text, url_in(self.collaborative, "framework:driver", key=driver.key)),
            count=sum(note.count for note in counted) if Show.TESTS in self.show else None,
            count_url=next((note.url for note in counted), ""),
            measures=self._measures.get(driver.pk, ()),
            ideas=[_label(Text(idea.text, settings.LANGUAGE_CODE), "") for idea in driver.ideas]
            if Show.IDEAS in self.show
            else (),
        )

    @cached_property
    def _measures(self) -> dict[int, list[Label]]:
        """Return the measures in use by the driver that they stand for."""
        found: dict[int, list[Label]] = {}
        for part in self.measures if Show.MEASURES in self.show else ():
            for driver in part.drivers if not (part.gone or part.state) else ():
                found.setdefault(driver, []).append(_measure(part))
        return found


def _measure(part: Part) -> Label:
    return Label(_("Counted: %(name)s") % {"name": part.title.text}, part.url)


def _label(text: Text, url: str) -> Label:
    return Label(text.text, url, _lang(text.lang))


def _lang(lang: str) -> str:
    """Return the language where it is not the page's own, for the ``lang`` attribute."""
    return "" if lang == (get_language() or "").split("-")[0] else lang


def words_of(name: str, picture: Picture, *, plain: bool) -> Words:
    """Return the heads, title and description in the reader's language."""
    shown = {
        "name": name,
        "aims": len(picture.aims),
        "primary": len(picture.groups),
        "secondary": len(picture.drivers),
    }
    if plain:
        return Words(
            title=_("What we are working on: %(name)s") % shown,
            description=_(
                "On the left stand %(aims)s things we want. In the middle stand %(primary)s things "
                "that lead to them. On the right stand %(secondary)s things we do. "
                "The list says the same in words."
            )
            % shown,
            aims=_("What we want"),
            primary=_("What leads to it"),
            secondary=_("What we do"),
            tests=_("Tries"),
            nobody=_("nobody yet"),
            ideas=_("Ideas to try"),
        )
    return Words(
        title=_("Driver diagram: %(name)s") % shown,
        description=_(
            "From left to right: %(aims)s aims, the %(primary)s primary drivers that lead to them, "
            "and %(secondary)s secondary drivers, each joined to its primary driver. "
            "The outline says the same in words."
        )
        % shown,
        aims=_("Aims"),
        primary=_("Primary drivers"),
        secondary=_("Secondary drivers"),
        tests=_("Tests"),
        nobody=_("nobody yet"),
        ideas=_("Change ideas"),
    )


def in_words(picture: Picture, words: Words) -> str:
    """Return the whole picture as text: what a screen reader says of the printed sheet."""
    lines = [f"{words.title}.", f"{words.aims}: {'; '.join(aim.text for aim in picture.aims)}."]
    for group in picture.groups:
        lines.append(f"{group.number} {group.label.text}:")
        for driver in group.drivers:
            said = [f"{driver.number} {driver.label.text}"]
            if driver.count is not None:
                said.append(f"{words.tests}: {driver.count or words.nobody}")
            said += [measure.text for measure in driver.measures]
            lines.append("; ".join(said) + ".")
    return " ".join(lines)
