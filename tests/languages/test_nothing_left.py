"""A page in another language holds no English but what people wrote."""

import re

import pytest
from django.urls import reverse

from tests.languages.reading import blocks_of

pytestmark = pytest.mark.django_db

# Words that every English sentence has and no Spanish one. The content of the pages has none.
ENGLISH = re.compile(
    r"\b(the|you|your|our|and|with|is|are|was|this|that|to|of|for|not|from|will|can|it|in)\b",
    re.IGNORECASE,
)
# Names of time zones; and what the calendar understands is written in English.
MEANT = re.compile(r"^[A-Z]\w+/|third Friday of each month")


def left_in_english(pages: dict[str, str]) -> str:
    return "\n".join(
        f"{path}: {block}"
        for path, html in pages.items()
        for block in blocks_of(html)
        if ENGLISH.search(block) and not MEANT.search(block)
    )


def test_pages_of_a_family(read, family_paths):
    left = left_in_english({path: read(path, "es") for path in family_paths})
    assert not left, left


def test_pages_of_a_new_collaborative(read, empty_paths):
    left = left_in_english({path: read(path, "es") for path in empty_paths})
    assert not left, left


def test_pages_of_those_who_run_it(client, cast, family_paths):
    user = cast.implementation.user
    user.language = "es"
    user.save(update_fields=["language"])
    client.force_login(user)
    paths = [
        "home/", "coach/", "explore/", "outbox/", "workplan/", "workplan/new/", "calendar/new/",
        "calendar/new-series/", "metrics/overview/", "people/", "people/invite/",
        "people/invitations/", "assessment/teams/", "assessment/rounds/new/", "board/", "pdsa/",
        "framework/", "framework/diagram/", "reports/", "help/",
    ]  # fmt: skip
    pages = {path: client.get(cast.url(path)) for path in paths}
    assert {path for path, page in pages.items() if page.status_code != 200} == set()
    left = left_in_english({path: page.content.decode() for path, page in pages.items()})
    assert not left, left


def test_signed_out_pages(client, invitation):
    paths = [reverse("account_login"), reverse("code_on_paper"), "/j/WRONGCODE/", "/nowhere/"]
    spanish = {path: client.get(path, headers={"accept-language": "es"}) for path in paths}
    left = left_in_english({path: page.content.decode() for path, page in spanish.items()})
    assert not left, left


def test_english_is_found():
    assert left_in_english({"x": '<html lang="es"><p>Vea the list</p><p lang="en">the</p>'})
    assert not left_in_english({"x": '<html lang="es"><p>Vea esto</p><p lang="en">the</p>'})
