"""Words of a collaborative's own: whole words, in agreement, and never what people typed."""

import gettext
import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext
from hypothesis import given
from hypothesis import strategies as some

from bsc.tenancy.wording import current, in_force, in_our_words, standard_words, wording_of
from bsc.tenancy.wording.terms import LANGUAGES, STANDARD, cleaned, is_usable

CLINICS = {
    "en": {"center": ["clinic", "clinics"], "affinity_group": ["circle", "circles"]},
    "es": {"center": ["clínica", "clínicas", "f"]},
}


def english(text, **own):
    return wording_of({"en": own}).rename("en", text)


def spanish(text, **own):
    return wording_of({"es": own}).rename("es", text)


@pytest.mark.parametrize(
    ("text", "renamed"),
    (
        ("Choose a center.", "Choose an office."),
        ("A center asks, another center answers.", "An office asks, another office answers."),
        ("Centers try small tests.", "Offices try small tests."),
        ("ASK A CENTER", "ASK AN OFFICE"),
        ("the center's team, all centers' teams", "the office's team, all offices' teams"),
        ("Our\n    center", "Our\n    office"),
        ("from center to center", "from office to office"),
        ("Center lines and limits", "Center lines and limits"),
        ("The title is centered, centre it.", "The title is centered, centre it."),
        ("%(center)s is a center", "%(center)s is an office"),
        ('<a href="/center/" class="center">the center</a>', '<a href="/center/" class="center">the office</a>'),
        ("See https://center.example.org/center or ask", "See https://center.example.org/center or ask"),
        ("Write to center@example.org.", "Write to center@example.org."),
        ("{center} of the center", "{center} of the office"),
    ),
)  # fmt: skip
def test_whole_words_in_english(text, renamed):
    assert english(text, center=["office", "offices"]) == renamed


@pytest.mark.parametrize(
    ("word", "right"),
    (
        ("hospital", "a hospital"), ("hour", "an hour"), ("university", "a university"),
        ("unit", "a unit"), ("uninsured place", "an uninsured place"), ("NHS site", "an NHS site"),
        ("MRI room", "an MRI room"), ("one-stop shop", "a one-stop shop"), ("school", "a school"),
        ("European hub", "a European hub"), ("agency", "an agency"),
    ),
)  # fmt: skip
def test_a_and_an(word, right):
    assert english("a center", center=[word, f"{word}s"]) == right


def test_the_longest_term_comes_first_and_a_renamed_part_shines_through():
    own = {"center": ["clinic", "clinics"], "center_team": ["care circle", "care circles"]}
    text = "One center team, two core teams, a center, the team."
    assert english(text, **own) == "One care circle, two care circles, a clinic, the team."
    assert english("One center team", center=["clinic", "clinics"]) == "One clinic team"
    assert english("The team of the implementation team", team=["crew", "crews"]) == (
        "The crew of the implementation team"
    )


def test_a_name_of_its_own_keeps_the_case_it_was_given():
    own = {"learning_session": ["learning day", "learning days"]}
    assert english("Hold the Learning Sessions", **own) == "Hold the learning days"
    assert english("Learning Session %(number)s", **own) == "Learning day %(number)s"
    assert english("A Learning Session may last", **own) == "A learning day may last"


def test_to_coach_is_no_coach():
    own = {"coach": ["advisor", "advisors"]}
    text = "%(team)s and those who coach it; who coaches; a coach asks; team progress and coaching"
    assert english(text, **own) == (
        "%(team)s and those who coach it; who coaches; an advisor asks; team progress and coaching"
    )


@pytest.mark.parametrize(
    ("text", "renamed"),
    (
        ("El centro", "La clínica"),
        ("equipo del centro", "equipo de la clínica"),
        ("Ir al centro. Al centro", "Ir a la clínica. A la clínica"),
        ("Todos los otros centros", "Todas las otras clínicas"),
        ("de un solo centro", "de una sola clínica"),
        ("Solo su centro", "Solo su clínica"),
        ("Ningún centro; este centro; ese centro", "Ninguna clínica; esta clínica; esa clínica"),
        ("los %(counter)s centros", "las %(counter)s clínicas"),
        ("nuestro centro y sus familias", "nuestra clínica y sus familias"),
        ("avise hoy mismo al centro", "avise hoy mismo a la clínica"),
        ("El centro está cerrado.", "La clínica está cerrada."),
        ("los centros esperados", "las clínicas esperadas"),
        ("¿Cuántos centros?", "¿Cuántas clínicas?"),
        ("Línea del centro", "Línea del centro"),
        ("centrado, concentrarse", "centrado, concentrarse"),
    ),
)
def test_spanish_agrees_with_a_feminine_word(text, renamed):
    assert spanish(text, center=["clínica", "clínicas", "f"]) == renamed


@pytest.mark.parametrize(
    ("text", "renamed"),
    (
        ("de la familia", "del paciente"),
        ("A la familia, a las familias", "Al paciente, a los pacientes"),
        ("Cada familia, una familia", "Cada paciente, un paciente"),
        ("la primera familia", "el primer paciente"),
        ("una sola familia", "un solo paciente"),
        ("niños y familias", "niños y pacientes"),
    ),
)
def test_spanish_agrees_with_a_masculine_word(text, renamed):
    assert spanish(text, family=["paciente", "pacientes", "m"]) == renamed


def test_sounds_of_spanish():
    assert spanish("Un salón, el salón, los salones", room=["aula", "aulas", "f"]) == (
        "Un aula, el aula, las aulas"
    )
    assert spanish("familias y centros", center=["instituto", "institutos", "m"]) == (
        "familias e institutos"
    )
    assert spanish("familias o centros", center=["oficina", "oficinas", "f"]) == (
        "familias u oficinas"
    )


def catalogue():
    path = Path(settings.LOCALE_PATHS[0]) / "es" / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as compiled:
        return [text for key, text in gettext.GNUTranslations(compiled)._catalog.items() if key]


def test_nothing_masculine_is_left_before_a_feminine_word_in_the_whole_catalogue():
    own = {
        key: ["zeta", "zetas", "f"]
        for key in STANDARD
        if key not in ("senior_leader", "collaborative")
    }
    wording = wording_of({"es": own})
    masculine = re.compile(
        r"\b(el|un|los|unos|del|al|este|estos|ese|esos|otro|otros|ningún|algún|algunos|todos los"
        r"|nuestro|nuestros|mismo|propio|primer|segundo|cuántos|varios|muchos)\s+zetas?\b",
        re.IGNORECASE,
    )
    renamed = [wording.rename("es", text) for text in catalogue()]
    assert sum("zeta" in text.lower() for text in renamed) > 300
    assert [text for text in renamed if masculine.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_later_is_the_same_in_the_whole_catalogue(language):
    own = {key: ["zeta", "zetas", "f"] for key in STANDARD}
    wording = wording_of({language: own})
    slots = re.compile(r"%\([^)]*\)[a-z]|<[^>]*>|%%")
    for text in catalogue():
        assert slots.findall(wording.rename(language, text)) == slots.findall(text)


def test_every_way_of_translating_is_renamed():
    lazy = gettext_lazy("Center teams")
    with in_force(CLINICS):
        assert now("Choose a center.") == "Choose a clinic."
        assert str(lazy) == "Clinic teams"
        assert ngettext("%d center has not", "%d centers have not", 2) == "%d clinics have not"
        assert pgettext("a test", "One center") == "One clinic"
        assert npgettext("a test", "One center", "Two centers", 2) == "Two clinics"
        with translation.override("es"):
            assert now("Choose a center.") == "Elija una clínica."
            assert str(lazy) == "Equipos de las clínicas"
        with standard_words():
            assert str(lazy) == "Center teams"
    assert str(lazy) == "Center teams"
    assert current() is None


def test_text_of_a_data_file():
    assert in_our_words("Ask a center", "en") == "Ask a center"
    with in_force(CLINICS):
        assert in_our_words("Ask a center", "en") == "Ask a clinic"
        assert in_our_words("Pregunte a un centro", "es") == "Pregunte a una clínica"
        assert in_our_words("Ask a center") == "Ask a clinic"


def test_threads_do_not_hear_each_other():
    said = []
    with in_force(CLINICS):
        other = threading.Thread(target=lambda: said.append(now("Choose a center.")))
        other.start()
        other.join()
    assert said == ["Choose a center."]


@pytest.mark.parametrize("word", ("100 %", "<b>", "%(x)s", "{x}", "a&b", "", " x", "'; x", "_x"))
def test_a_word_that_could_break_a_page_is_not_used(word):
    assert not is_usable(word)
    assert cleaned({"en": {"center": [word, "things"]}}) == {}


def test_terms_that_nobody_knows_are_left_out():
    assert (
        cleaned({"xx": {"center": ["a", "b"]}, "en": {"moon": ["a", "b"], "center": ["a"]}}) == {}
    )
    assert wording_of({}) is None
    assert wording_of({"en": {"center": ["center", "centers"]}}) is None


@given(some.text(max_size=80))
def test_a_text_without_a_term_stays_as_it_is(text):
    wording = wording_of({"en": {"affinity_group": ["circle", "circles"]}})
    if "affinity" not in text.lower():
        assert wording.rename("en", text) == text
