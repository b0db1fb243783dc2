"""Families read plain words; the field's term stands beside them, never in their place."""

import re
from datetime import timedelta

import pytest
import textstat
from django.urls import reverse
from django.utils import timezone, translation

from collaboratives.enums import Role
from tests.factories.invitations import InvitationFactory
from tests.languages.reading import blocks_of, sentences_of

pytestmark = pytest.mark.django_db

ENGLISH = "PDSAs? metrics? drivers? cohorts? implementation stakeholders? baselines? run-charts?"
ENGLISH += " submit(s|ted|ting)? dashboards? onboarding"
SPANISH = "PDSA métricas? impulsor(es)? cohortes? implementación línea-de-base dashboards?"
SPANISH += " onboarding gráficas?-de-corridas?"
BANNED = {
    language: re.compile(rf"\b({'|'.join(words.split()).replace('-', ' ')})\b", re.IGNORECASE)
    for language, words in {"en": ENGLISH, "es": SPANISH}.items()
}
# The glossary on the help page is there to explain the field's terms.
EXPLAINED = {"help/": ("facts",)}
HIGHEST_GRADE = 6
EASIEST_SPANISH = 80
LONGEST_SENTENCE = 25
ENOUGH_WORDS = 40


def banned_words(path: str, html: str, language: str) -> list[str]:
    """Return "<path>: <text>" for each text that leads with one of the field's terms.

    The name of a role stands as itself where people are listed, and only alone.
    """
    with translation.override(language):
        roles = {str(role.label) for role in Role}
    return [
        f"{path}: {block}"
        for block in blocks_of(html, EXPLAINED.get(path, ()))
        if block not in roles and BANNED[language].search(block)
    ]


def prose_of(html: str) -> str:
    """Return the sentences of a page, each ended by a full stop as the formulas need it."""
    return " ".join(re.sub("[…:]$", ".", one) for one in sentences_of(blocks_of(html)))


def too_long(path: str, html: str) -> list[str]:
    sentences = sentences_of(blocks_of(html))
    return [f"{path}: {one}" for one in sentences if len(one.split()) > LONGEST_SENTENCE]


def too_hard(prose: dict[str, str], language: str) -> list[str]:
    """Return where the sentences are too hard: English page by page, Spanish all together.

    The Spanish formula swings too much on the few sentences of one page.
    """
    if language == "es":
        textstat.set_lang("es")
        try:
            ease = textstat.fernandez_huerta(" ".join(prose.values()))
        finally:
            textstat.set_lang("en_US")  # what every other test counts on
        return [f"ease {ease}"] if ease < EASIEST_SPANISH else []
    grades = {
        path: textstat.flesch_kincaid_grade(text)
        for path, text in prose.items()
        if len(text.split()) >= ENOUGH_WORDS
    }
    return [f"{path}: grade {grade}" for path, grade in grades.items() if grade > HIGHEST_GRADE]


def faults(pages: dict[str, str], language: str) -> str:
    """Return everything that is wrong with the words of these pages, a line each."""
    found = [
        fault
        for path, html in pages.items()
        for fault in (*banned_words(path, html, language), *too_long(path, html))
    ]
    found += too_hard({path: prose_of(html) for path, html in pages.items()}, language)
    return "\n".join(dict.fromkeys(found))


def pages_to_join(client, cast, language: str) -> dict[str, str]:
    """Return what invited people read: signed out, at a closed door, and signed in already."""

    def link(invitation, screen="language"):
        return reverse(f"join:{screen}", kwargs={"code": invitation.code})

    made = {"invited_by": cast.leader, "team": cast.team, "language": language}
    invitation = InvitationFactory(**made)
    over = InvitationFactory(**made, expires_at=timezone.now() - timedelta(days=1))
    start = client.post(link(invitation), {"language": language}, follow=True)
    addresses = [
        link(invitation),
        link(invitation, "you"),
        link(over),
        "/j/WRONG-CODE/",
        reverse("account_login"),
        reverse("code_on_paper"),
    ]
    answers = [start, *(client.get(address) for address in addresses)]
    for person in (cast.family, cast.other_center):
        person.user.language = language
        person.user.save(update_fields=["language"])
        client.force_login(person.user)
        answers.append(client.get(link(invitation), follow=True))
    pages = {f"{n} {each.request['PATH_INFO']}": each for n, each in enumerate(answers)}
    texts = {name: answer.content.decode() for name, answer in pages.items()}
    assert [name for name, html in texts.items() if f'<html lang="{language}"' not in html] == []
    return texts


@pytest.mark.parametrize("language", ("en", "es"))
def test_pages_of_a_family(read, family_paths, language):
    found = faults({path: read(path, language) for path in family_paths}, language)
    assert not found, found


@pytest.mark.parametrize("language", ("en", "es"))
def test_pages_without_content(read, empty_paths, language):
    found = faults({path: read(path, language) for path in empty_paths}, language)
    assert not found, found


@pytest.mark.parametrize("language", ("en", "es"))
def test_pages_to_join(client, cast, language):
    found = faults(pages_to_join(client, cast, language), language)
    assert not found, found


def test_the_term_beside_the_plain_word_is_left_out_and_nothing_else():
    page = (
        '<html lang="en"><p>A test <span class="also-called">also called <dfn>PDSA</dfn></span></p>'
        '<p lang="es">PDSA</p><svg><title>Run chart of talks</title></svg>'
        '<img alt="Our dashboard"><script>submit()</script></html>'
    )
    assert blocks_of(page) == ["A test", "Run chart of talks", "Our dashboard"]
    assert banned_words("x", page, "en") == ["x: Run chart of talks", "x: Our dashboard"]


def test_hard_and_long_texts_are_found():
    hard = "The multidimensional organizational accountability necessitates comprehensive "
    hard += "interdisciplinary considerations regarding institutional arrangements. "
    page = f'<html lang="en"><p>{hard * 5}</p></html>'
    assert "x: grade" in faults({"x": page}, "en")
    page = f'<html lang="en"><p>{"We sing " * 13} now.</p></html>'
    assert "We sing" in faults({"x": page}, "en")
    page = (
        f'<html lang="es"><p>{"La multidimensionalidad organizacional es incontrovertible. " * 9}'
    )
    assert "ease" in faults({"x": page}, "es")
