"""Templates keep the content security policy and the translators' rules."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in {"mail", "pdf"}
)
FORBIDDEN = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(
        r"<script(?![^>]*\b(?:src|type=\"application/json\"))", re.IGNORECASE
    ),
    "inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
    "another host": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "untrimmed blocktranslate": re.compile(r"{% blocktranslate (?![^%]*\btrimmed\b)[^%]*%}"),
}


def name_of(path):
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_template_has_no(path):
    text = path.read_text(encoding="utf-8")
    found = {
        what: text[hit.start() : hit.start() + 60]
        for what, pattern in FORBIDDEN.items()
        if (hit := pattern.search(text))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("what", "snippet"),
    (
        ("inline style", '<p style="color: red">'),
        ("inline script", "<script>alert(1)</script>"),
        ("inline handler", '<a onclick="go()">'),
        ("script address", '<a href="javascript:go()">'),
        ("another host", '<img src="//cdn.example.com/x.png">'),
        ("untrimmed blocktranslate", "{% blocktranslate with a=b %}"),
    ),
)
def test_the_gate_sees(what, snippet):
    assert FORBIDDEN[what].search(snippet)


def test_there_are_templates():
    assert TEMPLATES / "base.html" in PAGES
