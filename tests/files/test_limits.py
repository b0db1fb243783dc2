"""What is refused before it is stored, and what is not a photo."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bsc.files.images import FORMATS, MOST_PIXELS, reencode


def picture(kind, size=(64, 48)):
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return SimpleUploadedFile("photo.jpg", written.getvalue(), content_type="image/jpeg")


@pytest.mark.parametrize("kind", FORMATS)
def test_what_cameras_and_phones_make_is_read(kind):
    assert reencode(picture(kind)).width == 64


@pytest.mark.parametrize("kind", ("EPS", "PDF", "TIFF", "ICO", "PCX", "SGI", "DDS"))
def test_other_formats_are_refused_though_pillow_reads_them(kind):
    with pytest.raises(ValidationError, match="could not read"):
        reencode(picture(kind))


@pytest.mark.parametrize(
    "content",
    (
        b"",
        b"\xff\xd8\xff\xe0",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a<script>alert(1)</script>",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    ),
)
def test_what_only_claims_to_be_a_photo_is_refused(content):
    with pytest.raises(ValidationError, match="could not read"):
        reencode(SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg"))


def test_a_small_file_of_enormous_size_is_refused_unread():
    side = int(MOST_PIXELS**0.5) + 1
    written = BytesIO()
    Image.new("1", (side, side)).save(written, "PNG")
    assert written.tell() < 100_000
    with pytest.raises(ValidationError, match="too many pixels"):
        reencode(SimpleUploadedFile("photo.png", written.getvalue()))


@pytest.mark.django_db
def test_a_request_larger_than_any_photo_is_refused_before_it_is_read(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000
    upload = {"email": "ana@example.org", "file": SimpleUploadedFile("a.bin", b"x" * 6_000)}
    assert client.post("/sign-in/", upload).status_code == 413
    assert client.post("/sign-in/", {"email": "ana@example.org"}).status_code == 302
