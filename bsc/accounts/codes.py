"""Codes that people read from paper and type: invitations and personal cards.

A code is derived from a random nonce with the site's secret key, so the page of a pending
invitation can show it again although the database holds neither the code nor anything it could
be computed from without the key. What stands in the database is the nonce and a keyed hash to
look the code up by. After a change of the secret key old codes work as long as the old key is
listed in ``SECRET_KEY_FALLBACKS``.
"""

import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

# No 0 and O, no 1 and I. 32 signs are five bits each, and 256 is a multiple: no sign is likelier.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_nonce() -> str:
    """Return 128 random bits as text."""
    return secrets.token_hex(16)


def derive(purpose: str, nonce: str, *, length: int) -> str:
    """Return the code of ``length`` signs (five bits each, at most 32) that belongs to a nonce."""
    return _derive(purpose, nonce, length, settings.SECRET_KEY)


def fingerprint(purpose: str, code: str) -> str:
    """Return the keyed hash under which a code is stored; spelling does not matter."""
    return _fingerprint(purpose, code, settings.SECRET_KEY)


def fingerprints(purpose: str, code: str) -> list[str]:
    """Return the hashes a code may be stored under, the current key's first."""
    return [_fingerprint(purpose, code, key) for key in _keys()]


def recover(purpose: str, nonce: str, stored: str, *, length: int) -> str:
    """Return the code of a stored row, or "" when its key is gone (then a new one is due)."""
    for key in _keys():
        code = _derive(purpose, nonce, length, key)
        if _fingerprint(purpose, code, key) == stored:
            return code
    return ""


def normalise(typed: str) -> str:
    """Return what somebody typed as bare capital letters and digits."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is printed."""
    bare = normalise(code)
    return "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def new_mail_code() -> str:
    """Return a code of six signs for a mail ("K7M-4QX"): 30 bits, five tries, 15 minutes."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{code[:3]}-{code[3:]}"


def _keys() -> list[str]:
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _derive(purpose: str, nonce: str, length: int, key: str) -> str:
    digest = salted_hmac(f"bsc.{purpose}.code", nonce, secret=key, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:length])


def _fingerprint(purpose: str, code: str, key: str) -> str:
    return salted_hmac(
        f"bsc.{purpose}.hash", normalise(code), secret=key, algorithm="sha256"
    ).hexdigest()
