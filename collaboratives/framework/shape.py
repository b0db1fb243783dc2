"""The shapes of a framework outside the database; plain Python without Django.

*Snapshot*, what a release keeps, texts and keys without row numbers::

    {"key", "name", "mission", "need", "translations",
     "aims": [{"key", "text", "target", "measured_by", "translations"}],
     "primary_drivers": [{"key", "number", "short_name", "statement", "description", "plain",
                          "translations", "secondary_drivers": [
         {"key", "number", "action", "assessment_statement", "plain", "translations",
          "change_ideas": [text, ...]}]}],
     "merged": [{"part", "key", "into"}]}

*File data*, what a YAML file holds: the same, but a translated text stands beside its own as
``plain_es`` and their state as ``es_state``, empty texts are absent, and nothing says "merged".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]

MACHINE_DRAFT = "machine draft"
KEY_LIMIT = 60
LONG = 4000
STATE_LIMIT = 200
# Other languages need more letters for the same thing.
TRANSLATED_LIMIT = 1.5

_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n{3,}")


@dataclass(frozen=True)
class Text:
    """One text of a part: its name, how many letters it may have, whether it may be left out."""

    name: str
    limit: int
    required: bool = False
    translated: bool = True
    lines: bool = False


@dataclass(frozen=True)
class Shape:
    """What one part consists of; ``lists`` holds the parts below it by the key they stand under."""

    texts: tuple[Text, ...]
    lists: Mapping[str, "Shape | None"] = field(default_factory=dict)
    numbered: bool = False

    def text(self, name: str) -> Text:
        """Return the text of that name."""
        return next(text for text in self.texts if text.name == name)


_KEY = Text("key", KEY_LIMIT, required=True, translated=False)

SECONDARY = Shape(
    (
        _KEY,
        Text("action", 300, required=True),
        Text("assessment_statement", 400, required=True),
        Text("plain", 300),
    ),
    {"change_ideas": None},
    numbered=True,
)
PRIMARY = Shape(
    (
        _KEY,
        Text("short_name", 120, required=True),
        Text("statement", LONG, required=True, lines=True),
        Text("description", LONG, lines=True),
        Text("plain", 300),
    ),
    {"secondary_drivers": SECONDARY},
    numbered=True,
)
AIM = Shape(
    (
        _KEY,
        Text("text", LONG, required=True, lines=True),
        Text("target", LONG, lines=True),
        Text("measured_by", LONG, lines=True),
    )
)
WHOLE = Shape(
    (
        _KEY,
        Text("name", 200, required=True),
        Text("mission", LONG, lines=True),
        Text("need", LONG, lines=True),
    ),
    {"aims": AIM, "primary_drivers": PRIMARY},
)
IDEA = Text("text", 400, required=True, translated=False)


def clean_text(text: object, *, lines: bool = False) -> str:
    """Return a text as it is kept: no control characters, one blank between words.

    With ``lines`` paragraphs stay; otherwise it becomes one line.
    """
    found = _LINE_END.sub("\n", str(text))
    found = _UNWANTED.sub("", found)
    if not lines:
        return " ".join(found.split())
    rows = "\n".join(" ".join(row.split()) for row in found.split("\n"))
    return _BLANK_LINES.sub("\n\n", rows).strip()


def as_snapshot(data: Mapping[str, Any]) -> Data:
    """Return file data, or a snapshot of any age, as a complete snapshot; numbers follow the order."""
    found = _part(data, WHOLE)
    found["aims"] = [_part(aim, AIM) for aim in data.get("aims") or []]
    found["primary_drivers"] = [
        _primary(number, primary)
        for number, primary in enumerate(data.get("primary_drivers") or [], start=1)
    ]
    found["merged"] = [dict(row) for row in data.get("merged") or []]
    return found


def _primary(number: int, data: Mapping[str, Any]) -> Data:
    return {
        **_part(data, PRIMARY),
        "number": number,
        "secondary_drivers": [
            {
                **_part(secondary, SECONDARY),
                "number": f"{number}.{place}",
                "change_ideas": [clean_text(idea) for idea in secondary.get("change_ideas") or []],
            }
            for place, secondary in enumerate(data.get("secondary_drivers") or [], start=1)
        ],
    }


def _part(data: Mapping[str, Any], shape: Shape) -> Data:
    found: Data = {
        text.name: clean_text(data.get(text.name) or "", lines=text.lines) for text in shape.texts
    }
    return {**found, "translations": _translations(data, shape)}


def _translations(data: Mapping[str, Any], shape: Shape) -> dict[str, dict[str, str]]:
    """Gather the texts in other languages, from either shape."""
    found: dict[str, dict[str, str]] = {}
    for text in (text for text in shape.texts if text.translated):
        for name, value in data.items():
            base, _bar, language = name.rpartition("_")
            if base == text.name and len(language) == 2 and value:
                found.setdefault(language, {})[text.name] = clean_text(value, lines=text.lines)
        for language, words in (data.get("translations") or {}).items():
            if words.get(text.name):
                kept = clean_text(words[text.name], lines=text.lines)
                found.setdefault(language, {})[text.name] = kept
    for language, words in found.items():
        given = (data.get("translations") or {}).get(language, {}).get("state")
        words["state"] = clean_text(data.get(f"{language}_state") or given or MACHINE_DRAFT)
    return {language: found[language] for language in sorted(found)}


def as_file(snapshot: Mapping[str, Any]) -> Data:
    """Return a complete snapshot as file data."""
    found = _file_part(snapshot, WHOLE)
    if snapshot["aims"]:
        found["aims"] = [_file_part(aim, AIM) for aim in snapshot["aims"]]
    if snapshot["primary_drivers"]:
        found["primary_drivers"] = [_file_primary(each) for each in snapshot["primary_drivers"]]
    return found


def _file_primary(primary: Mapping[str, Any]) -> Data:
    found = _file_part(primary, PRIMARY)
    if primary["secondary_drivers"]:
        found["secondary_drivers"] = [
            {
                **_file_part(secondary, SECONDARY),
                **({"change_ideas": ideas} if (ideas := list(secondary["change_ideas"])) else {}),
            }
            for secondary in primary["secondary_drivers"]
        ]
    return found


def _file_part(part: Mapping[str, Any], shape: Shape) -> Data:
    found: Data = {}
    for text in shape.texts:
        if part[text.name]:
            found[text.name] = part[text.name]
        if text.name == "key" and shape.numbered:
            found["number"] = part["number"]
        if text.translated:
            found |= {
                f"{text.name}_{language}": words[text.name]
                for language, words in part["translations"].items()
                if words.get(text.name)
            }
    for language, words in part["translations"].items():
        if words.get("state", MACHINE_DRAFT) != MACHINE_DRAFT:
            found[f"{language}_state"] = words["state"]
    return found


def drivers_of(snapshot: Mapping[str, Any]) -> Sequence[Data]:
    """Return every secondary driver of a snapshot, in order."""
    return [
        secondary
        for primary in snapshot.get("primary_drivers") or []
        for secondary in primary.get("secondary_drivers") or []
    ]
