"""The steps of a task: added, ticked, put in order, removed; by htmx and without."""

import pytest
from django_scopes import scopes_disabled

from collaboratives.workplan.models import ChecklistItem
from tests.cast import cast_gets
from tests.factories.workplan import (
    ActivityFactory,
    ChecklistItemFactory,
    TaskFactory,
    TaskOwnerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(cast):
    made = TaskFactory(activity=ActivityFactory(collaborative=cast.collaborative))
    TaskOwnerFactory(task=made, membership=cast.faculty)
    return made


@pytest.fixture
def steps(task):
    return [ChecklistItemFactory(task=task, text=text, position=n) for n, text in enumerate("abc")]


def texts():
    with scopes_disabled():
        return list(ChecklistItem.objects.values_list("text", flat=True))


@pytest.mark.parametrize(("who", "status"), cast_gets(others=404, implementation=302, faculty=302))
def test_who_ticks(client, cast, task, steps, who, status):
    path = f"workplan/{task.pk}/steps/{steps[0].pk}/"
    assert cast.post(client, who, path, {"do": "tick"}) == status
    with scopes_disabled():
        step = ChecklistItem.objects.get(pk=steps[0].pk)
    assert (step.done_at is not None) == (who in ("implementation", "faculty"))


def test_a_step_of_another_task_is_not_found(client, cast, task, steps):
    other = TaskFactory(activity=task.activity)
    path = f"workplan/{other.pk}/steps/{steps[0].pk}/"
    assert cast.post(client, "implementation", path, {"do": "tick"}) == 404


def test_a_step_is_added_once_ticked_and_open_again(client, cast, task):
    cast.sign_in(client, "implementation")
    for _ in range(2):
        answer = client.post(cast.url(f"workplan/{task.pk}/steps/"), {"text": "Book the room"})
        assert answer.url == cast.url(f"workplan/{task.pk}/#steps")
    assert texts() == ["Book the room"]
    with scopes_disabled():
        step = ChecklistItem.objects.get()
    url = cast.url(f"workplan/{task.pk}/steps/{step.pk}/")
    client.post(url, {"do": "tick"})
    page = client.get(cast.url(f"workplan/{task.pk}/")).content.decode()
    assert "<s>Book the room</s>" in page
    assert cast.implementation.user.name in page
    assert "Ticked a step." in page
    client.post(url, {"do": "open"})
    with scopes_disabled():
        step = ChecklistItem.objects.get()
    assert (step.done_at, step.done_by) == (None, None)


def test_the_first_to_tick_stays_named(client, cast, task, steps):
    path = f"workplan/{task.pk}/steps/{steps[0].pk}/"
    for who in ("faculty", "implementation"):
        cast.post(client, who, path, {"do": "tick"})
    with scopes_disabled():
        assert ChecklistItem.objects.get(pk=steps[0].pk).done_by_id == cast.faculty.pk


def test_htmx_gets_the_steps_alone(client, cast, task, steps):
    cast.sign_in(client, "implementation")
    url = cast.url(f"workplan/{task.pk}/steps/{steps[0].pk}/")
    page = client.post(url, {"do": "tick"}, headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<div id="steps-of-task"')
    assert "<s>a</s>" in page


def test_order_and_removal(client, cast, task, steps):
    cast.sign_in(client, "implementation")
    first, second, third = (cast.url(f"workplan/{task.pk}/steps/{s.pk}/") for s in steps)
    client.post(first, {"do": "down"})
    assert texts() == ["b", "a", "c"]
    client.post(third, {"do": "up"})
    assert texts() == ["b", "c", "a"]
    client.post(second, {"do": "up"})
    assert texts() == ["b", "c", "a"]
    page = client.post(second, {"do": "remove"}, follow=True).content.decode()
    assert "Removed: b" in page
    assert texts() == ["c", "a"]


@pytest.mark.parametrize("text", ("", "x" * 201))
def test_a_step_without_words_or_with_too_many(client, cast, task, text):
    cast.sign_in(client, "implementation")
    page = client.post(
        cast.url(f"workplan/{task.pk}/steps/"), {"text": text}, follow=True
    ).content.decode()
    assert "Write what the step is" in page
    assert texts() == []


def test_a_task_has_no_more_than_forty(client, cast, task):
    for n in range(40):
        ChecklistItemFactory(task=task, text=f"Step {n}")
    cast.sign_in(client, "implementation")
    client.post(cast.url(f"workplan/{task.pk}/steps/"), {"text": "One more"})
    assert len(texts()) == 40


@pytest.mark.parametrize("rows", (1, 3))
def test_the_page_takes_a_constant_number_of_queries(
    client, cast, task, rows, django_assert_num_queries
):
    for n in range(rows):
        ChecklistItemFactory(task=task, done_at="2026-07-01T10:00Z", done_by=cast.faculty, text=f"{n}")  # fmt: skip
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(13):
        page = client.get(cast.url(f"workplan/{task.pk}/")).content.decode()
    assert page.count("<s>") == rows
