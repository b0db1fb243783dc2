"""HTML to tagged PDF. Nothing is fetched from anywhere, and fonts are set up once per process."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from django.template.loader import render_to_string
from django.utils import translation

from bsc.reports.content import Content

STYLE = Path(__file__).with_name("monthly_report.css")
# A report is in the collaborative's language.
LANGUAGE = "en"


class PdfUnavailableError(Exception):
    """The system library that draws text, Pango, is not installed."""


class Tools(NamedTuple):
    """What one process makes all its reports with."""

    weasyprint: Any
    fonts: Any
    style: Any
    fetcher: Any


@cache
def tools() -> Tools:
    """Return WeasyPrint, a font configuration and the style sheet, one each for the process.

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
    style = weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)
    return Tools(weasyprint, fonts, style, fetcher)


def pdf_is_available() -> bool:
    """Whether reports can be made on this machine."""
    try:
        tools()
    except PdfUnavailableError:
        return False
    return True


def html_of(content: Content, *, revision: int, made_on: dt.date) -> str:
    """Return the report as HTML, in its own language."""
    with translation.override(LANGUAGE):
        return render_to_string(
            "pdf/monthly_report.html",
            {"content": content, "revision": revision, "made_on": made_on, "language": LANGUAGE},
        )


def pdf_of(html: str) -> bytes:
    """Return tagged PDF (PDF/UA-1) of a page; PdfUnavailableError without Pango."""
    with_ = tools()
    page = with_.weasyprint.HTML(string=html, url_fetcher=with_.fetcher)
    written: bytes = page.write_pdf(
        font_config=with_.fonts, stylesheets=[with_.style], pdf_variant="pdf/ua-1"
    )
    return written
