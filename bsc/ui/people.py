"""What a person looks like to the components: a name, a line below it, perhaps a photo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One face. ``missing`` draws a dotted circle for a role that nobody holds yet."""

    name: str
    detail: str = ""
    photo_url: str = ""
    url: str = ""
    missing: bool = False


def initials(name: str) -> str:
    """The first letters of the first and last word of a name; "?" for an empty name."""
    words = name.split()
    if not words:
        return "?"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()
