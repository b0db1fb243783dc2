"""Reading a framework from its file. Every problem names its line and the key, in words."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from collaboratives.framework.file.tree import FileProblemsError, Problem, decoded, tree_of
from collaboratives.framework.keys import RESERVED, is_key
from collaboratives.framework.shape import (
    AIM,
    IDEA,
    PRIMARY,
    SECONDARY,
    STATE_LIMIT,
    TRANSLATED_LIMIT,
    WHOLE,
    Data,
    Shape,
    Text,
    as_snapshot,
    clean_text,
)

__all__ = ["FileProblemsError", "Problem", "read_file"]

TEXT, NULL = "tag:yaml.org,2002:str", "tag:yaml.org,2002:null"
MOST_PROBLEMS = 20
KEY_SHOWN = 60
MOST_IN_A_LIST = 60
# Published frameworks list their measures too; those are defined on the measures' own page.
ELSEWHERE = ("measures",)

NEEDS: dict[int, str | Promise] = {
    id(WHOLE): gettext_lazy("The framework needs '%(key)s'."),
    id(AIM): gettext_lazy("An aim needs '%(key)s'."),
    id(PRIMARY): gettext_lazy("A primary driver needs '%(key)s'."),
    id(SECONDARY): gettext_lazy("A secondary driver needs '%(key)s'."),
}


def read_file(given: bytes | str, *, languages: tuple[str, ...]) -> tuple[Data, list[str]]:
    """Return the snapshot that a file holds, and the names in it that are not taken in.

    ``languages`` are the codes that texts may stand in beside English. Raises FileProblemsError.
    """
    text = decoded(given) if isinstance(given, bytes) else given
    reader = _Reader(languages)
    root = tree_of(text)
    data = reader.part(root, WHOLE)
    reader.refuse_twice(root)
    if reader.problems:
        found = sorted(reader.problems, key=lambda problem: problem.line)
        raise FileProblemsError(found[:MOST_PROBLEMS])
    return as_snapshot(data), reader.left_out


class _Reader:
    """Walks the tree once and gathers what is wrong instead of stopping at the first."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self.problems: list[Problem] = []
        self.left_out: list[str] = []

    def say(self, node: Node, text: str, **shown: Any) -> None:
        """Note a problem in the line where this node begins."""
        self.problems.append(Problem(node.start_mark.line + 1, text % shown if shown else text))

    def part(self, node: Node, shape: Shape) -> Data:
        """Return one part as file data, as far as it can be read."""
        if not isinstance(node, MappingNode):
            self.say(node, _("Names with values belong here, such as 'key: a-short-name'."))
            return {}
        known = self._texts(shape)
        found: Data = {}
        seen: set[str] = set()
        meant: set[str] = set()
        for key_node, value in node.value:
            key = clean_text(key_node.value) if isinstance(key_node, ScalarNode) else ""
            if key in seen:
                self.say(key_node, _("'%(key)s' stands here twice."), key=key)
            elif key in known:
                found[key] = self._text(value, key, known[key])
            elif key in shape.lists:
                found[key] = self._list(value, key, shape.lists[key])
            elif shape is WHOLE and key in ELSEWHERE:
                self.left_out.append(key)
            elif not (shape.numbered and key == "number"):
                # A slip in a name is told once: the name that was meant is not missing then.
                meant.add(self._say_unknown(key_node, key, [*known, *shape.lists]))
            seen.add(key)
        for text in shape.texts:
            if text.required and text.name not in seen | meant:
                self.say(node, str(NEEDS[id(shape)]), key=text.name)
        return found

    def _texts(self, shape: Shape) -> Mapping[str, Text]:
        known = {text.name: text for text in shape.texts}
        for language in self.languages:
            for text in (text for text in shape.texts if text.translated):
                limit = int(text.limit * TRANSLATED_LIMIT)
                known[f"{text.name}_{language}"] = Text(text.name, limit, lines=text.lines)
            known[f"{language}_state"] = Text("state", STATE_LIMIT)
        return known

    def _say_unknown(self, node: Node, key: str, known: list[str]) -> str:
        """Note a name that is not known; return the known one that it was perhaps meant to be."""
        near = get_close_matches(key, known, n=1)
        if near:
            words = _("'%(key)s' is not known here. Did you mean '%(near)s'?")
            self.say(node, words, key=key[:KEY_SHOWN], near=near[0])
            return near[0]
        endings = tuple(f"_{language}" for language in self.languages)
        shown = ", ".join(name for name in known if not name.endswith(endings))
        words = _("'%(key)s' is not known here. These are: %(known)s.")
        self.say(node, words, key=key[:KEY_SHOWN], known=shown)
        return ""

    def _text(self, node: Node, key: str, text: Text) -> str:
        if isinstance(node, ScalarNode) and node.tag == NULL:
            if text.required:
                self.say(node, _("'%(key)s' is empty."), key=key)
            return ""
        if not isinstance(node, ScalarNode) or node.tag != TEXT:
            self.say(node, _("'%(key)s' must be a text. Put it in quotes."), key=key)
            return ""
        if text.required and not clean_text(node.value):
            self.say(node, _("'%(key)s' is empty."), key=key)
        elif len(node.value) > text.limit:
            words = _("'%(key)s' has %(count)s letters. At most %(limit)s fit.")
            self.say(node, words, key=key, count=len(node.value), limit=text.limit)
        elif key == "key" and not is_key(node.value):
            words = _(
                "'%(key)s' can have letters, digits and '-' only, such as 'clear-directions'."
            )
            self.say(node, words, key="key")
        elif key == "key" and node.value in RESERVED:
            self.say(
                node, _("The key '%(key)s' is the name of a page. Choose another."), key=node.value
            )
        return str(node.value)

    def _list(self, node: Node, key: str, shape: Shape | None) -> list[Any]:
        if not isinstance(node, SequenceNode):
            self.say(node, _("'%(key)s' must be a list, each entry behind a '-'."), key=key)
            return []
        if not node.value:
            self.say(node, _("'%(key)s' is an empty list. Fill it, or leave it out."), key=key)
        if len(node.value) > MOST_IN_A_LIST:
            words = _("'%(key)s' has %(count)s entries. At most %(limit)s fit.")
            self.say(node, words, key=key, count=len(node.value), limit=MOST_IN_A_LIST)
            return []
        if shape is None:
            return [self._text(each, key, IDEA) for each in node.value]
        return [self.part(each, shape) for each in node.value]

    def refuse_twice(self, root: Node) -> None:
        """Refuse a key that two parts of one kind have, in the line of the second."""
        seen: set[tuple[int, str]] = set()
        for shape, node in _keys_in(root, WHOLE):
            if (id(shape), node.value) in seen:
                self.say(node, _("Another part has the key '%(key)s' already."), key=node.value)
            seen.add((id(shape), node.value))


def _keys_in(node: Node, shape: Shape) -> list[tuple[Shape, ScalarNode]]:
    if not isinstance(node, MappingNode):
        return []
    found: list[tuple[Shape, ScalarNode]] = []
    for key_node, value in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else ""
        below = shape.lists.get(key)
        if key == "key" and isinstance(value, ScalarNode):
            found.append((shape, value))
        elif below is not None and isinstance(value, SequenceNode):
            found += [pair for each in value.value for pair in _keys_in(each, below)]
    return found
