import re
from decimal import Decimal

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from centers.assessment.models import Assessment, DriverComment, Rating, Round
from centers.assessment.services import describe_move, follow_events, save_round
from collaboratives.schedule.enums import EventKind
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory
from tests.factories.assessment import (
    AssessmentFactory,
    DriverCommentFactory,
    RatingFactory,
    RoundFactory,
)
from tests.factories.framework import PrimaryDriverFactory, SecondaryDriverFactory
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db

TEAM_ONLY = {"others": 200, "other_center": 404, "observer": 404} | {
    "faculty": 404,
    "implementation": 404,
}


@pytest.fixture
def drivers(cast):
    """Four statements under one primary driver, number 1."""
    primary = PrimaryDriverFactory(framework__collaborative=cast.collaborative, number=1)
    return [
        SecondaryDriverFactory(
            collaborative=cast.collaborative, primary=primary, position=place, number=f"1.{place}"
        )
        for place in range(1, 5)
    ]


@pytest.fixture
def round_(cast):
    return RoundFactory(collaborative=cast.collaborative, name="Starting point", position=1)


@pytest.fixture
def assessment(cast, round_):
    return AssessmentFactory(round=round_, team=cast.team, started_by=cast.member)


@pytest.fixture
def settled(cast, round_):
    return AssessmentFactory(round=round_, team=cast.team, started_by=cast.member, settled=True)


def html(client, cast, who, path):
    return cast.sign_in(client, who).get(cast.url(path)).content.decode()


def opened(client, path):
    """What a browser would send from the page as it stands: every field with its value."""
    form = client.get(path).context["form"]
    return {b.html_name: "" if b.value() is None else b.value() for b in form}


def scores(assessment):
    with scopes_disabled():
        rows = Rating.objects.filter(assessment=assessment).order_by("driver__position")
        return [None if row.score is None else float(row.score) for row in rows]


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_everybody_sees_the_rounds(client, cast, drivers, assessment, who, status):
    assert cast.get(client, who, "assessment/") == status


def test_an_observer_reads_no_teams(client, cast, drivers, settled):
    page = html(client, cast, "observer", "assessment/")
    assert cast.team.name not in page
    assert "Fewer than 5 teams have agreed so far." in page


def test_an_observer_reads_means_of_five_teams(client, cast, drivers, round_):
    for score in (1, 2, 2, 3, 3):
        team = CoreTeamFactory(collaborative=cast.collaborative)
        each = AssessmentFactory(round=round_, team=team, settled=True)
        RatingFactory(assessment=each, driver=drivers[0], score=score)
    page = html(client, cast, "observer", "assessment/")
    assert "5 teams have agreed." in page
    assert "2.2" in page


@pytest.mark.parametrize(("who", "status"), cast_gets(**TEAM_ONLY))
def test_the_team_holds_the_pen(client, cast, drivers, assessment, who, status):
    assert cast.get(client, who, f"assessment/{assessment.pk}/1/") == status
    assert cast.get(client, who, f"assessment/{assessment.pk}/settle/") == status


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(**{k: 302 if v == 200 else v for k, v in TEAM_ONLY.items()})
)
def test_the_team_begins(client, cast, drivers, round_, who, status):
    path = f"assessment/rounds/{round_.pk}/start/{cast.team.pk}/"
    assert cast.post(client, who, path) == status
    with scopes_disabled():
        begun = Assessment.objects.filter(round=round_, team=cast.team).count()
    assert begun == (1 if status == 302 and who != "anonymous" else 0)


@pytest.mark.parametrize(
    ("who", "status"), cast_gets(**{k: 302 if v == 200 else v for k, v in TEAM_ONLY.items()})
)
def test_anybody_of_the_team_settles(client, cast, drivers, assessment, who, status):
    assert cast.post(client, who, f"assessment/{assessment.pk}/settle/") == status
    with scopes_disabled():
        assessment.refresh_from_db()
    assert assessment.is_settled is (status == 302 and who != "anonymous")


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        others=403, leader=302, other_center=404, observer=404, faculty=404, implementation=404
    ),
)
def test_a_leader_opens_it_again(client, cast, drivers, settled, who, status):
    assert cast.post(client, who, f"assessment/{settled.pk}/reopen/") == status
    with scopes_disabled():
        settled.refresh_from_db()
    assert settled.is_settled is (who != "leader")


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, other_center=404, observer=404))
def test_results_are_for_the_team_and_its_coaches(client, cast, drivers, settled, who, status):
    assert cast.get(client, who, f"assessment/teams/{cast.team.pk}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, faculty=200, implementation=200))
def test_all_teams_are_for_those_who_coach(client, cast, drivers, settled, who, status):
    assert cast.get(client, who, "assessment/teams/") == status


@pytest.mark.parametrize("path", ("assessment/rounds/new/", "assessment/rounds/{}/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_the_implementation_team_plans_rounds(client, cast, round_, path, who, status):
    assert cast.get(client, who, path.format(round_.pk)) == status


def test_numbers_wait_until_the_team_agrees(client, cast, drivers, assessment):
    RatingFactory(assessment=assessment, driver=drivers[0], score=2)
    path = f"assessment/teams/{cast.team.pk}/"
    assert "Nothing to see yet" in html(client, cast, "faculty", path)
    cast.post(client, "family", f"assessment/{assessment.pk}/settle/")
    assert drivers[0].assessment_statement in html(client, cast, "faculty", path)


def test_a_page_is_saved_and_leads_on(client, cast, drivers, assessment):
    second = PrimaryDriverFactory(framework=drivers[0].primary.framework, number=2)
    SecondaryDriverFactory(collaborative=cast.collaborative, primary=second)
    cast.sign_in(client, "family")
    path = cast.url(f"assessment/{assessment.pk}/1/")
    sent = opened(client, path)
    sent[f"score_{drivers[0].pk}"] = "2.5"
    sent[f"comment_{drivers[0].pk}"] = "In the toddler room."
    sent["comment_overall"] = "A good talk."
    answer = client.post(path, sent | {"go": "next"})
    assert answer.url == cast.url(f"assessment/{assessment.pk}/2/")
    with scopes_disabled():
        rating = Rating.objects.get()
        assert DriverComment.objects.get().text == "A good talk."
    assert (rating.score, rating.comment) == (Decimal("2.5"), "In the toddler room.")
    assert rating.rated_by_id == cast.family.pk


def test_the_last_page_leads_to_the_question(client, cast, drivers, assessment):
    cast.sign_in(client, "member")
    path = cast.url(f"assessment/{assessment.pk}/1/")
    answer = client.post(path, opened(client, path) | {"go": "next"})
    assert answer.url == cast.url(f"assessment/{assessment.pk}/settle/")
    later = client.post(path, opened(client, path) | {"go": "stop"})
    assert later.url == cast.url("assessment/")


def test_one_number_everywhere_is_asked_about_and_never_refused(client, cast, drivers, assessment):
    cast.sign_in(client, "member")
    path = cast.url(f"assessment/{assessment.pk}/1/")
    same = {f"score_{driver.pk}": "3" for driver in drivers}
    answer = client.post(path, opened(client, path) | same | {"go": "next"}, follow=True)
    assert scores(assessment) == [3, 3, 3, 3]
    assert "Everything on the last page has the same number" in answer.content.decode()


def test_the_row_has_seven_steps_and_four_words(client, cast, drivers, assessment):
    page = html(client, cast, "member", f"assessment/{assessment.pk}/1/")
    first = page[page.index('class="scale-steps"') : page.index('class="scale-words"')]
    assert re.findall(r'value="([\d.]+)"', first) == ["1", "1.5", "2", "2.5", "3", "3.5", "4"]
    assert "between “Not yet” and “Sometimes”" in first
    words = page[page.index('class="scale-words"') :].split("</p>")[0]
    assert re.findall(r'<span lang="en">([^<]+)</span>', words) == [
        "Not yet",
        "Sometimes",
        "Most of the time",
        "It is how we work",
    ]


def test_families_read_the_plain_words_first(client, cast, drivers, assessment):
    plain = f'<span lang="en">{drivers[0].plain}</span>'
    rated = f'<span lang="en">{drivers[0].assessment_statement}</span>'
    page = html(client, cast, "family", f"assessment/{assessment.pk}/1/")
    assert page.index(plain) < page.index(rated)
    page = html(client, cast, "member", f"assessment/{assessment.pk}/1/")
    assert page.index(rated) < page.index(plain)


@pytest.mark.parametrize("score", ("5", "0.5", "2.3", "x"))
def test_a_number_off_the_scale_is_refused(client, cast, drivers, assessment, score):
    cast.sign_in(client, "member")
    path = cast.url(f"assessment/{assessment.pk}/1/")
    field = f"score_{drivers[0].pk}"
    answer = client.post(path, opened(client, path) | {field: score})
    assert list(answer.context["form"].errors) == [field]
    assert scores(assessment) == []


def test_saving_while_choosing_answers_with_what_changed_only(client, cast, drivers, assessment):
    cast.sign_in(client, "member")
    path = cast.url(f"assessment/{assessment.pk}/1/")
    sent = opened(client, path) | {f"score_{drivers[1].pk}": "4"}
    answer = client.post(path, sent, headers={"hx-request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "1 of 4 statements have a number" in page
    assert f'value="1:4:" id="id_seen_{drivers[1].pk}" hx-swap-oob="true"' in page
    assert scores(assessment) == [4]


def test_a_number_can_be_taken_away_again(client, cast, drivers, assessment):
    RatingFactory(assessment=assessment, driver=drivers[0], score=2, comment="Not sure.")
    cast.sign_in(client, "member")
    path = cast.url(f"assessment/{assessment.pk}/1/")
    client.post(path, opened(client, path) | {"choose": f"clear-{drivers[0].pk}"})
    with scopes_disabled():
        rating = Rating.objects.get()
    assert (rating.score, rating.comment) == (None, "Not sure.")


class TestTwoPens:
    """Two people have the same page open."""

    @pytest.fixture
    def pages(self, client, cast, drivers, assessment):
        RatingFactory(assessment=assessment, driver=drivers[0], score=2, rated_by=cast.leader)
        self.path = cast.url(f"assessment/{assessment.pk}/1/")
        cast.sign_in(client, "member")
        return opened(client, self.path), opened(client, self.path)

    def test_different_statements_are_both_kept(self, client, cast, drivers, assessment, pages):
        mine, theirs = pages
        client.post(self.path, mine | {f"score_{drivers[0].pk}": "3"})
        cast.sign_in(client, "family")
        answer = client.post(self.path, theirs | {f"score_{drivers[1].pk}": "4"})
        assert scores(assessment) == [3, 4]
        page = answer.content.decode()
        assert f"{cast.member.user.name} changed this just now. The number is 3." in page

    def test_the_later_pen_sees_the_other_and_decides(
        self, client, cast, drivers, assessment, pages
    ):
        mine, theirs = pages
        key = drivers[0].pk
        client.post(self.path, mine | {f"score_{key}": "3", f"comment_{key}": "Songs help."})
        cast.sign_in(client, "family")
        theirs |= {f"score_{key}": "1", f"comment_{key}": "Not at pick-up."}
        answer = client.post(self.path, theirs)
        page = answer.content.decode()
        assert f"{cast.member.user.name} has 3, you have 1." in page
        assert "Songs help." in page
        assert "Not at pick-up." in page
        assert scores(assessment) == [3]
        kept = client.post(self.path, theirs | {"choose": f"theirs-{key}"})
        assert kept.url == f"{self.path}#statement-{key}"
        assert scores(assessment) == [3]
        client.post(self.path, theirs | {"choose": f"mine-{key}"})
        assert scores(assessment) == [1]
        with scopes_disabled():
            assert Rating.objects.get(driver=key).comment == "Not at pick-up."

    def test_saving_while_choosing_never_decides_by_itself(
        self, client, cast, drivers, assessment, pages
    ):
        mine, theirs = pages
        key = drivers[0].pk
        client.post(self.path, mine | {f"score_{key}": "3"})
        cast.sign_in(client, "family")
        theirs[f"score_{key}"] = "1"
        for _ in range(2):
            answer = client.post(self.path, theirs, headers={"hx-request": "true"})
            assert "Two of you changed this" in answer.content.decode()
            assert f'value="{theirs[f"seen_{key}"]}" id="id_seen_{key}"' in answer.content.decode()
        assert scores(assessment) == [3]

    def test_ones_own_lost_answer_is_no_clash(self, client, cast, drivers, assessment, pages):
        mine, _theirs = pages
        key = drivers[0].pk
        client.post(self.path, mine | {f"score_{key}": "3"}, headers={"hx-request": "true"})
        client.post(self.path, mine | {f"score_{key}": "3.5"}, headers={"hx-request": "true"})
        assert scores(assessment) == [3.5]

    def test_nothing_is_written_once_the_team_has_agreed(
        self, client, cast, drivers, assessment, pages
    ):
        mine, _theirs = pages
        with scopes_disabled():
            assessment.settled_at, assessment.settled_by = timezone.now(), cast.leader
            assessment.save()
        answer = client.post(self.path, mine | {f"score_{drivers[0].pk}": "4"})
        assert answer.url == cast.url(f"assessment/teams/{cast.team.pk}/")
        assert scores(assessment) == [2]


@pytest.fixture
def two_rounds(cast, drivers, round_):
    """Two settled rounds: a drop, a rise, the same, and one without a number before."""
    later = RoundFactory(collaborative=cast.collaborative, name="Before session two", position=2)
    for each, numbers in ((round_, (3, 2, 3, None)), (later, (2.5, 3, 3, 2))):
        made = AssessmentFactory(round=each, team=cast.team, started_by=cast.member, settled=True)
        for driver, score in zip(drivers, numbers, strict=True):
            RatingFactory(assessment=made, driver=driver, score=score, comment=f"In {each.name}")
        DriverCommentFactory(assessment=made, primary=drivers[0].primary)
    return later


def test_two_rounds_side_by_side(client, cast, two_rounds):
    page = html(client, cast, "member", f"assessment/teams/{cast.team.pk}/")
    assert (
        "Statements with a number in both rounds: 3. Higher than before: 1. The same: 1. Lower: 1."
        in page
    )
    changes = re.findall(r'<span aria-hidden="true">(.)</span> ([^<]+)</span>', page)
    # the last line is the mean of the area: 2.7, then 2.6
    assert changes == [
        ("▼", "0.5 lower"),
        ("▲", "1 higher"),
        ("=", "the same"),
        ("▼", "0.1 lower"),
    ]
    assert "Lower than last time? That is common, and often a good sign." in page
    assert "Starting point: In Starting point" in page


def test_the_picture_says_the_numbers_too(client, cast, two_rounds):
    page = html(client, cast, "faculty", f"assessment/teams/{cast.team.pk}/")
    titles = re.findall(r"<title>(Mean of each area[^<]+)</title>", page)
    assert len(titles) == 2
    assert "2.7, then 2.6." in titles[0]


def test_all_teams_by_name(client, cast, two_rounds):
    page = html(client, cast, "implementation", "assessment/teams/")
    assert page.index(f">{cast.team.name}<") < page.index(f">{cast.other_team.name}<")
    assert "0.1 lower" in page
    assert "not agreed yet" in page
    first = html(client, cast, "implementation", f"assessment/teams/?round={two_rounds.pk - 1}")
    assert "lower</span>" not in first


def test_a_round_keeps_its_distance_to_its_event(cast):
    event = EventFactory(collaborative=cast.collaborative, kind=EventKind.LEARNING_SESSION)
    day = timezone.localdate(event.starts_at, cast.collaborative.zone)
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        made = save_round(
            collaborative=cast.collaborative,
            by=cast.implementation,
            name="Before",
            due_on=day - timezone.timedelta(days=6),
            event=event,
        )
        assert describe_move([event]) == ["The self-assessment “Before” is due on another day."]
        event.starts_at += timezone.timedelta(days=14)
        follow_events([event], cast.implementation)
        made.refresh_from_db()
    assert made.due_on == day + timezone.timedelta(days=8)


def test_a_round_is_planned_once_and_named_in_two_languages(client, cast):
    cast.sign_in(client, "implementation")
    path = cast.url("assessment/rounds/new/")
    sent = opened(client, path) | {
        "name": "Starting point",
        "name_es": "Punto de partida",
        "due_on": "2026-04-01",
    }
    for _ in range(2):
        client.post(path, sent)
    with scopes_disabled():
        made = Round.objects.get()
    assert made.translations["es"]["name"] == "Punto de partida"
    path = cast.url(f"assessment/rounds/{made.pk}/")
    first, second = opened(client, path), opened(client, path)
    client.post(path, first | {"name": "At the start", "name_es": "Al inicio"})
    answer = client.post(path, second | {"name": "In the beginning"})
    assert "It now says: “At the start”" in answer.content.decode()
    with scopes_disabled():
        made.refresh_from_db()
    assert made.name == "At the start"


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(client, cast, drivers, rows, django_assert_num_queries):
    for place in range(rows):
        each = RoundFactory(collaborative=cast.collaborative, position=place)
        made = AssessmentFactory(round=each, team=cast.team, settled=True)
        RatingFactory(assessment=made, driver=drivers[place])
    cast.sign_in(client, "member")
    with django_assert_num_queries(8):
        client.get(cast.url("assessment/"))
    with django_assert_num_queries(11):
        client.get(cast.url(f"assessment/teams/{cast.team.pk}/"))


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_for_all_teams_do_not_grow(
    client, cast, drivers, two_rounds, rows, django_assert_num_queries
):
    for _ in range(rows):
        team = CoreTeamFactory(collaborative=cast.collaborative)
        made = AssessmentFactory(round=two_rounds, team=team, settled=True)
        RatingFactory(assessment=made, driver=drivers[0])
    cast.sign_in(client, "faculty")
    with django_assert_num_queries(14):
        client.get(cast.url("assessment/teams/"))


@pytest.mark.parametrize("rows", (1, 4))
def test_queries_of_a_page_do_not_grow(
    client, cast, drivers, assessment, rows, django_assert_num_queries
):
    for driver in drivers[:rows]:
        RatingFactory(assessment=assessment, driver=driver)
    cast.sign_in(client, "member")
    with django_assert_num_queries(12):
        client.get(cast.url(f"assessment/{assessment.pk}/1/"))
