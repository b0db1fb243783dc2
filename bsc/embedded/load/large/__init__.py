"""The large demonstration: 160 centers, 18 months, 8 measures, 4,000 tests and 20,000 comments.

Beside the ordinary story, whose coordinator, coach and organization it shares nothing with but the
people behind the sign-in links. Everything is made by a seeded generator and written in bulk, past
the services: so it stands in a few minutes, and the pages can be measured on it.
"""

from bsc.embedded.load import framework
from bsc.embedded.load.large import numbers, people, tests
from collaboratives.models import Collaborative

SLUG = "high-plains-together"


def load_large() -> bool:
    """Load it beside the story; False when it stands already. All tenants must be open."""
    if Collaborative.objects.filter(slug=SLUG).exists():
        return False
    for large in people.load_people():
        framework.load(large)
        numbers.load(large)
        tests.load(large)
    return True
