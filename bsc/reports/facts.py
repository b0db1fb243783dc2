"""What a report says, in short and in no language: its fingerprint, and what the next one tells."""

import json
from hashlib import sha256
from typing import Any

Facts = dict[str, Any]


def digest(said: object) -> str:
    """Return a few letters that change with anything that is said."""
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()[:16]


def fingerprint(facts: Facts) -> str:
    """Return what stands for the facts: the same data give the same, in any order and language."""
    return sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()
