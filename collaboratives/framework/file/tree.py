"""From bytes to the tree of a YAML file, or to what is wrong with it.

Only plain YAML is taken: names with values, lists, texts and numbers. Anchors, references, tags and
deep nesting are refused before a tree is built, so that a small file cannot become a large one.
"""

from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _
from yaml.nodes import Node

MOST_BYTES = 300_000
DEEPEST = 8
MOST_EVENTS = 30_000


@dataclass(frozen=True)
class Problem:
    """What is wrong, as a sentence, and in which line of the file; 0 for the file as a whole."""

    line: int
    text: str

    def __str__(self) -> str:
        if not self.line:
            return self.text
        return _("Line %(line)s: %(problem)s") % {"line": self.line, "problem": self.text}


class FileProblemsError(Exception):
    """The file cannot be taken; ``problems`` are in the order of its lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def decoded(raw: bytes) -> str:
    """Return the text of an uploaded file; FileProblemsError where it is none, or too long."""
    if len(raw) > MOST_BYTES:
        raise _alone(
            0,
            _("The file is too large. A framework needs at most %(limit)s kB.")
            % {"limit": MOST_BYTES // 1000},
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _alone(
            line, _("This is not text in UTF-8. Save the file as UTF-8 and try again.")
        ) from None


def tree_of(text: str) -> Node:
    """Return the root of the file; FileProblemsError where it is not plain YAML."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        decoded(text.encode("utf-8", "replace"))
    try:
        _refuse_what_is_not_plain(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _alone(
            line, _("There is a character that no text has. Type the line anew.")
        ) from None
    except yaml.MarkedYAMLError as error:
        raise _alone(*_told(error, text)) from None
    except (ValueError, OverflowError):  # an escape or a version that names no such number
        raise _alone(0, _("There is a character that no text has. Type the line anew.")) from None
    if root is None:
        raise _alone(0, _("The file is empty."))
    return root


def _refuse_what_is_not_plain(text: str) -> None:
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _alone(
                line, _("References (& and *) are not taken. Write the text out, or quote it.")
            )
        if getattr(event, "tag", None):
            raise _alone(line, _("Tags (!) are not taken. Put a text with “!” in quotes."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST or number > MOST_EVENTS:
            raise _alone(line, _("Nothing in a framework stands this deep, or is this long."))


def _told(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    rows = text.splitlines()
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    problem = f"{error.context} {error.problem}"
    if "\t" in row[: len(row) - len(row.lstrip())] or "'\\t'" in problem:
        return line, _("A tab stands at the beginning. Use blanks instead.")
    if "mapping values are not allowed" in problem:
        return line, _("A colon stands where none belongs. Put the text in quotes.")
    if "quoted scalar" in problem:
        return line, _("A quotation mark is opened and not closed.")
    if "expected a single document" in problem:
        return line, _("A second document (---) begins. Put one framework in a file.")
    return line, _("This line does not fit. Look at colons, quotes and how far it is moved in.")


def _alone(line: int, text: str) -> FileProblemsError:
    return FileProblemsError([Problem(line, text)])
