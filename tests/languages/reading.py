"""What a reader meets on a page: its words, without what stands beside the plain word.

Texts are read block by block, so that a heading and the sentence after it do not run together.
Titles of drawings and labels for screen readers count: they are read, too.
"""

import re
from html.parser import HTMLParser

INLINE = {"a", "abbr", "b", "bdi", "br", "cite", "code", "data", "dfn", "em", "i", "img", "input"}
INLINE |= {"mark", "q", "small", "span", "strong", "sub", "sup", "svg", "time", "tspan", "use"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}
SILENT = {"script", "style", "template"}
SPOKEN = ("alt", "aria-label", "placeholder")
FIELD_TERM = "also-called"
SENTENCE_END = re.compile(r"(?<=[.?!…:])\s+")


class _Reader(HTMLParser):
    """Collects blocks of text; leaves out the field's terms and texts in another language."""

    def __init__(self, left_out: set[str]) -> None:
        super().__init__()
        self.left_out = left_out
        self.open: list[tuple[str, bool]] = []
        self.language = ""
        self.blocks: list[str] = [""]

    @property
    def silent(self) -> bool:
        return any(silent for _tag, silent in self.open)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "html":
            self.language = given["lang"]
        if tag not in INLINE:
            self.blocks.append("")
        classes = set((given.get("class") or "").split())
        foreign = given.get("lang", self.language) != self.language
        silent = tag in SILENT or foreign or bool(classes & self.left_out)
        if not silent and not self.silent:
            self.blocks += [given[name] for name in SPOKEN if given.get(name)]
            self.blocks.append("") if any(given.get(name) for name in SPOKEN) else None
        if tag not in VOID:
            self.open.append((tag, silent))

    def handle_endtag(self, tag):
        while self.open:
            closed, _silent = self.open.pop()
            if closed == tag:
                break
        if tag not in INLINE:
            self.blocks.append("")

    def handle_data(self, data):
        if not self.silent:
            self.blocks[-1] += data


def blocks_of(html: str, leave_out: tuple[str, ...] = ()) -> list[str]:
    """Return the texts a page shows or speaks, without elements of the named classes.

    The field's terms that stand beside a plain word are always left out, and so is every element
    in another language than the page's.
    """
    reader = _Reader({FIELD_TERM, *leave_out})
    reader.feed(html)
    texts = (re.sub(r"\s+", " ", block).strip() for block in reader.blocks)
    return [text for text in texts if text]


def sentences_of(blocks: list[str]) -> list[str]:
    """Return what is written in sentences; labels and names are none."""
    found = [one for block in blocks for one in SENTENCE_END.split(block)]
    return [one for one in found if re.search(r"[.?!…:]$", one) and len(one.split()) > 2]
