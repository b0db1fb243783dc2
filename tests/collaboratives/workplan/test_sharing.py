"""The plan at a glance, as a file, on paper, and under a link for a funder."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.workplan.models import PlanShare
from tests.cast import cast_gets
from tests.factories.workplan import (
    ActivityFactory,
    PlanShareFactory,
    TaskFactory,
    TaskOwnerFactory,
)

pytestmark = pytest.mark.django_db


def tasks(cast, count=1, **fields):
    activity = ActivityFactory(collaborative=cast.collaborative, title="Hold the calls")
    made = TaskFactory.create_batch(
        count,
        activity=activity,
        collaborative=cast.collaborative,
        due_on=timezone.localdate() - timedelta(days=3),
        **fields,
    )
    for task in made:
        TaskOwnerFactory(task=task, membership=cast.implementation)
    return made


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
@pytest.mark.parametrize("page", ("progress", "shares"))
def test_who_may_see_the_plan_at_a_glance_and_its_links(client, cast, page, who, status):
    assert cast.get(client, who, f"/workplan/{page}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, faculty=200, others=403))
@pytest.mark.parametrize("page", ("print/", "export.csv", "export.xlsx"))
def test_who_may_take_the_plan_along(client, cast, page, who, status):
    assert cast.get(client, who, f"/workplan/{page}") == status


def test_the_glance_says_in_a_table_what_the_picture_shows(client, cast):
    tasks(cast, 2)
    tasks(cast, 1, status="done")
    cast.sign_in(client, "implementation")
    text = client.get(cast.url("/workplan/progress/")).content.decode()
    assert "<svg" in text
    assert "1 of 3 tasks is done" in text
    assert "2 tasks are late" in text


def test_an_empty_plan_says_so(client, cast):
    cast.sign_in(client, "implementation")
    text = client.get(cast.url("/workplan/progress/")).content.decode()
    assert "There is no plan yet" in text


@pytest.mark.parametrize("count", (1, 3))
def test_the_glance_takes_a_constant_number_of_queries(
    client, cast, count, django_assert_num_queries
):
    tasks(cast, count)
    cast.sign_in(client, "implementation")
    client.get(cast.url("/workplan/progress/"))
    with django_assert_num_queries(7):
        client.get(cast.url("/workplan/progress/"))


def test_the_files_hold_what_the_filter_shows_and_no_formula(client, cast):
    tasks(cast, 1, title="=cmd()")
    tasks(cast, 1, title="Done already", status="done")
    cast.sign_in(client, "implementation")
    answer = client.get(cast.url("/workplan/export.csv?when=late"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[2] for row in rows] == ["Task", "'=cmd()"]
    assert rows[1][6] == cast.implementation.user.name
    assert "attachment" in answer["Content-Disposition"]
    sheet = load_workbook(
        io.BytesIO(client.get(cast.url("/workplan/export.xlsx?status=all")).content)
    ).active
    assert sheet.max_row == 3
    assert client.get(cast.url("/workplan/export.exe")).status_code == 404


@pytest.mark.parametrize("count", (1, 3))
def test_the_print_takes_a_constant_number_of_queries(
    client, cast, count, django_assert_num_queries
):
    tasks(cast, count)
    cast.sign_in(client, "implementation")
    client.get(cast.url("/workplan/print/"))
    with django_assert_num_queries(12):
        page = client.get(cast.url("/workplan/print/"))
    assert page.content.decode().count("Task ") >= count


def test_faculty_take_only_their_own_tasks_along(client, cast):
    tasks(cast, 1, title="Not theirs")
    [own] = tasks(cast, 1, title="Their own")
    TaskOwnerFactory(task=own, membership=cast.faculty)
    cast.sign_in(client, "faculty")
    text = client.get(cast.url("/workplan/export.csv")).content.decode()
    assert "Their own" in text
    assert "Not theirs" not in text


def make(client, cast, **more):
    token = "5f0c7f8e-6d5a-4b1e-9a51-3b3a1d2d6f10"
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    data = {"title": "The foundation", "until": day, "token": token} | more
    return client.post(cast.url("/workplan/shares/"), data)


def test_a_link_is_made_once_read_and_taken_back(client, cast, client_elsewhere):
    tasks(cast, 1, title="Secret title of a task", note="A note")
    cast.sign_in(client, "implementation")
    for _click in range(2):
        make(client, cast)
    with inside(cast.collaborative):
        share = PlanShare.objects.get()
    link = f"/plan/{share.code}/"
    assert link in client.get(cast.url("/workplan/shares/")).content.decode()

    page = client_elsewhere.get(link)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Hold the calls" in text
    assert cast.implementation.user.name not in text
    assert "Secret title" not in text
    assert "A note" not in text
    assert "The foundation" not in text
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in text

    stop = cast.url(f"/workplan/shares/{share.pk}/")
    client.post(stop)
    assert client_elsewhere.get(link).status_code == 404
    client.post(stop, {"again": "1"})
    assert client_elsewhere.get(link).status_code == 200
    with inside(cast.collaborative):
        actions = set(Entry.objects.values_list("action", flat=True))
    assert {"plan.shared", "plan.share_stopped", "plan.shared_again"} <= actions


def test_wrong_old_and_stopped_links_look_the_same(client, cast):
    old = PlanShareFactory(
        collaborative=cast.collaborative, expires_at=timezone.now() - timedelta(days=1)
    )
    stopped = PlanShareFactory(collaborative=cast.collaborative, revoked_at=timezone.now())
    codes = (old.code, stopped.code, "NOTACODE")
    answers = [client.get(f"/plan/{code}/") for code in codes]
    assert {answer.status_code for answer in answers} == {404}
    mains = {answer.content.split(b"<main")[1].split(b"</main>")[0] for answer in answers}
    assert len(mains) == 1


@pytest.mark.parametrize(
    ("until", "said"), (("2020-01-01", "This day is over."), ("2999-01-01", "Two years at most"))
)
def test_a_day_that_makes_no_sense_is_refused_and_the_rest_kept(client, cast, until, said):
    cast.sign_in(client, "implementation")
    text = make(client, cast, until=until).content.decode()
    assert said in text
    assert "The foundation" in text


@pytest.mark.parametrize("who", ("member", "faculty", "observer", "stranger"))
def test_nobody_else_takes_a_link_back(client, cast, who):
    share = PlanShareFactory(collaborative=cast.collaborative)
    status = cast.post(client, who, f"/workplan/shares/{share.pk}/")
    assert status == (404 if who == "stranger" else 403)


def test_names_in_titles_do_not_go_outside(client, cast):
    person = cast.member.user.name
    activity = ActivityFactory(
        collaborative=cast.collaborative,
        title=f"Visit {cast.team.name.upper()} with {person}, then {cast.team.name}s",
    )
    TaskFactory(collaborative=cast.collaborative, activity=activity, due_on=timezone.localdate())
    share = PlanShareFactory(collaborative=cast.collaborative)
    text = client.get(f"/plan/{share.code}/").content.decode()
    assert f"Visit … with …, then {cast.team.name}s" in text
    assert person not in text
