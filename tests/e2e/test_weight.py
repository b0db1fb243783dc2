"""The first load on a phone stays light: 60 kB in gzip before photos."""

import time
import pytest
from tests.e2e.world import furnish

pytestmark = pytest.mark.e2e


@pytest.fixture
def world(transactional_db, cast):
    t = time.time()
    w = furnish(cast)
    print("FURNISH", time.time() - t)
    return w


def test_x(world, new_page):
    pass
