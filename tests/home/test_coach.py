"""The coach's queue."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from tests.cast import cast_gets
from tests.factories.pdsa import CycleCommentFactory, CycleFactory, CycleOwnerFactory, RampFactory
from tests.pdsa.conftest import hat  # noqa: F401 -- a fixture


@pytest.mark.parametrize(("who", "status"), cast_gets(faculty=200, implementation=200, others=403))
def test_who_has_the_queue(client, cast, who, status):
    assert cast.get(client, who, "coach/") == status


def waiting(client, cast, query=""):
    page = client.get(cast.url(f"coach/{query}"))
    return [each.title for each in page.context["page"]]


def test_the_longest_wait_comes_first_and_an_answer_clears_it(client, cast, hat):  # noqa: F811
    now = timezone.now()
    cycles = [
        CycleFactory(
            ramp=RampFactory(team=cast.team, idea=f"Since {days} days"),
            started_by=cast.member,
            posted_at=now - timedelta(days=days),
        )
        for days in (2, 9, 5)
    ]
    cast.sign_in(client, "faculty")
    assert waiting(client, cast) == ["Since 9 days", "Since 5 days", "Since 2 days"]
    assert "Waiting for 1 week, 2 days" in client.get(cast.url("coach/")).content.decode().replace(
        "\xa0", " "
    )
    CycleCommentFactory(cycle=cycles[1], hat=hat("teammate"))
    CycleCommentFactory(cycle=cycles[2], hat=hat("other_center"))
    assert waiting(client, cast) == ["Since 9 days", "Since 2 days"]


def test_answering_from_the_page_clears_it(client, cast):
    cycle = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)
    cast.sign_in(client, "faculty")
    (found,) = client.get(cast.url("coach/")).context["page"]
    page = client.get(found.url.split("#")[0])
    token = page.context["comment_form"]["token"].value()
    client.post(
        cast.url(f"pdsa/{cycle.pk}/comments/"), {"text": "I noticed the song.", "token": token}
    )
    assert waiting(client, cast) == []


def test_nobody_waiting(client, cast):
    page = cast.sign_in(client, "faculty").get(cast.url("coach/")).content.decode()
    assert "No one is waiting" in page
    assert "Read what centers are testing" in page


def test_the_second_page(client, cast):
    ramp = RampFactory(team=cast.team)
    for number in range(1, 28):
        CycleFactory(ramp=ramp, number=number, started_by=cast.member)
    cast.sign_in(client, "faculty")
    assert len(waiting(client, cast)) == 25
    assert len(waiting(client, cast, "?page=2")) == 2


@pytest.mark.parametrize("count", (1, 3))
def test_queries_do_not_grow(client, cast, count, django_assert_num_queries):
    for _ in range(count):
        cycle = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)
        CycleOwnerFactory(cycle=cycle, member=cast.teammate)
    cast.sign_in(client, "faculty")
    with django_assert_num_queries(9):
        page = client.get(cast.url("coach/"))
    assert len(page.context["page"]) == count


def test_results_wait_again_after_the_plan_was_answered(client, cast, hat):  # noqa: F811
    now = timezone.now()
    cycle = CycleFactory(
        ramp=RampFactory(team=cast.team, idea="The song"),
        started_by=cast.member,
        posted_at=now - timedelta(days=9),
    )
    answer = CycleCommentFactory(cycle=cycle, hat=hat("faculty"))
    with scopes_disabled():
        answer.created_at = now - timedelta(days=8)
        answer.save(update_fields=["created_at"])
    cast.sign_in(client, "faculty")
    assert waiting(client, cast) == []
    with scopes_disabled():
        cycle.status, cycle.finished_at = "done", now - timedelta(days=3)
        cycle.save(update_fields=["status", "finished_at"])
    (found,) = client.get(cast.url("coach/")).context["page"]
    assert (found.title, found.kind) == ("The song", "Results")
    assert found.since == now - timedelta(days=3)
    CycleCommentFactory(cycle=cycle, hat=hat("other_center"))
    assert waiting(client, cast) == []
