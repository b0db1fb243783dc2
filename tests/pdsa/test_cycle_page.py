"""The page of one test: who reads it, what they may do on it, how many queries it takes."""

import pytest

from tests.cast import cast_gets
from tests.factories.pdsa import CycleCommentFactory, CycleFactory, RampFactory

SEEN_BY_ALL = cast_gets(observer=404, others=200)
SEEN_BY_THE_TEAM = cast_gets(observer=404, other_center=404, others=200)
DRAFT = cast_gets(member=302, others=404)


@pytest.mark.parametrize(("who", "status"), SEEN_BY_ALL)
def test_who_reads_a_shared_cycle(client, cast, shared, who, status):
    assert cast.get(client, who, f"pdsa/{shared.pk}/") == status


@pytest.mark.parametrize(("who", "status"), SEEN_BY_THE_TEAM)
def test_who_reads_a_team_cycle(client, cast, team_only, who, status):
    assert cast.get(client, who, f"pdsa/{team_only.pk}/") == status


@pytest.mark.parametrize(("who", "status"), DRAFT)
def test_a_draft_is_its_owners_alone(client, cast, draft, who, status):
    assert cast.get(client, who, f"pdsa/{draft.pk}/") == status


@pytest.mark.parametrize(("who", "status"), SEEN_BY_ALL)
def test_who_reads_the_implementation_teams_own_test(client, cast, who, status):
    ramp = RampFactory(team=None, collaborative=cast.collaborative)
    cycle = CycleFactory(ramp=ramp, started_by=cast.implementation)
    assert cast.get(client, who, f"pdsa/{cycle.pk}/") == status


@pytest.mark.parametrize("count", (1, 3))
def test_queries_do_not_grow_with_comments(
    client, cast, shared, hat, count, django_assert_num_queries
):
    for _ in range(count):
        comment = CycleCommentFactory(cycle=shared, hat=hat("faculty"))
        CycleCommentFactory(cycle=shared, hat=hat("other_center"), reply_to=comment)
        CycleFactory(ramp=shared.ramp, number=10 + _, started_by=cast.teammate)
    cast.sign_in(client, "other_center")
    with django_assert_num_queries(17):
        response = client.get(cast.url(f"pdsa/{shared.pk}/"))
    assert response.status_code == 200
