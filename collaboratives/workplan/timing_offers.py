"""What somebody who types a timing may have meant, or may go on with. No Django, no database."""

import difflib
import re
from collections.abc import Iterable

from collaboratives.workplan.timing_phrases import fold
from collaboratives.workplan.timing_words import Names, grammar_of, quoted

MOST_NEAREST = 3


def nearest(typed: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that are most like what was typed, the most alike first."""
    folded = {fold(name): name for name in names}
    wanted = fold(typed).strip(' "')
    words = set(wanted.split())
    holding = [one for one in folded if wanted and (wanted in one or words & set(one.split()))]
    alike = difflib.get_close_matches(wanted, folded, n=MOST_NEAREST, cutoff=0.5)
    ranked = sorted(
        [one for one in folded if one in holding or one in alike],
        key=lambda one: -difflib.SequenceMatcher(None, wanted, one).ratio(),
    )
    return [folded[one] for one in ranked[:MOST_NEAREST]]


def suggestions(typed: str, names: Names, language: str = "en", most: int = 60) -> list[str]:
    """Return whole phrases that begin with the distance typed so far, for each thing to count from.

    Without one they begin with two weeks before.
    """
    grammar = grammar_of(names, language)
    tongue = grammar.tongue
    found = re.match(rf"\s*{grammar.offset}(?=\s|$)", fold(typed))
    if found and (found["zero"] or found["next"] or found["way"]):
        opening = typed[: found.end()].strip()
    else:
        opening = tongue.before["weeks"][1].format(count=2, anchor="").strip()
    points = [quoted(words, tongue) for _key, words in names.points]
    rows = [tongue.each.format(names=quoted(words, tongue)) for _key, words in names.rows]
    return [f"{opening} {tongue.joined(name)}" for name in (*points, *rows)][:most]
