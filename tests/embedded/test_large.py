"""The large demonstration, made small: the same code, fewer of everything."""

import pytest
from django_scopes import scope, scopes_disabled

from bsc.embedded.load.large import SLUG, load_large, people, tests
from bsc.embedded.load.story import public_id_of
from centers.models import CoreTeam
from collaboratives.models import Collaborative
from metrics.models import Metric, MonthlySubmission, Value
from pdsa.models import Cycle, CycleComment, CycleOwner, Ramp
from tests.factories import UserFactory


def test_it_has_as_many_of_everything_as_was_asked_for(monkeypatch, db):
    monkeypatch.setattr(people, "CENTERS", 3)
    monkeypatch.setattr(tests, "CYCLES", 40)
    monkeypatch.setattr(tests, "COMMENTS", 60)
    for person, _role in people.VISITORS:
        UserFactory(public_id=public_id_of(person))
    with scopes_disabled():
        assert load_large()
    large = Collaborative.objects.get(slug=SLUG)

    with scope(collaborative=large, organization=large.organization):
        assert CoreTeam.objects.count() == 3
        assert Metric.objects.count() == 8
        assert Cycle.objects.count() == 40
        assert CycleOwner.objects.count() == 40
        assert CycleComment.objects.count() == 60

        periods = Value.objects.order_by().values("grain", "period_start").distinct()
        assert 78 <= periods.filter(grain="week").count() <= 83
        assert periods.filter(grain="month").count() == 18
        assert MonthlySubmission.objects.count() > 18

        assert Ramp.objects.count() == 16
        assert Ramp.objects.exclude(stage="testing").exists()
        borrowed = Ramp.objects.filter(borrowed_from__isnull=False)
        assert borrowed.exists()
        for ramp in borrowed.select_related("borrowed_from"):
            assert ramp.borrowed_from.team_id != ramp.team_id

    with scopes_disabled():
        assert load_large() is False


@pytest.mark.parametrize(
    ("decisions", "stage"), ((["expand", "ready"], "implementing"), ([], "testing"))
)
def test_a_ramp_ends_where_its_decisions_lead(decisions, stage):
    assert tests._stage(decisions) == stage
