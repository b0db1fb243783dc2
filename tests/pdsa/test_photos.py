"""Photographs: made anew, seen by those who see the test, taken away for good."""

import uuid
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bsc.audit.models import Entry
from bsc.files.models import StoredFile
from pdsa.models import CyclePhoto
from tests.cast import cast_gets

GPS = 0x8825
TEAM = cast_gets(
    member=200, teammate=200, leader=200, family=200, other_center=403, faculty=403,
    implementation=403, observer=404,
)  # fmt: skip


def jpeg_with_a_place(name="secret-street-12.jpg"):
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Somebody's phone"
    place = exif.get_ifd(GPS)
    place[1], place[2] = "N", (40.0, 26.0, 46.0)
    place[3], place[4] = "W", (79.0, 58.0, 56.0)
    written = BytesIO()
    Image.new("RGB", (64, 48), "tan").save(written, "JPEG", exif=exif)
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


def add(client, cast, cycle, **data):
    given = {"photo": jpeg_with_a_place(), "alt": "Six notes", "token": uuid.uuid4()} | data
    return client.post(cast.url(f"pdsa/{cycle.pk}/photos/"), given)


@pytest.fixture
def photo(client, cast, shared):
    """A photo that the member put on the shared test."""
    cast.sign_in(client, "member")
    assert add(client, cast, shared).status_code == 302
    return CyclePhoto.objects.select_related("stored").get()


def content_of(response):
    return b"".join(response.streaming_content)


def may_see(client, cast, who, photo):
    response = cast.sign_in(client, who).get(cast.url(f"pdsa/photos/{photo.pk}/"))
    if response.streaming:
        content_of(response)
    return response.status_code


@pytest.mark.parametrize(("who", "status"), TEAM)
def test_who_adds_a_photo(client, cast, shared, who, status):
    assert cast.get(client, who, f"pdsa/{shared.pk}/photos/") == status


def test_the_photo_says_no_longer_where_it_was_taken(client, cast, photo):
    assert Image.open(jpeg_with_a_place()).getexif().get_ifd(GPS)
    response = client.get(cast.url(f"pdsa/photos/{photo.pk}/"))
    body = content_of(response)
    picture = Image.open(BytesIO(body))
    assert dict(picture.getexif()) == {}
    assert b"Exif" not in body
    assert b"Somebody" not in body
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"].startswith("private")
    assert "secret-street" not in photo.stored.file.name + photo.stored.name


def test_the_small_picture_is_another_one(client, cast, photo):
    url = cast.url(f"pdsa/photos/{photo.pk}/")
    assert content_of(client.get(url)) != content_of(client.get(f"{url}?size=small"))


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200))
def test_who_sees_the_photo_of_a_shared_test(client, cast, photo, who, status):
    assert may_see(client, cast, who, photo) == status


def test_a_photo_is_no_more_visible_than_its_test(client, cast, team_only, inside):
    cast.sign_in(client, "teammate")
    add(client, cast, team_only)
    with inside():
        made = CyclePhoto.objects.get()
    assert may_see(client, cast, "other_center", made) == 404
    assert may_see(client, cast, "member", made) == 200


def test_no_photo_no_words_no_row(client, cast, shared, inside):
    cast.sign_in(client, "member")
    form = add(client, cast, shared, photo="", alt="").context["form"]
    assert set(form.errors) == {"photo", "alt"}
    text = SimpleUploadedFile("list.jpg", b"no picture", content_type="image/jpeg")
    form = add(client, cast, shared, photo=text).context["form"]
    assert "could not read" in form.errors["photo"][0]
    assert form["alt"].value() == "Six notes"
    with inside():
        assert not StoredFile.objects.exists()


def test_a_photo_sent_twice_is_kept_once(client, cast, shared, inside):
    cast.sign_in(client, "member")
    token = uuid.uuid4()
    for _ in range(2):
        assert add(client, cast, shared, token=token).status_code == 302
    with inside():
        assert CyclePhoto.objects.count() == StoredFile.objects.count() == 1


def test_the_page_shows_it_with_its_words(client, cast, photo, shared):
    page = client.get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
    assert 'alt="Six notes"' in page
    assert (
        "Cover children’s names"
        in client.get(cast.url(f"pdsa/{shared.pk}/photos/")).content.decode()
    )


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(member=302, leader=302, implementation=302, observer=404, others=403),
)
def test_who_takes_a_photo_away(
    client, cast, photo, inside, django_capture_on_commit_callbacks, who, status
):
    kept = [Path(settings.MEDIA_ROOT) / photo.stored.file.name]
    kept.append(Path(settings.MEDIA_ROOT) / photo.stored.thumbnail.name)
    assert all(path.exists() for path in kept)
    with django_capture_on_commit_callbacks(execute=True):
        assert cast.post(client, who, f"pdsa/photos/{photo.pk}/remove/") == status
    gone = status == 302 and who != "anonymous"
    assert [path.exists() for path in kept] == [not gone, not gone]
    with inside():
        assert CyclePhoto.objects.exists() == StoredFile.objects.exists() == (not gone)
        assert Entry.objects.filter(action="cycle.photo_removed").exists() == gone
