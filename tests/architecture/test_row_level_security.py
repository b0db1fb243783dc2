"""The second ring: what the database itself refuses, whatever the application does."""

from contextlib import closing

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django_scopes import scope, scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import nobodys_rows
from bsc.tenancy.policies import create_guards, policy_name, tenant_keys, tenant_models
from bsc.tenancy.postgresql.base import refuse_unbound_role
from centers.models import Center, CoreTeam
from tests.factories import CenterFactory, CoreTeamFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def within(row):
    return scope(collaborative=row.collaborative, organization=row.collaborative.organization)


def rows_that_raw_sql_sees(table="centers_coreteam") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 -- a literal of this test
        return cursor.fetchone()[0]


def test_raw_sql_sees_only_the_collaborative_in_scope():
    one, _other = CoreTeamFactory(), CoreTeamFactory()
    assert rows_that_raw_sql_sees() == 0
    with within(one):
        assert rows_that_raw_sql_sees() == 1
    with scopes_disabled():
        assert rows_that_raw_sql_sees() == 2
    assert rows_that_raw_sql_sees() == 0


def test_the_register_of_another_organization_is_closed():
    one, _other = CoreTeamFactory(), CoreTeamFactory()
    assert rows_that_raw_sql_sees("centers_center") == 0
    with scope(organization=one.organization):
        assert rows_that_raw_sql_sees("centers_center") == 1
        assert rows_that_raw_sql_sees() == 0


def test_rows_of_nobody_are_seen_only_through_their_own_door():
    with nobodys_rows():
        Entry.objects.create(action="test.nobody", by=None)
        assert Entry.objects.count() == 1
    assert rows_that_raw_sql_sees("audit_entry") == 0
    with within(CoreTeamFactory()):
        assert rows_that_raw_sql_sees("audit_entry") == 0


def test_bulk_create_into_another_collaborative_is_refused():
    mine, theirs = CoreTeamFactory(), CoreTeamFactory()
    smuggled = CoreTeam(
        collaborative=theirs.collaborative,
        organization=theirs.organization,
        center=CenterFactory(organization=theirs.organization),
        name="smuggled",
    )
    with within(mine):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            CoreTeam.objects.bulk_create([smuggled])
        assert rows_that_raw_sql_sees() == 1


def test_update_touches_only_the_collaborative_in_scope():
    mine, _theirs = CoreTeamFactory(), CoreTeamFactory()
    with within(mine), connection.cursor() as cursor:
        cursor.execute("UPDATE centers_coreteam SET name = 'new'")
        assert cursor.rowcount == 1


def test_a_row_cannot_point_at_another_collaboratives_row():
    mine, theirs = CoreTeamFactory(), MembershipFactory()
    with (
        pytest.raises(IntegrityError, match="_tenant"),
        transaction.atomic(),
        scopes_disabled(),
    ):
        CoreTeam.objects.filter(pk=mine.pk).update(point_person=theirs)
        connection.check_constraints()


def test_a_team_cannot_come_from_another_organizations_register():
    mine, theirs = CoreTeamFactory(), CenterFactory()
    for change in ({"center": theirs}, {"center": theirs, "organization": theirs.organization}):
        with (
            pytest.raises(IntegrityError, match="_tenant"),
            transaction.atomic(),
            scopes_disabled(),
        ):
            CoreTeam.objects.filter(pk=mine.pk).update(**change)
            connection.check_constraints()


def test_a_rollback_takes_the_setting_along():
    one, other = CoreTeamFactory(), CoreTeamFactory()
    with pytest.raises(ValueError, match="undo"), transaction.atomic(), within(one):
        assert rows_that_raw_sql_sees() == 1
        raise ValueError("undo")
    assert rows_that_raw_sql_sees() == 0
    with within(other):
        assert rows_that_raw_sql_sees() == 1


def test_a_failed_statement_leaves_the_connection_usable():
    one = CoreTeamFactory()
    with pytest.raises(ProgrammingError), transaction.atomic(), within(one):
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")
    with within(one):
        assert rows_that_raw_sql_sees() == 1


def test_every_tenant_table_has_both_guards():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        guarded = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tablename, policyname FROM pg_policies")
        policies = set(cursor.fetchall())
        cursor.execute("SELECT conname FROM pg_constraint")
        constraints = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in tenant_models()} == guarded
    assert {(model._meta.db_table, policy_name(model)) for model in tenant_models()} == policies
    wanted = {key.name for model in tenant_models() for key in tenant_keys(model)}
    assert wanted <= constraints
    assert len(wanted) > 5


def test_a_changed_policy_is_replaced():
    table, name = Center._meta.db_table, policy_name(Center)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER POLICY "{name}" ON "{table}" RENAME TO tenant_outdated')
    create_guards()
    with connection.cursor() as cursor:
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
        assert cursor.fetchall() == [(name,)]


def test_a_role_that_policies_do_not_bind_is_refused():
    host = connection.settings_dict["HOST"]
    with closing(psycopg2.connect(host=host, user="postgres", dbname="postgres")) as superuser:
        with superuser.cursor() as cursor:
            with pytest.raises(ImproperlyConfigured, match="'postgres' is a superuser"):
                refuse_unbound_role(cursor)


def test_the_role_of_the_application_is_bound():
    with connection.cursor() as cursor:
        refuse_unbound_role(cursor)
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("bsc_app",)
