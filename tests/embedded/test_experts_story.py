"""The experts of the story stand as they are told."""

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from bsc.embedded.load import experts, framework, metrics
from bsc.embedded.load.people import load_people
from bsc.embedded.load.story import read
from bsc.mail.models import Message
from bsc.tenancy.doors import everything
from collaboratives.framework.models import DraftReader, FrameworkComment

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    with everything("The demonstration is loaded for every tenant."):
        for story in load_people():
            for part in (framework, metrics, experts):
                part.load(story)


@pytest.mark.usefixtures("loaded")
def test_they_stand_as_they_are_told():
    told = read("experts")["growing-together"]
    with scopes_disabled():
        readers, said = list(DraftReader.objects.all()), list(FrameworkComment.objects.all())
        assert not Message.objects.filter(kind="draft_invitation").exists()
    assert {one.name for one in readers} == {one["name"] for one in told["experts"]}
    assert all(one.is_open and one.code for one in readers)
    assert [one.name for one in readers if one.opened_at is None] == ["Dr. Ximena Robledo"]
    assert len({one.reader_id for one in said}) == 3
    assert sorted(one.resolved_at is None for one in said) == [False, True, True]
    assert all(one.at < timezone.now() for one in said)
    assert all("example.org" in one.email for one in readers if one.email)
