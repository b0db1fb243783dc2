from datetime import time

import pytest
from django_scopes import scope

from bsc.accounts.models import User
from collaboratives.models import MembershipRole
from tests.factories.framework import FrameworkReleaseFactory, SecondaryDriverFactory
from tests.factories.pdsa import CycleFactory, PaperFormFactory, RampFactory


@pytest.fixture
def shared(cast):
    """A posted cycle of the first team, owned by the member, for everyone to see."""
    return CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)


@pytest.fixture
def team_only(cast):
    """The same, for the team and its coaches only."""
    return CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member, visibility="team")


@pytest.fixture
def draft(cast):
    """A plan the member has begun and not posted."""
    return CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member, status="draft")


@pytest.fixture
def printed(cast, shared):
    """The paper form of the shared test."""
    return PaperFormFactory(cycle=shared, printed_by=cast.member)


@pytest.fixture
def leaf(cast):
    """The first leaf of a pad of the member's team."""
    return PaperFormFactory(team=cast.team, printed_by=cast.member, number=1)


@pytest.fixture
def inside(cast):
    """Open the cast's collaborative in a test body."""

    def opened():
        return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)

    return opened


@pytest.fixture
def hat(cast):
    """Return the first hat of somebody of the cast."""
    rows = {
        row.membership_id: row
        for row in MembershipRole.objects.select_related("membership").order_by("-pk")
    }
    return lambda who: rows[getattr(cast, who).pk]


@pytest.fixture
def driver(cast):
    """A secondary driver of the cast's framework, with a release of it."""
    made = SecondaryDriverFactory(collaborative=cast.collaborative)
    FrameworkReleaseFactory(
        framework=made.primary.framework, collaborative=cast.collaborative, version=1
    )
    return made


@pytest.fixture
def their_driver(cast):
    """A secondary driver of another collaborative."""
    return SecondaryDriverFactory()


@pytest.fixture
def awake():
    """Let people get mail at any hour: quiet hours are not what these tests are about."""

    def wake(*members):
        users = [member.user_id for member in members]
        User.objects.filter(pk__in=users).update(
            quiet_from=time(0), quiet_until=time(0), quiet_weekends=False
        )

    return wake
