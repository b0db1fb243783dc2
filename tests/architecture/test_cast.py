"""Every page says what each of the cast gets: no view module without a table of who may."""

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

TESTS = Path(__file__).resolve().parents[1]


def tenant_views(patterns=None, prefix="", namespaces=()):
    """Yield (URL name, module) of every view under ``/c/<collaborative>/``."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from tenant_views(entry.url_patterns, path, inner)
        elif isinstance(entry, URLPattern) and path.startswith("c/"):
            yield ":".join((*namespaces, entry.name)), entry.callback.__module__


MODULES = sorted({module for _, module in tenant_views()})


def test_the_walk_finds_view_modules():
    assert "pdsa.views.cycle" in MODULES
    assert len(MODULES) > 30


@pytest.mark.parametrize("module", MODULES)
def test_the_tests_beside_a_view_name_the_whole_cast(module):
    """The folder of tests that mirrors the view's app holds at least one ``cast_gets`` table."""
    app = module.split(".views")[0].split(".")
    app = app[1:] if app[0] == "bsc" else app
    folder = TESTS.joinpath(*app)
    tables = [
        path.name
        for path in folder.glob("test_*.py")
        if re.search(r"\bcast_gets\(", path.read_text(encoding="utf-8"))
    ]
    assert tables, f"{folder} has no test with cast_gets"


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: path.stem)
def test_a_test_of_tenant_pages_uses_the_cast(path):
    """No test builds its own people where the cast has them."""
    text = path.read_text(encoding="utf-8")
    asks_pages = re.search(r"""client\.(?:get|post)\(\s*f?["']/c/""", text)
    assert not asks_pages or "cast" in text
