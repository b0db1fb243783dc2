"""Planning a test in five short steps."""

import uuid
from datetime import timedelta

import pytest

from bsc.audit.models import Entry
from collaboratives.enums import Role
from pdsa.models import Cycle, Ramp
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory

MAY_PLAN = cast_gets(faculty=403, observer=403, others=200)
OWNER_ONLY = cast_gets(
    member=200, teammate=403, leader=403, family=403, other_center=403, faculty=403,
    implementation=403, observer=404,
)  # fmt: skip


def start(client, cast, **data):
    given = {"what": "Say hello by name", "token": uuid.uuid4()} | data
    return client.post(cast.url("pdsa/new/"), given)


def seen(client, url):
    """Return the mark that the form on a page carries."""
    return client.get(url).context["form"]["seen"].value()


def save(client, cast, pk, step, **data):
    url = cast.url(f"pdsa/{pk}/plan/{step}/")
    return client.post(url, {"seen": seen(client, url)} | data)


@pytest.mark.parametrize(("who", "status"), MAY_PLAN)
def test_who_may_start_a_test(client, cast, who, status):
    assert cast.get(client, who, "pdsa/new/") == status


@pytest.mark.parametrize(("who", "status"), OWNER_ONLY)
def test_who_may_change_a_shared_plan(client, cast, shared, who, status):
    assert cast.get(client, who, f"pdsa/{shared.pk}/plan/4/") == status


@pytest.mark.parametrize("step", range(1, 6))
def test_every_step_is_the_owners(client, cast, shared, step):
    assert cast.get(client, "member", f"pdsa/{shared.pk}/plan/{step}/") == 200
    assert cast.get(client, "leader", f"pdsa/{shared.pk}/plan/{step}/") == 403


@pytest.mark.parametrize("method", ("get", "post"))
def test_leaders_and_implementation_cannot_rewrite_a_teachers_plan(
    client, cast, shared, inside, method
):
    for who in ("leader", "implementation", "teammate"):
        send = getattr(cast, method)
        assert send(client, who, f"pdsa/{shared.pk}/plan/4/") == 403
    with inside():
        assert Cycle.objects.get().prediction == ""


def test_looking_at_the_first_step_makes_nothing(client, cast, inside):
    cast.sign_in(client, "family").get(cast.url("pdsa/new/"))
    with inside():
        assert not Cycle.objects.exists()


def test_a_family_member_plans_and_posts(client, cast, inside):
    cast.sign_in(client, "family")
    response = start(client, cast)
    with inside():
        cycle = Cycle.objects.select_related("ramp").get()
        assert response.url == cast.url(f"pdsa/{cycle.pk}/plan/2/")
        assert (cycle.status, cycle.ramp.team_id) == ("draft", cast.team.pk)
    save(client, cast, cycle.pk, 2, scale="one_child_or_family")
    save(client, cast, cycle.pk, 3, who="Me", where="Home", starts_on="2026-03-17", ends_on="")
    save(client, cast, cycle.pk, 4, prediction="He will wave back.")
    response = save(client, cast, cycle.pk, 5, look_at="Did he wave?", visibility="collaborative")
    assert response.url == cast.url(f"pdsa/{cycle.pk}/")
    with inside():
        cycle.refresh_from_db()
        assert cycle.status == "planned"
        assert cycle.posted_at is not None
        assert (cycle.scale, cycle.who, cycle.look_at) == (
            "one_child_or_family", "Me", "Did he wave?",
        )  # fmt: skip
        assert cycle.ramp.idea == "Say hello by name"
        assert [owner.member_id for owner in cycle.owners.all()] == [cast.family.pk]
        assert Entry.objects.filter(action="cycle.posted").count() == 1


def test_leaving_and_coming_back_goes_on_with_the_draft(client, cast, draft):
    cast.sign_in(client, "member")
    save(client, cast, draft.pk, 4, prediction="A smile.")
    page = client.get(cast.url(f"pdsa/{draft.pk}/plan/4/"))
    assert page.context["form"]["prediction"].value() == "A smile."
    assert draft.what in client.get(cast.url("pdsa/new/")).content.decode()
    assert draft.what in client.get(cast.url("pdsa/")).content.decode()


def test_the_first_form_sent_twice_makes_one_draft(client, cast, inside):
    cast.sign_in(client, "member")
    token = uuid.uuid4()
    first, second = (start(client, cast, token=token) for _ in range(2))
    assert first.url == second.url
    with inside():
        assert Cycle.objects.count() == Ramp.objects.count() == 1


def test_a_token_of_another_person_starts_ones_own_test(client, cast, inside):
    token = uuid.uuid4()
    for who in ("member", "teammate"):
        cast.sign_in(client, who)
        start(client, cast, token=token)
    with inside():
        assert Cycle.objects.count() == 2


def test_posting_twice_posts_once(client, cast, draft, inside):
    cast.sign_in(client, "member")
    url = cast.url(f"pdsa/{draft.pk}/plan/5/")
    data = {"seen": seen(client, url), "look_at": "Faces", "visibility": "collaborative"}
    responses = [client.post(url, data) for _ in range(2)]
    assert {response.url for response in responses} == {cast.url(f"pdsa/{draft.pk}/")}
    with inside():
        assert Entry.objects.filter(action="cycle.posted").count() == 1


def test_what_is_missing_is_said_beside_the_field(client, cast, driver, inside):
    cast.sign_in(client, "member")
    response = start(client, cast, what="", driver=driver.pk)
    form = response.context["form"]
    assert form.errors["what"]
    assert form["driver"].value() == str(driver.pk)
    with inside():
        assert not Cycle.objects.exists()


def test_the_last_day_does_not_come_before_the_first(client, cast, draft):
    cast.sign_in(client, "member")
    response = save(
        client, cast, draft.pk, 3, who="Ana", starts_on="2026-03-17", ends_on="2026-03-16"
    )
    form = response.context["form"]
    assert form.errors["ends_on"] == ["The last day comes before the first day."]
    assert form["who"].value() == "Ana"


def test_a_day_within_the_week_is_suggested(client, cast, draft):
    cast.sign_in(client, "member")
    page = client.get(cast.url(f"pdsa/{draft.pk}/plan/3/"))
    suggested = page.context["form"]["starts_on"].value()
    today = cast.collaborative.today()
    assert today < suggested <= today + timedelta(days=7)


def test_big_first_tests_get_a_question_and_are_not_stopped(client, cast, draft, inside):
    cast.sign_in(client, "member")
    response = client.post(
        cast.url(f"pdsa/{draft.pk}/plan/2/"),
        {"scale": "center", "seen": seen(client, cast.url(f"pdsa/{draft.pk}/plan/2/"))},
        follow=True,
    )
    assert [question.step for question in response.context["asked"]] == [2]
    save(client, cast, draft.pk, 5, look_at="", visibility="team")
    with inside():
        assert Cycle.objects.get().status == "planned"


def test_the_last_step_shows_what_was_written(client, cast, draft):
    cast.sign_in(client, "member")
    page = client.get(cast.url(f"pdsa/{draft.pk}/plan/5/")).content.decode()
    assert draft.what in page
    assert "Step 5 of 5" in page


@pytest.mark.parametrize("step", (0, 6))
def test_there_are_five_steps(client, cast, draft, step):
    assert cast.get(client, "member", f"pdsa/{draft.pk}/plan/{step}/") == 404


def test_the_focus_area_keeps_the_release_it_was_chosen_under(client, cast, driver, inside):
    cast.sign_in(client, "member")
    start(client, cast, driver=driver.pk)
    with inside():
        ramp = Ramp.objects.select_related("release").get()
        assert (ramp.secondary_driver_id, ramp.release.version) == (driver.pk, 1)


def test_a_driver_of_another_collaborative_is_no_choice(client, cast, their_driver, inside):
    cast.sign_in(client, "member")
    assert start(client, cast, driver=their_driver.pk).context["form"].errors["driver"]
    with inside():
        assert not Ramp.objects.exists()


def test_the_address_of_a_driver_chooses_it(client, cast, driver):
    cast.sign_in(client, "member")
    page = client.get(cast.url(f"pdsa/new/?driver={driver.pk}"))
    assert page.context["form"]["driver"].value() == str(driver.pk)


def test_somebody_on_two_teams_says_for_which(client, cast, inside):
    second = CoreTeamFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=cast.leader, role=Role.TEAM_LEADER, team=second)
    cast.sign_in(client, "leader")
    assert start(client, cast).context["form"].errors["team"]
    assert start(client, cast, team=cast.other_team.pk).context["form"].errors["team"]
    start(client, cast, team=second.pk)
    with inside():
        assert Ramp.objects.get().team_id == second.pk


def test_the_implementation_team_tests_without_a_team_for_all_to_see(client, cast, inside):
    cast.sign_in(client, "implementation")
    start(client, cast)
    with inside():
        cycle = Cycle.objects.select_related("ramp").get()
    assert cycle.ramp.team_id is None
    save(client, cast, cycle.pk, 5, look_at="Answers", visibility="team")
    assert cast.get(client, "other_center", f"pdsa/{cycle.pk}/") == 200


def test_measures_and_other_writers_are_chosen_at_the_end(client, cast, draft, inside):
    metric = MetricFactory(collaborative=cast.collaborative)
    cast.sign_in(client, "member")
    data = {
        "look_at": "Faces",
        "visibility": "collaborative",
        "metrics": [metric.pk],
        "owners": [cast.family.pk],
    }
    save(client, cast, draft.pk, 5, **data)
    with inside():
        assert [row.metric_id for row in draft.ramp.metric_rows.all()] == [metric.pk]
        owners = {owner.member_id for owner in draft.owners.all()}
    assert owners == {cast.member.pk, cast.family.pk}
    assert cast.get(client, "family", f"pdsa/{draft.pk}/plan/4/") == 200


def test_nobody_of_another_center_is_made_an_owner(client, cast, draft, inside):
    cast.sign_in(client, "member")
    data = {"look_at": "", "visibility": "collaborative", "owners": [cast.other_center.pk]}
    assert save(client, cast, draft.pk, 5, **data).context["form"].errors["owners"]
    with inside():
        assert draft.owners.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=302, teammate=403, leader=403, family=403, other_center=403, faculty=403,
        implementation=403, observer=404,
    ),
)  # fmt: skip
def test_only_a_draft_can_be_thrown_away(client, cast, shared, draft, inside, who, status):
    assert cast.post(client, who, f"pdsa/{shared.pk}/discard/") == (
        403 if who == "member" else status
    )
    assert cast.post(client, who, f"pdsa/{draft.pk}/discard/") == (404 if status == 403 else status)
    with inside():
        assert Cycle.objects.filter(pk=shared.pk).exists()
        assert Cycle.objects.filter(pk=draft.pk).exists() == (who != "member")
        assert Ramp.objects.filter(pk=draft.ramp_id).exists() == (who != "member")


def test_a_change_after_posting_returns_to_the_test(client, cast, shared, inside):
    cast.sign_in(client, "member")
    response = save(client, cast, shared.pk, 4, prediction="A smile.")
    assert response.url == cast.url(f"pdsa/{shared.pk}/")
    with inside():
        shared.refresh_from_db()
        assert (shared.prediction, shared.status) == ("A smile.", "planned")
        assert shared.ramp.idea != shared.what


def test_someone_who_left_the_team_no_longer_edits(client, cast, inside):
    MembershipRoleFactory(membership=cast.someone_who_left, role=Role.TEACHER, team=cast.other_team)
    cycle = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.someone_who_left)
    assert cast.get(client, "someone_who_left", f"pdsa/{cycle.pk}/plan/1/") == 403


def test_a_teammate_goes_on_when_the_owners_have_left(client, cast, shared, inside):
    orphan = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.someone_who_left)
    assert cast.post(client, "teammate", f"pdsa/{shared.pk}/take-over/") == 403
    assert cast.post(client, "other_center", f"pdsa/{orphan.pk}/take-over/") == 403
    assert cast.post(client, "teammate", f"pdsa/{orphan.pk}/take-over/") == 302
    assert cast.get(client, "teammate", f"pdsa/{orphan.pk}/plan/1/") == 200


@pytest.mark.parametrize("count", (1, 3))
def test_the_last_step_asks_a_constant_number_of_questions(
    client, cast, draft, count, django_assert_num_queries
):
    for _ in range(count):
        MetricFactory(collaborative=cast.collaborative)
        person = MembershipFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(membership=person, role=Role.STAFF, team=cast.team)
    cast.sign_in(client, "member")
    with django_assert_num_queries(14):
        client.get(cast.url(f"pdsa/{draft.pk}/plan/5/"))
