"""What the database takes back leaves no file behind."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from bsc.files.models import StoredFile
from bsc.files.services import keeping_photo, store_bytes, store_photo
from bsc.tenancy.doors import nobodys_rows

pytestmark = pytest.mark.django_db


class RefusedError(Exception):
    """What goes wrong after the file is there."""


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def photo():
    written = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(written, "JPEG")
    return SimpleUploadedFile("photo.jpg", written.getvalue(), content_type="image/jpeg")


def files():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_photo_that_is_kept_has_its_two_files():
    with nobodys_rows(), keeping_photo(upload=photo(), collaborative=None) as stored:
        assert len(files()) == 2
    with nobodys_rows():
        assert StoredFile.objects.get() == stored
    assert len(files()) == 2


def test_a_photo_whose_row_fails_leaves_nothing():
    with nobodys_rows(), pytest.raises(RefusedError), transaction.atomic():
        with keeping_photo(upload=photo(), collaborative=None):
            raise RefusedError
    with nobodys_rows():
        assert not StoredFile.objects.exists()
    assert files() == []


@pytest.mark.parametrize("store", ("photo", "bytes"))
def test_a_file_whose_own_row_fails_leaves_nothing(monkeypatch, store):
    def refuse(*args, **kwargs):
        raise RefusedError

    monkeypatch.setattr(StoredFile, "save", refuse)
    with nobodys_rows(), pytest.raises(RefusedError):
        if store == "photo":
            store_photo(upload=photo(), collaborative=None)
        else:
            store_bytes(content=b"a,b", name="a.csv", content_type="text/csv", collaborative=None)
    assert files() == []
