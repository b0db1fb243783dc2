"""The collaborative of the demonstration that is being set up."""

import pytest
from django_scopes import scope

from bsc.embedded.load import framework, setting_up
from bsc.embedded.load.people import load_people
from bsc.embedded.load.story import read
from bsc.tenancy.doors import everything
from collaboratives.enums import CollaborativeStatus
from collaboratives.framework.models import FrameworkRelease
from collaboratives.models import Collaborative, MembershipRole
from collaboratives.setup.enums import SetUpStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def _stories():
    with everything("The demonstration is loaded for every tenant."):
        for story in load_people():
            framework.load(story)
            setting_up.load(story)


@pytest.mark.usefixtures("_stories")
def test_its_admin_goes_on_at_the_third_step():
    told = read("setting_up")
    made = Collaborative.objects.select_related("organization").get(name=told["name"])
    assert made.organization.slug == told["organization"]
    assert made.status == CollaborativeStatus.SETUP
    assert made.set_up_steps == [SetUpStep.BASICS, SetUpStep.FRAMEWORK]
    assert len(made.closed_days) == 6
    with scope(collaborative=made, organization=made.organization):
        assert "Growing Together" in FrameworkRelease.objects.get().note
        assert not MembershipRole.objects.exists()
