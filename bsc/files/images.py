"""Pictures are made anew from their pixels: no EXIF, no place, no hidden payload survives."""

from io import BytesIO
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 400
LARGEST_UPLOAD = 20 * 1024 * 1024
# A phone's picture has up to 50 million pixels; more is a mistake or an attack.
MOST_PIXELS = 60_000_000
# What cameras, phones and screenshots make (JPEG: with several pictures in one too). Pillow reads
# forty more, some by starting a program.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# What Pillow raises for a file that is damaged on purpose or by accident.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    Image.DecompressionBombError,
)


class Picture(NamedTuple):
    """A JPEG and its thumbnail, with the size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def reencode(upload: File[bytes]) -> Picture:
    """Return the picture as JPEG of at most 1600 pixels, upright, without metadata.

    Raises ValidationError with a kind message when the file is no picture or too large.
    """
    if upload.size > LARGEST_UPLOAD:
        raise ValidationError(_("This photo is too large. Photos of up to 20 MB work."))
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValidationError(_("This photo has too many pixels. Try a smaller one."))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except UNREADABLE:
        raise ValidationError(
            _("We could not read this photo. Try a JPEG or PNG, or take the photo again.")
        ) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(_jpeg(upright, 82), _jpeg(small, 78), upright.width, upright.height)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    written = BytesIO()
    # A fresh image carries no metadata over from the original.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    clean.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()
