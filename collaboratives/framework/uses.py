"""What points at a part of the framework. What is in use is retired; only the rest may be deleted.

The database is asked for every foreign key that leads to the part, so no app can be forgotten.
The apps above say in ``ready()`` how such rows are called; a key without words has plain ones.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, ForeignObjectRel, Model, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import ngettext, ngettext_lazy

from collaboratives.framework.enums import PartKind
from collaboratives.framework.models import (
    Aim,
    ChangeIdea,
    FrameworkComment,
    PrimaryDriver,
    SecondaryDriver,
)

Part = Aim | PrimaryDriver | SecondaryDriver | ChangeIdea

KINDS: dict[type[Part], PartKind] = {
    Aim: PartKind.AIM,
    PrimaryDriver: PartKind.PRIMARY,
    SecondaryDriver: PartKind.SECONDARY,
    ChangeIdea: PartKind.IDEA,
}


def _holding(foreign_key: str) -> Q:
    """Return which rows hold what they point at: of a driver's ideas not its own plain words."""
    if foreign_key != "framework.ChangeIdea.secondary":
        return Q()
    merged_into = ChangeIdea.objects.filter(merged_into__isnull=False).values("merged_into")
    commented = FrameworkComment.objects.filter(
        part=PartKind.IDEA, part_key=Cast(OuterRef("pk"), CharField())
    )
    return (
        Q(proposed_by__isnull=False)
        | Q(merged_into__isnull=False)
        | Q(pk__in=merged_into)
        | Q(Exists(commented))
    )


@dataclass(frozen=True)
class Use:
    """How many rows of one kind point at a part, in words ("3 tests")."""

    text: str
    count: int


_words: dict[str, Any] = {}


def register(foreign_key: str, words: Any) -> None:
    """Say how rows are counted; ``foreign_key`` is "app.Model.field", ``words`` an
    ``ngettext_lazy`` with ``%(count)s``."""
    _words[foreign_key] = words


def foreign_keys_to(model: type[Model]) -> Iterator[tuple[str, ForeignObjectRel]]:
    """Yield every foreign key of any app that leads to this model, by its name."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.one_to_many:
            yield f"{relation.related_model._meta.label}.{relation.field.name}", relation


def uses_of(model: type[Part], keys: Collection[int]) -> dict[int, list[Use]]:
    """Return what points at each of these rows; one query for each foreign key there is."""
    found: dict[int, list[Use]] = {}
    for name, relation in foreign_keys_to(model):
        field = relation.field.name
        related: Any = relation.related_model
        rows = related.objects.filter(**{f"{field}__in": keys})
        counted = rows.filter(_holding(name)).order_by().values_list(field)
        for key, count in counted.annotate(number=Count("pk")):
            found.setdefault(key, []).append(
                Use(_words.get(name, _OTHERS) % {"count": count}, count)
            )
    for key, count in _comments(model, keys).items():
        text = ngettext("%(count)s comment", "%(count)s comments", count) % {"count": count}
        found.setdefault(key, []).append(Use(text, count))
    return found


def _comments(model: type[Part], keys: Collection[int]) -> dict[int, int]:
    rows = model.objects.filter(pk__in=keys)
    named = {str(row.pk if isinstance(row, ChangeIdea) else row.key): row.pk for row in rows}
    counted = (
        FrameworkComment.objects.filter(part=KINDS[model], part_key__in=named)
        .order_by()
        .values_list("part_key")
        .annotate(number=Count("pk"))
    )
    return {named[key]: count for key, count in counted}


_OTHERS = ngettext_lazy("%(count)s other entry", "%(count)s other entries", "count")
_MERGED = ngettext_lazy("%(count)s part merged into it", "%(count)s parts merged into it", "count")

register("framework.PrimaryDriver.merged_into", _MERGED)
register("framework.SecondaryDriver.merged_into", _MERGED)
register("framework.ChangeIdea.merged_into", _MERGED)
register(
    "framework.SecondaryDriver.primary",
    ngettext_lazy("%(count)s secondary driver", "%(count)s secondary drivers", "count"),
)
register(
    "framework.ChangeIdea.secondary",
    ngettext_lazy("%(count)s idea from a team", "%(count)s ideas from teams", "count"),
)
