"""The first load on a phone stays light: 60 kB in gzip before photos (design, budgets)."""

import gzip

import pytest

from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e

BUDGET = 60_000
LEVEL = 6  # what servers compress with
PHOTOS = ("image/jpeg", "image/png", "image/webp", "image/avif")


@pytest.fixture
def world(transactional_db, cast):
    return furnish(cast)


def load(page, address):
    """Open an address with an empty cache; return the compressed size of each thing it fetched."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- no builtin
    page.goto(address, wait_until="networkidle")
    return {
        answer.url: len(gzip.compress(answer.body(), LEVEL))
        for answer in answers
        if answer.ok and answer.header_value("content-type").split(";")[0] not in PHOTOS
    }


@pytest.mark.parametrize(
    ("who", "path"), (("family", "home/"), ("member", "home/"), (None, "/sign-in/"))
)
def test_the_first_load_is_within_the_budget(world, new_page, who, path):
    if who:
        page = new_page(375, user=getattr(world.cast, who).user)
        sizes = load(page, world.cast.url(path))
    else:
        sizes = load(new_page(375), path)
    kinds = {address.partition("?")[0].rpartition(".")[2] for address in sizes}
    assert {"css", "js"} <= kinds
    listed = "\n".join(f"{size:>8,} {address}" for address, size in sizes.items())
    assert sum(sizes.values()) <= BUDGET, f"{sum(sizes.values()):,} bytes:\n{listed}"
