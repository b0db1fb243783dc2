"""Editing the framework part by part. Whoever is second is told, and loses nothing.

Every service locks the framework first, so that edits of one framework come one after the other.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.framework.enums import IdeaStatus, PartKind
from collaboratives.framework.keys import key_for
from collaboratives.framework.models import ChangeFramework, SecondaryDriver
from collaboratives.framework.parts import Kind, Part, Row, kind_of, name_of, siblings_in_use
from collaboratives.framework.services.ordering import put_in_order, renumber
from collaboratives.framework.shape import clean_text
from collaboratives.models import Membership

SHOWN = 130


class ChangedMeanwhileError(Exception):
    """Somebody else changed the part after this writer opened it."""


def lock_framework() -> ChangeFramework:
    """Return the framework of the collaborative in scope, locked until the transaction ends."""
    return ChangeFramework.objects.select_for_update().get()


@transaction.atomic
def add_part(
    *, kind: Kind, under: Any, given: Mapping[str, Any], by: Membership, token: uuid.UUID
) -> Part:
    """Add a part at the end of ``under`` (the framework, or the driver it belongs to).

    ``given`` holds its texts, and ``translations`` where it has such. The same token makes one
    row; an idea with the same words under the same driver is the one that stands.
    """
    framework = lock_framework()
    texts = _cleaned(kind, given)
    siblings = kind.model.objects.filter(**{kind.parent: under})
    if kind.part == PartKind.IDEA:
        standing = siblings.filter(text=texts["text"], status=IdeaStatus.ACCEPTED).first()
        fixed: dict[str, Any] = {}
    else:
        fixed = {"key": key_for(texts[kind.called], token)}
        standing = kind.model.objects.filter(**fixed).first()
    if standing:
        found: Part = standing
        return found
    last = siblings.aggregate(last=Max(kind.place))["last"] or 0
    row: Part = kind.model(
        collaborative=framework.collaborative,
        **{kind.parent: under, kind.place: last + 1},
        **fixed,
        **texts,
    )
    if isinstance(row, SecondaryDriver):
        row.number = "0.0"  # renumbered below
    row.full_clean()
    row.save()
    renumber(framework)
    row.refresh_from_db()
    audit(row, "added", by, name_of(row))
    return row


@transaction.atomic
def change_part(*, row: Row, given: Mapping[str, Any], by: Membership, revision: int) -> Row:
    """Change a part, and say in the audit from what to what; nothing changed, nothing written.

    ``given`` holds texts, ``translations``, and for a driver or an idea perhaps its parent: it
    then stands last there. ``revision`` is the one that the writer saw: ChangedMeanwhileError
    where another stands and their words differ.
    """
    framework = lock_framework()
    kind = kind_of(row)
    standing: Row = kind.model.objects.get(pk=row.pk)
    wanted = _cleaned(kind, given)
    if kind.parent and kind.parent in given:
        wanted[kind.parent] = given[kind.parent]
    before = {name: getattr(standing, name) for name in wanted}
    changed = [name for name, value in wanted.items() if before[name] != value]
    if not changed:
        return standing
    if standing.revision != revision:
        raise ChangedMeanwhileError
    for name in changed:
        setattr(standing, name, wanted[name])
    if kind.parent in changed:
        siblings = kind.model.objects.filter(**{kind.parent: wanted[kind.parent]})
        setattr(standing, kind.place, (siblings.aggregate(last=Max(kind.place))["last"] or 0) + 1)
    standing.revision += 1
    standing.full_clean(exclude=["mission"])
    standing.save()
    for name in changed:
        _tell(standing, name, before[name], by)
    if kind.parent in changed:
        renumber(framework)
    return standing


@transaction.atomic
def move_part(*, row: Part, to: int, by: Membership) -> bool:
    """Put a part at the place ``to`` among those in use beside it, counted from 1.

    A place beyond the ends is the end. The same call twice moves once; returns whether it moved.
    """
    framework = lock_framework()
    order = siblings_in_use(row)
    where = next((n for n, each in enumerate(order) if each.pk == row.pk), None)
    target = min(max(to, 1), len(order)) - 1
    if where is None or where == target:
        return False
    moved = order.pop(where)
    order.insert(target, moved)
    put_in_order(order, kind_of(row).place)
    renumber(framework)
    shown = {"part": name_of(moved), "before": where + 1, "after": target + 1}
    audit(moved, "moved", by, _("%(part)s: from place %(before)s to %(after)s") % shown)
    return True


def audit(row: Row, deed: str, by: Membership | None, summary: str) -> None:
    """Record what was done to a part."""
    record(
        action=f"framework.{kind_of(row).part}.{deed}",
        by=by.user if by else None,
        target=row,
        collaborative=row.collaborative,
        summary=summary,
    )


def _cleaned(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    texts = {
        text.name: clean_text(given[text.name], lines=text.lines)
        for text in kind.texts
        if text.name in given
    }
    if kind.has_translations and "translations" in given:
        return {**texts, "translations": given["translations"]}
    return texts


def _tell(row: Row, name: str, before: Any, by: Membership) -> None:
    """Record one changed text from what to what, in each language."""
    after = getattr(row, name)
    if name != "translations":
        label = getattr(row._meta.get_field(name), "verbose_name", name)
        audit(row, "changed", by, f"{label}: {_from_to(str(before), str(after))}")
        return
    for language in sorted({*before, *after}):
        was, now = before.get(language, {}), after.get(language, {})
        for text in sorted({*was, *now}):
            if was.get(text, "") != now.get(text, ""):
                told = _from_to(was.get(text, ""), now.get(text, ""))
                audit(row, "changed", by, f"{text} ({language}): {told}")


def _from_to(before: str, after: str) -> str:
    """Return both texts from where they begin to differ, each short enough for the record."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    start = max(same - 20, 0) if max(len(before), len(after)) > SHOWN else 0
    return f"“{_short(before, start)}” → “{_short(after, start)}”"


def _short(text: str, start: int) -> str:
    lead = "…" if start else ""
    shown = text[start:]
    return lead + (shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…")
