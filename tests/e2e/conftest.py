"""A real browser for journeys: one Chromium for the run, a fresh profile for each page."""

import os
from shutil import which

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop in the test's thread; Django would refuse queries beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or which("chromium") or which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
PHONE, DESKTOP = 375, 1280


@pytest.fixture(scope="session")
def browser():
    """The browser of the whole run."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser, live_server):
    """A factory: ``new_page(375, user=None, javascript=True, locale="en-US")``, a fresh profile.

    ``user`` is signed in without the sign-in pages, which have a journey of their own.
    Addresses are relative to the live server. The test fails if a page wrote an error to the
    browser's console, which is where a broken script or a refused inline style shows. ``expects``
    are parts of errors that a test brings about on purpose, such as a cut network.
    """
    contexts, errors = [], []

    def make(
        width=PHONE,
        *,
        user=None,
        height=800,
        javascript=True,
        locale="en-US",
        expects=(),
        **options,
    ):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale=locale,
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: note(said, expects))
        return page

    def note(said, expects):
        if said.type == "error" and not any(part in said.text for part in expects):
            errors.append(said.text)

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def session_cookie(user, url):
    """The cookie of a session in which this person is signed in, as Playwright takes it."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def page(new_page):
    """One page on a phone."""
    return new_page(PHONE)
