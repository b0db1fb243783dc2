"""What differs between two snapshots of a framework; plain Python without Django.

Everything that differs is named, each thing once: ``difference(a, b)`` is empty exactly when
``as_snapshot`` makes the same of both, the numbers aside, for they follow from the order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from collaboratives.framework.shape import AIM, PRIMARY, SECONDARY, WHOLE, Shape, as_snapshot

# Two wordings of one idea share at least this part of their letters.
ALIKE = 0.55

Part = Mapping[str, Any]


class Deed(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REWORDED = "reworded"
    MOVED = "moved"
    MERGED = "merged"
    RETIRED = "retired"


@dataclass(frozen=True)
class Change:
    """One thing that differs.

    ``part`` is a value of ``enums.PartKind``. ``name`` is what the part is called, with its number
    where it has one: as it stands afterward, or before where it is gone. For REWORDED, ``field``
    and ``language`` say which text and ``before`` and ``after`` hold it; for MOVED they hold the
    places, for MERGED ``after`` names what it became a part of.
    """

    deed: Deed
    part: str
    key: str
    name: str
    field: str = ""
    language: str = ""
    before: str = ""
    after: str = ""


def difference(before: Part, after: Part) -> list[Change]:
    """Return every difference between two snapshots of any age, in the order of the framework."""
    old, new = as_snapshot(before), as_snapshot(after)
    return [
        *_of_the_whole(old, new),
        *_of_list("aim", AIM, _aims(old), _aims(new), {}),
        *_of_list("primary", PRIMARY, _primaries(old), _primaries(new), _merged(new, "primary")),
        *_of_list(
            "secondary", SECONDARY, _secondaries(old), _secondaries(new), _merged(new, "secondary")
        ),
        *_of_ideas(old, new),
    ]


@dataclass(frozen=True)
class _Row:
    """A part where it stands: under whom, what it is called there."""

    part: Part
    under: str
    under_name: str
    name: str
    number: str

    @property
    def key(self) -> str:
        return str(self.part["key"])


def _aims(snapshot: Part) -> list[_Row]:
    return [
        _Row(aim, "", "", f"{number} {aim['text']}", str(number))
        for number, aim in enumerate(snapshot["aims"], start=1)
    ]


def _primaries(snapshot: Part) -> list[_Row]:
    return [
        _Row(each, "", "", f"{each['number']} {each['short_name']}", str(each["number"]))
        for each in snapshot["primary_drivers"]
    ]


def _secondaries(snapshot: Part) -> list[_Row]:
    return [
        _Row(each, primary.key, primary.name, f"{each['number']} {each['action']}", each["number"])
        for primary in _primaries(snapshot)
        for each in primary.part["secondary_drivers"]
    ]


def _merged(snapshot: Part, part: str) -> dict[str, str]:
    return {row["key"]: row["into"] for row in snapshot["merged"] if row["part"] == part}


def _of_the_whole(old: Part, new: Part) -> Iterator[Change]:
    parts = {"name": "whole", "mission": "mission", "need": "need"}
    row = _Row(new, "", "", "", "")
    for change in _reworded("whole", WHOLE, _Row(old, "", "", "", ""), row):
        yield Change(change.deed, parts.get(change.field, "whole"), "", "", *_texts_of(change))


def _texts_of(change: Change) -> tuple[str, str, str, str]:
    return change.field, change.language, change.before, change.after


def _of_list(
    part: str, shape: Shape, old: Sequence[_Row], new: Sequence[_Row], merged: Mapping[str, str]
) -> Iterator[Change]:
    before = {row.key: row for row in old}
    names = {row.key: row.name for row in new}
    moved = _moved([(row.key, row.under) for row in old], [(row.key, row.under) for row in new])
    for row in new:
        was = before.get(row.key)
        if was is None:
            yield Change(Deed.ADDED, part, row.key, row.name)
            continue
        yield from _reworded(part, shape, was, row)
        if row.key in moved:
            yield Change(Deed.MOVED, part, row.key, row.name, before=_place(was), after=_place(row))
    for row in old:
        if row.key not in names:
            into = _end_of(merged, row.key)
            deed = Deed.MERGED if into in names else Deed.RETIRED
            yield Change(deed, part, row.key, row.name, after=names.get(into, ""))


def _place(row: _Row) -> str:
    return f"{row.number} ({row.under_name})" if row.under_name else row.number


def _end_of(merged: Mapping[str, str], key: str) -> str:
    """Follow a merge to the part that stands; a part of a part counts too."""
    seen = {key}
    into = merged.get(key, "")
    while into in merged and into not in seen:
        seen.add(into)
        into = merged[into]
    return into


def _moved(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> set[str]:
    """Return the fewest keys whose moving explains the new order; another parent is a move."""
    was = dict(old)
    place = {key: number for number, (key, _under) in enumerate(old)}
    moved = {key for key, under in new if key in was and was[key] != under}
    for parent in dict.fromkeys(under for _key, under in new):
        kept = [key for key, under in new if under == parent and was.get(key) == under]
        stay = _longest_rising([place[key] for key in kept])
        moved |= {key for key in kept if place[key] not in stay}
    return moved


def _longest_rising(places: Sequence[int]) -> set[int]:
    """Return one longest rising run of these different numbers."""
    best: list[list[int]] = []
    for number, place in enumerate(places):
        runs = [best[n] for n in range(number) if places[n] < place]
        best.append([*_longest(runs), place])
    return set(_longest(best))


def _longest(runs: Sequence[list[int]]) -> list[int]:
    return max(runs, key=len) if runs else []


def _reworded(part: str, shape: Shape, old: _Row, new: _Row) -> Iterator[Change]:
    for text in shape.texts:
        was, now = old.part[text.name], new.part[text.name]
        if was != now and (text.name != "key" or part == "whole"):
            yield Change(Deed.REWORDED, part, new.key, new.name, text.name, before=was, after=now)
    for language in sorted({*old.part["translations"], *new.part["translations"]}):
        before = old.part["translations"].get(language, {})
        after = new.part["translations"].get(language, {})
        for name in (*(text.name for text in shape.texts), "state"):
            was, now = before.get(name, ""), after.get(name, "")
            if was != now and not (name == "state" and not (before and after)):
                yield Change(
                    Deed.REWORDED, part, new.key, new.name, name, language, before=was, after=now
                )


# --- change ideas have no keys: their texts tell which is which ---------------------------------


@dataclass(frozen=True)
class _Idea:
    text: str
    under: str
    under_name: str


def _ideas(snapshot: Part) -> list[_Idea]:
    return [
        _Idea(text, row.key, row.name)
        for row in _secondaries(snapshot)
        for text in row.part["change_ideas"]
    ]


def _of_ideas(old: Part, new: Part) -> Iterator[Change]:
    before, after = _ideas(old), _ideas(new)
    pairs = paired_ideas(
        [(idea.text, idea.under) for idea in before], [(idea.text, idea.under) for idea in after]
    )
    gone_with = {row.key for row in _secondaries(old)} - {row.key for row in _secondaries(new)}
    merged = _merged(new, "idea")
    places = [(str(n), before[n].under) for n in range(len(before)) if n in pairs]
    was_at = {now: was for was, now in pairs.items()}
    moved = _moved(places, [(str(was_at[n]), i.under) for n, i in enumerate(after) if n in was_at])
    for number, idea in enumerate(after):
        if number not in was_at:
            yield Change(Deed.ADDED, "idea", idea.under, idea.text, after=idea.under_name)
            continue
        was = before[was_at[number]]
        if was.text != idea.text:
            yield Change(
                Deed.REWORDED, "idea", idea.under, idea.text, "text", "", was.text, idea.text
            )
        if str(was_at[number]) in moved:
            yield Change(
                Deed.MOVED, "idea", idea.under, idea.text, "", "", was.under_name, idea.under_name
            )
    for number, idea in enumerate(before):
        if number in pairs or (idea.under in gone_with and idea.text not in merged):
            continue
        into = merged.get(idea.text, "")
        deed = Deed.MERGED if into else Deed.RETIRED
        yield Change(deed, "idea", idea.under, idea.text, after=into or idea.under_name)


def paired_ideas(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> dict[int, int]:
    """Say which idea, given as text and driver, became which, by their places in the lists.

    The same words under the same driver come first, then the same words elsewhere, then words
    that are alike under the same driver.
    """
    pairs: dict[int, int] = {}
    for alone in (False, True):
        taken = set(pairs.values())
        free: dict[tuple[str, str], list[int]] = {}
        for number, (text, under) in enumerate(after):
            if number not in taken:
                free.setdefault((text, "" if alone else under), []).append(number)
        for number, (text, under) in enumerate(before):
            same = free.get((text, "" if alone else under))
            if same and number not in pairs:
                pairs[number] = same.pop(0)
    left: dict[str, list[int]] = {}
    for number in sorted(set(range(len(after))) - set(pairs.values())):
        left.setdefault(after[number][1], []).append(number)
    for number, (text, under) in enumerate(before):
        others = [] if number in pairs else left.get(under, [])
        found = next((n for n in others if _alike(text, after[n][0])), None)
        if found is not None:
            pairs[number] = found
            others.remove(found)
    return pairs


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


# --- which words changed ------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and whether the other wording lacks them."""

    text: str
    changed: bool


def words_changed(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Return both wordings in pieces; joined by blanks they are the texts' words again."""
    was, now = before.split(), after.split()
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    for tag, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        if to_a > from_a:
            left.append(Piece(" ".join(was[from_a:to_a]), tag != "equal"))
        if to_b > from_b:
            right.append(Piece(" ".join(now[from_b:to_b]), tag != "equal"))
    return left, right
