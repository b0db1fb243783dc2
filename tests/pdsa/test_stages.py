"""How far an idea has come: who says so, why, what tests decide, and taking it back."""

import pytest
from django.core.exceptions import ValidationError

from bsc.audit.models import Entry
from pdsa.enums import Stage
from pdsa.models import Cycle, Ramp, StageChange
from pdsa.queries import ramps_visible_to, stage_history
from pdsa.services.cycles import decide
from pdsa.services.stages import set_stage, undo_stage
from tests.cast import cast_gets
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.pdsa.pages import text_of

MAY = cast_gets(
    member=302, teammate=403, leader=302, family=403, other_center=403, faculty=403,
    implementation=403, observer=404,
)  # fmt: skip


def move(client, cast, ramp, stage="spreading", why="Two rooms asked.", seen="testing"):
    data = {"stage": stage, "why": why, "seen": seen}
    return client.post(cast.url(f"pdsa/ramps/{ramp.pk}/stage/"), data)


def stage_of(ramp):
    return Ramp.objects.get(pk=ramp.pk).stage


@pytest.mark.parametrize(("who", "status"), MAY)
def test_who_moves_an_idea(client, cast, shared, who, status):
    data = {"stage": "spreading", "why": "Two rooms asked.", "seen": "testing"}
    assert cast.post(client, who, f"pdsa/ramps/{shared.ramp_id}/stage/", data) == status


@pytest.mark.parametrize(("who", "status"), MAY)
def test_who_takes_it_back(client, cast, shared, inside, who, status):
    with inside():
        change = set_stage(
            ramp=shared.ramp, stage="spreading", why="So", by=cast.leader, seen="testing"
        )
    assert cast.post(client, who, f"pdsa/stages/{change.pk}/undo/") == status


def test_the_implementation_team_moves_its_own(client, cast):
    ramp = RampFactory(team=None, collaborative=cast.collaborative)
    CycleFactory(ramp=ramp, started_by=cast.implementation)
    assert move(cast.sign_in(client, "implementation"), cast, ramp).status_code == 302
    assert move(cast.sign_in(client, "faculty"), cast, ramp).status_code == 403


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.TESTING])
def test_to_any_stage_and_back_again(client, cast, shared, inside, stage):
    cast.sign_in(client, "leader")
    move(client, cast, shared.ramp, stage=stage)
    page = client.get(cast.url(f"pdsa/ramps/{shared.ramp_id}/"))
    assert "Two rooms asked." in page.content.decode()
    assert cast.leader.user.name in page.content.decode()
    with inside():
        assert stage_of(shared.ramp) == stage
    move(client, cast, shared.ramp, stage="testing", why="We try again.", seen=stage)
    with inside():
        assert stage_of(shared.ramp) == "testing"
        assert [(change.was, change.stage) for change in StageChange.objects.all()] == [
            ("testing", stage), (stage, "testing"),
        ]  # fmt: skip


def test_why_is_asked_and_nothing_is_lost(client, cast, shared, inside):
    page = move(cast.sign_in(client, "leader"), cast, shared.ramp, why="  ")
    form = page.context["stage_form"]
    assert (set(form.errors), form["stage"].value()) == ({"why"}, "spreading")
    with inside():
        assert stage_of(shared.ramp) == "testing"


def test_a_second_click_writes_nothing(client, cast, shared, inside):
    cast.sign_in(client, "leader")
    assert [move(client, cast, shared.ramp).status_code for _ in range(2)] == [302, 302]
    with inside():
        assert StageChange.objects.count() == 1


def test_two_people_at_once_the_second_is_told(client, cast, shared, inside):
    move(cast.sign_in(client, "member"), cast, shared.ramp, stage="implementing")
    page = move(cast.sign_in(client, "leader"), cast, shared.ramp, why="My words")
    assert "Somebody moved this idea to “Implementing” meanwhile." in page.content.decode()
    assert "My words" in page.content.decode()
    again = {
        "stage": "spreading",
        "why": "My words",
        "seen": page.context["stage_form"]["seen"].value(),
    }
    assert client.post(cast.url(f"pdsa/ramps/{shared.ramp_id}/stage/"), again).status_code == 302
    with inside():
        assert stage_of(shared.ramp) == "spreading"


def test_stopping_is_told_as_learning(client, cast, shared):
    cast.sign_in(client, "leader")
    move(client, cast, shared.ramp, stage="abandoned", why="Too loud for babies.")
    words = text_of(client.get(cast.url(f"pdsa/ramps/{shared.ramp_id}/")))
    assert "What we learned: Too loud for babies." in words
    assert "Saved. What you learned helps others choose." in words


class TestTakingItBack:
    def test_as_if_it_had_not_been(self, client, cast, shared, inside):
        move(cast.sign_in(client, "leader"), cast, shared.ramp)
        with inside():
            change = StageChange.objects.get()
        page = client.get(cast.url(f"pdsa/ramps/{shared.ramp_id}/")).content.decode()
        assert cast.url(f"pdsa/stages/{change.pk}/undo/") in page
        client.post(cast.url(f"pdsa/stages/{change.pk}/undo/"))
        with inside():
            assert (stage_of(shared.ramp), StageChange.objects.count()) == ("testing", 0)
            assert Entry.objects.filter(action="ramp.stage_undone").count() == 1

    def test_not_when_the_idea_has_moved_on(self, cast, shared, inside):
        with inside():
            first = set_stage(
                ramp=shared.ramp, stage="implementing", why="a", by=cast.leader, seen="testing"
            )
            set_stage(
                ramp=shared.ramp, stage="spreading", why="b", by=cast.leader, seen="implementing"
            )
            with pytest.raises(ValidationError, match="moved on"):
                undo_stage(change=first, by=cast.leader)
            assert stage_of(shared.ramp) == "spreading"

    def test_twice_is_once(self, cast, shared, inside):
        with inside():
            change = set_stage(
                ramp=shared.ramp, stage="spreading", why="a", by=cast.leader, seen="testing"
            )
            copy = StageChange.objects.get()
            undo_stage(change=change, by=cast.leader)
            undo_stage(change=copy, by=cast.leader)
            assert stage_of(shared.ramp) == "testing"

    def test_not_what_a_test_decided(self, cast, shared, inside):
        with inside():
            finish(shared, "ready")
            with pytest.raises(ValidationError, match="moved on"):
                undo_stage(change=StageChange.objects.get(), by=cast.leader)


def finish(cycle, decision, was=""):
    Cycle.objects.filter(pk=cycle.pk).update(decision=decision)
    decide(cycle=cycle, by=cycle.started_by, was=was)


class TestWhatTestsDecide:
    """A decision moves the idea, and the history says after which test."""

    def test_the_step_is_written_down(self, cast, shared, inside):
        with inside():
            finish(shared, "ready")
            change = StageChange.objects.get()
            assert (change.cycle, change.was, change.stage) == (shared, "testing", "implementing")
            assert change.by == cast.member

    def test_deciding_the_same_again_writes_nothing(self, shared, inside):
        with inside():
            finish(shared, "ready")
            finish(shared, "ready", was="ready")
            assert StageChange.objects.count() == 1

    def test_a_decision_taken_back_takes_its_step_back(self, shared, inside):
        with inside():
            finish(shared, "abandon")
            finish(shared, "expand", was="abandon")
            assert [change.stage for change in StageChange.objects.all()] == [
                "abandoned",
                "testing",
            ]

    def test_what_moves_nothing_is_no_step(self, shared, inside):
        with inside():
            finish(shared, "expand")
            assert not StageChange.objects.exists()

    @pytest.mark.parametrize(
        ("who", "stage", "steps"),
        (
            ("member", "abandoned", ["implementing", "abandoned"]),
            ("faculty", "abandoned", ["implementing", "abandoned"]),
            ("other_center", "implementing", ["implementing"]),
        ),
    )
    def test_a_hidden_test_tells_nobody_where_the_idea_went(
        self, client, cast, shared, inside, who, stage, steps
    ):
        kept = CycleFactory(
            ramp=shared.ramp, number=2, started_by=cast.member, visibility="team", why="Between us"
        )
        with inside():
            finish(shared, "ready")
            finish(kept, "abandon")
            reader = getattr(cast, who)
            assert ramps_visible_to(reader).get().seen_stage == stage
            assert [change.stage for change in stage_history(shared.ramp, reader)] == steps
        page = cast.sign_in(client, who).get(cast.url(f"pdsa/ramps/{shared.ramp_id}/"))
        assert ("Between us" in page.content.decode()) == (stage == "abandoned")
        found = client.get(cast.url(f"pdsa/?stage={stage}&from=others")).context["rows"]
        own = client.get(cast.url(f"pdsa/?stage={stage}")).context["rows"]
        assert {row.cycle.pk for row in [*found, *own]} >= {shared.pk}

    def test_a_hidden_first_step_leaves_it_in_testing(self, cast, shared, inside):
        kept = CycleFactory(ramp=shared.ramp, number=2, started_by=cast.member, visibility="team")
        with inside():
            finish(kept, "ready")
            assert ramps_visible_to(cast.other_center).get().seen_stage == "testing"
