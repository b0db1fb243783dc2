"""Putting other words into a text, whole words only, longest first. Standard library only."""

import re
from typing import NamedTuple

from bsc.tenancy.wording import english, spanish
from bsc.tenancy.wording.terms import OTHER_MEANINGS, STANDARD

# What stands in a text and is no word of it: what is filled in later, markup, addresses.
SKIPPED = r"%\([^)]*\)[a-z]|%%|%[sd]|\{[^{}]*\}|<[^>]*>|https?://\S+|[\w.+-]+@[\w.-]+"
AGREEING = {"en": english, "es": spanish}


class New(NamedTuple):
    """What stands in for a form: the new word, whether it means several, and its gender."""

    word: str
    standard: str
    is_many: bool
    gender: str = ""


class Renaming:
    """The terms of one language, ready to be put into texts."""

    def __init__(self, language: str, own: dict[str, tuple[str, ...]]) -> None:
        self._rules = AGREEING[language]
        self._forms: dict[str, New] = {}
        self._alone: dict[str, New] = {}
        for key, given in own.items():
            words = STANDARD[key][language]
            gender = given[2] if len(given) > 2 else ""
            for form in words.one:
                self._forms[_plain(form)] = New(given[0], form, is_many=False, gender=gender)
            for form in words.many:
                self._forms[_plain(form)] = New(given[1], form, is_many=True, gender=gender)
            for form in words.alone:
                self._alone[form] = New(given[0], form, is_many=False, gender=gender)
        self._pattern = self._compile(language)

    def _compile(self, language: str) -> re.Pattern[str]:
        others = [phrase for phrase in OTHER_MEANINGS[language] if phrase not in self._forms]
        forms = "|".join(_flexible(form) for form in _longest_first(self._forms))
        kept = "|".join(_flexible(phrase) for phrase in _longest_first(others))
        other = rf"(?<!\w)(?:{kept})(?!\w)"
        # Other meanings are looked for twice: an article before them begins the match earlier.
        term = rf"(?<!\w)(?!{other})(?P<term>{forms})(?!\w)"
        return re.compile(rf"{SKIPPED}|{other}|{self._rules.around(term)}", re.IGNORECASE)

    def of(self, text: str) -> str:
        """Return the text with every form of a term replaced, and what agrees with it mended."""
        alone = self._alone.get(text.strip())
        if alone:
            return text.replace(text.strip(), in_the_case_of(text.strip(), alone, starts=True))
        return self._pattern.sub(self._replaced, text)

    def _replaced(self, match: re.Match[str]) -> str:
        found = match.group("term")
        if found is None:
            return match.group(0)
        new = self._forms[_plain(found)]
        starts = _starts_a_sentence(match.string, match.start("term"))
        word = in_the_case_of(found, new, starts=starts)
        mended: str = self._rules.mended(match, word, new.is_many, new.gender)
        return mended


def in_the_case_of(found: str, new: New, *, starts: bool) -> str:
    """Return the new word with the capitals of what it stands in for."""
    if found.isupper():
        return new.word.upper()
    if new.standard[0].isupper():  # a name of its own, capitalised everywhere
        return _capital(new.word) if starts else new.word
    words = found.split()
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return " ".join(_capital(word) for word in new.word.split())
    return _capital(new.word) if found[0].isupper() else new.word


def _starts_a_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip()
    return not before or before[-1] in ".!?:>“«¿¡\n"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _plain(form: str) -> str:
    return " ".join(form.lower().split())


def _flexible(form: str) -> str:
    return r"\s+".join(re.escape(word) for word in form.split())


def _longest_first(forms: object) -> list[str]:
    return sorted(forms, key=len, reverse=True)  # type: ignore[call-overload,no-any-return]
