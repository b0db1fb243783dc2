"""The doors into a tenant. Nothing outside this package opens a scope in any other way.

Who may walk through is decided by the caller: the middleware after checking membership, the
task base after loading the collaborative, ``find_by_code`` after one look-up of one secret.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils import timezone
from django_scopes import get_scope, scope, scopes_disabled

from bsc.tenancy.wording import in_force, standard_words

if TYPE_CHECKING:
    from bsc.accounts.models import User
    from collaboratives.models import Collaborative, Organization

Row = TypeVar("Row", bound=models.Model)


@contextmanager
def inside(collaborative: "Collaborative") -> Iterator[None]:
    """Open one collaborative with its own words, and its organization's register of centers."""
    with (
        scope(collaborative=collaborative, organization=collaborative.organization),
        in_force(collaborative.terms),
    ):
        yield


def collaborative_in_scope() -> "Collaborative | None":
    """Return the collaborative that is open now, or None on pages outside any."""
    found: Collaborative | None = get_scope().get("collaborative")
    return found


@contextmanager
def inside_organization(organization: "Organization") -> Iterator[None]:
    """Open one organization's register; its collaboratives' content stays closed."""
    with scope(organization=organization), standard_words():
        yield


@contextmanager
def nobodys_rows() -> Iterator[None]:
    """Open the rows that belong to no collaborative: sign-in mail, account files, its audit."""
    with scope(collaborative=None), standard_words():
        yield


@contextmanager
def everything(reason: str) -> Iterator[None]:
    """Open every tenant: migrations, management commands and claim loops (ids only)."""
    if not reason:
        raise ValueError("Opening every tenant needs a reason.")
    with scopes_disabled():
        yield


def find_by_code(model: type[Row], **lookup: Any) -> Row | None:
    """Return the one row that a secret names, whatever its tenant, or None.

    The look-up must name a unique secret; the caller then goes ``inside(row.collaborative)``.
    """
    if len(lookup) != 1:
        raise ValueError("Look up exactly one secret.")
    with scopes_disabled():
        related = [
            name
            for name in ("collaborative__organization", "organization")
            if name.split("__")[0] in {field.name for field in model._meta.get_fields()}
        ]
        return model._default_manager.select_related(*related).filter(**lookup).first()


def collaboratives_of(user: "User") -> list["Collaborative"]:
    """Return the collaboratives in which this person holds a role today, by name.

    Only the person's own memberships are read, and only names of collaboratives come out.
    """
    role = apps.get_model("collaboratives", "MembershipRole")
    collaborative = apps.get_model("collaboratives", "Collaborative")
    today = timezone.localdate()
    with scopes_disabled():
        held = (
            role._default_manager.filter(membership__user=user, starts_on__lte=today)
            .filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))
            .values("collaborative")
        )
        return list(
            collaborative._default_manager.select_related("organization")
            .filter(pk__in=held)
            .order_by("name")
        )


def organizations_of(user: "User") -> list["Organization"]:
    """Return the organizations that this person administers, by name."""
    administrator = apps.get_model("collaboratives", "OrganizationAdmin")
    organization = apps.get_model("collaboratives", "Organization")
    with scopes_disabled():
        administered = administrator._default_manager.filter(user=user).values("organization")
        return list(organization._default_manager.filter(pk__in=administered).order_by("name"))
