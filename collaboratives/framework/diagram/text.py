"""How wide a text is set, and where its lines break, without asking a font."""

from functools import lru_cache

# How much wider bold letters run.
BOLD = 1.12
NARROW = set("iljtfrI.,;:'|!()[] ")
WIDE = set("mwMW@%")


@lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    return sum(
        0.38 if c in NARROW else 0.96 if c in WIDE else 0.72 if c.isupper() else 0.62 for c in text
    )


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is set in the widest of the common sans-serifs."""
    return _ems(text) * size


def wrap(text: str, width: float, size: float) -> list[str]:
    """Return the text in lines no wider than ``width``; a word wider than that is cut.

    A cut shows as a hyphen; a single letter that is wider still stands alone.
    """
    lines: list[str] = []
    used, space = 0.0, _ems(" ") * size
    for word in text.split():
        for piece in _pieces(word, width, size):
            wide = _ems(piece) * size
            if lines and used + space + wide <= width:
                lines[-1] = f"{lines[-1]} {piece}"
                used += space + wide
            else:
                lines.append(piece)
                used = wide
    return lines


def _pieces(word: str, width: float, size: float) -> list[str]:
    if _ems(word) * size <= width:
        return [word]
    pieces, rest, room = [], word, width - _ems("-") * size
    while rest and _ems(rest) * size > width:
        length = 1
        while length < len(rest) and _ems(rest[: length + 1]) * size <= room:
            length += 1
        if length == len(rest):
            break
        # Where the word has a hyphen or a slash of its own, it is cut there.
        own = max(rest.rfind(sign, 0, length) for sign in "-/") + 1
        pieces.append(rest[:own] if own else f"{rest[:length]}-")
        rest = rest[own or length :]
    return [*pieces, rest] if rest else pieces
