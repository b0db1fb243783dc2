"""All that was tried under one secondary driver."""

import pytest

from tests.cast import cast_gets
from tests.factories.pdsa import CycleFactory, RampFactory


@pytest.fixture
def tried(cast, driver):
    """Three ideas of two teams; one is kept to its team, one is only a draft."""
    made = {}
    for name, team, stage, more in (
        ("Shared", cast.team, "testing", {"status": "done", "decision": "expand", "what_we_learned": "It helps."}),
        ("Spread", cast.other_team, "spreading", {"status": "done", "decision": "ready"}),
        ("Kept", cast.team, "testing", {"visibility": "team"}),
        ("Begun", cast.team, "testing", {"status": "draft"}),
    ):  # fmt: skip
        ramp = RampFactory(team=team, idea=f"{name} idea", stage=stage, secondary_driver=driver)
        CycleFactory(ramp=ramp, started_by=cast.member, what=f"{name} words", **more)
        made[name] = ramp
    return made


def ideas(page):
    return [card.ramp.idea for card in page.context["cards"]]


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_who_sees_the_page(client, cast, driver, tried, who, status):
    assert cast.get(client, who, f"pdsa/drivers/{driver.key}/") == status


def test_a_driver_of_another_collaborative_is_not_there(client, cast, their_driver):
    assert cast.get(client, "member", f"pdsa/drivers/{their_driver.key}-not-here/") == 404


@pytest.mark.parametrize(
    ("who", "expected"),
    (
        ("member", ["Spread idea", "Kept idea", "Shared idea"]),
        ("faculty", ["Spread idea", "Kept idea", "Shared idea"]),
        ("other_center", ["Spread idea", "Shared idea"]),
    ),
)
def test_the_ideas_one_may_read_the_furthest_first(client, cast, driver, tried, who, expected):
    page = cast.sign_in(client, who).get(cast.url(f"pdsa/drivers/{driver.key}/"))
    assert ideas(page) == expected
    html = page.content.decode()
    assert cast.other_team.name in html
    assert html.count('class="ramp-small"') == len(expected)
    assert "It helps." in html


def test_narrowed_to_a_stage(client, cast, driver, tried):
    cast.sign_in(client, "other_center")
    page = client.get(cast.url(f"pdsa/drivers/{driver.key}/?stage=spreading"))
    assert (ideas(page), page.context["total"]) == (["Spread idea"], 2)
    assert ideas(client.get(cast.url(f"pdsa/drivers/{driver.key}/?stage=nonsense"))) == [
        "Spread idea", "Shared idea",
    ]  # fmt: skip
    gone = client.get(cast.url(f"pdsa/drivers/{driver.key}/?stage=sustained"))
    assert "Show all ideas" in gone.content.decode()


def test_an_observer_reads_numbers_and_no_words(client, cast, driver, tried):
    page = cast.sign_in(client, "observer").get(cast.url(f"pdsa/drivers/{driver.key}/"))
    assert (page.context["ideas"], page.context["tests"]) == (2, 2)
    assert [number for _label, number in page.context["decisions"]] == [1, 0, 0, 1]
    html = page.content.decode()
    for word in ("Shared", "Spread", "It helps", cast.team.name, cast.other_team.name):
        assert word not in html


@pytest.mark.parametrize("count", (1, 3))
def test_queries_do_not_grow(client, cast, driver, count, django_assert_num_queries):
    for _ in range(count):
        ramp = RampFactory(team=cast.other_team, secondary_driver=driver)
        for number in (1, 2):
            CycleFactory(ramp=ramp, number=number, started_by=cast.other_center)
    cast.sign_in(client, "member")
    with django_assert_num_queries(10):
        page = client.get(cast.url(f"pdsa/drivers/{driver.key}/"))
    assert len(page.context["cards"]) == count


def test_the_second_page_keeps_the_stage(client, cast, driver):
    for _ in range(26):
        ramp = RampFactory(team=cast.team, secondary_driver=driver)
        CycleFactory(ramp=ramp, started_by=cast.member)
    cast.sign_in(client, "member")
    url = cast.url(f"pdsa/drivers/{driver.key}/?stage=testing")
    assert "?stage=testing&amp;page=2" in client.get(url).content.decode()
    assert len(client.get(f"{url}&page=2").context["cards"]) == 1


def test_nothing_tried_invites(client, cast, driver):
    html = (
        cast.sign_in(client, "family").get(cast.url(f"pdsa/drivers/{driver.key}/")).content.decode()
    )
    assert "Nobody has tried anything here yet" in html
    assert f"{cast.url('pdsa/new/')}?driver={driver.pk}" in html


@pytest.mark.parametrize("who", ("member", "observer"))
def test_the_framework_leads_here(client, cast, driver, tried, who):
    page = cast.sign_in(client, who).get(cast.url(f"framework/{driver.key}/")).content.decode()
    assert cast.url(f"pdsa/drivers/{driver.key}/") in page
