"""The database's own ring: after each migrate, every tenant table refuses other tenants.

Two guards, both made from the models, so that no model can be forgotten:

* a row-level security policy: rows of another tenant can be neither read nor written, whatever
  the statement (raw SQL, ``bulk_create``, ``update``, a forgotten filter);
* composite foreign keys: a row cannot point at another tenant's row (PostgreSQL checks foreign
  keys without regard to policies, so the policy alone would allow it).
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connections, models, transaction

from bsc.tenancy.models import MaybeCollaborativeModel, TenantModel
from bsc.tenancy.postgresql.base import (
    COLLABORATIVE_SETTING,
    EVERYTHING,
    NOBODY,
    ORGANIZATION_SETTING,
)

POSTGRES_NAME_LENGTH = 63


class TenantKey(NamedTuple):
    """A composite foreign key ``(column, tenant) -> target(id, tenant)``."""

    table: str
    column: str
    tenant: str
    target: str

    @property
    def name(self) -> str:
        return short_name(f"{self.table}_{self.column}_{self.tenant}_tenant")


def short_name(name: str) -> str:
    """Return ``name`` cut to what PostgreSQL keeps, still unique."""
    if len(name) <= POSTGRES_NAME_LENGTH:
        return name
    return f"{name[:54]}_{sha256(name.encode()).hexdigest()[:8]}"


def tenant_models() -> list[type[TenantModel]]:
    """Return every model with a table that belongs to a tenant."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def predicate(model: type[TenantModel]) -> str:
    """Return the SQL that lets a row through; each setting is read once per statement."""
    if model.tenant_dimension == "organization":
        setting, key = ORGANIZATION_SETTING, "organization_id::text"
    elif issubclass(model, MaybeCollaborativeModel):
        setting, key = COLLABORATIVE_SETTING, f"coalesce(collaborative_id::text, '{NOBODY}')"
    else:
        setting, key = COLLABORATIVE_SETTING, "collaborative_id::text"
    return f"(SELECT current_setting('{setting}', true)) IN ('{EVERYTHING}', {key})"


def policy_name(model: type[TenantModel]) -> str:
    """Return a name that changes with the predicate, so that an old policy is noticed."""
    return f"tenant_{sha256(predicate(model).encode()).hexdigest()[:8]}"


def tenant_keys(model: type[TenantModel]) -> Iterator[TenantKey]:
    """Yield the composite keys a model needs.

    A row of a collaborative that points into the register (CoreTeam to Center) carries the
    organization too, and that pair is tied to the collaborative's own organization.
    """
    table = model._meta.db_table
    columns = {field.column for field in model._meta.local_concrete_fields}
    tenants = set(tenant_models())
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model in tenants:
            target = field.related_model
            tenant = f"{target.tenant_dimension}_id"
            yield TenantKey(table, field.column, tenant, target._meta.db_table)
    if {"collaborative_id", "organization_id"} <= columns:
        yield TenantKey(
            table, "collaborative_id", "organization_id", "collaboratives_collaborative"
        )


def create_guards(using: str = "default", **_: Any) -> None:
    """Make, replace or leave each guard. Idempotent: runs after every migrate."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        present = [model for model in tenant_models() if model._meta.db_table in tables]
        _create_policies(cursor, present)
        _create_keys(cursor, present)


def _create_policies(cursor: Any, present: list[type[TenantModel]]) -> None:
    cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE policyname ~ '^tenant_'")
    standing: dict[str, set[str]] = {}
    for table, policy in cursor.fetchall():
        standing.setdefault(table, set()).add(policy)
    for model in present:
        table, wanted = model._meta.db_table, policy_name(model)
        for old in standing.get(table, set()) - {wanted}:
            cursor.execute(f'DROP POLICY "{old}" ON "{table}"')
        if wanted not in standing.get(table, set()):
            rule = predicate(model)
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            cursor.execute(
                f'CREATE POLICY "{wanted}" ON "{table}" USING ({rule}) WITH CHECK ({rule})'
            )


def _create_keys(cursor: Any, present: list[type[TenantModel]]) -> None:
    cursor.execute("SELECT conname, coalesce(confrelid::regclass::text, '') FROM pg_constraint")
    standing = dict(cursor.fetchall())
    pairs = {(model._meta.db_table, f"{model.tenant_dimension}_id") for model in present}
    pairs.add(("collaboratives_collaborative", "organization_id"))
    for table, tenant in sorted(pairs):
        unique = short_name(f"{table}_{tenant}_tenant_key")
        if unique not in standing:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{unique}" UNIQUE (id, {tenant})')
    for key in (key for model in present for key in tenant_keys(model)):
        if standing.get(key.name) == key.target:
            continue
        if key.name in standing:  # the field now points at another table
            cursor.execute(f'ALTER TABLE "{key.table}" DROP CONSTRAINT "{key.name}"')
        cursor.execute(
            f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{key.name}"'
            f' FOREIGN KEY ("{key.column}", {key.tenant})'
            f' REFERENCES "{key.target}" (id, {key.tenant}) DEFERRABLE INITIALLY DEFERRED'
        )
