"""HTML to tagged PDF. Nothing is fetched from anywhere, and fonts are set up once per process."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from bsc.exports import pdf as printing
from bsc.exports.pdf import PdfUnavailableError
from bsc.reports.changes import changes
from bsc.reports.content import Content
from bsc.reports.facts import Facts
from bsc.reports.models import Paper
from bsc.reports.speaking import speaking
from bsc.reports.wording import words_of

__all__ = ["PdfUnavailableError", "Printed", "html_of", "pdf_is_available", "pdf_of", "tools"]

STYLE = Path(__file__).with_name("monthly_report.css")


class Tools(NamedTuple):
    """What one process makes all its reports with; ``styles`` by paper."""

    weasyprint: Any
    fonts: Any
    styles: dict[str, Any]
    fetcher: Any


class Printed(NamedTuple):
    """What is said of this very paper: ``before`` are the facts of revision ``since``, if any."""

    language: str
    paper: str
    revision: int
    made_on: dt.date
    since: int = 0
    before: Facts = {}


@cache
def tools() -> Tools:
    """Return WeasyPrint, a font configuration and the style sheets, one each for the process.

    What draws is shared with every other PDF of the process. PdfUnavailableError without Pango.
    """
    drawing = printing.tools()
    text = STYLE.read_text(encoding="utf-8")
    styles = {
        paper.value: printing.style_sheet(f"{text}\n@page {{ size: {paper.value} }}")
        for paper in Paper
    }
    return Tools(drawing.weasyprint, drawing.fonts, styles, drawing.fetcher)


def pdf_is_available() -> bool:
    """Whether reports can be made on this machine."""
    try:
        tools()
    except PdfUnavailableError:
        return False
    return True


def html_of(content: Content, printed: Printed) -> str:
    """Return the report as HTML; ``content`` was put together in the same language."""
    with speaking(content.collaborative, printed.language):
        return render_to_string(
            "pdf/monthly_report.html",
            {
                "content": content,
                "printed": printed,
                "changes": changes(printed.before, content),
                "question": words_of(content.question) if content.question else None,
            },
        )


def pdf_of(html: str, paper: str = Paper.LETTER) -> bytes:
    """Return tagged PDF (PDF/UA-1) of a page; PdfUnavailableError without Pango."""
    with_ = tools()
    page = with_.weasyprint.HTML(string=html, url_fetcher=with_.fetcher)
    written: bytes = page.write_pdf(
        font_config=with_.fonts, stylesheets=[with_.styles[paper]], pdf_variant="pdf/ua-1"
    )
    return written
