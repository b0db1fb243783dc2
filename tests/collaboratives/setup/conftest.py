"""People and collaboratives of the wizard's tests."""

import pytest

from tests.collaboratives.setup.walking import day
from tests.factories import CollaborativeFactory, OrganizationAdminFactory


@pytest.fixture
def admin(client):
    """Somebody who administers an organization, signed in."""
    row = OrganizationAdminFactory()
    client.force_login(row.user)
    return row


@pytest.fixture
def begun(admin):
    """Their collaborative after the first step."""
    return CollaborativeFactory(
        organization=admin.organization,
        name="Growing Together",
        status="setup",
        starts_on=day(2, 0),
        ends_on=day(100, 4),
        set_up_steps=["basics"],
    )
