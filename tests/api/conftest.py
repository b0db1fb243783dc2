"""What every test of the API starts from."""

import uuid
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django_scopes import scopes_disabled

from bsc.accounts.keys import make_key


@pytest.fixture(autouse=True)
def _a_day_in_september(time_machine):
    """So that "this week" and "last month" are always the same."""
    time_machine.move_to(datetime(2026, 9, 8, 15, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _no_requests_counted():
    cache.clear()


@pytest.fixture
def hat_of():
    """Return the role that one of the cast holds."""

    def do(member):
        with scopes_disabled():
            return member.role_rows.get()

    return do


@pytest.fixture
def key_of():
    """Return a new access key of a member."""

    def do(member, **how):
        how = {"may_write": True, "name": "test", **how}
        return make_key(user=getattr(member, "user", member), token=uuid.uuid4(), **how)

    return do


@pytest.fixture
def api(client, cast, key_of):
    """Ask the API of the cast's collaborative as one of the cast, with a key that may write."""
    keys = {}

    def send(method, path, who="member", data=None, **how):
        if who != "anonymous":
            if who not in keys:
                keys[who] = key_of(getattr(cast, who))
            how["headers"] = {"Authorization": f"Bearer {keys[who]}"}
        if data is not None:
            how |= {"data": data, "content_type": "application/json"}
        address = f"/api/v1/c/{cast.collaborative.slug}/{path}"
        return getattr(client, method)(address, **how)

    def get(path, who="member", **query):
        return send("get", path, who, query_params=query)

    def verb(method):
        return lambda path, data=None, who="member": send(method, path, who, data)

    return SimpleNamespace(
        get=get, **{name: verb(name) for name in ("post", "patch", "put", "delete")}
    )
