"""The self-assessment, the board and the agenda in a real browser."""

import pytest
from django_scopes import scopes_disabled

from centers.assessment.models import Rating
from collaboratives.community.models import Post
from tests.e2e.a11y import check_a11y
from tests.factories.assessment import AssessmentFactory, RoundFactory
from tests.factories.community import PostFactory, TopicFactory
from tests.factories.framework import PrimaryDriverFactory, SecondaryDriverFactory
from tests.factories.learning_sessions import AgendaItemFactory, LearningSessionFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assessment(cast):
    primary = PrimaryDriverFactory(framework__collaborative=cast.collaborative, number=1)
    for place in range(4):
        SecondaryDriverFactory(
            collaborative=cast.collaborative,
            primary=primary,
            position=place,
            assessment_statement=f"Statement {place}",
        )
    return AssessmentFactory(
        round=RoundFactory(collaborative=cast.collaborative), team=cast.team, started_by=cast.member
    )


def choose(page, statement, score):
    group = page.get_by_role("group", name=f"Statement {statement}")
    group.locator(f'input[value="{score}"]').check()


def saved(page):
    page.locator(".autosave", has_text="Saved").wait_for()


def scores(assessment):
    with scopes_disabled():
        rows = Rating.objects.filter(assessment=assessment).order_by("driver__position")
        return [float(row.score) for row in rows]


@pytest.mark.parametrize("width", (320, 375, 1280))
def test_the_scale_stands_in_one_row_with_words_as_large_as_digits(
    new_page, cast, assessment, width
):
    page = new_page(width, user=cast.family.user)
    page.goto(cast.url(f"assessment/{assessment.pk}/1/"))
    check_a11y(page)
    rows = page.evaluate(
        """() => [...document.querySelectorAll('.scale')].map(scale => ({
            tops: new Set([...scale.querySelectorAll('.scale-step')].map(e => e.offsetTop)).size,
            steps: scale.querySelectorAll('.scale-step').length,
            digit: parseFloat(getComputedStyle(scale.querySelector('.scale-step')).fontSize),
            word: parseFloat(getComputedStyle(scale.querySelector('.scale-words')).fontSize),
            height: scale.querySelector('.scale-step').offsetHeight}))"""
    )
    assert len(rows) == 4
    for row in rows:
        assert (row["tops"], row["steps"]) == (1, 7)
        assert row["word"] >= row["digit"]
        assert row["height"] >= 48


def test_two_pens_meet_without_loss(new_page, cast, assessment):
    path = cast.url(f"assessment/{assessment.pk}/1/")
    mine = new_page(375, user=cast.member.user)
    theirs = new_page(1280, user=cast.teammate.user)
    for page in (mine, theirs):
        page.goto(path)
    choose(mine, 0, "3")
    saved(mine)
    mine.get_by_text("1 of 4 statements have a number", exact=True).wait_for()
    choose(mine, 0, "3.5")  # one's own second thought is no clash
    saved(mine)
    choose(theirs, 1, "2")
    theirs.get_by_text(f"{cast.member.user.name} changed this just now.").wait_for()
    choose(theirs, 0, "1")
    theirs.get_by_text("Two of you changed this").wait_for()
    check_a11y(theirs)
    theirs.get_by_role("button", name="Take mine").click()
    theirs.wait_for_url(f"**{path}#statement-*")
    assert scores(assessment) == [1, 2]


def test_the_enter_key_takes_nothing_away(new_page, cast, assessment):
    page = new_page(1280, user=cast.member.user)
    page.goto(cast.url(f"assessment/{assessment.pk}/1/"))
    choose(page, 0, "2.5")
    saved(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("input[value='2.5']:checked").count() == 1
    assert scores(assessment) == [2.5]


def test_a_page_is_saved_without_javascript(new_page, cast, assessment):
    page = new_page(375, user=cast.teammate.user, javascript=False)
    page.goto(cast.url(f"assessment/{assessment.pk}/1/"))
    for place in range(4):
        choose(page, place, "2")
    page.get_by_role("button", name="Save and look at everything").click()
    page.get_by_text("Everything on the last page has the same number").wait_for()
    page.get_by_role("button", name="Yes, we agree").click()
    page.get_by_text("Your team agrees.").wait_for()
    assert scores(assessment) == [2, 2, 2, 2]


@pytest.mark.parametrize("javascript", (True, False))
def test_a_reply_joins_the_conversation(new_page, cast, javascript):
    topic = TopicFactory(author=cast.member, title="A feelings corner")
    PostFactory(topic=topic, author=cast.faculty, body="Where does it stand?")
    page = new_page(375, user=cast.family.user, javascript=javascript)
    page.goto(cast.url(f"board/{topic.pk}/"))
    page.get_by_role("button", name="Reply").click()
    page.locator("#reply").get_by_text("This field is required.").first.wait_for()
    page.get_by_label("Your reply").fill("By the window.")
    page.get_by_role("button", name="Reply").click()
    page.locator(".entry-body", has_text="By the window.").wait_for()
    assert page.get_by_label("Your reply").input_value() == ""
    if javascript:
        check_a11y(page)
    with scopes_disabled():
        assert [post.body for post in Post.objects.order_by("pk")] == [
            "Where does it stand?",
            "By the window.",
        ]


def test_an_item_is_taken_out_and_put_back(new_page, cast):
    session = LearningSessionFactory(collaborative=cast.collaborative, number=1)
    for place, title in enumerate(("Welcome", "Lunch", "Goodbye"), start=1):
        AgendaItemFactory(event=session, title=title, position=place)
    page = new_page(1280, user=cast.implementation.user)
    page.goto(cast.url(f"learning-sessions/{session.pk}/edit/"))
    titles = page.locator(".agenda-title")
    page.get_by_role("button", name="Move “Lunch” up").click()
    page.locator(".agenda > li:first-child .agenda-title", has_text="Lunch").wait_for()
    page.get_by_role("button", name="Take out “Lunch”").click()
    page.get_by_text("“Lunch” is out of the agenda.").wait_for()
    assert titles.all_text_contents() == ["Welcome", "Goodbye"]
    check_a11y(page)
    page.locator(".notice").get_by_role("button", name="Put it back").click()
    page.locator(".agenda > li:nth-child(3)").wait_for()
    assert titles.all_text_contents() == ["Lunch", "Welcome", "Goodbye"]
