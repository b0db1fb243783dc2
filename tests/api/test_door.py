"""The API's door: every address below a collaborative, for those outside it, and the limit."""

import re

import pytest
from django.urls import URLResolver, get_resolver

from bsc.api.base import CollaborativeView, PerPerson

METHODS = ("get", "post", "put", "patch", "delete")
# The description of the API, and 404 for what does not exist: neither holds anybody's data.
OPEN = {"api/v1/schema/", "api/v1/<path:rest>"}


def api_entries(patterns=None, prefix=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from api_entries(entry.url_patterns, path)
        elif path.startswith("api/v1/"):
            yield path, entry


ENTRIES = {path: entry for path, entry in api_entries() if path not in OPEN}
PATHS = sorted(
    "/" + re.sub(r"<\w+:\w+>", "1", path.replace("<slug:slug>", "{slug}")) for path in ENTRIES
)


def is_problem(response):
    said = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(said)
    return said["status"] == response.status_code


def test_the_walk_finds_endpoints():
    assert "/api/v1/c/{slug}/metrics/1/series/" in PATHS


@pytest.mark.parametrize("path", ENTRIES)
def test_every_endpoint_stands_in_a_collaborative_behind_the_door(path):
    assert path.startswith("api/v1/c/<slug:slug>/")
    assert issubclass(ENTRIES[path].callback.cls, CollaborativeView)


@pytest.mark.parametrize("path", PATHS)
def test_those_outside_get_404_as_for_a_name_that_does_not_exist(client, cast, path, monkeypatch):
    monkeypatch.setattr(PerPerson, "rate", None)
    for who in ("stranger", "someone_who_left", "organization_admin"):
        cast.sign_in(client, who)
        for method in METHODS:
            response = getattr(client, method)(path.format(slug=cast.collaborative.slug))
            nowhere = getattr(client, method)(path.format(slug="no-such-collaborative"))
            assert response.status_code == nowhere.status_code == 404, (who, method)
            assert response.json() == nowhere.json()
            assert is_problem(response)


@pytest.mark.parametrize("path", PATHS)
def test_an_anonymous_person_is_refused_in_json_and_not_sent_elsewhere(client, cast, path):
    for method in METHODS:
        response = getattr(client, method)(path.format(slug=cast.collaborative.slug))
        assert response.status_code == 401, method
        assert response["WWW-Authenticate"] == "Bearer"
        assert is_problem(response)


def test_the_limit_counts_people_and_not_the_room_they_sit_in(client, cast, monkeypatch):
    monkeypatch.setattr(PerPerson, "rate", "2/min")
    path = f"/api/v1/c/{cast.collaborative.slug}/teams/"

    def statuses(who, times):
        cast.sign_in(client, who)
        return [client.get(path).status_code for _ in range(times)]

    assert statuses("member", 3) == [200, 200, 429]
    assert statuses("teammate", 1) == [200]
