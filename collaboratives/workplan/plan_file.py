"""A plan as one readable file (YAML), in the shape of data/workplan.yaml.

Reading gathers everything that is wrong, each with its line, instead of stopping at the first.
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from collaboratives.enums import Competency
from collaboratives.framework.file.tree import FileProblemsError, Problem, tree_of
from collaboratives.schedule.enums import EventKind
from collaboratives.workplan.dates import MONTHS_OF_STEP, PHASE, circle_in
from collaboratives.workplan.enums import PHASES, Step, Unit
from collaboratives.workplan.plan import FORMS, Data
from collaboratives.workplan.timing_reading import FARTHEST
from collaboratives.workplan.timing_words import LAST_DAY
from collaboratives.workplan.vocabulary import SESSION

MOST_PROBLEMS = 20
MOST_IN_A_LIST = 200
TEXT, NUMBER, TRUTH = "tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool"
# Escapes in quotes can spell what the file itself must not hold.
NO_TEXT = yaml.reader.Reader.NON_PRINTABLE
LENGTHS = {"key": 60, "anchor": 40, "title": 300, "name": 120, "brief": 4000, "about": 4000}
PLAN = ("name", "about", "anchors", "phases", "competencies")
ANCHOR = ("name", "field", "event", "number", "otherwise")
OTHERWISE = ("anchor", "offset", "unit")
PHASE_KEYS = ("key", "number", "name", "activities")
ACTIVITY = ("key", "title", "brief", "repeat", "tasks")
SAYS_WHEN = (*FORMS, "offset", "unit", "day", "from", "until")
TASK = ("key", "title", "competency", *SAYS_WHEN)
# What each timing needs and what it may have beside it.
NEEDS = {
    "anchor": (("offset", "unit"), ()),
    "each": (("offset", "unit"), ("from", "until")),
    "every": (("from", "until"), ("day",)),
    "as_needed": ((), ()),
}
FIELDS = ("starts_on", "ends_on")
OWN_FIELDS = {"start": "starts_on", "end": "ends_on"}


def read_plan_file(text: str) -> Data:
    """Return the plan that a file holds; raises FileProblemsError with every problem's line."""
    reader = Reader()
    root = tree_of(text)
    plan = reader.plan(root)
    if reader.problems:
        found = sorted(reader.problems, key=lambda problem: problem.line)
        raise FileProblemsError(found[:MOST_PROBLEMS])
    return plan


class Reader:
    """Walks the tree once; ``problems`` holds what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.keys: set[str] = set()
        self.anchors: Data = {}

    def say(self, node: Node, text: str, **shown: Any) -> None:
        """Note a problem in the line where this node begins."""
        self.problems.append(Problem(node.start_mark.line + 1, text % shown if shown else text))

    def mapping(
        self, node: Node, known: Iterable[str], needed: Iterable[str] = ()
    ) -> dict[str, Node]:
        """Return the values of a mapping by name; names that are not known are refused."""
        if not isinstance(node, MappingNode):
            self.say(node, _("Names with values belong here, such as 'key: a-short-name'."))
            return {}
        names = list(known)
        found: dict[str, Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            if key in found:
                self.say(key_node, _("'%(key)s' stands here twice."), key=key)
            elif names and key not in names:
                self._say_unknown(key_node, key, names)
            else:
                found[key] = value
        for key in needed:
            if key not in found:
                self.say(node, _("'%(key)s' is missing here."), key=key)
        return found

    def _say_unknown(self, node: Node, key: str, names: list[str]) -> None:
        near = get_close_matches(key, names, n=1)
        if near:
            words = _("'%(key)s' is not known here. Did you mean '%(near)s'?")
            self.say(node, words, key=key, near=near[0])
        else:
            words = _("'%(key)s' is not known here. These are: %(known)s.")
            self.say(node, words, key=key[:60], known=", ".join(names))

    def rows(self, node: Node) -> list[Node]:
        """Return the entries of a list."""
        if not isinstance(node, SequenceNode):
            self.say(node, _("A list belongs here: each entry begins with '-'."))
            return []
        if len(node.value) > MOST_IN_A_LIST:
            self.say(node, _("This list is too long. At most %(most)s fit."), most=MOST_IN_A_LIST)
            return []
        return list(node.value)

    def text(self, node: Node | None, name: str) -> str:
        """Return a text that is there and not too long."""
        if node is None:
            return ""
        if not isinstance(node, ScalarNode) or node.tag != TEXT or not node.value.strip():
            self.say(node, _("'%(key)s' must be a text. Put it in quotes."), key=name)
            return ""
        if NO_TEXT.search(node.value):
            self.say(node, _("There is a character that no text has. Type the line anew."))
            return ""
        limit = LENGTHS.get(name, 300)
        if len(node.value) > limit:
            words = _("'%(key)s' has %(count)s letters. At most %(limit)s fit.")
            self.say(node, words, key=name, count=len(node.value), limit=limit)
        return " ".join(node.value.split())

    def number(self, node: Node | None, name: str, low: int, high: int) -> int | None:
        """Return a whole number between two others."""
        if node is None:
            return None
        value = int(node.value) if _is_number(node) else None
        if value is None or not low <= value <= high:
            words = _("'%(key)s' must be a whole number from %(low)s to %(high)s.")
            self.say(node, words, key=name, low=low, high=high)
            return None
        return value

    def one_of(self, node: Node | None, name: str, allowed: Iterable[str]) -> str:
        """Return a word of a closed list."""
        if node is None:
            return ""
        options = list(allowed)
        value = str(node.value) if isinstance(node, ScalarNode) else ""
        if value not in options:
            near = get_close_matches(value, options, n=1)
            words = _("'%(value)s' is no '%(key)s'. Possible are: %(known)s.")
            known = near[0] if near else ", ".join(options)
            self.say(node, words, value=value[:60], key=name, known=known)
        return value

    def key(self, node: Node | None) -> str:
        """Return a key that nothing else in the file has."""
        key = self.text(node, "key")
        if node is not None and key:
            if key in self.keys:
                self.say(node, _("Another part has the key '%(key)s' already."), key=key)
            elif not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
                self.say(node, _("'key' can have letters, digits, '-' and '_' only."))
        self.keys.add(key)
        return key

    def plan(self, root: Node) -> Data:
        """Return the whole plan."""
        found = self.mapping(root, PLAN, ("name", "anchors", "phases"))
        plan: Data = {"name": self.text(found.get("name"), "name")}
        if "about" in found:
            plan["about"] = self.text(found["about"], "about")
        if "anchors" in found:
            self.anchors = self._anchors(found["anchors"])
        plan["anchors"] = self.anchors
        phases = self.rows(found["phases"]) if "phases" in found else []
        plan["phases"] = [self._phase(node) for node in phases]
        return plan

    def _anchors(self, node: Node) -> Data:
        nodes = self.mapping(node, ())
        found: Data = {}
        for key, value in nodes.items():
            if not key.replace("_", "").isalnum() or not key.isascii() or len(key) > 40:
                self.say(
                    value,
                    _("'%(key)s' is no name of a point: letters, digits and '_'."),
                    key=key[:60],
                )
            if key in (SESSION, "event"):
                self.say(value, _("'%(key)s' means something else. Choose another name."), key=key)
            found[key] = self._anchor(value)
        for key, field in OWN_FIELDS.items():
            found.setdefault(key, {"field": field})
        for key, value in nodes.items():
            below = found[key].get("otherwise", {}).get("anchor")
            if below is not None and below not in found:
                self.say(value, _("There is no point called '%(key)s'."), key=below)
        circle = circle_in(found)
        if circle:
            words = _("These points stand on each other in a circle: %(circle)s.")
            self.say(nodes[circle[0]], words, circle=" → ".join([*circle, circle[0]]))
        return found

    def _anchor(self, node: Node) -> Data:
        parts = self.mapping(node, ANCHOR)
        spec: Data = {}
        if "name" in parts:
            spec["name"] = self.text(parts["name"], "name")
        if "field" in parts:
            spec["field"] = self.one_of(parts["field"], "field", FIELDS)
        if "event" in parts:
            spec["event"] = self.one_of(parts["event"], "event", EventKind.values)
        if "number" in parts:
            spec["number"] = self.number(parts["number"], "number", 1, 99)
        if "otherwise" in parts:
            other = self.mapping(parts["otherwise"], OTHERWISE, OTHERWISE)
            spec["otherwise"] = {
                "anchor": self.text(other.get("anchor"), "anchor"),
                "offset": self.number(other.get("offset"), "offset", -FARTHEST, FARTHEST) or 0,
                "unit": self.one_of(other.get("unit"), "unit", Unit.values),
            }
        if not {"field", "event", "otherwise"} & set(spec):
            self.say(node, _("A point needs 'event' or 'otherwise': something to stand on."))
        return spec

    def _phase(self, node: Node) -> Data:
        parts = self.mapping(node, PHASE_KEYS, ("number", "activities"))
        rows = self.rows(parts["activities"]) if "activities" in parts else []
        number = self.number(parts.get("number"), "number", min(PHASES), max(PHASES))
        return {"number": number, "activities": [self._activity(row) for row in rows]}

    def _activity(self, node: Node) -> Data:
        parts = self.mapping(node, ACTIVITY, ("key", "title", "tasks"))
        activity: Data = {
            "key": self.key(parts.get("key")),
            "title": self.text(parts.get("title"), "title")[:200],
            "brief": self.text(parts["brief"], "brief") if "brief" in parts else "",
        }
        if "repeat" in parts:
            activity["repeat"] = self.one_of(parts["repeat"], "repeat", (SESSION,))
        rows = self.rows(parts["tasks"]) if "tasks" in parts else []
        activity["tasks"] = [self._task(row, "repeat" in parts) for row in rows]
        return activity

    def _task(self, node: Node, repeated: bool) -> Data:
        parts = self.mapping(node, TASK, ("key", "title"))
        task: Data = {
            "key": self.key(parts.get("key")),
            "title": self.text(parts.get("title"), "title"),
            "competency": self.one_of(parts.get("competency"), "competency", Competency.values),
        }
        return task | self._timing(node, parts, repeated)

    def _timing(self, node: Node, parts: Mapping[str, Node], repeated: bool) -> Data:
        stated = [form for form in FORMS if form in parts]
        if len(stated) != 1:
            words = _(
                "A task says when in exactly one way: 'anchor', 'each', 'every' or 'as_needed'."
            )
            self.say(node, words)
            return {"as_needed": True}
        form = stated[0]
        needed, allowed = NEEDS[form]
        for name in SAYS_WHEN:
            if name in parts and name not in (form, *needed, *allowed):
                words = _("'%(key)s' does not go together with '%(form)s'.")
                self.say(parts[name], words, key=name, form=form)
        for name in needed:
            if name not in parts:
                self.say(node, _("'%(key)s' is missing here."), key=name)
        readers: dict[str, Callable[[Node], Any]] = {
            "anchor": lambda one: self._point(one, repeated),
            "each": self._kinds,
            "every": lambda one: self.one_of(one, "every", Step.values),
            "as_needed": self._true,
            "offset": lambda one: self.number(one, "offset", -FARTHEST, FARTHEST) or 0,
            "unit": lambda one: self.one_of(one, "unit", Unit.values),
            "day": lambda one: self.number(one, "day", 1, LAST_DAY),
            "from": lambda one: self._point(one, repeated),
            "until": lambda one: self._point(one, repeated),
        }
        timing = {name: readers[name](parts[name]) for name in SAYS_WHEN if name in parts}
        if form == "every" and (timing["every"] in MONTHS_OF_STEP) != ("day" in timing):
            words = _("'every' needs a 'day' from 1 to 28, and none where it is two_weeks.")
            self.say(parts["every"], words)
        return timing

    def _true(self, node: Node) -> bool:
        if not isinstance(node, ScalarNode) or node.tag != TRUTH or node.value != "true":
            self.say(node, _("'as_needed' can only be true."))
        return True

    def _kinds(self, node: Node) -> list[str]:
        rows = self.rows(node)
        if not rows:
            self.say(node, _("'each' needs at least one kind of event."))
        return [self.one_of(row, "each", EventKind.values) for row in rows]

    def _point(self, node: Node, repeated: bool) -> str:
        name = self.text(node, "anchor")
        known = name in self.anchors or name.startswith(PHASE) or (repeated and name == SESSION)
        if name and not known:
            near = get_close_matches(name, list(self.anchors), n=1)
            words = _("There is no point called '%(key)s'.")
            if near:
                words = _("There is no point called '%(key)s'. Did you mean '%(near)s'?")
            self.say(node, words, key=name[:60], near=near[0] if near else "")
        return name


def _is_number(node: Node) -> bool:
    return (
        isinstance(node, ScalarNode)
        and node.tag == NUMBER
        and node.value.lstrip("+-").isdecimal()
        and len(node.value) < 10
    )


class Writer(yaml.SafeDumper):
    """Moves the entries of a list in, also below a name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def write_plan_file(plan: Data) -> str:
    """Return a plan as the text of a file; ``read_plan_file`` makes the same of it again."""
    text: str = yaml.dump(
        _without_blanks(plan),
        Dumper=Writer,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        line_break="\n",
    )
    return text


def _without_blanks(node: Any) -> Any:
    """Return the data without empty texts, which the file leaves out."""
    if isinstance(node, dict):
        return {key: _without_blanks(value) for key, value in node.items() if value != ""}
    return [_without_blanks(one) for one in node] if isinstance(node, list) else node
