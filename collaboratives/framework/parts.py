"""The parts of a framework that are edited one by one, and what they have in common."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboratives.framework import shape
from collaboratives.framework.enums import IdeaStatus, PartKind
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    PrimaryDriver,
    SecondaryDriver,
)

Part = Aim | PrimaryDriver | SecondaryDriver | ChangeIdea
Row = ChangeFramework | Part


@dataclass(frozen=True)
class Kind:
    """One kind of part: its rows, its texts, what it is called by, and where it stands.

    ``parent`` is the foreign key to what it stands under, ``place`` the field that orders it.
    ``new`` and ``change`` are the titles of the pages that add and change one.
    """

    part: PartKind
    model: type[Any]
    texts: tuple[shape.Text, ...]
    called: str
    parent: str
    place: str
    new: str | Promise
    change: str | Promise

    @property
    def has_translations(self) -> bool:
        """Whether its texts can stand in other languages."""
        return any(text.translated for text in self.texts)


KINDS: dict[PartKind, Kind] = {
    PartKind.WHOLE: Kind(
        PartKind.WHOLE,
        ChangeFramework,
        shape.WHOLE.texts[1:],
        "name",
        "",
        "",
        "",
        _("Change name, mission and need"),
    ),
    PartKind.AIM: Kind(
        PartKind.AIM,
        Aim,
        shape.AIM.texts[1:],
        "text",
        "framework",
        "number",
        _("New aim"),
        _("Change this aim"),
    ),
    PartKind.PRIMARY: Kind(
        PartKind.PRIMARY,
        PrimaryDriver,
        shape.PRIMARY.texts[1:],
        "short_name",
        "framework",
        "number",
        _("New primary driver"),
        _("Change this primary driver"),
    ),
    PartKind.SECONDARY: Kind(
        PartKind.SECONDARY,
        SecondaryDriver,
        shape.SECONDARY.texts[1:],
        "action",
        "primary",
        "position",
        _("New secondary driver"),
        _("Change this secondary driver"),
    ),
    PartKind.IDEA: Kind(
        PartKind.IDEA,
        ChangeIdea,
        (shape.IDEA,),
        "text",
        "secondary",
        "position",
        _("New change idea"),
        _("Change this idea"),
    ),
}


def kind_of(row: Row) -> Kind:
    """Return what kind of part a row is."""
    return next(kind for kind in KINDS.values() if isinstance(row, kind.model))


def is_in_use(row: Part) -> bool:
    """Whether the row itself is in use; of a driver under a retired one, see the model."""
    if isinstance(row, ChangeIdea):
        return row.status == IdeaStatus.ACCEPTED
    return row.retired_on is None


def name_of(row: Row) -> str:
    """Return what people call a part, with its number where it has one."""
    text = str(getattr(row, kind_of(row).called))
    return f"{row.number} {text}" if isinstance(row, PrimaryDriver | SecondaryDriver) else text


def name_of_target(row: Part) -> str:
    """Return the name of what a part was merged into, or ""."""
    into = None if isinstance(row, Aim) else row.merged_into
    return name_of(into) if into is not None else ""


def ref_of(row: Part) -> str:
    """Return what the addresses call it: its key, or the row's number for an idea."""
    return str(row.pk) if isinstance(row, ChangeIdea) else row.key


def siblings_in_use(row: Part) -> list[Any]:
    """Return what is in use beside the row, itself too, in order."""
    kind = kind_of(row)
    rows = kind.model.objects.filter(**{kind.parent: getattr(row, kind.parent)})
    in_use = (
        {"status": IdeaStatus.ACCEPTED} if isinstance(row, ChangeIdea) else {"retired_on": None}
    )
    return list(rows.filter(**in_use).order_by(kind.place, "pk"))
