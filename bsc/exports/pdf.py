"""HTML to tagged PDF. Nothing is fetched from anywhere, and fonts are set up once per process."""

from functools import cache
from typing import Any, NamedTuple, NoReturn


class PdfUnavailableError(Exception):
    """The system library that draws text, Pango, is not installed."""


class Tools(NamedTuple):
    """What one process makes all its PDFs with."""

    weasyprint: Any
    fonts: Any
    fetcher: Any


@cache
def tools() -> Tools:
    """Return WeasyPrint, a font configuration and a fetcher that refuses, one each for the process.

    A font configuration per document would keep fonts of earlier ones in memory for ever.
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

    return Tools(weasyprint, FontConfiguration(), Refusing())


@cache
def style_sheet(text: str) -> Any:
    """Return a parsed style sheet; each is parsed once per process. PdfUnavailableError too."""
    with_ = tools()
    return with_.weasyprint.CSS(string=text, font_config=with_.fonts, url_fetcher=with_.fetcher)


def pdf_is_available() -> bool:
    """Whether PDFs can be made on this machine."""
    try:
        tools()
    except PdfUnavailableError:
        return False
    return True


def pdf_of(html: str, style: str) -> bytes:
    """Return tagged PDF (PDF/UA-1) of a page; PdfUnavailableError without Pango.

    ``style`` is the text of a style sheet that is kept: pass one of a few, not one per document.
    """
    with_, sheet = tools(), style_sheet(style)
    page = with_.weasyprint.HTML(string=html, url_fetcher=with_.fetcher)
    written: bytes = page.write_pdf(
        font_config=with_.fonts, stylesheets=[sheet], pdf_variant="pdf/ua-1"
    )
    return written
