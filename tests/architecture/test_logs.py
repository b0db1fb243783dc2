"""No code that opens something stands in a log."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from bsc.logs import SECRET

pytestmark = pytest.mark.django_db
CODE = "ABCD2345EFGH6789"


def addresses_with_a_code(patterns=None, prefix=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses_with_a_code(entry.url_patterns, path)
        elif isinstance(entry, URLPattern) and ("<str:code>" in path or "<str:token>" in path):
            yield path


def test_every_address_with_a_code_is_known():
    found = sorted(addresses_with_a_code())
    assert "feed/<str:code>.ics" in found
    unknown = [path for path in found if not SECRET.match(f"/{path}")]
    assert unknown == []


@pytest.mark.parametrize(
    "path", ("/feed/{}.ics", "/j/{}/", "/j/{}/about/", "/r/{}/", "/p/{}/", "/card/{}/")
)
def test_an_unknown_code_is_told_without_it(caplog, path):
    Client().get(path.format(CODE))
    Client(enforce_csrf_checks=True).post(path.format(CODE))
    assert CODE not in caplog.text
    assert not any(CODE in str(vars(record)) for record in caplog.records)


def test_other_paths_are_told_as_they_are(caplog):
    assert Client().get("/nothing/here/").status_code in {302, 404}
    Client().post("/feed/x.ics")
    assert "/feed/…" in caplog.text
