"""The story's paper forms: one waits to be typed, the rest of the pad is blank."""

import pytest
from django.utils import timezone

from bsc.embedded.load.paper import load
from bsc.tenancy.doors import inside
from pdsa.models import PaperForm
from pdsa.queries import paper_to_type
from pdsa.services.paper import LEAVES
from tests.pdsa.story import make_story


@pytest.fixture
def story(db):
    """The people, and the paper."""
    told = make_story(timezone.localdate())
    load(told)
    return told


def test_one_form_waits_to_be_typed(story):
    keisha = story.people["keisha-hammond"]
    with inside(story.collaborative):
        cycle = paper_to_type(keisha).get()
        assert cycle.what.startswith("From paper, ")
        assert cycle.photos.get().by is None
        assert PaperForm.objects.filter(used_at=None).count() == LEAVES - 1
        assert all(form.printed_at < cycle.created_at for form in PaperForm.objects.all())
        assert cycle.created_at < timezone.now()
