"""Django's translation with the terms in force put in after it; installed once, in ``install``."""

from typing import Any

from django.utils.translation import trans_real

from bsc.tenancy.wording import current

# Between context and text of a message that no catalogue has; Django then shows the text itself.
CONTEXT_SEPARATOR = trans_real.CONTEXT_SEPARATOR


class OwnWordsTranslation(trans_real.DjangoTranslation):
    """Every text of a page, a mail or a PDF comes through here, lazy ones when they are shown."""

    def __init__(self, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(language, *args, **kwargs)
        self._own_language = language.partition("-")[0]

    def gettext(self, message: str) -> str:
        """Return the translation, with the collaborative's own words where it has some."""
        text = super().gettext(message)
        wording = current()
        if wording is None:
            return text
        return wording.rename(self._own_language, text.rpartition(CONTEXT_SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the translation for that number, with own words as above."""
        text = super().ngettext(msgid1, msgid2, n)
        wording = current()
        if wording is None:
            return text
        return wording.rename(self._own_language, text.rpartition(CONTEXT_SEPARATOR)[2])


def install() -> None:
    """Let Django make its translations of this kind. Idempotent."""
    if trans_real.DjangoTranslation is OwnWordsTranslation:
        return
    trans_real.DjangoTranslation = OwnWordsTranslation  # type: ignore[misc]
    trans_real._translations = {}  # type: ignore[attr-defined]  # the stubs leave it out
    trans_real._default = None  # type: ignore[attr-defined]  # as above
