"""Keys of parts: what addresses and files call them."""

import re
import uuid

from django.utils.text import slugify

from collaboratives.framework.shape import KEY_LIMIT

SUFFIX = 6
_KEY = re.compile(r"[a-zA-Z0-9_-]+")
# Pages beside a driver's own, ``framework/<key>/``: no driver may hide one, nor be hidden by one.
RESERVED = frozenset(
    {"comments", "diagram", "experts", "edit", "export", "import", "releases", "suggestions"}
)


def is_key(text: str) -> bool:
    """Whether a text can be a key."""
    return bool(_KEY.fullmatch(text)) and len(text) <= KEY_LIMIT


def key_for(text: str, token: uuid.UUID) -> str:
    """Return a key for a new part: its first words, and enough of the form's token to be its own.

    The same form makes the same key, so a second click finds what the first one made.
    """
    words = slugify(text)[: KEY_LIMIT - SUFFIX - 1].strip("-") or "part"
    return f"{words}-{token.hex[:SUFFIX]}"
