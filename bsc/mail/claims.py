"""What claim loops share: a row is found across tenants by number, and handled inside its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps

from bsc.tenancy.doors import everything, inside, nobodys_rows
from bsc.tenancy.models import MaybeCollaborativeModel


def due_numbers(rows: type[MaybeCollaborativeModel], limit: int, **due: object) -> list[int]:
    """Return the primary keys of rows of any tenant that are due; nothing else leaves here."""
    with everything("claim loop"):
        found = rows.objects.filter(**due).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])


@contextmanager
def scope_of(rows: type[MaybeCollaborativeModel], number: int) -> Iterator[bool]:
    """Open the scope that one row belongs to; yields whether there is such a row."""
    with everything("claim loop"):
        found = rows.objects.filter(pk=number).values_list("collaborative_id", flat=True)
        keys: list[int | None] = list(found)
    if not keys:
        yield False
    elif keys[0] is None:
        with nobodys_rows():
            yield True
    else:
        collaboratives = apps.get_model("collaboratives", "Collaborative")
        with inside(collaboratives.objects.select_related("organization").get(pk=keys[0])):
            yield True
