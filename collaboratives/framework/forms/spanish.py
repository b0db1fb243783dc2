"""Texts in other languages: a draft until somebody says that they have read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from collaboratives.framework.shape import Text, clean_text
from collaboratives.models import Membership
from collaboratives.translations import MACHINE_DRAFT

Translations = dict[str, dict[str, str]]


def other_languages() -> list[tuple[str, str]]:
    """Return the languages of the site beside its own, as code and name."""
    return [
        (code, str(name)) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
    ]


def translated(
    *,
    texts: Sequence[Text],
    given: Mapping[str, Any],
    before: Translations,
    english_before: Mapping[str, str],
    by: Membership,
) -> Translations:
    """Return the dictionary of translations that a form's ``<name>_<language>`` fields make.

    ``checked_<language>`` says that somebody has read them. Words that were checked become a draft
    again where the English ones changed and these did not.
    """
    kept = {code: dict(words) for code, words in before.items()}
    for code, _name in other_languages():
        own = [text for text in texts if text.translated]
        words = {
            text.name: clean_text(given[f"{text.name}_{code}"], lines=text.lines)
            for text in own
            if given.get(f"{text.name}_{code}")
        }
        old = kept.pop(code, {})
        if not words:
            continue
        same = words == {name: text for name, text in old.items() if name != "state"}
        stale = any(
            text.name in words and text.name in given
            and clean_text(given[text.name], lines=text.lines) != english_before.get(text.name, "")
            for text in own
        )  # fmt: skip
        kept[code] = {**words, "state": _state(old, given, code, same=same, stale=stale, by=by)}
    return kept


def _state(
    old: Mapping[str, str],
    given: Mapping[str, Any],
    code: str,
    *,
    same: bool,
    stale: bool,
    by: Membership,
) -> str:
    state = old.get("state", MACHINE_DRAFT)
    was_checked = state != MACHINE_DRAFT
    if not given.get(f"checked_{code}") or (was_checked and same and stale):
        return MACHINE_DRAFT
    if was_checked and same:
        return state
    return f"reviewed by {by.user.name}, {by.collaborative.today().isoformat()}"
