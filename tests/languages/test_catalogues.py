"""The catalogues: complete, compiled, in step with the texts of the house, and well formed."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from scripts import translations

HOUSE = Path(__file__).resolve().parents[2]
LANGUAGES = translations.languages()
APPS = ("bsc", "centers", "collaboratives", "learning_sessions", "metrics", "pdsa")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
CALLS_WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
LITERAL = r"""(u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
MARKED = re.compile(rf"\b(_|n?p?gettext)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@cache
def catalogue(language: str) -> polib.POFile:
    return translations.read(language)


def texts_of(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Return (source, translation) pairs; each plural form goes with the English plural."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    one, *many = (entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural))
    return [(entry.msgid, one), *((entry.msgid_plural, text) for text in many)]


def faults(entry: polib.POEntry) -> list[str]:
    """Return what a reader would stumble over in one translation."""
    wrong = []
    for source, text in texts_of(entry):
        missing = set(PLACEHOLDER.findall(source)) ^ set(PLACEHOLDER.findall(text))
        if missing:
            wrong.append(f"{source!r}: {sorted(missing)}")
        if sorted(TAG.findall(source)) != sorted(TAG.findall(text)):
            wrong.append(f"{source!r}: other tags in {text!r}")
        if text != text.strip() and source == source.strip():
            wrong.append(f"{source!r}: white space around {text!r}")
    return wrong


def texts_in_code(path: Path) -> set[tuple[str, str]]:
    """Return (context, text) of every text marked in a Python file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "")
        given = [each.value for each in node.args if isinstance(each, ast.Constant)]
        if name in CALLS and given:
            found.add(("", given[0]))
        elif name in CALLS_WITH_CONTEXT:
            found.add((given[0], given[1]))
    return found


def texts_in_template(path: Path) -> set[tuple[str, str]]:
    """Return (context, text) of every text marked in a template."""
    found = set()
    code = templatize(path.read_text(encoding="utf-8"))
    for name, first, second in MARKED.findall(code):
        if name in ("pgettext", "npgettext"):
            found.add((ast.literal_eval(first), ast.literal_eval(second)))
        else:
            found.add(("", ast.literal_eval(first)))
    return found


def texts_of_the_house() -> set[tuple[str, str]]:
    code = [path for app in APPS for path in (HOUSE / app).rglob("*.py")]
    templates = [path for kind in ("html", "txt") for path in HOUSE.glob(f"templates/**/*.{kind}")]
    found = {text for path in code for text in texts_in_code(path)}
    return found | {text for path in templates for text in texts_in_template(path)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_house_is_in_the_catalogue_and_no_other(language):
    known = {(entry.msgctxt or "", entry.msgid) for entry in catalogue(language)}
    house = {text for text in texts_of_the_house() if text[1]}
    assert known == house, "run `make translations`, then translate what is missing"


def test_dates_are_written_in_each_languages_own_order():
    literal = re.compile(r'\|date:"[^"]*[jd][^"]*"')
    found = [
        f"{path.relative_to(HOUSE)}: {written}"
        for path in HOUSE.glob("templates/**/*.*")
        for written in literal.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "name a format, such as MONTH_DAY_FORMAT"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing_or_fuzzy(language):
    unfinished = [each.msgid for each in catalogue(language) if each.fuzzy or not each.translated()]
    assert unfinished == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_form_is_there(language):
    forms = int(re.search(r"nplurals=(\d)", catalogue(language).metadata["Plural-Forms"])[1])
    short = [
        entry.msgid
        for entry in catalogue(language)
        if entry.msgid_plural
        and len([form for form in entry.msgstr_plural.values() if form]) < forms
    ]
    assert short == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_agree(language):
    assert [fault for entry in catalogue(language) for fault in faults(entry)] == []


@pytest.mark.parametrize(
    ("source", "text"),
    (
        ("%(count)s rooms", "salones"),
        ("%(count)s rooms", "%(cuenta)s salones"),
        ("%d rooms", "salones"),
        ('A <a href="%(url)s">room</a>', "Un %(url)s salón"),
        ("A room", "Un salón "),
    ),
)
def test_a_translation_that_would_break_a_page_is_found(source, text):
    assert faults(polib.POEntry(msgid=source, msgstr=text))


def words_to_avoid() -> list[str]:
    """Return the last column of the Spanish glossary."""
    text = (HOUSE / "locale" / "README.md").read_text(encoding="utf-8").split("## Spanish")[1]
    rows = [line.split("|")[3] for line in text.splitlines() if line.startswith("| ")][1:]
    return [word.strip() for row in rows for word in row.split(",") if word.strip()]


def test_spanish_keeps_to_its_glossary():
    avoided = re.compile(rf"\b({'|'.join(words_to_avoid())})e?s?\b", re.IGNORECASE)
    used = [
        text
        for entry in catalogue("es")
        for _source, text in texts_of(entry)
        if avoided.search(PLACEHOLDER.sub("", text))
    ]
    assert used == []
    assert avoided.search("el indicador")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_is_that_of_the_catalogue(language):
    compiled = translations.catalogue_path(language).with_suffix(".mo")
    assert compiled.read_bytes() == catalogue(language).to_binary()


@pytest.mark.parametrize("language", LANGUAGES)
def test_django_reads_it(language):
    plain = next(
        entry
        for entry in catalogue(language)
        if not entry.msgctxt and not entry.msgid_plural and entry.msgid != entry.msgstr
    )
    with translation.override(language):
        assert translation.gettext(plain.msgid) == plain.msgstr


def test_the_catalogue_says_in_which_state_it_is():
    for language in LANGUAGES:
        state = settings.LANGUAGE_STATES[language]
        assert re.search(rf"status: {state} \d{{4}}-\d\d-\d\d", catalogue(language).header)


def test_every_language_has_a_state():
    assert set(settings.LANGUAGE_STATES) == set(dict(settings.LANGUAGES))
    assert set(settings.LANGUAGE_STATES.values()) <= {"reviewed", "machine draft"}


def test_translations_go_out_and_come_in(tmp_path, monkeypatch):
    po = tmp_path / "django.po"
    po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "Room"\nmsgstr ""\n\nmsgctxt "page"\nmsgid "Next"\nmsgstr ""\n\n'
        'msgid "%d room"\nmsgid_plural "%d rooms"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
        'msgid "Yes"\nmsgstr "Sí"\n\n#~ msgid "Gone"\n#~ msgstr "Se fue"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(translations, "catalogue_path", lambda language: po)
    sheet = tmp_path / "missing.json"
    assert translations.count("es") == "es: 1 translated, 0 fuzzy, 3 missing"
    translations.write_missing("es", sheet)
    rows = json.loads(sheet.read_text(encoding="utf-8"))
    assert [row["msgid"] for row in rows] == ["Room", "Next", "%d room"]
    for row, text in zip(rows, ("Salón", "Siguiente", ["%d salón", "%d salones"]), strict=True):
        row["msgstr"] = text
    sheet.write_text(json.dumps(rows), encoding="utf-8")
    translations.merge("es", sheet)
    assert translations.count("es") == "es: 4 translated, 0 fuzzy, 0 missing"
    assert translations.read("es").find("Gone", include_obsolete_entries=True) is None
    found = {(each.msgctxt, each.msgid): each for each in polib.mofile(po.with_suffix(".mo"))}
    assert found["page", "Next"].msgstr == "Siguiente"
    assert found[None, "%d room"].msgstr_plural == {0: "%d salón", 1: "%d salones"}


def test_no_other_name_hides_a_text_from_the_catalogue():
    """``gettext`` may be called ``_`` or by its own name; gettext's tools know no other."""
    hidden = [
        f"{path.relative_to(HOUSE)}: {alias.name} as {alias.asname}"
        for app in APPS
        for path in (HOUSE / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name and alias.asname not in (None, "_")
    ]
    assert hidden == []
