import pytest
from django.utils import translation
from django_scopes import scopes_disabled

from collaboratives.framework import counts, sections
from collaboratives.framework.counts import Note
from collaboratives.framework.sections import Section
from tests.cast import cast_gets
from tests.factories.framework import ChangeIdeaFactory, SecondaryDriverFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def driver(cast):
    made = SecondaryDriverFactory(
        collaborative=cast.collaborative,
        key="clear-directions",
        number="1.4",
        action="Provide directions",
        plain="We tell kids what to do in short, clear words.",
        translations={"es": {"plain": "Decimos qué hacer.", "state": "machine draft"}},
    )
    ChangeIdeaFactory(secondary=made, text="Say one thing at a time.")
    return made


@pytest.fixture
def clean_registries(monkeypatch):
    monkeypatch.setattr(counts, "_sources", {})
    monkeypatch.setattr(sections, "_sources", {})


@pytest.mark.parametrize(
    "path", ("framework/", "framework/diagram/", "framework/clear-directions/")
)
@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_every_member_reads_the_framework(client, cast, driver, path, who, status):
    assert cast.get(client, who, path) == status


@pytest.mark.parametrize("path", ("framework/", "framework/diagram/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_before_there_is_a_framework_the_page_says_so(client, cast, path, who, status):
    assert cast.get(client, who, path) == status
    if status == 200:
        page = client.get(cast.url(path)).content.decode()
        assert "Nothing here yet" in page


def test_an_unknown_driver_is_not_found(client, cast, driver):
    assert cast.get(client, "member", "framework/no-such-driver/") == 404


def test_staff_read_the_term_first_and_families_the_plain_words(client, cast, driver):
    staff = cast.sign_in(client, "member").get(cast.url("framework/clear-directions/"))
    assert "<h1" in staff.content.decode()
    assert "1.4 Provide directions</h1>" in staff.content.decode()
    family = cast.sign_in(client, "family").get(cast.url("framework/clear-directions/"))
    text = family.content.decode()
    assert '<span lang="en">We tell kids what to do' in text.split("</h1>")[0]
    assert "<dfn>Provide directions</dfn>" in text


def test_a_family_reads_its_own_language_marked_as_such(client, cast, driver):
    with scopes_disabled():
        cast.family.user.language = "es"
        cast.family.user.save()
    cast.sign_in(client, "family")
    with translation.override("es"):
        response = client.get(
            cast.url("framework/clear-directions/"), headers={"accept-language": "es"}
        )
    assert '<span lang="es">Decimos qué hacer.</span>' in response.content.decode()


@pytest.mark.usefixtures("clean_registries")
def test_other_apps_add_counts_and_parts(client, cast, driver):
    counts.register("tests", lambda member: {driver.pk: [Note("3 tests", "/tests/", 3)]})
    sections.register(
        "tests",
        lambda member, found: Section("Tests", "framework/_notes.html", {"notes": []}),
    )
    sections.register("nothing", lambda member, found: None)
    cast.sign_in(client, "member")
    outline = client.get(cast.url("framework/")).content.decode()
    assert '<a href="/tests/">3 tests</a>' in outline
    assert ">3</tspan>" in client.get(cast.url("framework/diagram/")).content.decode()
    page = client.get(cast.url("framework/clear-directions/")).content.decode()
    assert "<h2>Tests</h2>" in page


@pytest.mark.usefixtures("clean_registries")
@pytest.mark.parametrize(
    ("path", "queries"),
    (("framework/", 12), ("framework/diagram/", 12), ("framework/driver-0/", 11)),
)
@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(client, cast, path, queries, rows, django_assert_num_queries):
    for number in range(rows):
        driver = SecondaryDriverFactory(
            collaborative=cast.collaborative, key=f"driver-{number}", position=number
        )
        ChangeIdeaFactory(secondary=driver)
        ChangeIdeaFactory(secondary=driver)
    cast.sign_in(client, "member")
    with django_assert_num_queries(queries):
        assert client.get(cast.url(path)).status_code == 200


def test_a_retired_driver_leaves_the_outline_but_keeps_its_page(client, cast, driver):
    with scopes_disabled():
        driver.retired_on = "2026-05-01"
        driver.save()
    cast.sign_in(client, "member")
    assert "Provide directions" not in client.get(cast.url("framework/")).content.decode()
    page = client.get(cast.url("framework/clear-directions/"))
    assert page.status_code == 200
    assert "No longer in the framework" in page.content.decode()
