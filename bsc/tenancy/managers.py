"""Managers of tenant rows: every query needs a scope, and stays in it.

The scope itself and the refusing queryset are django-scopes'. Its manager is a class made at run
time, which type checkers cannot name, and it can be asked to leave its scope; ours is neither.
"""

from typing import Any, ClassVar, TypeVar

from django.db import models
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError
from django_scopes.manager import DisabledQuerySet

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)

# Measured on django-scopes 2.1: these two run without a scope.
DisabledQuerySet.exists = DisabledQuerySet.error
DisabledQuerySet.explain = DisabledQuerySet.error


class RefusingQuerySet(DisabledQuerySet):  # type: ignore[misc]  # django-scopes has no types
    """Raises as soon as rows are wanted. Only ``all`` answers, with another refusal: a form class
    names the rows to choose from when its module is read, before there is a scope."""

    def all(self) -> "RefusingQuerySet":
        """Return the same refusal."""
        clone: RefusingQuerySet = self._clone()
        return clone


class TenantManager(models.Manager[Row_co]):
    """Shows the rows of the tenant in scope; without a scope every query is an error."""

    dimension: ClassVar[str]

    def get_queryset(self) -> models.QuerySet[Row_co]:
        """Return the tenant's rows, every row where scopes are disabled, or a refusing queryset."""
        current = get_scope()
        if not current.get("_enabled", True):
            return super().get_queryset()
        if self.dimension not in current:
            refusing: models.QuerySet[Row_co] = RefusingQuerySet(
                self.model, using=self._db, missing_scopes={self.dimension}
            )
            return refusing
        tenant = current[self.dimension]
        return super().get_queryset().filter(**{f"{self.dimension}_id": tenant and tenant.pk})


class CollaborativeManager(TenantManager[Row_co]):
    """Rows of the collaborative in scope."""

    dimension = "collaborative"


class OrganizationManager(TenantManager[Row_co]):
    """Rows of the organization in scope."""

    dimension = "organization"


def refuse_other_tenant(row: Any, dimension: str) -> None:
    """Raise ScopeError unless the row's tenant is the one in scope (``None`` needs its own door)."""
    current = get_scope()
    if not current.get("_enabled", True):
        return
    if dimension not in current:
        raise ScopeError(f"A scope on {dimension} is needed to write {type(row).__name__}.")
    tenant = current[dimension]
    if (None if tenant is None else tenant.pk) != getattr(row, f"{dimension}_id"):
        raise ScopeError(f"{type(row).__name__} {row.pk} is not of the {dimension} in scope.")
