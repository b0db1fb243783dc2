"""Telling what happened, what was learned, and what comes next."""

import pytest

from bsc.audit.models import Entry
from pdsa.enums import Scale
from pdsa.models import Cycle
from tests.cast import cast_gets
from tests.factories.pdsa import CycleFactory, CycleOwnerFactory, RampFactory
from tests.pdsa.test_planning import seen

OWNER_ONLY = cast_gets(
    member=200, teammate=403, leader=403, family=403, other_center=403, faculty=403,
    implementation=403, observer=404,
)  # fmt: skip
TEAM_ONLY = cast_gets(
    member=302, teammate=302, leader=302, family=302, other_center=403, faculty=403,
    implementation=403, observer=404,
)  # fmt: skip


@pytest.fixture
def done(cast):
    """A cycle the team has learned from and wants to grow."""
    return CycleFactory(
        ramp=RampFactory(team=cast.team),
        started_by=cast.member,
        status="done",
        scale="one_teacher",
        what="Say hello",
        what_happened="They waved.",
        what_we_learned="Waving is easy.",
        decision="expand",
        next_step="Try it at both doors",
        who="Ana",
        look_at="Waves",
    )


def tell(client, cast, pk, step, **data):
    url = cast.url(f"pdsa/{pk}/finish/{step}/")
    return client.post(url, {"seen": seen(client, url)} | data)


@pytest.mark.parametrize(("who", "status"), OWNER_ONLY)
def test_who_tells_what_happened(client, cast, shared, who, status):
    assert cast.get(client, who, f"pdsa/{shared.pk}/finish/2/") == status


@pytest.mark.parametrize(("step", "status"), ((0, 404), (1, 200), (3, 200), (4, 404)))
def test_there_are_three_pages(client, cast, shared, step, status):
    assert cast.get(client, "member", f"pdsa/{shared.pk}/finish/{step}/") == status


def test_from_the_plan_to_a_decision(client, cast, shared, inside):
    cast.sign_in(client, "member")
    begin = client.get(cast.url(f"pdsa/{shared.pk}/finish/"))
    assert begin.url == cast.url(f"pdsa/{shared.pk}/finish/1/")
    tell(client, cast, shared.pk, 1, carried_out="differently", what_happened="It rained.")
    with inside():
        shared.refresh_from_db()
        assert shared.status == "doing"
    assert client.get(begin.url.replace("/1/", "/")).url.endswith("/finish/2/")
    tell(client, cast, shared.pk, 2, what_we_learned="Doors get crowded.", compared="mixed")
    response = tell(client, cast, shared.pk, 3, decision="adjust", why="Too wet")
    assert response.url == cast.url(f"pdsa/{shared.pk}/")
    with inside():
        shared.refresh_from_db()
        assert (shared.status, shared.decision, shared.carried_out) == (
            "done", "adjust", "differently",
        )  # fmt: skip
        assert shared.finished_at is not None


def test_what_happened_and_a_decision_are_needed(client, cast, shared):
    cast.sign_in(client, "member")
    assert set(tell(client, cast, shared.pk, 1).context["form"].errors) == {
        "carried_out", "what_happened",
    }  # fmt: skip
    assert set(tell(client, cast, shared.pk, 2).context["form"].errors) == {"what_we_learned"}
    assert set(tell(client, cast, shared.pk, 3).context["form"].errors) == {"decision"}


@pytest.mark.parametrize(
    ("decision", "stage"),
    (("expand", "testing"), ("abandon", "abandoned"), ("ready", "implementing")),
)
def test_the_idea_moves_with_the_decision(client, cast, shared, inside, decision, stage):
    cast.sign_in(client, "member")
    tell(client, cast, shared.pk, 3, decision=decision)
    with inside():
        shared.ramp.refresh_from_db()
        assert shared.ramp.stage == stage


def test_a_decision_taken_back_takes_the_stage_back(client, cast, shared, inside):
    cast.sign_in(client, "member")
    tell(client, cast, shared.pk, 3, decision="ready")
    tell(client, cast, shared.pk, 3, decision="adjust")
    with inside():
        shared.ramp.refresh_from_db()
        assert shared.ramp.stage == "testing"


def test_deciding_twice_is_deciding_once(client, cast, shared, inside):
    cast.sign_in(client, "member")
    url = cast.url(f"pdsa/{shared.pk}/finish/3/")
    data = {"seen": seen(client, url), "decision": "abandon"}
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    with inside():
        assert Entry.objects.filter(action="cycle.decided").count() == 1


def test_stopping_is_shown_as_learning(client, cast, shared):
    cast.sign_in(client, "member")
    url = cast.url(f"pdsa/{shared.pk}/finish/3/")
    page = client.post(url, {"seen": seen(client, url), "decision": "abandon"}, follow=True)
    assert "That is what a test is for." in page.content.decode()
    assert "Stopping early is learning too." in page.content.decode()
    assert "Plan the next test" not in page.content.decode()


def test_a_second_owners_words_are_met_not_lost(client, cast, shared, inside):
    CycleOwnerFactory(cycle=shared, member=cast.family)
    url = cast.url(f"pdsa/{shared.pk}/finish/2/")
    mark = seen(cast.sign_in(client, "member"), url)
    cast.sign_in(client, "family").post(url, {"seen": mark, "what_we_learned": "From home"})
    cast.sign_in(client, "member")
    page = client.post(url, {"seen": mark, "what_we_learned": "From the room"})
    assert page.context["changed_by"].pk == cast.family.pk
    assert [theirs.text for theirs in page.context["theirs"]] == ["From home"]
    assert page.context["form"]["what_we_learned"].value() == "From the room"
    with inside():
        shared.refresh_from_db()
        assert shared.what_we_learned == "From home"


def test_a_choice_changed_by_another_is_told_in_words(client, cast, shared):
    cast.sign_in(client, "member")
    url = cast.url(f"pdsa/{shared.pk}/finish/2/")
    mark = seen(client, url)
    data = {"seen": mark, "what_we_learned": "Yes"}
    client.post(url, data | {"compared": "better"})
    page = client.post(url, data | {"compared": "worse"})
    assert [theirs.text for theirs in page.context["theirs"]] == ["Better than we thought"]


@pytest.mark.parametrize(("who", "status"), cast_gets(
    member=302, teammate=403, leader=403, family=403, other_center=403, faculty=403,
    implementation=403, observer=404,
))  # fmt: skip
def test_who_says_that_it_has_started(client, cast, shared, inside, who, status):
    assert cast.post(client, who, f"pdsa/{shared.pk}/start/") == status
    with inside():
        shared.refresh_from_db()
        assert (shared.status == "doing") == (who == "member")
        assert (shared.starts_on == cast.collaborative.today()) == (who == "member")


@pytest.mark.parametrize(("who", "status"), TEAM_ONLY)
def test_who_plans_the_next_test(client, cast, done, inside, who, status):
    assert cast.post(client, who, f"pdsa/{done.pk}/next/") == status
    with inside():
        assert Cycle.objects.count() == (2 if status == 302 and who != "anonymous" else 1)


def test_the_next_test_drafts_itself_from_the_last(client, cast, done, inside):
    cast.sign_in(client, "teammate")
    response = client.post(cast.url(f"pdsa/{done.pk}/next/"))
    with inside():
        following = Cycle.objects.exclude(pk=done.pk).get()
    assert response.url == cast.url(f"pdsa/{following.pk}/plan/1/")
    assert (following.ramp_id, following.number, following.status) == (done.ramp_id, 2, "draft")
    assert (following.what, following.who, following.look_at) == (
        "Try it at both doors", "Ana", "Waves",
    )  # fmt: skip
    assert following.scale == Scale.ONE_ROOM
    assert following.started_by_id == cast.teammate.pk
    page = client.get(response.url)
    assert "What is different from last time?" in page.content.decode()
    assert "Waving is easy." in page.content.decode()


def test_an_adjusted_test_keeps_its_size(client, cast, done, inside):
    with inside():
        Cycle.objects.filter(pk=done.pk).update(decision="adjust", next_step="")
    cast.sign_in(client, "member").post(cast.url(f"pdsa/{done.pk}/next/"))
    with inside():
        following = Cycle.objects.exclude(pk=done.pk).get()
    assert (following.scale, following.what) == (Scale.ONE_TEACHER, "Say hello")


def test_two_people_begin_one_next_test(client, cast, done, inside):
    first = cast.sign_in(client, "member").post(cast.url(f"pdsa/{done.pk}/next/"))
    again = client.post(cast.url(f"pdsa/{done.pk}/next/"))
    assert first.url == again.url
    page = cast.sign_in(client, "teammate").post(cast.url(f"pdsa/{done.pk}/next/"), follow=True)
    assert f"{cast.member} has begun to plan the next test" in page.content.decode()
    with inside():
        assert Cycle.objects.count() == 2


def test_only_a_finished_test_has_a_next(client, cast, shared):
    assert cast.post(client, "member", f"pdsa/{shared.pk}/next/") == 403


def test_a_draft_has_no_ending(client, cast, draft):
    assert cast.get(client, "member", f"pdsa/{draft.pk}/finish/1/") == 403


def test_a_day_that_has_come_is_being_tried(client, cast, shared, inside):
    with inside():
        Cycle.objects.update(starts_on=cast.collaborative.today())
    page = cast.sign_in(client, "member").get(cast.url(f"pdsa/{shared.pk}/"))
    assert "Tell what happened" in page.content.decode()
    assert page.context["headline"].endswith("is trying this with one teacher.")
