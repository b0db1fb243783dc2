"""Two pens on one statement: whose change stands, and where people have to talk. No Django.

Each form carries what it was made from (``Base``). What only one of two changed is taken from
that one; what both changed differently is a clash, and then nothing is written.
"""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256


@dataclass(frozen=True)
class Value:
    """What stands, or what somebody sent."""

    score: Decimal | None = None
    comment: str = ""


@dataclass(frozen=True)
class Base:
    """What a form was made from: revision, score, and a mark of the comment."""

    revision: int = 0
    score: Decimal | None = None
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.revision}:{'' if self.score is None else self.score}:{self.mark}"


@dataclass(frozen=True)
class Merged:
    """What to keep. ``clash``: both changed it; ``news``: somebody else's change is in it."""

    value: Value
    clash: bool = False
    news: bool = False


def mark_of(comment: str) -> str:
    """Return a short mark of a text, "" for none; line endings do not count."""
    plain = "\n".join(comment.splitlines()).strip()
    return sha256(plain.encode()).hexdigest()[:12] if plain else ""


def base_of(revision: int, value: Value) -> Base:
    """Return the base that a form made from this value carries."""
    return Base(revision, value.score, mark_of(value.comment))


def read_base(text: str) -> Base:
    """Read a base from a form's hidden field; one that cannot be read is an empty one."""
    try:
        revision, score, mark = text.split(":")
        base = Base(int(revision), Decimal(score) if score else None, mark)
    except (ValueError, ArithmeticError):
        return Base()
    return base if base.score is None or base.score.is_finite() else Base()


def merge(base: Base, mine: Value, theirs: Value) -> Merged:
    """Join what somebody sent with what stands, score and comment each for itself."""
    mine_score, theirs_score = mine.score != base.score, theirs.score != base.score
    mine_words = mark_of(mine.comment) != base.mark
    theirs_words = mark_of(theirs.comment) != base.mark
    clash = (mine_score and theirs_score and mine.score != theirs.score) or (
        mine_words and theirs_words and mark_of(mine.comment) != mark_of(theirs.comment)
    )
    if clash:
        return Merged(theirs, clash=True)
    joined = Value(
        mine.score if mine_score else theirs.score,
        mine.comment if mine_words else theirs.comment,
    )
    news = (theirs_score and not mine_score) or (theirs_words and not mine_words)
    return Merged(joined, news=news)
