"""What somebody was shown stays in no cache: on a shared tablet the Back button shows nothing."""

import pytest

from tests.factories.community import TopicFactory, TopicPhotoFactory

pytestmark = pytest.mark.django_db


def kept(response):
    if response.streaming:
        b"".join(response.streaming_content)
    return response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ("home/", "people/", "board/", "no-such-page/"))
def test_pages_of_a_member_are_not_kept(client, cast, path):
    cast.sign_in(client, "member")
    assert kept(client.get(cast.url(path))) == "private, no-store"


def test_pages_outside_are_not_kept_either(client, cast):
    cast.sign_in(client, "member")
    assert kept(client.get("/me/")) == "private, no-store"
    assert "no-store" in kept(client.post("/sign-out/"))


def test_a_view_that_says_how_long_is_left_alone(client, cast):
    photo = TopicPhotoFactory(topic=TopicFactory(author=cast.member))
    cast.sign_in(client, "member")
    photo_page = client.get(cast.url(f"board/photos/{photo.pk}/"))
    assert photo_page.status_code == 200
    assert kept(photo_page) == "private, max-age=86400"
