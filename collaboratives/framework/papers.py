"""The driver diagram on paper: one landscape page, and the ideas behind it if they are asked for."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from bsc.exports.pdf import pdf_of
from collaboratives.framework.diagram import Picture, Sheet, Words, printed_diagram
from collaboratives.framework.pictures import in_words

STYLE = Path(__file__).with_name("driver_diagram.css")
LETTER = "letter"


class Paper(NamedTuple):
    """A paper: its name, its size for CSS, and the room for the drawing."""

    name: str | Promise
    size: str
    sheet: Sheet


# What margins, footer and a heading of two lines leave.
PAPERS = {
    LETTER: Paper(_("Letter"), "11in 8.5in", Sheet(10.2, 7.1)),
    "a4": Paper(_("A4"), "297mm 210mm", Sheet(10.85, 6.85)),
    "tabloid": Paper(_("Tabloid (for the wall)"), "17in 11in", Sheet(16.2, 9.6)),
    "a3": Paper(_("A3 (for the wall)"), "420mm 297mm", Sheet(15.7, 10.25)),
}
# What a browser prints by itself, on whatever paper is in the printer.
ANY_SHEET = Sheet(10.2, 6.5)


def diagram_pdf(picture: Picture, words: Words, *, paper: str, note: str) -> bytes:
    """Return the diagram as tagged PDF; PdfUnavailableError without Pango.

    One page, with as many more as the ideas need where the picture has any. ``note`` is the line
    below. The alternative text of the drawing says everything that is drawn.
    """
    spoken = replace(words, title=in_words(picture, words))
    drawn = printed_diagram(picture, spoken, PAPERS[paper].sheet)
    html = render_to_string(
        "pdf/driver_diagram.html",
        {
            "picture": picture,
            "words": words,
            "note": note,
            # Every text in it went through escape() where it was drawn.
            "svg": mark_safe(drawn.svg),  # noqa: S308 -- drawn by us, every text escaped
        },
    )
    return pdf_of(html, _style(paper))


@cache
def _style(paper: str) -> str:
    return f"{STYLE.read_text(encoding='utf-8')}\n@page {{ size: {PAPERS[paper].size} }}"
