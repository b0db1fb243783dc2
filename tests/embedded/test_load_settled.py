"""What the demonstration's implementation team has settled, and what is still open."""

import pytest
from django_scopes import scopes_disabled

from bsc.embedded.load import load_demonstration
from bsc.tenancy.doors import inside
from collaboratives.models import Collaborative
from collaboratives.setup import covering
from collaboratives.setup.models import SettingsChange

pytestmark = pytest.mark.django_db


def test_something_is_open_in_each_part_and_the_rest_is_settled():
    with scopes_disabled():
        load_demonstration()
        first = Collaborative.objects.get(slug="growing-together")
        second = Collaborative.objects.get(slug="starting-well")
    with inside(first):
        roles = list(covering.roles_on_the_team())
        open_ones = [cover.key for cover in covering.competencies(roles) if cover.is_open]
        assert open_ones == ["relationship_management"]
        assert not any(cover.is_open for cover in covering.duties(roles))
        assert covering.teams_without_point_person().count() == 1
        assert [one.key for one in covering.questions() if one.is_open] == ["clarity"]
        newest = SettingsChange.objects.first()
    assert (newest.part, newest.by_id is not None) == ("quiet_hours", True)
    assert first.quiet_until.isoformat() == "07:30:00"
    assert second.terms["en"]["center"] == ["program", "programs"]
