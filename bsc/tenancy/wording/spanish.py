"""What agrees with a noun in Spanish: articles, "del" and "al", determiners, near adjectives."""

import re

# Masculine and feminine, one and several.
_FOUR: tuple[tuple[str, str, str, str], ...] = (
    ("el", "la", "los", "las"),
    ("un", "una", "unos", "unas"),
    ("este", "esta", "estos", "estas"),
    ("ese", "esa", "esos", "esas"),
    ("aquel", "aquella", "aquellos", "aquellas"),
    ("algún", "alguna", "algunos", "algunas"),
    ("ningún", "ninguna", "ningunos", "ningunas"),
    ("primer", "primera", "primeros", "primeras"),
    ("tercer", "tercera", "terceros", "terceras"),
    ("buen", "buena", "buenos", "buenas"),
)
# These end in -o, -a, -os, -as. "Solo" is left out: it mostly means "only" (see ``_alone``).
_BEFORE = (
    *("otro", "todo", "mismo", "propio", "segundo", "cuarto", "nuestro", "vuestro", "único"),
    *("mucho", "poco", "vario", "ambo", "cuánto", "demasiado", "dicho", "nuevo", "pequeño"),
)
_AFTER = (
    *("esperado", "completo", "entero", "inscrito", "invitado", "elegido", "seleccionado", "junto"),
    *(
        "nuevo",
        "pequeño",
        "abierto",
        "cerrado",
        "activo",
        "dispuesto",
        "educativo",
        "vecino",
        "propio",
    ),
    *("llamado", "contactado", "listo"),
)
_COPULA = r"(?:\s+(?:ya\s+|no\s+)?(?:está|están|es|son))?"
# Words between article and noun that do not change.
_FIXED = (
    *("cada", "su", "sus", "mi", "mis", "tu", "tus", "cualquier", "gran", "dos", "tres", "cuatro"),
    *("cinco", "seis", "siete", "ocho", "nueve", "diez", "demás", "solo", "sola"),
)
# Feminine nouns that take "el" in the singular, because they begin with a stressed a.
_STRESSED_A = re.compile(
    r"(?:h?á|(?:aula|agua|alma|ala|acta|arma|asa|ave|hada|haya)\b)", re.IGNORECASE
)
_BEFORE_STRESSED_A = {"la": "el", "una": "un", "alguna": "algún", "ninguna": "ningún"}
_PLACEHOLDER = r"%\([^)]*\)[a-z]|%[ds]"
_WORD = re.compile(r"[^\W\d_]+(?![^(]*\))")


def _four(word: str) -> tuple[str, str, str, str]:
    stem = word[:-1]
    return word, f"{stem}a", f"{word}s", f"{stem}as"


_AGREEING = {form: row for row in (*_FOUR, *map(_four, (*_BEFORE, *_AFTER))) for form in row}


def _any_of(rows: tuple[tuple[str, ...], ...]) -> str:
    return "|".join(sorted({form for row in rows for form in row}, key=len, reverse=True))


def around(term: str) -> str:
    """Return the pattern of a term with what stands before and after it and agrees with it."""
    movable = _any_of((*_FOUR, *map(_four, _BEFORE)))
    # "Hoy mismo al equipo": what stands before "del" and "al" belongs to something else.
    before = (
        rf"del|al|(?:de|a)(?=\s+(?:el|la)\b)|(?:{movable}|{'|'.join(_FIXED)})(?!\s+(?:del?|al?)\b)"
    )
    return (
        r"(?:(?<!\w)(?P<and>[yeou])(?P<gap>\s+))?"
        rf"(?P<before>(?:(?<!\w)(?:(?:{before})(?!\w)|{_PLACEHOLDER})\s+){{0,5}})"
        rf"{term}(?P<after>{_COPULA}\s+(?:{_any_of(tuple(map(_four, _AFTER)))})(?!\w))?"
    )


def mended(match: re.Match[str], word: str, is_many: bool, gender: str) -> str:
    """Return what stands around the new word in its gender; contractions are made anew."""
    wanted = (gender == "f") + 2 * is_many
    before = _alone(_agreed(match.group("before"), wanted))
    if wanted == 1 and _STRESSED_A.match(word):
        before = re.sub(r"\w+(?=\s+$)", _before_a, before)
    before = re.sub(r"\b(d)e\s+el\b", r"\1el", before, flags=re.IGNORECASE)
    before = re.sub(r"\b(a)\s+el\b", r"\1l", before, flags=re.IGNORECASE)
    joined = match.group("and") or ""
    if joined and not before:
        joined = _joining(joined, word)
    after = _agreed(match.group("after") or "", wanted)
    return f"{joined}{match.group('gap') or ''}{before}{word}{after}"


def _agreed(text: str, wanted: int) -> str:
    return _WORD.sub(lambda found: _one_agreed(found[0], wanted), text)


def _one_agreed(token: str, wanted: int) -> str:
    lower = token.lower()
    if lower in ("del", "al"):
        return _cased(token, f"{'de' if lower == 'del' else 'a'} {_AGREEING['el'][wanted]}")
    row = _AGREEING.get(lower)
    return _cased(token, row[wanted]) if row else token


def _alone(text: str) -> str:
    """Let "solo" agree where it means "single": after "un" and "una"."""
    text = re.sub(r"\b(una\s+)solo\b", r"\1sola", text, flags=re.IGNORECASE)
    return re.sub(r"\b(un\s+)sola\b", r"\1solo", text, flags=re.IGNORECASE)


def _before_a(last: re.Match[str]) -> str:
    return _cased(last[0], _BEFORE_STRESSED_A.get(last[0].lower(), last[0]))


def _joining(conjunction: str, word: str) -> str:
    """Return "y" or "e", "o" or "u", as the sound that follows wants it."""
    if conjunction.lower() in ("y", "e"):
        right = "e" if re.match(r"h?[ií](?![aeo])", word, re.IGNORECASE) else "y"
    else:
        right = "u" if re.match(r"h?[oó]", word, re.IGNORECASE) else "o"
    return _cased(conjunction, right)


def _cased(found: str, new: str) -> str:
    return new.capitalize() if found[:1].isupper() else new
