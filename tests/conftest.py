"""Fixtures for every test: fixtures build rows of any tenant, test bodies run as production does."""

import pytest
from django.test import utils
from django.utils import translation
from django_scopes import scopes_disabled

import bsc.tenancy.managers  # noqa: F401 -- closes the holes of django-scopes
from tests.cast import Cast, make_cast

# Migrations and the serialized start of a test database concern every tenant.
utils.setup_databases = scopes_disabled()(utils.setup_databases)


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef, request):
    with scopes_disabled():
        yield


@pytest.fixture(autouse=True)
def _files_stay_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _in_english():
    """Words are tested in English, whatever the last reader of another test spoke."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db) -> Cast:
    """The same people for every view test; see tests/cast.py."""
    return make_cast()


@pytest.fixture
def sign_in(client):
    """Sign a person (or a membership) in and return the client."""

    def do(person):
        client.force_login(getattr(person, "user", person))
        return client

    return do
