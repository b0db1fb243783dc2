"""A weekly meeting: one held last week, the next in three days, one a week after that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import MembershipFactory, MembershipRoleFactory
from tests.factories.schedule import EventFactory


@pytest.fixture
def meeting_on(cast):
    """Make a meeting that many days away; an hour long unless told otherwise."""

    def make(days, *, minutes=60, **fields):
        starts = timezone.now() + timedelta(days=days)
        return EventFactory(
            collaborative=cast.collaborative,
            kind="implementation_meeting",
            audience="implementation",
            title="Team meeting",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes),
            **fields,
        )

    return make


@pytest.fixture
def last(meeting_on):
    return meeting_on(-4)


@pytest.fixture
def coming(meeting_on, last):
    return meeting_on(3)


@pytest.fixture
def following(meeting_on, coming):
    return meeting_on(10)


@pytest.fixture
def colleague(cast):
    """Another member of the implementation team."""
    membership = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=membership, role="implementation")
    return membership
