"""The languages that a collaborative offers; somebody who already reads another one keeps it."""

from bsc.accounts.forms import languages
from collaboratives.models import Collaborative


def offered(collaborative: Collaborative, *, kept: str = "") -> list[tuple[str, str]]:
    """Return (code, name in itself) of each language to choose from; ``kept`` is always among them.

    None chosen means all that the site has.
    """
    chosen = collaborative.languages
    known = [one for one in languages() if not chosen or one[0] in (*chosen, kept)]
    return known or languages()


def offered_codes(collaborative: Collaborative, *, kept: str = "") -> list[str]:
    """Return the codes of the languages to choose from."""
    return [code for code, _name in offered(collaborative, kept=kept)]


def second_language(collaborative: Collaborative, first: str) -> str:
    """Return the language that stands beside the first on paper, or "" where it is the only one."""
    others = [code for code in offered_codes(collaborative) if code != first]
    return others[0] if others else ""
