"""Words people read in their own language, kept on the row beside the English text.

A row holds one small dictionary, by language code:

    {"es": {"plain": "…", "short_name": "…", "state": "machine draft"}}

``state`` is "machine draft", or "reviewed by <name>, <date>". A text that is missing in somebody's
language shows in English, and the page says so with ``lang``.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MACHINE_DRAFT = "machine draft"


class Text(NamedTuple):
    """A text and the language it is really in, for the ``lang`` attribute."""

    text: str
    lang: str


class HasTranslations(Protocol):
    """Any row with the dictionary described above."""

    translations: dict[str, dict[str, str]]


class Translated(models.Model):
    """Adds the dictionary to a model whose words people read."""

    translations = models.JSONField(_("translations"), default=dict, blank=True)

    class Meta:
        abstract = True


def in_language(row: HasTranslations, field: str, language: str | None = None) -> Text:
    """Return the field's text in ``language`` (None: the reader's), or the row's own text.

    Regional codes fall back to their language ("es-mx" reads "es").
    """
    wanted = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    translated = row.translations.get(wanted, {}).get(field, "")
    if translated:
        return Text(translated, wanted)
    return Text(str(getattr(row, field)), settings.LANGUAGE_CODE)


def drafts(data: Mapping[str, Any], *fields: str, language: str = "es") -> dict[str, Any]:
    """Return the dictionary for texts that a data file holds as ``<field>_<language>``.

    Every text from a data file is a machine draft until somebody signs it.
    """
    found = {
        field: str(data[f"{field}_{language}"]).strip()
        for field in fields
        if data.get(f"{field}_{language}")
    }
    return {language: {**found, "state": MACHINE_DRAFT}} if found else {}
