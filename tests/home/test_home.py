"""Home: what to do next, for each persona, in a constant number of queries."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from django_scopes import scope

from bsc.home.steps import from_another_center, steps_of, trying_now
from collaboratives.models import Membership, MembershipRole
from pdsa.enums import Status
from tests.cast import cast_gets
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.factories.schedule import EventFactory
from tests.factories.workplan import ActivityFactory, TaskFactory, TaskOwnerFactory


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
@pytest.mark.parametrize("page", ("home/", "help/"))
def test_who_may_see_the_page(client, cast, who, status, page):
    assert cast.get(client, who, page) == status


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


def cycle_of(cast, team, owner, **fields):
    return CycleFactory(ramp=RampFactory(team=team), started_by=owner, **fields)


def task_of(cast, **fields):
    activity = ActivityFactory(collaborative=cast.collaborative)
    task = TaskFactory(activity=activity, **fields)
    TaskOwnerFactory(task=task, membership=cast.implementation)
    return task


def titles(cast, who):
    with within(cast):
        return [step.title for step in steps_of(getattr(cast, who), cast.collaborative)]


def test_without_anything_open_a_small_test_is_next(cast):
    assert titles(cast, "member") == ["Try something small"]
    assert titles(cast, "family") == ["Try something small"]


def test_ones_own_test_whose_day_has_come_is_next(cast):
    today = cast.collaborative.today()
    cycle_of(cast, cast.team, cast.member, status=Status.PLANNED, starts_on=today)
    cycle_of(
        cast, cast.team, cast.member, status=Status.PLANNED, starts_on=today + timedelta(days=1)
    )
    assert titles(cast, "member") == ["How did it go?"]
    assert titles(cast, "teammate") == ["Try something small"]


@pytest.mark.parametrize(
    ("day", "expected"),
    (
        (date(2026, 9, 3), "They are due on September 10. You can send them until September 25."),
        (
            date(2026, 9, 12),
            "They were due on September 10. You can still send them until September 25.",
        ),
        (date(2026, 9, 26), None),
    ),
)
def test_the_month_is_asked_of_those_who_may_send_it(cast, day, expected):
    with time_machine.travel(f"{day}T15:00:00Z", tick=False), within(cast):
        leader = steps_of(cast.leader, cast.collaborative)
        teacher = steps_of(cast.member, cast.collaborative)
    said = [step.text for step in leader if step.title == "Send the numbers for August 2026"]
    assert said == ([expected] if expected else [])
    assert "Send the numbers for August 2026" not in [step.title for step in teacher]


def test_a_team_sees_its_own_running_tests_and_one_from_elsewhere(cast):
    today = cast.collaborative.today()
    ours = cycle_of(cast, cast.team, cast.member, status=Status.DOING, starts_on=today)
    theirs = cycle_of(
        cast,
        cast.other_team,
        cast.other_center,
        status=Status.DONE,
        what_we_learned="Smaller was better.",
        finished_at=timezone.now(),
    )
    with within(cast):
        assert trying_now(cast.family, cast.collaborative) == [ours]
        assert from_another_center(cast.family) == theirs
        assert from_another_center(cast.other_center) is None


@pytest.mark.parametrize("count", (1, 3))
@pytest.mark.parametrize(
    ("who", "queries"), (("member", 17), ("faculty", 14), ("implementation", 39))
)
def test_queries_do_not_grow(client, cast, django_assert_num_queries, who, queries, count):
    today = cast.collaborative.today()
    for _ in range(count):
        cycle_of(cast, cast.team, cast.member, status=Status.DOING, starts_on=today)
        task_of(cast, due_on=today)
        EventFactory(
            collaborative=cast.collaborative,
            starts_at=timezone.now() + timedelta(days=3),
            ends_at=timezone.now() + timedelta(days=3, hours=1),
        )
    cast.sign_in(client, who)
    with django_assert_num_queries(queries):
        client.get(cast.url("home/"))


def test_the_next_date_is_called_what_it_is_called_in_the_readers_language(client, cast):
    EventFactory(
        collaborative=cast.collaborative,
        title="Family call",
        translations={"es": {"title": "Llamada de familias", "state": "machine draft"}},
        starts_at=timezone.now() + timedelta(days=3),
        ends_at=timezone.now() + timedelta(days=3, hours=1),
    )
    cast.family.user.language = "es"
    cast.family.user.save()
    cast.sign_in(client, "family")
    page = client.get(cast.url("home/")).content.decode()
    assert "Llamada de familias" in page
    assert "Family call" not in page
    cast.sign_in(client, "member")
    assert "Family call" in client.get(cast.url("home/")).content.decode()


def labels(client, cast, who):
    cast.sign_in(client, who)
    return [entry.label for entry in client.get(cast.url("home/")).context["navigation"]]


def test_the_menu_comes_from_rights_and_speaks_the_readers_words(client, cast):
    family, teacher = labels(client, cast, "family"), labels(client, cast, "member")
    assert family == teacher
    assert family[:4] == ["Home", "Try", "Count", "Talk"]
    assert "Workplan" not in family
    assert {"Workplan", "PDSAs", "Metrics", "Sent mail"} <= set(
        labels(client, cast, "implementation")
    )
    assert "Sent mail" not in labels(client, cast, "faculty")
    assert {"Board", "People", "Workplan"}.isdisjoint(labels(client, cast, "observer"))


@pytest.mark.parametrize(
    "who", ("member", "leader", "family", "faculty", "implementation", "observer")
)
def test_no_menu_leads_nowhere(client, cast, who):
    cast.sign_in(client, who)
    entries = client.get(cast.url("home/")).context["navigation"]
    answers = {entry.label: client.get(entry.url, follow=True).status_code for entry in entries}
    assert set(answers.values()) == {200}, answers


def test_somebody_with_two_hats_gets_both_parts(client, cast):
    with within(cast):
        MembershipRole.objects.create(
            collaborative=cast.collaborative, membership=cast.member, role="faculty"
        )
    cast.sign_in(client, "member")
    context = client.get(cast.url("home/")).context
    assert context["steps"]
    assert context["waiting"] == []


@pytest.mark.parametrize(
    ("who", "target"),
    (("member", "/c/{slug}/home/"), ("stranger", "/c/{other}/home/"), ("anonymous", "/sign-in/")),
)
def test_the_front_door_leads_to_the_one_collaborative(client, cast, who, target):
    cast.sign_in(client, who)
    response = client.get("/")
    other = cast.stranger.collaborative.slug
    assert response.status_code == 302
    assert response.url == target.format(slug=cast.collaborative.slug, other=other)


def test_the_front_door_lets_choose_between_two(client, cast):
    with within(cast):
        user = Membership.objects.get(pk=cast.member.pk).user
    other = cast.stranger.collaborative
    with scope(collaborative=other, organization=other.organization):
        second = Membership.objects.create(collaborative=other, user=user)
        MembershipRole.objects.create(collaborative=other, membership=second, role="faculty")
    client.force_login(user)
    found = client.get("/").context["collaboratives"]
    assert {each.slug for each in found} == {cast.collaborative.slug, other.slug}


def test_an_organization_admin_is_led_to_the_set_up_and_sees_no_content(client, cast):
    cast.sign_in(client, "organization_admin")
    context = client.get("/").context
    assert context["collaboratives"] == []
    assert context["organizations"] == [cast.collaborative.organization]


@pytest.mark.django_db
def test_health(client):
    assert client.get("/health/").content == b"ok"
