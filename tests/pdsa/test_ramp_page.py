"""An idea's own page: its tests as a ramp and a list, as far as the reader may see them."""

from datetime import timedelta

import pytest

from tests.cast import cast_gets
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory, RampMetricFactory
from tests.pdsa.pages import text_of


@pytest.fixture
def ramp(cast, driver):
    """An idea of the first team: two shared tests, one for the team, one unposted."""
    made = RampFactory(team=cast.team, idea="A song at the door", secondary_driver=driver)
    RampMetricFactory(ramp=made, metric=MetricFactory(collaborative=cast.collaborative))
    day = cast.collaborative.today() - timedelta(days=60)
    for number, more in enumerate(
        (
            {"status": "done", "decision": "expand", "scale": "one_child_or_family", "what_we_learned": "He sang."},
            {"status": "done", "decision": "adjust", "scale": "one_room", "visibility": "team", "what": "Kept song"},
            {"status": "planned", "scale": "", "what": "Planned song"},
            {"status": "draft", "what": "Unposted song"},
        ),
        start=1,
    ):  # fmt: skip
        CycleFactory(
            ramp=made, number=number, started_by=cast.member,
            starts_on=day + timedelta(days=30 * number), **more,
        )  # fmt: skip
    return made


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=404))
def test_who_sees_an_idea(client, cast, ramp, who, status):
    assert cast.get(client, who, f"pdsa/ramps/{ramp.pk}/") == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(others=404, member=200, teammate=404, faculty=404)
)
def test_an_idea_nobody_has_posted_is_its_writers(client, cast, draft, who, status):
    assert cast.get(client, who, f"pdsa/ramps/{draft.ramp_id}/") == status


@pytest.mark.parametrize(
    ("who", "numbers"),
    (
        ("member", [1, 2, 3, 4]),
        ("teammate", [1, 2, 3]),
        ("faculty", [1, 2, 3]),
        ("other_center", [1, 3]),
    ),
)
def test_what_is_hidden_is_neither_drawn_nor_hinted_at(client, cast, ramp, who, numbers):
    page = cast.sign_in(client, who).get(cast.url(f"pdsa/ramps/{ramp.pk}/"))
    html = page.content.decode()
    assert [line.cycle.number for line in page.context["lines"]] == numbers
    for width in ("wide", "narrow"):
        drawn = page.context[width]
        assert [n for n in (1, 2, 3, 4) if f">{n}</text>" in drawn] == numbers
        assert [n for n in (1, 2, 3, 4) if f"Test {n}," in drawn] == numbers
    assert ("Kept song" in html) == (2 in numbers)
    assert ("Unposted song" in html) == (4 in numbers)
    assert f"{len(numbers)} tests of this idea so far" in text_of(page)


def test_the_list_leads_to_every_test(client, cast, ramp, inside):
    html = cast.sign_in(client, "member").get(cast.url(f"pdsa/ramps/{ramp.pk}/")).content.decode()
    with inside():
        cycles = list(ramp.cycles.all())
    with_links = [
        cast.url(f"pdsa/{cycle.pk}/plan/1/" if cycle.is_draft else f"pdsa/{cycle.pk}/")
        for cycle in cycles
    ]
    assert len(with_links) == 4
    assert [url for url in with_links if f'href="{url}"' not in html] == []


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    (
        ("family", ["From small to large"], ["Secondary driver"]),
        ("member", ["From small to large", "Focus area"], ["Secondary driver"]),
        ("faculty", ["The ramp", "Secondary driver"], ["Focus area"]),
    ),
)
def test_in_the_readers_words(client, cast, ramp, who, seen, unseen):
    words = text_of(cast.sign_in(client, who).get(cast.url(f"pdsa/ramps/{ramp.pk}/")))
    assert [word for word in seen if word not in words] == []
    assert [word for word in unseen if word in words] == []


@pytest.mark.parametrize("count", (1, 3))
def test_queries_do_not_grow(client, cast, count, django_assert_num_queries):
    ramp = RampFactory(team=cast.team)
    for number in range(1, count + 1):
        CycleFactory(
            ramp=ramp, number=number, started_by=cast.member, status="done", decision="expand"
        )
    cast.sign_in(client, "leader")
    with django_assert_num_queries(10):
        page = client.get(cast.url(f"pdsa/ramps/{ramp.pk}/"))
    assert len(page.context["lines"]) == count


def test_what_stopped_is_told_as_learning(client, cast):
    ramp = RampFactory(team=cast.team, stage="abandoned")
    CycleFactory(
        ramp=ramp, started_by=cast.member, status="done", decision="abandon",
        what_we_learned="Nine doors are too many.",
    )  # fmt: skip
    page = cast.sign_in(client, "other_center").get(cast.url(f"pdsa/ramps/{ramp.pk}/"))
    words = text_of(page)
    assert "What we learned Nine doors are too many." in words
    assert "fail" not in words.lower()


def test_borrowing_starts_from_the_last_test_that_went_on(client, cast, ramp):
    CycleFactory(
        ramp=ramp, number=5, started_by=cast.member, status="done", decision="abandon",
        what="Too loud",
    )  # fmt: skip
    page = cast.sign_in(client, "other_center").get(cast.url(f"pdsa/ramps/{ramp.pk}/"))
    assert page.context["to_borrow"].number == 1
    assert "We could try this" in page.content.decode()
    for who in ("member", "faculty"):
        page = cast.sign_in(client, who).get(cast.url(f"pdsa/ramps/{ramp.pk}/"))
        assert page.context["to_borrow"] is None
        assert "We could try this" not in page.content.decode()
