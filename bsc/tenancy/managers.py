"""Managers of tenant rows: django-scopes with the holes of version 2.1 closed.

Measured on that version: ``exists()`` and ``explain()`` run without a scope, and a manager can
be asked to leave its scope (``with_scope``, ``with_scopes_disabled``). All four are refused here.
"""

from typing import Any, NoReturn

from django.db import models
from django_scopes import ScopedManager as _ScopedManager
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError
from django_scopes.manager import DisabledQuerySet

DisabledQuerySet.exists = DisabledQuerySet.error
DisabledQuerySet.explain = DisabledQuerySet.error


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise ScopeError("Scopes are opened in bsc.tenancy only.")


def scoped_manager(dimension: str, manager: type[models.Manager[Any]] = models.Manager) -> Any:
    """Return a manager whose every query needs a scope on ``dimension``."""
    made = _ScopedManager(manager, **{dimension: dimension})
    type(made).with_scope = _refuse
    type(made).with_scopes_disabled = _refuse
    return made


def refuse_other_tenant(row: models.Model, dimension: str) -> None:
    """Raise ScopeError unless the row's tenant is the one in scope (``None`` needs its own door)."""
    current = get_scope()
    if not current.get("_enabled", True):
        return
    if dimension not in current:
        raise ScopeError(f"A scope on {dimension} is needed to write {type(row).__name__}.")
    tenant = current[dimension]
    if (None if tenant is None else tenant.pk) != getattr(row, f"{dimension}_id"):
        raise ScopeError(f"{type(row).__name__} {row.pk} is not of the {dimension} in scope.")
