"""A QR code as inline SVG, for screens and paper."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, title: str) -> SafeString:
    """Return an SVG of the text without fixed size; ``title`` says what it is for."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=2, title=title, svgclass="qr-code", lineclass=None, light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308 -- drawn here; segno escapes the title
