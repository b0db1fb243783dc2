"""Families' pages: plain words lead, the field's terms stand beside them only."""

import re
from datetime import date
from html import unescape

import pytest
import textstat

from pdsa.models import Cycle
from pdsa.words import names_of, when_of
from tests.factories.pdsa import BundleFactory, BundleRampFactory, CycleFactory, RampFactory

# What a family meets only beside the plain word, in the element that says "also called".
TERMS = re.compile(
    r"\b(pdsa|metrics?|drivers?|cohort|implementation|stakeholders?|baseline|run chart|submit"
    r"|dashboard|onboarding)\b",
    re.IGNORECASE,
)
PAGES = (
    "pdsa/",
    "pdsa/?from=others",
    "pdsa/new/",
    *(f"pdsa/{{pk}}/plan/{step}/" for step in range(1, 6)),
    "pdsa/{pk}/",
    *(f"pdsa/{{pk}}/finish/{step}/" for step in range(1, 4)),
    "pdsa/{pk}/photos/",
    "pdsa/?from=others&words=song",
    "pdsa/?words=zebra",
    "pdsa/{theirs}/borrow/",
    "pdsa/ramps/{ramp}/",
    "pdsa/ramps/{ramp}/travels/",
    "pdsa/drivers/{driver}/",
    "pdsa/bundles/",
    "pdsa/bundles/{bundle}/",
)


def words_of(html):
    """Return the visible words of a page's own part, a full stop after each block."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    main = re.sub(r'<span class="also-called">.*?</span>', "", main, flags=re.DOTALL)
    main = re.sub(r"<svg.*?</svg>", "", main, flags=re.DOTALL)
    main = re.sub(r"</(p|h1|h2|h3|li|dt|dd|label|legend|button|option|summary)>", ". ", main)
    return re.sub(r"[\s.]*\.[\s.]*", ". ", unescape(re.sub(r"<[^>]+>", " ", main)))


@pytest.fixture
def familys_own(cast, driver):
    return CycleFactory(
        ramp=RampFactory(team=cast.team, secondary_driver=driver, idea="A song at the door"),
        started_by=cast.family,
        what="We sing one song at the door.",
    )


@pytest.fixture
def places(cast, familys_own, driver):
    """What stands in the addresses: the family's own test, one that they can borrow, a bundle."""
    ramp = familys_own.ramp
    theirs = RampFactory(team=cast.other_team, idea="A song at nap time", borrowed_from=ramp)
    bundle = BundleFactory(by=cast.leader, team=cast.team, name="Songs", why="They help.")
    BundleRampFactory(bundle=bundle, ramp=ramp)
    return {
        "pk": familys_own.pk,
        "theirs": CycleFactory(ramp=theirs, started_by=cast.other_center, what="A song").pk,
        "ramp": ramp.pk,
        "driver": driver.key,
        "bundle": bundle.pk,
    }


@pytest.mark.parametrize("path", PAGES)
def test_families_read_plain_words(client, cast, places, path):
    cast.sign_in(client, "family")
    response = client.get(cast.url(path.format(**places)))
    assert response.status_code == 200
    words = words_of(response.content.decode())
    assert TERMS.findall(words) == []
    assert textstat.flesch_kincaid_grade(words) <= 6


def test_the_fields_term_stands_beside(client, cast):
    page = cast.sign_in(client, "family").get(cast.url("pdsa/")).content.decode()
    assert "<dfn>PDSA cycles</dfn>" in page


def test_names_in_a_sentence():
    assert [names_of(names) for names in (["Ana"], ["Ana", "Bo"], ["Ana", "Bo", "Cy"])] == [
        "Ana", "Ana and Bo", "Ana, Bo and Cy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "words"),
    (
        (None, None, ""),
        ("2026-03-17", None, "March 17"),
        ("2026-03-17", "2026-03-17", "March 17"),
        ("2026-03-17", "2026-03-20", "March 17 to March 20"),
    ),
)
def test_when_in_words(first, last, words):
    days = {
        "starts_on": first and date.fromisoformat(first),
        "ends_on": last and date.fromisoformat(last),
    }
    assert when_of(Cycle(**days)) == words


@pytest.mark.parametrize(
    ("who", "titles"),
    (
        ("member", ["The plan", "What happened", "What we saw and learned", "What next"]),
        ("faculty", ["Plan", "Do", "Study", "Act"]),
    ),
)
def test_the_four_blocks_are_called_as_their_reader_calls_them(client, cast, shared, who, titles):
    page = cast.sign_in(client, who).get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    blocks = re.findall(r'<h2 class="card-title">([^<]+)</h2>', page)
    assert [title for title in blocks if title in titles] == titles
