"""The API's door: every address below a collaborative, for those outside it, and the limit."""

import re

import pytest
from django.core.cache import cache
from django.urls import URLResolver, get_resolver

from bsc.api.base import CollaborativeView, PerPerson

METHODS = ("get", "post", "put", "patch", "delete")


def api_entries(patterns=None, prefix=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from api_entries(entry.url_patterns, path)
        elif path.startswith("api/v1/"):
            yield path, entry


ENTRIES = dict(api_entries())
PATHS = sorted(
    "/" + re.sub(r"<\w+:\w+>", "1", path.replace("<slug:slug>", "{slug}")) for path in ENTRIES
)


@pytest.fixture(autouse=True)
def _no_requests_counted():
    cache.clear()


def test_the_walk_finds_endpoints():
    assert "/api/v1/c/{slug}/metrics/1/series/" in PATHS


@pytest.mark.parametrize("path", ENTRIES)
def test_every_endpoint_stands_in_a_collaborative_behind_the_door(path):
    assert path.startswith("api/v1/c/<slug:slug>/")
    assert issubclass(ENTRIES[path].callback.cls, CollaborativeView)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", ("stranger", "someone_who_left", "organization_admin"))
def test_those_outside_get_404_as_for_a_name_that_does_not_exist(client, cast, path, method, who):
    cast.sign_in(client, who)
    response = getattr(client, method)(path.format(slug=cast.collaborative.slug))
    nowhere = getattr(client, method)(path.format(slug="no-such-collaborative"))
    assert response.status_code == nowhere.status_code == 404
    assert response.json() == nowhere.json()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", METHODS)
def test_an_anonymous_person_is_refused_in_json_and_not_sent_elsewhere(client, cast, path, method):
    response = getattr(client, method)(path.format(slug=cast.collaborative.slug))
    assert response.status_code == 403
    assert list(response.json()) == ["detail"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", METHODS[1:])
def test_nothing_is_written_through_the_api(client, cast, path, method):
    cast.sign_in(client, "implementation")
    response = getattr(client, method)(path.format(slug=cast.collaborative.slug))
    assert response.status_code == 405


def test_the_limit_counts_people_and_not_the_room_they_sit_in(client, cast, monkeypatch):
    monkeypatch.setattr(PerPerson, "rate", "2/min")
    path = PATHS[0].format(slug=cast.collaborative.slug)

    def statuses(who, times):
        cast.sign_in(client, who)
        return [client.get(path).status_code for _ in range(times)]

    assert statuses("member", 3) == [403, 403, 429]
    assert statuses("teammate", 1) == [403]
