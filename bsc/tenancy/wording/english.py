"""What agrees with a word in English: "a" and "an", and the apostrophe of "centers'"."""

import re

_SOUNDS_LIKE_YOU = re.compile(r"(?:uni(?!n|m)|us[aeu]|u[kt][ei]|eu|ew|one\b|once\b)", re.IGNORECASE)
_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)", re.IGNORECASE)
_SPELT_WITH_A_VOWEL = frozenset("AEFHILMNORSX")


def around(term: str) -> str:
    """Return the pattern of a term with what may have to be mended about it."""
    return rf"(?:(?<!\w)(?P<article>an?)(?P<gap>\s+))?{term}(?P<own>['’]s?(?!\w))?"


def mended(match: re.Match[str], word: str, is_many: bool, _gender: str) -> str:
    """Return article, new word and apostrophe as they belong together."""
    article, own = match.group("article") or "", match.group("own") or ""
    if is_many and own:
        mark = own[0]
        own = mark if word.lower().endswith("s") else f"{mark}s"
    if article:
        right = "an" if begins_with_a_vowel(word) else "a"
        right = right.upper() if match.group("term").isupper() else right
        article = (right[0].upper() + right[1:] if article[0].isupper() else right) + match["gap"]
    return f"{article}{word}{own}"


def begins_with_a_vowel(word: str) -> bool:
    """Whether one says "an" before it; capitals alone are taken as spelt out (an NHS office)."""
    first = re.split(r"[\s\-]", word)[0]
    if len(first) > 1 and first.isupper():
        return first[0] in _SPELT_WITH_A_VOWEL
    if _SILENT_H.match(word):
        return True
    return word[:1].lower() in "aeiou" and not _SOUNDS_LIKE_YOU.match(word)
