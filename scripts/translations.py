"""Collect the texts of the whole house into one catalogue per language, and compile it.

    python scripts/translations.py                            collect, compile, count
    python scripts/translations.py missing es FILE.json       write what has no translation yet
    python scripts/translations.py merge es FILE.json         put translations in, compile, count

Collecting needs Debian's ``gettext`` package; the rest needs Python only. The compiled ``.mo``
files are committed, so nobody needs either to run the house. A text that changed in English counts
as missing: no guess from a similar text is kept.

The JSON is a list of {"msgid", "context", "plural", "comment", "msgstr"}; ``msgstr`` is a text, or
a list of texts (one, many) where ``plural`` is given.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import polib

HOUSE = Path(__file__).resolve().parents[1]
IGNORED = (".*", "tests", "staticfiles", "static", "docs", "scripts")


def catalogue_path(language: str) -> Path:
    return HOUSE / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> polib.POFile:
    return polib.pofile(str(catalogue_path(language)))


def save(catalogue: polib.POFile, language: str) -> None:
    """Write the ``.po`` always in the same shape, and the ``.mo`` that belongs to it."""
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.metadata["Language"] = language
    # A date would change the file although no text did.
    catalogue.metadata.pop("POT-Creation-Date", None)
    catalogue.save()
    catalogue.save_as_mofile(str(catalogue_path(language).with_suffix(".mo")))


def languages() -> list[str]:
    """Return every language beside English, which stands in the source."""
    from django.conf import settings  # noqa: PLC0415 -- settings first

    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def collect() -> None:
    """Bring every catalogue up to date with the texts in the code and the templates."""
    if not shutil.which("xgettext"):
        sys.exit("xgettext is missing. On Debian or Ubuntu: apt-get install gettext")
    from django.core.management import call_command  # noqa: PLC0415 -- settings first
    from django.core.management.commands.makemessages import Command  # noqa: PLC0415 -- settings first

    Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
    call_command(
        Command(),
        locale=languages(),
        extensions=["html", "txt", "py"],
        ignore_patterns=list(IGNORED),
        no_location=True,
        no_obsolete=True,
        verbosity=0,
    )


def is_missing(entry: polib.POEntry) -> bool:
    return not entry.obsolete and not entry.translated()


def count(language: str) -> str:
    catalogue = read(language)
    live = [entry for entry in catalogue if not entry.obsolete]
    missing = sum(is_missing(entry) and not entry.fuzzy for entry in live)
    fuzzy = sum(entry.fuzzy for entry in live)
    return f"{language}: {len(live) - missing - fuzzy} translated, {fuzzy} fuzzy, {missing} missing"


def as_json(entry: polib.POEntry) -> dict[str, Any]:
    return {
        "msgid": entry.msgid,
        "context": entry.msgctxt,
        "plural": entry.msgid_plural or None,
        "comment": entry.comment,
        "msgstr": "",
    }


def write_missing(language: str, target: Path) -> None:
    found = [as_json(entry) for entry in read(language) if is_missing(entry)]
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def merge(language: str, source: Path) -> None:
    """Put the translations in; a text that the catalogue does not know is named and left out."""
    catalogue = read(language)
    for given in json.loads(source.read_text(encoding="utf-8")):
        entry = catalogue.find(given["msgid"], msgctxt=given.get("context") or False)
        if entry is None:
            sys.stderr.write(f"not in the catalogue: {given['msgid']!r}\n")
            continue
        if isinstance(given["msgstr"], list):
            entry.msgstr_plural = dict(enumerate(given["msgstr"]))
        else:
            entry.msgstr = given["msgstr"]
    save(catalogue, language)


def main(arguments: list[str]) -> None:
    sys.path.insert(0, str(HOUSE))
    os.chdir(HOUSE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bsc.settings.check")
    match arguments:
        case []:
            collect()
            for language in languages():
                save(read(language), language)
                sys.stdout.write(count(language) + "\n")
        case ["missing", language, file]:
            write_missing(language, Path(file))
        case ["merge", language, file]:
            merge(language, Path(file))
            sys.stdout.write(count(language) + "\n")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
