"""The list of groups that a measure may be broken down by."""

from typing import Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from metrics.models import Group


@transaction.atomic
def add_group(
    *,
    collaborative: Collaborative,
    by: Membership,
    dimension: str,
    name: str,
    translations: dict[str, dict[str, str]],
) -> Group:
    """Add a group at the end of its list. The same name again brings that group back."""
    standing = Group.objects.filter(dimension=dimension, name__iexact=name).first()
    if standing is not None:
        return retire_group(group=standing, retired=False, by=by)
    last = Group.objects.filter(dimension=dimension).aggregate(last=Max("order"))["last"]
    group = Group(
        collaborative=collaborative,
        dimension=dimension,
        name=name,
        order=0 if last is None else last + 1,
        translations=translations,
    )
    group.full_clean()
    group.save()
    _audit(group, by, "group.added")
    return group


@transaction.atomic
def rename_group(
    *, group: Group, by: Membership, name: str, translations: dict[str, dict[str, str]]
) -> Group:
    """Put a group's words right. What was counted in it stays with it."""
    others = Group.objects.filter(dimension=group.dimension, name__iexact=name)
    if others.exclude(pk=group.pk).exists():
        raise ValidationError({"name": _("There is a group of this name already.")})
    before = group.name
    group.name, group.translations = name, translations
    group.full_clean()
    group.save()
    _audit(group, by, "group.renamed", f"{before} → {name}")
    return group


@transaction.atomic
def move_group(*, group: Group, by: Membership, step: Literal[-1, 1]) -> None:
    """Move a group up (-1) or down (1) in its list; at the end of the list nothing happens."""
    rows = list(
        Group.objects.select_for_update().filter(dimension=group.dimension, is_retired=False)
    )
    place = next((n for n, row in enumerate(rows) if row.pk == group.pk), None)
    if place is None or not 0 <= place + step < len(rows):
        return
    rows[place], rows[place + step] = rows[place + step], rows[place]
    for order, row in enumerate(rows):
        row.order = order
    Group.objects.bulk_update(rows, ["order"])
    _audit(group, by, "group.moved")


@transaction.atomic
def retire_group(*, group: Group, by: Membership, retired: bool = True) -> Group:
    """Stop asking for a group, or ask again. What was counted in it stays. Idempotent."""
    if group.is_retired != retired:
        group.is_retired = retired
        group.save(update_fields=["is_retired"])
        _audit(group, by, "group.retired" if retired else "group.brought_back")
    return group


def _audit(group: Group, by: Membership, action: str, summary: str = "") -> None:
    record(
        action=action,
        by=by.user,
        target=group,
        collaborative=group.collaborative,
        summary=summary or group.name,
    )
