"""Planning a test in five short steps."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from bsc.audit.models import Entry
from collaboratives.enums import Role
from pdsa.models import Cycle, Ramp
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory, MembershipRoleFactory
from tests.factories.framework import FrameworkReleaseFactory, SecondaryDriverFactory
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


@pytest.mark.parametrize("step", range(1, 6))
@pytest.mark.parametrize(("who", "status"), OWNER_ONLY)
def test_who_may_change_a_shared_plan(client, cast, shared, who, status, step):
    assert cast.get(client, who, f"pdsa/{shared.pk}/plan/{step}/") == status


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
    response = save(
        client, cast, cycle.pk, 5, look_at="Did he wave?", visibility="collaborative"
    )
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


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(client, cast, inside):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
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


def test_the_focus_area_keeps_the_release_it_was_chosen_under(client, cast, inside):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
    release = FrameworkReleaseFactory(framework=driver.primary.framework)
    cast.sign_in(client, "member")
    start(client, cast, driver=driver.pk)
    with inside():
        ramp = Ramp.objects.get()
        assert (ramp.secondary_driver_id, ramp.release_id) == (driver.pk, release.pk)


def test_a_driver_of_another_collaborative_is_no_choice(client, cast, inside):
    theirs = SecondaryDriverFactory()
    cast.sign_in(client, "member")
    assert start(client, cast, driver=theirs.pk).context["form"].errors["driver"]
    with inside():
        assert not Ramp.objects.exists()


def test_the_address_of_a_driver_chooses_it(client, cast):
    driver = SecondaryDriverFactory(collaborative=cast.collaborative)
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
    assert cast.post(client, who, f"pdsa/{draft.pk}/discard/") == (
        404 if status == 403 else status
    )
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


class TestTwoPeopleAtOnce:
    """The second sees what the first wrote, and keeps what they typed."""

    def test_the_same_words(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        mark = seen(client, url)
        client.post(url, {"seen": mark, "prediction": "First"})
        response = client.post(url, {"seen": mark, "prediction": "Second"})
        assert [theirs.text for theirs in response.context["theirs"]] == ["First"]
        assert response.context["form"]["prediction"].value() == "Second"
        with inside():
            shared.refresh_from_db()
            assert (shared.prediction, shared.revision) == ("First", 2)
        again = {
            "seen": response.context["form"]["seen"].value(),
            "prediction": "First and second",
        }
        assert client.post(url, again).status_code == 302
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "First and second"

    def test_different_steps_do_not_meet(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        steps = [cast.url(f"pdsa/{shared.pk}/plan/{step}/") for step in (2, 4)]
        marks = [seen(client, url) for url in steps]
        client.post(steps[0], {"seen": marks[0], "scale": "one_room"})
        assert client.post(steps[1], {"seen": marks[1], "prediction": "Yes"}).status_code == 302
        with inside():
            shared.refresh_from_db()
            assert (shared.scale, shared.prediction) == ("one_room", "Yes")

    def test_a_form_without_its_mark_overwrites_nothing(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        save(client, cast, shared.pk, 4, prediction="Mine")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        assert client.post(url, {"prediction": "Other"}).status_code == 200
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "Mine"


class TestSavingWhileTyping:
    """Each pause saves the draft; the page gets the mark of what now stands."""

    HTMX = {"HX-Request": "true"}

    def test_the_first_words_make_the_draft_and_it_grows(self, client, cast, inside):
        cast.sign_in(client, "member")
        token = uuid.uuid4()
        for what in ("Say", "Say hello"):
            answer = client.post(
                cast.url("pdsa/new/"), {"what": what, "token": token}, headers=self.HTMX
            )
            assert answer.status_code == 204
        with inside():
            assert [cycle.what for cycle in Cycle.objects.all()] == ["Say hello"]
            assert Ramp.objects.get().idea == "Say hello"
        start(client, cast, token=token, what="Say hello to all")
        with inside():
            assert Cycle.objects.get().what == "Say hello to all"

    def test_the_new_mark_lets_the_form_go_on(self, client, cast, draft, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/4/")
        mark = seen(client, url)
        answer = client.post(url, {"seen": mark, "prediction": "A"}, headers=self.HTMX)
        new_mark = answer.content.decode().split('value="')[1].split('"')[0]
        assert client.post(url, {"seen": new_mark, "prediction": "AB"}).status_code == 302
        with inside():
            draft.refresh_from_db()
            assert draft.prediction == "AB"

    def test_half_a_form_is_saved_too(self, client, cast, draft, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/1/")
        data = {"seen": seen(client, url), "what": ""}
        assert client.post(url, data, headers=self.HTMX).status_code == 200

    def test_another_persons_words_are_not_overwritten(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        mark = seen(client, url)
        client.post(url, {"seen": mark, "prediction": "First"})
        answer = client.post(url, {"seen": mark, "prediction": "Second"}, headers=self.HTMX)
        assert answer.status_code == 409
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "First"

    def test_an_impossible_value_is_not_saved(self, client, cast, draft):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/3/")
        data = {"seen": seen(client, url), "starts_on": "soon"}
        assert client.post(url, data, headers=self.HTMX).status_code == 422


def test_the_plan_page_asks_a_constant_number_of_questions(
    client, cast, draft, django_assert_num_queries
):
    for _ in range(3):
        SecondaryDriverFactory(collaborative=cast.collaborative)
        MetricFactory(collaborative=cast.collaborative)
    cast.sign_in(client, "member")
    with django_assert_num_queries(1):
        client.get(cast.url(f"pdsa/{draft.pk}/plan/5/"))
    assert timezone.now()
