"""HTML to tagged PDF. Nothing is fetched from anywhere, and fonts are set up once per process."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from django.template.loader import render_to_string

from bsc.reports.changes import changes
from bsc.reports.content import Content
from bsc.reports.facts import Facts
from bsc.reports.models import Paper
from bsc.reports.speaking import speaking
from bsc.reports.wording import words_of

STYLE = Path(__file__).with_name("monthly_report.css")


class PdfUnavailableError(Exception):
    """The system library that draws text, Pango, is not installed."""


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

    A font configuration per report would keep fonts of earlier ones in memory for ever.
    PdfUnavailableError without Pango.
    """
    try:
        import weasyprint  # noqa: PLC0415 -- its import fails where Pango is missing
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- needs Pango
    except OSError as error:
        raise PdfUnavailableError from error

    class Refusing(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # no types come with it
        def fetch(self, url: str, headers: Any = None) -> NoReturn:
            raise ValueError(f"A report fetches nothing, not {url} either.")

    fonts, fetcher = FontConfiguration(), Refusing()
    text = STYLE.read_text(encoding="utf-8")
    styles = {
        paper.value: weasyprint.CSS(
            string=f"{text}\n@page {{ size: {paper.value} }}",
            font_config=fonts,
            url_fetcher=fetcher,
        )
        for paper in Paper
    }
    return Tools(weasyprint, fonts, styles, fetcher)


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
