"""What a team's report says: its numbers, what was tried, what is waiting, one question."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from bsc.reports import trying
from bsc.reports.services.settings import save_settings
from bsc.reports.speaking import content_of
from collaboratives.models import MembershipRole
from metrics.charts import chart_of, count_text, value_text
from metrics.periods import WEEK
from metrics.queries import metrics_in_use, series_for, up_to
from tests.factories.framework import PrimaryDriverFactory, SecondaryDriverFactory
from tests.factories.metrics import (
    ChartNoteFactory,
    ChartPhaseFactory,
    MetricFactory,
    MonthlySubmissionFactory,
    ValueFactory,
)
from tests.factories.pdsa import (
    CycleCommentFactory,
    PeerInvitationFactory,
    RampMetricFactory,
)
from tests.metrics.helpers import AUGUST, count_weeks, inside, page_of
from tests.reports.helpers import figures, reader_of, tags, text_of

APRIL = date(2026, 4, 6)

pytestmark = pytest.mark.django_db


def test_the_paper_says_what_the_page_says(client, cast, order, metric):
    text = text_of(order(cast.team))
    with inside(cast.team):
        found = metrics_in_use().get()
        week = series_for(cast.team, found, "week")
        month = up_to(series_for(cast.team, found, "month"), AUGUST)
        words = chart_of(week, name="x", uid="a", voice="family").words
    page = page_of(client, cast, "family", "metrics/measure/talks/")
    for sentence in (words.headline, *words.details):
        assert sentence in text
        assert sentence in page
    by_month = page_of(client, cast, "family", "metrics/measure/talks/?by=month")
    assert len(month.points) == 4
    for point in month.points:
        value = value_text(point.count, month.definition)
        counted = count_text(point.count, month.definition)
        assert f"{value} {counted}" in text
        assert value in by_month
        assert counted in by_month


def test_the_paper_is_tagged_and_says_what_it_is(cast, order):
    report = order(cast.team)
    reader = reader_of(report)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == f"{cast.team.name}: report for August 2026"
    assert cast.collaborative.name in text_of(report)
    (alternative,) = figures(reader)
    assert alternative.startswith("Families we talked with. ")
    kinds = [tag.get("/S", "") for tag in tags(root["/StructTreeRoot"])]
    assert [kind for kind in kinds if kind[:2] == "/H"][:2] == ["/H1", "/H2"]
    assert "/TH" in kinds


def test_plain_words_lead_and_the_fields_name_stands_beside_them(cast, order):
    text = text_of(order(cast.team))
    assert text.index("Families we talked with") < text.index("Share of families")


def test_two_measures_make_two_pages_and_eight_are_told_more_shortly(cast, order, metric, tried):
    other = MetricFactory(collaborative=cast.collaborative, name="Hard moments")
    count_weeks(cast.team, other, 17)
    for number in range(3):
        tried(f"Idea {number}", what_we_learned="Seven of nine families answered. " * 4)
    short = reader_of(order(cast.team))
    assert len(short.pages) == 2
    for more in MetricFactory.create_batch(6, collaborative=cast.collaborative):
        count_weeks(cast.team, more, 17)
    long = reader_of(order(cast.team))
    assert len(figures(long)) == 8
    assert len(long.pages) <= 4


def test_a_team_reads_on_its_own_what_it_counts_and_not_what_others_do(cast, order, metric):
    MetricFactory(collaborative=cast.collaborative, team=cast.team, name="Ours alone")
    MetricFactory(collaborative=cast.collaborative, team=cast.other_team, name="Theirs alone")
    MetricFactory(collaborative=cast.collaborative, stage="draft", name="Not yet")
    text = text_of(order(cast.team))
    assert "Ours alone" in text
    assert "Theirs alone" not in text
    assert "Not yet" not in text


def test_a_value_that_was_not_counted_stands_with_its_reason(cast, order, metric):
    ValueFactory(
        team=cast.team, metric=metric, grain="month", period_start=AUGUST,
        numerator=None, denominator=None, reason_missing="The creek came up.",
    )  # fmt: skip
    text = text_of(order(cast.team))
    assert "Families we talked with, August 2026: The creek came up." in text
    assert "There is no number for “Families we talked with” this month." in text


@pytest.mark.parametrize(("paper", "size"), (("letter", (612, 792)), ("a4", (595, 842))))
def test_letter_and_a4(cast, order, paper, size):
    with inside(cast.team):
        save_settings(
            collaborative=cast.collaborative, paper=paper, languages=["en"], by=cast.implementation
        )
    report = order(cast.team)
    box = reader_of(report).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size
    assert report.paper == paper


def test_a_report_in_spanish(cast, order):
    report = order(cast.team, language="es")
    assert reader_of(report).trailer["/Root"]["/Lang"] == "es"
    text = text_of(report)
    assert "agosto de 2026" in text
    with translation.override("es"):
        assert translation.gettext("Month by month") in text


def test_tests_stand_under_their_drivers(cast, order, tried):
    primary = PrimaryDriverFactory(framework__collaborative=cast.collaborative)
    first, second = (
        SecondaryDriverFactory(
            primary=primary, collaborative=cast.collaborative, number=f"1.{n}", position=n, plain=""
        )
        for n in (1, 2)
    )
    tried("A bell", driver=second)
    tried(
        "A note at the door", driver=first, number=2, status="done", decision="expand",
        what_we_learned="Seven of nine families answered.",
    )  # fmt: skip
    tried("Theirs", team=cast.other_team)
    text = text_of(order(cast.team))
    assert "What we tried in August 2026 (PDSA cycles)" in text
    note = "A note at the door, cycle 2: Grow it: try it with more Seven of nine families answered."
    order_of_parts = [
        f"1.1 {first.action}",
        note,
        f"1.2 {second.action}",
        "A bell, cycle 1: Planned",
    ]
    places = [text.index(part) for part in order_of_parts]
    assert places == sorted(places)
    assert "Theirs" not in text


@pytest.mark.parametrize(
    "fields",
    (
        {"status": "draft", "ends_on": None},
        {"starts_on": date(2026, 7, 28), "ends_on": date(2026, 7, 31), "status": "done"},
        {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 1)},
    ),
)
def test_what_is_a_draft_or_not_of_this_month_stays_out(cast, order, tried, fields):
    tried("A quiet idea", **fields)
    text = text_of(order(cast.team))
    assert "A quiet idea" not in text
    assert "No test began or ended in this month." in text
    assert "Nothing was tried this month. What could you try by next Tuesday?" in text


def test_a_test_that_ended_in_the_month_counts_whenever_it_began(cast, order, tried):
    tried(
        "A slow idea", starts_on=date(2026, 6, 1), ends_on=None, status="done", decision="adjust",
        finished_at=datetime(2026, 8, 31, 23, tzinfo=UTC),
    )  # fmt: skip
    tried(
        "A later idea", starts_on=date(2026, 6, 1), ends_on=None, status="done", decision="adjust",
        finished_at=datetime(2026, 9, 1, 5, tzinfo=UTC),
    )  # fmt: skip
    text = text_of(order(cast.team))
    assert "A slow idea, cycle 1" in text
    assert "A later idea" not in text


def test_what_is_the_teams_own_is_counted_and_never_named(cast, order, tried):
    tried("A quiet idea", visibility="team")
    text = text_of(order(cast.team))
    assert "A quiet idea" not in text
    assert "1 test is for your team and your coaches only. It stays off this paper." in text
    assert "Nothing was tried this month" not in text


def test_a_long_month_is_cut_and_says_so(cast, order, tried):
    for number in range(trying.MOST + 2):
        tried(f"Idea {number}")
    text = text_of(order(cast.team))
    assert text.count(", cycle 1: Planned") == trying.MOST
    assert "And 2 more tests." in text


def test_a_test_whose_day_has_passed_waits_for_its_story(cast, order, tried):
    tried("A bell")
    tried("A drum", starts_on=date(2026, 9, 1), ends_on=None)
    tried("A song", status="done", decision="adjust")
    text = text_of(order(cast.team))
    assert "What happened with “A bell”? Its day has passed." in text
    assert "“A drum”" not in text
    assert "“A song”" not in text


def test_a_plan_without_a_day_waits(cast, order, tried):
    said = "“A bell” has no day yet. Could it be by next Tuesday?"
    tried("A bell", starts_on=None, ends_on=None, posted_at=datetime(2026, 8, 31, tzinfo=UTC))
    tried("A drum", starts_on=None, ends_on=None, posted_at=datetime(2026, 9, 2, tzinfo=UTC))
    text = text_of(order(cast.team))
    assert said in text
    assert "A drum" not in text


def begin(metric, month):
    """Have the measure be counted from this month on."""
    with inside(metric):
        metric.definitions.update(from_month=month)


def test_months_that_are_not_sent_wait(cast, order, metric):
    begin(metric, date(2026, 6, 1))
    MonthlySubmissionFactory(team=cast.team, month=date(2026, 7, 1), status="submitted")
    said = "These numbers are not sent yet: June 2026 and August 2026."
    assert f"{said} The last ones can be sent until September 25." in text_of(order(cast.team))


@pytest.mark.parametrize(
    ("asked", "answered", "waits"),
    (
        ("Lovely work. Who helped you? Go on.", False, True),
        ("Who helped you?", True, False),
        ("Lovely work.", False, False),
    ),
)
def test_a_coachs_question_waits_for_an_answer(cast, order, tried, asked, answered, waits):
    cycle = tried("A bell")
    with inside(cast.team):
        hats = MembershipRole.objects.select_related("membership__user")
        coach, other, teammate = (
            hats.get(membership=person)
            for person in (cast.faculty, cast.other_center, cast.teammate)
        )
    made = CycleCommentFactory(cycle=cycle, hat=coach, text=asked)
    CycleCommentFactory(cycle=cycle, hat=other, text="And us?")
    with inside(cast.team):
        type(made).objects.update(created_at=datetime(2026, 8, 20, 12, tzinfo=UTC))
    if answered:
        CycleCommentFactory(cycle=cycle, hat=teammate, text="Ana.")
    text = text_of(order(cast.team))
    said = "A coach’s question of August 20 on “A bell” has no answer yet: “Who helped you?”"
    assert (said in text) is waits
    assert "And us?" not in text


def test_another_centers_test_is_asked_about_without_its_name(cast, order, tried):
    cycle = tried("Their bell", team=cast.other_team)
    invitation = PeerInvitationFactory(cycle=cycle, team=cast.team, by=cast.faculty)
    with inside(cast.team):
        type(invitation).objects.update(created_at=datetime(2026, 8, 20, tzinfo=UTC))
    text = text_of(order(cast.team))
    assert "A coach asks you to answer 1 test of another center." in text
    assert "Their bell" not in text


def test_nothing_waits(cast, order, metric):
    begin(metric, AUGUST)
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status="submitted")
    assert "Nothing is waiting." in text_of(order(cast.team))


def test_a_new_sign_of_change_is_asked_about_in_its_month_only(cast, metric, time_machine):
    """Five weeks above the line by the end of July are too few to judge, nine are enough."""
    team = cast.other_team
    for week in range(12):
        count_weeks(team, metric, 1, APRIL + WEEK * week, numerator=7 + week % 2 * 2)
    count_weeks(team, metric, 14, APRIL + WEEK * 12, numerator=14)

    def question(month):
        with inside(team):
            return content_of(cast.collaborative, team, month, "en").question

    assert question(date(2026, 7, 1)).asked == "nothing_tried"
    asked = question(AUGUST)
    assert (asked.asked, asked.about) == ("better", "Families we talked with")
    assert asked.since == "the week of June 22"
    time_machine.move_to("2026-10-08 15:00:00Z")
    assert question(date(2026, 9, 1)).asked == "nothing_tried"


def test_a_test_that_surprised_is_asked_about(cast, order, tried, metric):
    tried("A bell", status="done", decision="adjust", compared="worse")
    text = text_of(order(cast.team))
    assert "“A bell” did not go as you thought. What surprised you?" in text


def test_marks_on_charts_are_listed(cast, order, tried, metric):
    cycle = tried("A bell", status="done", decision="adjust")
    RampMetricFactory(ramp=cycle.ramp, metric=metric)
    assert "Test 1: A bell" in text_of(order(cast.team))


def test_what_was_decided_about_a_chart_stands_on_the_teams_paper_only(cast, order, metric):
    given = {"team": cast.team, "metric": metric, "by": cast.member}
    ChartNoteFactory(**given, day=date(2026, 6, 3), text="Two substitutes this week")
    ChartNoteFactory(**given, day=date(2026, 9, 9), text="The storm")
    ChartPhaseFactory(**given, starts_on=date(2026, 7, 20), reason="A note each day now.")
    text = text_of(order(cast.team))
    assert "Two substitutes this week" in text
    assert "A new phase begins: Jul 20, 2026. A note each day now." in text
    assert "The storm" not in text
    of_all = text_of(order())
    assert "Two substitutes" not in of_all
    assert "A note each day" not in of_all
