"""Taking a part out of use and back, merging it into another, deleting what nothing points at."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.models import (
    Aim,
    ChangeFramework,
    ChangeIdea,
    PrimaryDriver,
    SecondaryDriver,
)
from collaboratives.framework.parts import Part, is_in_use, kind_of, name_of
from collaboratives.framework.services.editing import audit, lock_framework
from collaboratives.framework.services.ordering import renumber
from collaboratives.framework.uses import uses_of
from collaboratives.models import Membership


@transaction.atomic
def retire(*, row: Part, by: Membership) -> None:
    """Take a part out of use; what was done under it stays. Twice is as once.

    The secondary drivers of a primary driver go out of use with it, and come back with it.
    """
    framework, row = lock_framework(), _fresh(row)
    if not is_in_use(row):
        return
    _set_in_use(row, framework, in_use=False)
    row.save()
    renumber(framework)
    audit(row, "retired", by, name_of(row))


@transaction.atomic
def bring_back(*, row: Part, by: Membership) -> None:
    """Put a part in use again, and undo its merge: what went along then comes back with it.

    An aim or a primary driver comes back as the last one. ValidationError where what it stands
    under is itself out of use.
    """
    framework, row = lock_framework(), _fresh(row)
    if is_in_use(row):
        return
    parent = getattr(row, kind_of(row).parent)
    if not isinstance(parent, ChangeFramework) and not is_in_use(parent):
        raise ValidationError(
            _("First bring back what it belongs to: %(name)s") % {"name": name_of(parent)}
        )
    into = None if isinstance(row, Aim) else row.merged_into
    if isinstance(row, PrimaryDriver | SecondaryDriver):
        _give_back(row)
        row.took_along = []
    if not isinstance(row, Aim):
        row.merged_into = None
    _set_in_use(row, framework, in_use=True)
    row.save()
    renumber(framework)
    summary = f"{name_of(row)} ← {name_of(into)}" if into else name_of(row)
    audit(row, "unmerged" if into else "brought_back", by, summary)


@transaction.atomic
def merge(*, row: Part, into: Part, by: Membership) -> None:
    """Make a part a part of another of its kind: it is retired, and its page leads there.

    What teams did under it keeps its wording and is found with the other's. What stands below it
    moves to the other, and comes back when the merge is undone. ValidationError where it cannot be.
    """
    if isinstance(row, Aim) or type(row) is not type(into):
        raise ValidationError(_("These two cannot become one."))
    if row.pk == into.pk:
        raise ValidationError(_("Choose another one. It cannot become a part of itself."))
    framework = lock_framework()
    fresh = {each.pk: each for each in type(row).objects.filter(pk__in=[row.pk, into.pk])}
    row, into = fresh[row.pk], fresh[into.pk]
    if not is_in_use(row):
        return
    if not is_in_use(into) or (
        isinstance(into, SecondaryDriver) and into.primary.retired_on is not None
    ):
        raise ValidationError(_("Choose one that is in the framework."))
    if isinstance(row, PrimaryDriver | SecondaryDriver):
        row.took_along = _hand_over(row, into)
    row.merged_into = into
    _set_in_use(row, framework, in_use=False)
    row.save()
    renumber(framework)
    audit(row, "merged", by, f"{name_of(row)} → {name_of(into)}")


@transaction.atomic
def delete(*, row: Part, by: Membership) -> None:
    """Delete a part for good, with its change ideas; ValidationError where anything points at it."""
    framework = lock_framework()
    standing = kind_of(row).model.objects.filter(pk=row.pk).first()
    if standing is None:
        return
    uses = uses_of(type(standing), [standing.pk]).get(standing.pk)
    if uses:
        raise ValidationError(
            _("It is in use (%(uses)s). Retire it instead.")
            % {"uses": ", ".join(use.text for use in uses)}
        )
    audit(standing, "deleted", by, name_of(standing))
    standing.delete()
    renumber(framework)


def _fresh(row: Part) -> Any:
    """Return the row as it stands now that the framework is locked."""
    return kind_of(row).model.objects.get(pk=row.pk)


def _set_in_use(row: Part, framework: ChangeFramework, *, in_use: bool) -> None:
    row.revision += 1
    if isinstance(row, ChangeIdea):
        row.status = IdeaStatus.ACCEPTED if in_use else IdeaStatus.RETIRED
    else:
        row.retired_on = None if in_use else framework.collaborative.today()


def _below(row: Any) -> tuple[type[Any], str]:
    return (
        (SecondaryDriver, "primary")
        if isinstance(row, PrimaryDriver)
        else (ChangeIdea, "secondary")
    )


def _hand_over(row: Any, into: Any) -> list[int]:
    """Move what stands below one driver to the end of another's; return the keys of the rows."""
    model, parent = _below(row)
    moved = model.objects.filter(**{parent: row}).order_by("position", "pk")
    if model is ChangeIdea:
        there = model.objects.filter(**{parent: into}, status=IdeaStatus.ACCEPTED)
        moved = moved.exclude(text__in=there.values("text")).exclude(status=IdeaStatus.RETIRED)
    last = model.objects.filter(**{parent: into}).aggregate(last=Max("position"))["last"] or 0
    found = list(moved)
    for place, each in enumerate(found, start=last + 1):
        setattr(each, parent, into)
        each.position = place
    model.objects.bulk_update(found, [parent, "position"])
    return [each.pk for each in found]


def _give_back(row: Any) -> None:
    """Move what a merge took along back, unless it has gone on since."""
    model, parent = _below(row)
    taken = model.objects.filter(pk__in=row.took_along, **{parent: row.merged_into})
    found = list(taken.order_by("position", "pk"))
    for place, each in enumerate(found, start=1):
        setattr(each, parent, row)
        each.position = place
    model.objects.bulk_update(found, [parent, "position"])
