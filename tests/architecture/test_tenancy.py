"""Structure that every new model and every new URL must keep."""

import re

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from bsc.tenancy.managers import TenantManager
from bsc.tenancy.models import CollaborativeModel, MaybeCollaborativeModel, TenantModel
from bsc.tenancy.policies import tenant_models
from centers.models import CoreTeam
from collaboratives.models import Collaborative, Membership, Organization
from tests.factories import CollaborativeFactory, CoreTeamFactory

# Apps whose tables may be seen without a tenant: people themselves, and Django's own.
UNSCOPED_APPS = {
    "account",
    "accounts",
    "auth",
    "contenttypes",
    "mfa",
    "sessions",
}
TENANTS = {Collaborative, Organization}


def our_models():
    return [
        model
        # an automatic many-to-many table would carry neither the key nor a policy
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in UNSCOPED_APPS and model not in TENANTS
    ]


def by_label(model):
    return model._meta.label


@pytest.mark.parametrize("model", our_models(), ids=by_label)
def test_every_model_carries_its_tenants_key(model):
    assert issubclass(model, TenantModel)


@pytest.mark.parametrize("model", our_models(), ids=by_label)
def test_no_automatic_many_to_many_table(model):
    assert not model._meta.auto_created
    assert [field.name for field in model._meta.local_many_to_many] == []


@pytest.mark.parametrize("model", our_models(), ids=by_label)
def test_no_reverse_name_from_an_unscoped_table(model):
    """``User.objects.annotate(Count("memberships"))`` would count other tenants."""
    open_doors = [
        field.name
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and not issubclass(field.related_model, TenantModel)
        and not field.remote_field.hidden
    ]
    assert open_doors == []


@pytest.mark.parametrize("model", our_models(), ids=by_label)
def test_improvement_work_points_at_members_not_at_accounts(model):
    """A foreign key to User escapes the composite guard; people stand in as memberships."""
    if not issubclass(model, CollaborativeModel) or model is Membership:
        return
    accounts = [
        field.name
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.related_model._meta.label == "accounts.User"
    ]
    assert accounts == []


@pytest.mark.parametrize("model", our_models(), ids=by_label)
def test_a_row_that_points_into_the_register_carries_the_organization(model):
    points = [
        field
        for field in model._meta.local_concrete_fields
        if field.is_relation
        and getattr(field.related_model, "tenant_dimension", "") == "organization"
    ]
    if points:
        assert "organization" in {field.name for field in model._meta.local_concrete_fields}


def tenant_paths(patterns=None, prefix=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from tenant_paths(entry.url_patterns, path)
        elif isinstance(entry, URLPattern) and path.startswith("c/"):
            yield "/" + fill(path.replace("<slug:collaborative>", "{slug}"))


def fill(path):
    samples = {
        "int": "1",
        "str": "abc",
        "slug": "abc",
        "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    }
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: samples.get(found[1], "abc"), path)


PATHS = sorted(set(tenant_paths()))


def test_the_walk_finds_pages():
    assert "/c/{slug}/home/" in PATHS


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ("get", "post"))
def test_a_member_of_another_collaborative_gets_404(client, cast, path, method):
    client.force_login(cast.stranger.user)
    response = getattr(client, method)(path.format(slug=cast.collaborative.slug))
    assert response.status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ("get", "post"))
def test_an_anonymous_person_is_sent_to_sign_in(client, cast, path, method):
    response = getattr(client, method)(path.format(slug=cast.collaborative.slug))
    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")


@pytest.mark.parametrize("method", ("exists", "explain", "count", "first", "filter", "iterator"))
@pytest.mark.django_db
def test_no_query_runs_without_a_scope(method):
    with pytest.raises(ScopeError):
        getattr(CoreTeam.objects, method)()
    with pytest.raises(ScopeError):
        getattr(CoreTeam.objects.all(), method)()


@pytest.mark.django_db
def test_all_rows_are_not_to_be_had_without_a_scope():
    with pytest.raises(ScopeError):
        list(CoreTeam.objects.all())


@pytest.mark.parametrize("model", our_models(), ids=by_label)
def test_every_manager_of_a_tenant_row_needs_a_scope(model):
    assert all(isinstance(manager, TenantManager) for manager in model._meta.managers)


@pytest.mark.django_db
def test_a_row_of_another_tenant_is_neither_saved_nor_deleted():
    theirs = CoreTeamFactory()
    mine = CollaborativeFactory()
    with scope(collaborative=mine, organization=mine.organization):
        with pytest.raises(ScopeError):
            theirs.save()
        with pytest.raises(ScopeError):
            theirs.delete()


def test_rows_that_may_have_no_tenant_are_few():
    """Each is a place where a query outside a collaborative can find something."""
    assert {
        model._meta.label for model in tenant_models() if issubclass(model, MaybeCollaborativeModel)
    } <= {"audit.Entry", "files.StoredFile", "mail.Message", "notifications.Reminder"}
