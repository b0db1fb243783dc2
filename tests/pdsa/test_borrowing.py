"""“We could try this”: a plan of one's own that names whose idea it was."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from collaboratives.enums import Role
from pdsa.models import Cycle, Ramp
from pdsa.queries import cycles_visible_to
from pdsa.services.borrowing import borrow
from pdsa.services.cycles import fingerprint, post_cycle, save_cycle
from tests.cast import cast_gets
from tests.factories import MembershipRoleFactory
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.pdsa.pages import text_of


@pytest.fixture
def idea(cast, driver):
    """What the first team shares: done, with something learned."""
    ramp = RampFactory(team=cast.team, idea="A song at the door", secondary_driver=driver)
    return CycleFactory(
        ramp=ramp, started_by=cast.member, what="Sing one song", status="done",
        decision="expand", what_we_learned="He sang along.",
    )  # fmt: skip


def take_up(client, cast, cycle, **data):
    """Open the page and send its form as it stands."""
    url = cast.url(f"pdsa/{cycle.pk}/borrow/")
    form = client.get(url).context["form"]
    sent = {"token": form["token"].value(), "known": form["known"].value() or ""}
    return client.post(url, sent | data)


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=403, family=403, other_center=200, faculty=403,
        implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_may_borrow(client, cast, idea, who, status):
    assert cast.get(client, who, f"pdsa/{idea.pk}/borrow/") == status


@pytest.mark.parametrize(
    ("more", "who", "status"),
    (
        ({"visibility": "team"}, "other_center", 404),
        ({"visibility": "team"}, "implementation", 403),
        ({"status": "draft"}, "other_center", 404),
    ),
)
def test_what_is_kept_cannot_be_borrowed(client, cast, more, who, status):
    kept = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member, **more)
    cast.sign_in(client, who)
    assert client.get(cast.url(f"pdsa/{kept.pk}/borrow/")).status_code == status
    sent = client.post(cast.url(f"pdsa/{kept.pk}/borrow/"), {"token": uuid.uuid4()})
    assert sent.status_code == status


def test_a_plan_of_ones_own_that_names_its_source(client, cast, idea, driver, inside):
    cast.sign_in(client, "other_center")
    answer = take_up(client, cast, idea)
    with inside():
        made = Cycle.objects.select_related("ramp").get(started_by=cast.other_center)
    assert answer.url == cast.url(f"pdsa/{made.pk}/plan/1/")
    assert (made.status, made.what, made.ramp.idea) == ("draft", "Sing one song", idea.ramp.idea)
    assert made.ramp.team_id == cast.other_team.pk
    assert made.ramp.borrowed_from_id == idea.ramp_id
    assert made.ramp.secondary_driver_id == driver.pk
    plan = client.get(answer.url).content.decode()
    assert "The idea came from <a" in plan
    assert cast.team.name in plan


def test_the_same_form_twice_makes_one_plan(client, cast, idea, inside):
    cast.sign_in(client, "other_center")
    url = cast.url(f"pdsa/{idea.pk}/borrow/")
    sent = {"token": str(uuid.uuid4()), "known": ""}
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.url == second.url
    with inside():
        assert Ramp.objects.filter(team=cast.other_team).count() == 1


def test_borrowing_again_offers_the_plan_there_is(client, cast, idea, inside):
    cast.sign_in(client, "other_center")
    plan = take_up(client, cast, idea).url
    url = cast.url(f"pdsa/{idea.pk}/borrow/")
    page = client.get(url)
    assert plan in page.content.decode()
    # A page from before that plan does not make another one; it tells first.
    stale = client.post(url, {"token": str(uuid.uuid4()), "known": ""})
    assert (stale.status_code, plan in stale.content.decode()) == (200, True)
    with inside():
        assert Ramp.objects.filter(team=cast.other_team).count() == 1
    assert take_up(client, cast, idea).status_code == 302
    with inside():
        assert Ramp.objects.filter(team=cast.other_team).count() == 2


def test_a_colleagues_draft_is_told_but_not_shown(client, cast, idea, inside):
    cast.sign_in(client, "other_center")
    plan = take_up(client, cast, idea).url
    MembershipRoleFactory(membership=cast.faculty, role=Role.TEACHER, team=cast.other_team)
    html = cast.sign_in(client, "faculty").get(cast.url(f"pdsa/{idea.pk}/borrow/")).content.decode()
    assert f"{cast.other_center.user.name} has begun to plan it" in html
    assert plan not in html


def test_somebody_on_two_teams_says_for_whom(client, cast, idea, inside):
    MembershipRoleFactory(membership=cast.implementation, role=Role.TEACHER, team=cast.other_team)
    cast.sign_in(client, "implementation")
    refused = take_up(client, cast, idea)
    assert refused.context["form"].errors["team"] == ["Choose who it is for."]
    take_up(client, cast, idea, team="none")
    with inside():
        assert Ramp.objects.get(borrowed_from=idea.ramp).team is None


def test_ones_own_team_is_not_offered(client, cast, idea):
    MembershipRoleFactory(membership=cast.member, role=Role.TEACHER, team=cast.other_team)
    page = cast.sign_in(client, "member").get(cast.url(f"pdsa/{idea.pk}/borrow/"))
    assert "team" not in page.context["form"].fields
    assert cast.team not in page.context["form"]._teams.values()


def test_the_implementation_teams_idea_can_be_borrowed(client, cast, inside):
    ramp = RampFactory(team=None, collaborative=cast.collaborative)
    cycle = CycleFactory(ramp=ramp, started_by=cast.implementation)
    assert take_up(cast.sign_in(client, "family"), cast, cycle).status_code == 302
    assert cast.get(client, "implementation", f"pdsa/{cycle.pk}/borrow/") == 403


def test_credit_goes_to_the_source_and_to_the_origin(client, cast, idea, inside):
    middle = RampFactory(team=cast.other_team, idea="Their song", borrowed_from=idea.ramp)
    cycle = CycleFactory(ramp=middle, started_by=cast.other_center)
    take_up(cast.sign_in(client, "implementation"), cast, cycle)
    with inside():
        made = Cycle.objects.get(started_by=cast.implementation)
    html = text_of(client.get(cast.url(f"pdsa/{made.pk}/plan/1/")))
    assert f"The idea came from {cast.other_team}. It began at {cast.team}." in html


@pytest.mark.parametrize(
    ("hidden", "says"),
    (
        ("source", "The idea came from another center. It began at {origin}."),
        ("origin", "The idea came from {source}."),
        ("both", "The idea came from another center."),
    ),
)
def test_credit_names_nobody_the_reader_may_not_see(client, cast, hidden, says):
    shown = {
        name: "team" if hidden in (name, "both") else "collaborative"
        for name in ("source", "origin")
    }
    origin = RampFactory(team=cast.team)
    CycleFactory(ramp=origin, started_by=cast.member, visibility=shown["origin"])
    source = RampFactory(
        collaborative=cast.collaborative,
        team__collaborative=cast.collaborative,
        borrowed_from=origin,
    )
    CycleFactory(ramp=source, started_by=cast.teammate, visibility=shown["source"])
    own = RampFactory(team=cast.other_team, borrowed_from=source)
    cycle = CycleFactory(ramp=own, started_by=cast.other_center)
    html = text_of(cast.sign_in(client, "other_center").get(cast.url(f"pdsa/{cycle.pk}/")))
    assert says.format(source=source.team, origin=origin.team) in html
    for name, team in (("source", source.team), ("origin", origin.team)):
        assert hidden not in (name, "both") or str(team) not in html


def test_own_words_are_in_ones_own_language_and_the_idea_keeps_its_name(cast, idea, inside):
    cast.other_center.user.language = "es"
    with inside():
        Cycle.objects.filter(pk=idea.pk).update(language="en")
        source = cycles_visible_to(cast.other_center).select_related("ramp__team").get(pk=idea.pk)
        made = borrow(source=source, team=cast.other_team, by=cast.other_center, token=uuid.uuid4())
        assert made.language == "en"
        save_cycle(
            cycle=made, by=cast.other_center, values={"what": "Cantar"},
            seen=fingerprint(made, ["what"]),
        )  # fmt: skip
        made.refresh_from_db()
        made.ramp.refresh_from_db()
        assert (made.language, made.ramp.idea) == ("es", "A song at the door")


class TestTheAuthorIsTold:
    """Their own list says who took an idea up, once it is posted."""

    @pytest.fixture
    def borrowed(self, cast, idea, inside):
        with inside():
            source = cycles_visible_to(cast.member).select_related("ramp__team").get(pk=idea.pk)
            return borrow(
                source=source, team=cast.other_team, by=cast.other_center, token=uuid.uuid4()
            )

    def told(self, client, cast, who="member"):
        return [
            team
            for _ramp, team in cast.sign_in(client, who).get(cast.url("pdsa/")).context["borrowed"]
        ]

    def test_when_it_is_posted(self, client, cast, borrowed, inside):
        assert self.told(client, cast) == []
        with inside():
            post_cycle(cycle=borrowed, by=cast.other_center)
        assert self.told(client, cast) == [cast.other_team.name]
        assert self.told(client, cast, "other_center") == []

    def test_not_of_what_they_may_not_see(self, client, cast, borrowed, inside):
        with inside():
            post_cycle(cycle=borrowed, by=cast.other_center)
            Cycle.objects.filter(pk=borrowed.pk).update(visibility="team")
        assert self.told(client, cast) == []

    def test_for_three_weeks(self, client, cast, borrowed, inside):
        with inside():
            post_cycle(cycle=borrowed, by=cast.other_center)
            Cycle.objects.update(posted_at=timezone.now() - timedelta(days=22))
        assert self.told(client, cast) == []

    def test_the_ideas_own_page_counts(self, client, cast, idea, borrowed, inside):
        page = cast.url(f"pdsa/ramps/{idea.ramp_id}/")
        assert "travelled" not in text_of(cast.sign_in(client, "member").get(page))
        with inside():
            post_cycle(cycle=borrowed, by=cast.other_center)
        assert "This idea travelled to 1 other center." in text_of(client.get(page))
