"""The style guide: where it shows, what every page's frame holds, no inline style or script."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation


@pytest.fixture
def page(client, settings):
    settings.BSC_STYLEGUIDE = True
    response = client.get("/styleguide/")
    assert response.status_code == 200
    return response.content.decode()


def test_hidden_unless_switched_on(client, settings):
    settings.DEBUG = False
    settings.BSC_STYLEGUIDE = False
    assert client.get("/styleguide/").status_code == 404


def test_nothing_is_styled_or_scripted_inline(page):
    assert not re.search(r'<style|\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)', page)


def test_ids_are_unique(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_frame(page):
    assert '<html lang="en" dir="ltr">' in page
    assert 'href="#main"' in page
    assert page.count("<main ") == 1
    assert page.count("<h1") == 1
    assert '"allowEval":false' in page
    assert 'lang="es"' in page
    assert 'aria-current="true">English</button>' in page


def test_the_frame_speaks_the_readers_language(client, settings):
    settings.BSC_STYLEGUIDE = True
    html = client.get("/styleguide/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="es" dir="ltr">' in html


@pytest.mark.parametrize("template", ("403.html", "404.html", "500.html"))
def test_error_pages_need_nothing_from_the_view(template):
    with translation.override("en"):
        html = render_to_string(template)
    assert html.count("<h1") == 1
    assert 'href="/"' in html
