"""Where an idea went: a tree of what the reader may see, and the number of the others."""

import pytest

from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.pdsa.pages import text_of


@pytest.fixture
def travelled(cast):
    """From the first team to the second, on to a third, and by a hidden fourth to a fifth."""
    names = ("Elm", "Fir", "Gum")
    teams = [cast.team, cast.other_team] + [
        CoreTeamFactory(collaborative=cast.collaborative, name=f"{name} House") for name in names
    ]
    ramps = []
    for team, source, more in zip(
        teams,
        (None, 0, 1, 0, 3),
        (
            {"decision": "ready", "status": "done"},
            {"decision": "adjust", "status": "done"},
            {"status": "planned"},
            {"visibility": "team"},
            {"decision": "abandon", "status": "done"},
        ),
        strict=True,
    ):
        ramp = RampFactory(
            team=team, idea=f"Song of {team.name}",
            borrowed_from=None if source is None else ramps[source],
            stage={"ready": "implementing", "abandon": "abandoned"}.get(more.get("decision"), "testing"),
        )  # fmt: skip
        CycleFactory(ramp=ramp, started_by=cast.member, **more)
        ramps.append(ramp)
    return ramps


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=404))
def test_who_sees_the_travels(client, cast, travelled, who, status):
    assert cast.get(client, who, f"pdsa/ramps/{travelled[0].pk}/travels/") == status


def shape(places):
    return [(place.team, shape(place.places)) for place in places]


def test_the_tree_of_what_one_may_see(client, cast, travelled):
    page = cast.sign_in(client, "other_center").get(
        cast.url(f"pdsa/ramps/{travelled[2].pk}/travels/")
    )
    first, second = cast.team.name, cast.other_team.name
    assert shape(page.context["places"]) == [
        (first, [(second, [("Elm House", [])]), ("Gum House", [])])
    ]
    assert page.context["others"] == 0
    assert "Fir House" not in page.content.decode()
    words = text_of(page)
    assert "keeps its tests to itself" not in words
    assert "It came by way of another center." in words
    assert words.count("You came from here") == 1
    counts = page.context["counts"]
    assert (counts.tried, counts.adapted, counts.kept) == (3, 1, 1)


REACHED = (
    (
        ("member", "family", "leader", "faculty", "implementation"),
        "This idea travelled to 4 other centers.",
        "the 4 centers that took it up",
    ),
    (
        ("other_center",),
        "This idea travelled to 3 other centers.",
        "the 3 centers that took it up",
    ),
)


@pytest.mark.parametrize(
    ("who", "on_the_idea", "on_the_test"),
    [(who, *words) for people, *words in REACHED for who in people],
)
def test_hidden_borrowings_are_counted_for_the_source_and_for_staff(
    client, cast, travelled, inside, who, on_the_idea, on_the_test
):
    ramp = travelled[0]
    with inside():
        cycle = ramp.cycles.get()
    cast.sign_in(client, who)
    assert on_the_idea in text_of(client.get(cast.url(f"pdsa/ramps/{ramp.pk}/")))
    assert on_the_test in text_of(client.get(cast.url(f"pdsa/{cycle.pk}/")))


def test_the_source_is_told_how_many_keep_theirs_to_themselves(client, cast, travelled):
    page = cast.sign_in(client, "member").get(cast.url(f"pdsa/ramps/{travelled[0].pk}/travels/"))
    assert page.context["others"] == 1
    assert "Fir House" not in page.content.decode()
    assert "1 more center has this idea and keeps its tests to itself." in text_of(page)


def test_what_a_borrower_hides_is_a_number_for_its_source_only(client, cast, shared):
    """From the first team to the second, and from there to a third that keeps it to itself."""
    second = RampFactory(team=cast.other_team, borrowed_from=shared.ramp)
    CycleFactory(ramp=second, started_by=cast.other_center)
    third = CoreTeamFactory(collaborative=cast.collaborative)
    hidden = RampFactory(team=third, borrowed_from=second)
    CycleFactory(ramp=hidden, started_by=cast.member, visibility="team")
    path = cast.url(f"pdsa/ramps/{second.pk}/travels/")
    told = {
        who: cast.sign_in(client, who).get(path).context["others"]
        for who in ("member", "other_center")
    }
    assert told == {"member": 1, "other_center": 1}
    fourth = RampFactory(team=third, borrowed_from=shared.ramp)
    CycleFactory(ramp=fourth, started_by=cast.member, visibility="team")
    with_own = cast.sign_in(client, "other_center").get(path).context
    assert (with_own["others"], len(with_own["places"])) == (1, 1)


def test_a_coach_sees_every_center(client, cast, travelled):
    page = cast.sign_in(client, "faculty").get(cast.url(f"pdsa/ramps/{travelled[0].pk}/travels/"))
    assert page.context["others"] == 0
    assert shape(page.context["places"])[0][1][1] == ("Fir House", [("Gum House", [])])


@pytest.mark.parametrize("width", ("wide", "narrow"))
def test_the_drawing_names_only_what_one_may_see(client, cast, travelled, width):
    page = cast.sign_in(client, "other_center").get(
        cast.url(f"pdsa/ramps/{travelled[0].pk}/travels/")
    )
    drawn = page.context[width]
    assert "Gum House" in drawn
    assert "Fir House" not in drawn


def test_an_idea_that_stayed_at_home(client, cast, shared):
    page = cast.sign_in(client, "member").get(cast.url(f"pdsa/ramps/{shared.ramp_id}/travels/"))
    assert "It has not travelled yet" in page.content.decode()


@pytest.mark.parametrize("count", (1, 3))
def test_queries_do_not_grow(client, cast, shared, count, django_assert_num_queries):
    source = shared.ramp
    for _ in range(count):
        team = CoreTeamFactory(collaborative=cast.collaborative)
        source = RampFactory(team=team, borrowed_from=source)
        CycleFactory(ramp=source, started_by=cast.other_center)
    cast.sign_in(client, "member")
    with django_assert_num_queries(11):
        page = client.get(cast.url(f"pdsa/ramps/{shared.ramp_id}/travels/"))
    assert page.content.decode().count("<li>") >= count
