"""PostgreSQL backend that tells the server which tenant is in scope.

Row-level security is the second ring behind django-scopes: policies compare each row's tenant
with two session settings. The settings follow the scope by themselves, before any statement, so
that no caller can forget them. Connections must therefore be pooled per session.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base
from django_scopes import get_scope

COLLABORATIVE_SETTING = "bsc.collaborative"
ORGANIZATION_SETTING = "bsc.organization"
EVERYTHING = "all"
NOBODY = "nobody"
NOTHING = ""
# These run on a connection whose settings are about to change or cannot change any more.
TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "BEGIN")

Settings = tuple[str, str]


def settings_for_scope() -> Settings:
    """Return what the policies shall compare with: (collaborative, organization)."""
    current = get_scope()
    if not current.get("_enabled", True):
        return EVERYTHING, EVERYTHING
    return _one(current, "collaborative"), _one(current, "organization")


def _one(current: dict[str, Any], dimension: str) -> str:
    if dimension not in current:
        return NOTHING
    tenant = current[dimension]
    return NOBODY if tenant is None else str(tenant.pk)


def follow_scope(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Bring the session settings in line with the scope, then run the statement."""
    connection = context["connection"]
    wanted = settings_for_scope()
    if connection.settings_sent != wanted and not sql.lstrip().upper().startswith(
        TRANSACTION_CONTROL
    ):
        with connection.connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(%s, %s, false), set_config(%s, %s, false)",
                (COLLABORATIVE_SETTING, wanted[0], ORGANIZATION_SETTING, wanted[1]),
            )
        connection.settings_sent = wanted
    return execute(sql, params, many, context)


def refuse_unbound_role(cursor: Any) -> None:
    """Raise ImproperlyConfigured when the signed-in role passes row-level security by."""
    cursor.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
    )
    role = cursor.fetchone()
    if role:
        raise ImproperlyConfigured(
            f"The database role {role[0]!r} is a superuser or has BYPASSRLS, so row-level "
            "security would not bind it. Use a plain role that owns the database."
        )


class DatabaseWrapper(base.DatabaseWrapper):
    """The stock backend; a rolled-back transaction takes its settings along."""

    settings_sent: Settings | None = None
    role_is_bound = False

    def init_connection_state(self) -> None:
        self.settings_sent = None
        if follow_scope not in self.execute_wrappers:
            self.execute_wrappers.append(follow_scope)
        super().init_connection_state()
        if not DatabaseWrapper.role_is_bound:
            with self.connection.cursor() as cursor:
                refuse_unbound_role(cursor)
            DatabaseWrapper.role_is_bound = True

    def _rollback(self) -> None:
        self.settings_sent = None
        super()._rollback()  # type: ignore[misc]  # the stubs leave private methods out

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # as above
        self.settings_sent = None
