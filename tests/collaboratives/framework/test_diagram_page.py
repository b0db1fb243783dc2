"""The page of the diagram and its PDF, for whom they are and what they count."""

import io

import pytest
from django.utils import translation
from django_scopes import scope, scopes_disabled
from pypdf import PdfReader

from bsc.exports import pdf as printing
from collaboratives.framework import counts, papers, readable
from collaboratives.framework.counts import Note
from collaboratives.framework.enums import PartKind
from collaboratives.framework.models import PrimaryDriver, SecondaryDriver
from collaboratives.framework.pictures import in_words, words_of
from collaboratives.framework.readable import Part, PartId
from collaboratives.framework.services import load_framework, read_data
from collaboratives.translations import Text
from tests.cast import cast_gets
from tests.collaboratives.framework.test_diagram import large, published
from tests.factories.framework import (
    AimFactory,
    ChangeIdeaFactory,
    SecondaryDriverFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def driver(cast):
    made = SecondaryDriverFactory(
        collaborative=cast.collaborative,
        key="directions",
        number="1.4",
        action="Provide directions",
    )
    AimFactory(framework=made.primary.framework, text="Calmer rooms")
    ChangeIdeaFactory(secondary=made, text="Say one thing at a time.")
    return made


@pytest.fixture
def registries(monkeypatch, driver):
    """Three tests and one measure in use under the driver, one measure still drafted."""

    def measures(member):
        return [
            Part(
                PartId(PartKind.METRIC, key),
                Text(title, "en"),
                drivers=(driver.pk,),
                url=f"/{key}/",
                state=state,
            )
            for key, title, state in (("talks", "Talks", ""), ("hugs", "Hugs", "Draft"))
        ]

    monkeypatch.setattr(
        counts, "_sources", {"t": lambda member: {driver.pk: [Note("3 tests", "/tests/", 3)]}}
    )
    monkeypatch.setattr(readable, "_sources", {"m": measures})


def page_of(client, cast, who, query=""):
    return cast.sign_in(client, who).get(cast.url(f"framework/diagram/{query}")).content.decode()


@pytest.mark.parametrize("path", ("framework/diagram/", "framework/diagram/pdf/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_every_member_sees_it(client, cast, driver, path, who, status):
    assert cast.get(client, who, path) == status


def test_before_there_is_a_framework_there_is_no_pdf(client, cast):
    assert cast.get(client, "member", "framework/diagram/pdf/") == 404


@pytest.mark.usefixtures("registries")
def test_tests_and_measures_stand_beside_their_driver_and_ideas_are_folded(client, cast, driver):
    page = page_of(client, cast, "member")
    screen = page.split('class="diagram-screen"')[1].split("</svg>")[0]
    assert ">3</tspan>" in screen
    assert 'href="/tests/"' in screen
    assert 'aria-label="Counted: Talks"' in screen
    assert cast.url("framework/directions/") in screen
    assert "Hugs" not in page
    assert "Say one thing" not in page


@pytest.mark.usefixtures("registries")
def test_what_is_shown_is_a_choice(client, cast, driver):
    page = page_of(client, cast, "member", "?chosen=yes&show=ideas")
    assert "Say one thing" in page.split('class="diagram-screen"')[1].split("</svg>")[0]
    assert 'class="print-only page-break diagram-ideas"' in page
    for gone in ("Talks", "/tests/", "nobody yet"):
        assert gone not in page
    nothing = page_of(client, cast, "member", "?chosen=yes")
    assert "Provide directions" in nothing
    assert "Talks" not in nothing
    assert "Talks" in page_of(client, cast, "member", "?chosen=yes&show=colors")


@pytest.mark.usefixtures("registries")
def test_on_a_phone_an_outline_says_the_same(client, cast, driver):
    SecondaryDriverFactory(collaborative=cast.collaborative, primary=driver.primary, action="Sing")
    outline = page_of(client, cast, "member").split('class="diagram-outline"')[1]
    assert outline.count("<details") == 1
    assert 'Tests: <a href="/tests/">3</a>' in outline
    assert '<li class="diagram-untried">' in outline
    assert "<em>nobody yet</em>" in outline
    assert "1 row nobody has tried yet" in outline


@pytest.mark.usefixtures("registries")
def test_retired_and_merged_parts_are_left_out(client, cast, driver):
    kept = SecondaryDriverFactory(
        collaborative=cast.collaborative, primary=driver.primary, action="Sing together"
    )
    with scopes_disabled():
        SecondaryDriver.objects.filter(pk=driver.pk).update(
            retired_on="2026-05-01", merged_into=kept
        )
    page = page_of(client, cast, "member")
    assert "Sing together" in page
    assert "Provide directions" not in page
    assert "Talks" not in page
    with scopes_disabled():
        PrimaryDriver.objects.update(retired_on="2026-05-01")
    assert "Sing together" not in page_of(client, cast, "member")


@pytest.mark.usefixtures("registries")
def test_families_read_plain_words(client, cast, driver):
    page = page_of(client, cast, "family")
    assert driver.plain in page
    assert "Provide directions" not in page.split('class="diagram-screen"')[1].split("</svg>")[0]
    assert ">Tries</tspan>" in page


@pytest.mark.usefixtures("registries")
def test_a_family_reads_the_action_where_nobody_wrote_plain_words(client, cast, driver):
    with scopes_disabled():
        SecondaryDriver.objects.update(plain="")
    assert "Provide directions" in page_of(client, cast, "family")


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(client, cast, rows, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(counts, "_sources", {})
    monkeypatch.setattr(readable, "_sources", {})
    for number in range(rows):
        made = SecondaryDriverFactory(collaborative=cast.collaborative, position=number)
        ChangeIdeaFactory(secondary=made)
    cast.sign_in(client, "member")
    with django_assert_num_queries(11):
        client.get(cast.url("framework/diagram/?chosen=yes&show=ideas&show=tests&show=measures"))


def pages_of(data):
    return PdfReader(io.BytesIO(data)).pages


@pytest.mark.parametrize(
    ("paper", "size"),
    (("letter", (792, 612)), ("a4", (842, 595)), ("tabloid", (1224, 792)), ("a3", (1191, 842))),
)
def test_the_published_framework_is_one_landscape_page(client, cast, paper, size):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        load_framework(collaborative=cast.collaborative, data=read_data(), by=cast.implementation)
    answer = cast.sign_in(client, "observer").get(cast.url(f"framework/diagram/pdf/?paper={paper}"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('inline; filename="')
    [page] = pages_of(answer.content)
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    text = " ".join(page.extract_text().split())
    assert "Provide directions" in text
    assert "Counted are the tests that you may see." in text


def test_an_unknown_paper_is_letter(client, cast, driver):
    answer = cast.sign_in(client, "member").get(cast.url("framework/diagram/pdf/?paper=napkin"))
    assert round(pages_of(answer.content)[0].mediabox.width) == 792


@pytest.mark.parametrize("paper", papers.PAPERS)
@pytest.mark.parametrize("picture", (published(counts=True, measures=True), large()))
def test_any_framework_is_one_page(paper, picture):
    words = words_of("Growing " * 20, picture, plain=False)
    made = papers.diagram_pdf(picture, words, paper=paper, note="Growing together")
    assert len(pages_of(made)) == 1


def test_ideas_follow_on_pages_of_their_own():
    picture = published(ideas=True)
    words = words_of("Growing", picture, plain=False)
    made = papers.diagram_pdf(picture, words, paper="letter", note="Growing together")
    first, *more = [" ".join(page.extract_text().split()) for page in pages_of(made)]
    assert 1 <= len(more) <= 3
    ideas = [idea.text for driver in picture.drivers for idea in driver.ideas]
    assert ideas[0] not in first
    assert all("".join(idea.split()) in "".join(" ".join(more).split()) for idea in ideas)


def test_the_pdf_is_tagged_and_says_in_words_what_is_drawn(client, cast, registries, driver):
    answer = cast.sign_in(client, "member").get(cast.url("framework/diagram/pdf/"))
    reader = PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    alternatives = {
        obj["/Alt"]
        for number in range(1, reader.trailer["/Size"])
        if isinstance(obj := reader.get_object(number), dict) and "/Alt" in obj
    }
    [said] = alternatives
    assert "1.4 Provide directions; Tests: 3; Counted: Talks." in said
    assert "Aims: Calmer rooms." in said


def test_words_say_where_nobody_has_tried_anything():
    picture = published(counts=True)
    said = in_words(picture, words_of("Growing", picture, plain=False))
    assert "1.1 Design classrooms in responsive ways; Tests: nobody yet." in said


def test_fonts_are_set_up_once_for_every_pdf():
    assert printing.tools().fonts is printing.tools().fonts
    assert printing.style_sheet("p {}") is printing.style_sheet("p {}")


def test_without_pango_the_page_offers_no_pdf(client, cast, driver, monkeypatch):
    def missing():
        raise printing.PdfUnavailableError

    monkeypatch.setattr(printing, "tools", missing)
    assert "framework/diagram/pdf/" not in page_of(client, cast, "member")
    answer = client.get(cast.url("framework/diagram/pdf/"), follow=True)
    assert "PDFs are switched off on this server." in answer.content.decode()


def test_spanish_heads_are_spanish(cast):
    with translation.override("es"):
        words = words_of("x", published(), plain=False)
    assert words.aims != "Aims"
