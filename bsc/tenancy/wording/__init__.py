"""Words of a collaborative's own: a network of clinics reads "clinic" where others read "center".

Texts are translated once, for everybody. What a collaborative calls otherwise is replaced after
translation and before anything is filled in, so no text that people typed is ever touched. The
terms in force follow the scope (``bsc.tenancy.doors``); lazy texts resolve inside it as well.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from bsc.tenancy.wording.renaming import Renaming
from bsc.tenancy.wording.terms import Terms, cleaned

# Texts of pages are some thousands; what is put together at run time must not pile up.
MOST_KEPT = 8000


class Wording:
    """The terms of one collaborative, made ready; what was renamed once is remembered."""

    def __init__(self, terms: Terms) -> None:
        self._renamings = {language: Renaming(language, own) for language, own in terms.items()}
        self._said: dict[str, dict[str, str]] = {language: {} for language in terms}

    def rename(self, language: str, text: str) -> str:
        """Return a text of the system in that language ("es") with the terms in their place."""
        said = self._said.get(language)
        if said is None:
            return text
        found = said.get(text)
        if found is None:
            if len(said) >= MOST_KEPT:
                said.clear()
            found = said[text] = self._renamings[language].of(text)
        return found


_current: ContextVar[Wording | None] = ContextVar("wording", default=None)


@lru_cache(maxsize=256)
def _made(terms: str) -> Wording | None:
    own = cleaned(json.loads(terms))
    return Wording(own) if own else None


def wording_of(terms: Mapping[str, Any]) -> Wording | None:
    """Return the wording for ``Collaborative.terms``, or None for the standard words."""
    return _made(json.dumps(terms, sort_keys=True)) if terms else None


def current() -> Wording | None:
    """Return the wording in force, or None."""
    return _current.get()


@contextmanager
def in_force(terms: Mapping[str, Any]) -> Iterator[None]:
    """Use these terms, and no other collaborative's, for every text of the system inside."""
    before = _current.set(wording_of(terms))
    try:
        yield
    finally:
        _current.reset(before)


@contextmanager
def standard_words() -> Iterator[None]:
    """Use the standard words inside, whatever the collaborative calls them."""
    with in_force({}):
        yield


def in_our_words(text: str, language: str | None = None) -> str:
    """Return a text of the system that does not come through gettext (a data file's) renamed.

    ``language`` is the one that the text is written in; None: the reader's.
    """
    wording = _current.get()
    if wording is None:
        return text
    return wording.rename((language or get_language() or "").partition("-")[0], text)
