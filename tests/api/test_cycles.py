"""Tests of change through the API: as on their pages, with the same rights."""

import uuid
from datetime import date
from types import SimpleNamespace

import pytest
from django_scopes import scopes_disabled

from pdsa.enums import Decision, Scale, Stage, Status, Visibility
from pdsa.models import Cycle, CycleThanks, Ramp
from tests.cast import cast_gets
from tests.factories import CollaborativeFactory, CoreTeamFactory, MembershipFactory
from tests.factories import MembershipRoleFactory as RoleFactory
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.pdsa import CycleCommentFactory, CycleFactory, CycleOwnerFactory, RampFactory

pytestmark = pytest.mark.django_db
OWN_TEAM = {"member": 200, "teammate": 200, "leader": 200, "family": 200}


def fresh(cycle):
    with scopes_disabled():
        return Cycle.objects.get(pk=cycle.pk)


@pytest.fixture
def ramp(cast):
    return RampFactory(team=cast.team, idea="Greet at the door")


@pytest.fixture
def shared(cast, ramp):
    return CycleFactory(ramp=ramp, started_by=cast.member, what="Greet every family by name")


@pytest.fixture
def draft(cast):
    return CycleFactory(
        ramp=RampFactory(team=cast.team), status=Status.DRAFT, started_by=cast.member
    )


@pytest.fixture
def for_the_team(cast):
    return CycleFactory(
        ramp=RampFactory(team=cast.team), visibility=Visibility.TEAM, started_by=cast.member
    )


@pytest.mark.parametrize(("who", "status"), cast_gets(observer=404, others=200, anonymous=401))
def test_who_may_read_a_shared_cycle(api, shared, who, status):
    assert api.get(f"cycles/{shared.pk}/", who).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(**OWN_TEAM, faculty=200, implementation=200, others=404, anonymous=401),
)
def test_who_may_read_a_cycle_for_its_team(api, for_the_team, who, status):
    assert api.get(f"cycles/{for_the_team.pk}/", who).status_code == status


@pytest.mark.parametrize(("who", "status"), cast_gets(member=200, others=404, anonymous=401))
def test_a_draft_is_its_owners_alone(api, draft, who, status):
    assert api.get(f"cycles/{draft.pk}/", who).status_code == status


def test_what_a_cycle_says(api, cast, shared, hat_of):
    CycleCommentFactory(cycle=shared, hat=hat_of(cast.leader))
    said = api.get(f"cycles/{shared.pk}/", "other_center").json()
    assert said["what"] == "Greet every family by name"
    assert (said["team"], said["ramp"], said["idea"]) == (
        cast.team.pk, shared.ramp_id, "Greet at the door",
    )  # fmt: skip
    assert said["owners"] == [{"id": cast.member.pk, "name": cast.member.user.name}]
    assert (said["revision"], said["comments"], said["status"]) == (1, 1, "planned")


def test_an_observer_sees_how_many_and_nothing_more(api, shared, draft, for_the_team):
    assert api.get("cycles/", "observer").json()["results"] == []
    assert api.get("cycles/counts/", "observer").json() == {
        "planned": 1, "trying": 0, "learned": 0,
    }  # fmt: skip


def test_the_list_is_narrowed(api, cast, shared, draft, for_the_team):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    theirs = CycleFactory(
        ramp=RampFactory(team=cast.other_team, secondary_driver=driver, stage=Stage.SPREADING),
        started_by=cast.other_center,
        scale=Scale.ONE_ROOM,
        status=Status.DONE,
        decision=Decision.EXPAND,
        what="Breakfast together",
    )

    def found(**query):
        return {row["id"] for row in api.get("cycles/", **query).json()["results"]}

    mine = {shared.pk, draft.pk, for_the_team.pk}
    assert found() == mine | {theirs.pk}
    assert found(own="true") == mine
    for query in (
        {"own": "false"}, {"driver": driver.pk}, {"team": cast.other_team.pk},
        {"scale": "one_room"}, {"status": "done"}, {"decision": "expand"}, {"words": "breakfast"},
        {"ramp": theirs.ramp_id}, {"owner": cast.other_center.pk}, {"stage": "spreading"},
    ):  # fmt: skip
        assert found(**query) == {theirs.pk}, query
    assert found(role="family") == set()


def test_begin_a_plan_once_however_often_it_is_sent(api, cast):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    given = {
        "what": "A photo at the door", "driver": driver.pk, "scale": "one_child_or_family",
        "starts_on": "2026-03-10", "token": str(uuid.uuid4()),
    }  # fmt: skip
    first = api.post("cycles/", given)
    assert first.status_code == 201
    assert api.post("cycles/", given).json()["id"] == first.json()["id"]
    with scopes_disabled():
        cycle = Cycle.objects.get()
    assert (cycle.status, cycle.what, cycle.scale) == (
        Status.DRAFT, "A photo at the door", Scale.ONE_CHILD_OR_FAMILY,
    )  # fmt: skip
    assert cycle.starts_on == date(2026, 3, 10)
    assert (first.json()["driver"], first.json()["team"]) == (driver.pk, cast.team.pk)


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(faculty=403, observer=403, others=201, anonymous=401)
)
def test_who_may_begin_a_plan(api, who, status):
    assert api.post("cycles/", {"what": "Try it"}, who).status_code == status


@pytest.mark.parametrize(
    ("given", "field"),
    (
        ({}, "what"),
        ({"what": "  "}, "what"),
        ({"what": "x", "scale": "huge"}, "scale"),
        ({"what": "x", "driver": 10**6}, "driver"),
        ({"what": "x", "team": 10**6}, "team"),
        ({"what": "x", "colour": "red"}, "colour"),
    ),
)
def test_what_cannot_be_a_plan_says_where(api, given, field):
    answer = api.post("cycles/", given)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    with scopes_disabled():
        assert not Cycle.objects.exists()


def test_somebody_on_two_teams_says_which(api, cast):
    RoleFactory(membership=cast.member, role="teacher", team=cast.other_team)
    assert list(api.post("cycles/", {"what": "x"}).json()["errors"]) == ["team"]
    made = api.post("cycles/", {"what": "x", "team": cast.other_team.pk})
    assert made.json()["team"] == cast.other_team.pk


def test_the_plan_changes_from_the_revision_one_read(api, shared):
    answer = api.patch(f"cycles/{shared.pk}/", {"revision": 1, "where": "At the door"})
    assert answer.status_code == 200
    assert (answer.json()["where"], answer.json()["revision"]) == ("At the door", 2)


def test_nothing_of_another_owner_is_overwritten(api, cast, shared):
    CycleOwnerFactory(cycle=shared, member=cast.teammate)
    theirs = {"revision": 1, "prediction": "All will come"}
    assert api.patch(f"cycles/{shared.pk}/", theirs, "teammate").status_code == 200
    mine = {"revision": 1, "prediction": "Half will come"}
    answer = api.patch(f"cycles/{shared.pk}/", mine)
    assert answer.status_code == 409
    said = answer.json()
    assert said["type"] == "urn:bsc:problem:changed-meanwhile"
    assert said["theirs"] == {"prediction": "All will come"}
    assert (said["changed_by"], said["revision"]) == (cast.teammate.user.name, 2)
    assert fresh(shared).prediction == "All will come"
    again = api.patch(f"cycles/{shared.pk}/", mine | {"revision": said["revision"]})
    assert again.json()["prediction"] == "Half will come"


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(member=200, observer=404, others=403, anonymous=401)
)
def test_owners_alone_rewrite(api, shared, who, status):
    given = {"revision": 1, "where": "Here"}
    assert api.patch(f"cycles/{shared.pk}/", given, who).status_code == status


@pytest.mark.parametrize(
    ("given", "field"),
    (
        ({"what": ""}, "what"),
        ({"starts_on": "2026-03-10", "ends_on": "2026-03-09"}, "ends_on"),
        ({"what_happened": "x" * 4001}, "what_happened"),
        ({"decision": "expand"}, "decision"),
        ({"owners": [10**6]}, "owners"),
    ),
)
def test_a_change_that_cannot_be_says_where(api, shared, given, field):
    answer = api.patch(f"cycles/{shared.pk}/", {"revision": 1} | given)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert fresh(shared).revision == 1


def test_a_cycle_that_would_end_before_it_begins_is_not_begun(api):
    given = {"what": "Wave", "starts_on": "2026-03-10", "ends_on": "2026-03-09"}
    answer = api.post("cycles/", given)
    assert answer.json()["errors"] == {"ends_on": ["The last day comes before the first day."]}
    with scopes_disabled():
        assert not Cycle.objects.exists()


def test_the_driver_is_chosen_in_the_first_cycle_only(api, cast, shared):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    second = CycleFactory(ramp=shared.ramp, number=2, started_by=cast.member)
    refused = api.patch(f"cycles/{second.pk}/", {"revision": 1, "driver": driver.pk})
    assert list(refused.json()["errors"]) == ["driver"]
    answer = api.patch(f"cycles/{shared.pk}/", {"revision": 1, "driver": driver.pk})
    assert answer.json()["driver"] == driver.pk


def test_teammates_are_let_in_and_the_first_writer_stays(api, cast, shared):
    given = {"revision": 1, "owners": [cast.family.pk]}
    owners = api.patch(f"cycles/{shared.pk}/", given).json()["owners"]
    assert {owner["id"] for owner in owners} == {cast.member.pk, cast.family.pk}
    refused = api.patch(f"cycles/{shared.pk}/", {"revision": 1, "owners": [cast.faculty.pk]})
    assert refused.status_code == 400


def test_the_story_is_told_after_posting_and_says_that_it_began(api, draft, shared):
    story = {"revision": 1, "carried_out": "as_planned", "what_happened": "Twelve came."}
    assert api.patch(f"cycles/{draft.pk}/", story).status_code == 403
    told = api.patch(f"cycles/{shared.pk}/", story).json()
    assert (told["what_happened"], told["status"]) == ("Twelve came.", "doing")


def test_post_start_decide_and_go_on(api, draft):
    path = f"cycles/{draft.pk}/"
    assert api.post(f"{path}start/").status_code == 403
    posted = api.post(f"{path}post/").json()
    assert (posted["status"], posted["posted_at"] is not None) == ("planned", True)
    assert api.post(f"{path}next/").status_code == 403
    assert api.post(f"{path}start/").json()["status"] == "doing"
    given = {"decision": "expand", "why": "It worked.", "next_step": "Two rooms"}
    stale = api.post(f"{path}decision/", given | {"revision": 1, "why": "?"})
    assert stale.status_code == 409
    revision = api.get(path).json()["revision"]
    done = api.post(f"{path}decision/", given | {"revision": revision}).json()
    assert (done["status"], done["decision"]) == ("done", "expand")
    following = api.post(f"{path}next/")
    assert following.status_code == 201
    assert (following.json()["number"], following.json()["what"]) == (2, "Two rooms")
    assert api.post(f"{path}next/").json()["id"] == following.json()["id"]


def test_a_decision_needs_one(api, shared):
    answer = api.post(f"cycles/{shared.pk}/decision/", {"revision": 1, "why": "So"})
    assert list(answer.json()["errors"]) == ["decision"]


def test_a_draft_is_thrown_away_and_what_was_posted_stays(api, draft, shared):
    assert api.delete(f"cycles/{shared.pk}/").status_code == 403
    assert api.delete(f"cycles/{draft.pk}/").status_code == 204
    with scopes_disabled():
        assert [cycle.pk for cycle in Cycle.objects.all()] == [shared.pk]


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(other_center=201, implementation=201, observer=404, others=403, anonymous=401),
)
def test_an_idea_is_taken_up_by_others_with_credit(api, cast, shared, who, status):
    answer = api.post(f"cycles/{shared.pk}/borrow/", {}, who)
    assert answer.status_code == status
    if status == 201:
        with scopes_disabled():
            taken = Ramp.objects.get(pk=answer.json()["ramp"])
        assert taken.borrowed_from_id == shared.ramp_id
        assert answer.json()["what"] == shared.what


def test_thanks_are_given_once_and_can_be_taken_back(api, shared):
    path = f"cycles/{shared.pk}/thanks/"

    def count():
        with scopes_disabled():
            return CycleThanks.objects.count()

    assert [api.put(path, who="leader").status_code for _ in range(2)] == [204, 204]
    assert count() == 1
    assert api.put(path).status_code == 403
    assert api.delete(path, who="leader").status_code == 204
    assert count() == 0


def test_a_teammate_goes_on_when_every_owner_has_left(api, cast, ramp):
    left = CycleFactory(ramp=ramp, number=2, started_by=cast.someone_who_left)
    assert api.post(f"cycles/{left.pk}/take-over/", who="other_center").status_code == 403
    owners = api.post(f"cycles/{left.pk}/take-over/").json()["owners"]
    assert cast.member.pk in {owner["id"] for owner in owners}


def test_another_collaboratives_cycle_is_not_there(api, cast):
    foreign = CycleFactory()
    assert api.get(f"cycles/{foreign.pk}/", "implementation").status_code == 404
    assert api.get("cycles/", "implementation").json()["count"] == 0


@pytest.fixture(params=(1, 3))
def reader(request, db):
    collaborative = CollaborativeFactory()
    for _ in range(request.param):
        team = CoreTeamFactory(collaborative=collaborative)
        cycle = CycleFactory(ramp=RampFactory(team=team))
        CycleOwnerFactory(cycle=cycle, member=MembershipFactory(collaborative=collaborative))
    member = MembershipFactory(collaborative=collaborative)
    RoleFactory(membership=member)
    return SimpleNamespace(member=member, slug=collaborative.slug, count=request.param)


@pytest.mark.parametrize(("path", "queries"), (("cycles/", 8), ("ramps/", 9)))
def test_the_number_of_queries_does_not_grow(
    client, reader, django_assert_num_queries, path, queries
):
    client.force_login(reader.member.user)
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/c/{reader.slug}/{path}")
    assert answer.json()["count"] == reader.count
