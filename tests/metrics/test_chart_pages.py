"""The pages around a chart: its kind, notes, new phases, points left out, all teams together."""

import csv
import re
from datetime import date
from io import StringIO

import pytest

from metrics.models import ChartExclusion, ChartNote, ChartPhase
from metrics.periods import WEEK
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.metrics import (
    ChartExclusionFactory,
    ChartNoteFactory,
    ChartPhaseFactory,
    ValueFactory,
)
from tests.metrics.helpers import MAY, count_weeks, inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

ADDRESS = "metrics/measure/talks/"
DECIDERS = {"leader": 302, "faculty": 302, "implementation": 302}
YES = {"different": "yes", "known": "yes", "wanted": "yes", "lasting": "yes"}
QUESTION = "Should a new phase begin there?"
CALM = (7, 9, 7, 9, 8, 9, 7, 9, 7, 8, 9, 7)


@pytest.fixture
def rising(cast, metric):
    """Thirteen better weeks of the other team after twelve calm ones: a phase is suggested."""
    for week, reached in enumerate((*CALM, *[14] * 13)):
        ValueFactory(
            team=cast.other_team, metric=metric, period_start=MAY - WEEK * 12 + WEEK * week,
            numerator=reached,
        )  # fmt: skip
    leader = MembershipFactory(collaborative=cast.collaborative)
    MembershipRoleFactory(membership=leader, role="team_leader", team=cast.other_team)
    cast.other_leader = leader
    return cast.other_team


def of(team, path="", by="week"):
    return f"{ADDRESS}{path}?team={team.pk if team else 'all'}&by={by}"


def standing(cast, model):
    with inside(cast.team):
        return list(model.objects.filter(undone_at__isnull=True))


def send(client, cast, who, address, data):
    return cast.sign_in(client, who).post(cast.url(address), data, follow=True)


class TestKinds:
    def test_the_run_chart_comes_first_and_says_why_there_are_no_limits(self, client, cast, rising):
        page = page_of(client, cast, "other_leader", f"{ADDRESS}?kind=p")
        assert "Your numbers have moved." in page
        assert "Upper" not in page
        staff = page_of(client, cast, "faculty", of(rising))
        assert "Limits of something that is moving" in staff

    def test_limits_on_demand_with_a_column_of_their_own(self, client, cast, metric):
        for week, reached in enumerate(CALM * 2):
            ValueFactory(
                team=cast.other_team, metric=metric, period_start=MAY - WEEK * 12 + WEEK * week,
                numerator=reached,
            )  # fmt: skip
        plain = page_of(client, cast, "faculty", of(cast.other_team))
        limits = page_of(client, cast, "faculty", of(cast.other_team) + "&kind=p")
        assert "The limits rest on" not in plain
        assert "The limits rest on" in limits
        assert len(re.findall(r">[\d.]+% to [\d.]+%<", limits)) == 16 + 8
        assert "&amp;by=month&amp;kind=p" in limits

    def test_an_unknown_kind_is_a_run_chart(self, client, cast, metric):
        assert "Every value is the same." in page_of(client, cast, "member", f"{ADDRESS}?kind=zz")


class TestNotes:
    DATA = {"day": "2026-06-03", "text": "Two substitutes <this> week."}

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(
            member=302, teammate=302, leader=302, family=302,
            other_center=404, faculty=302, implementation=302, observer=404,
        ),
    )  # fmt: skip
    def test_who_may_write_one(self, client, cast, metric, who, status):
        assert cast.post(client, who, of(cast.team, "note/"), self.DATA) == status

    @pytest.mark.parametrize(
        ("who", "status"), cast_gets(faculty=302, implementation=302, others=403)
    )
    def test_who_may_write_one_for_all_teams(self, client, cast, metric, who, status):
        assert cast.post(client, who, of(None, "note/"), self.DATA) == status

    def test_it_is_lettered_in_drawing_list_and_table(self, client, cast, metric):
        for _time in range(2):
            answer = send(client, cast, "member", of(cast.team, "note/"), self.DATA)
        assert len(standing(cast, ChartNote)) == 1
        page = answer.content.decode()
        assert "Your note is on the chart." in page
        assert "Two substitutes &lt;this&gt; week." in page
        assert '<strong class="chart-letter">a</strong>' in page
        assert f"{cast.member.user.name}, Sept. 8, 2026" in page

    @pytest.mark.parametrize("day", ("2026-05-03", "2026-09-09", "someday", ""))
    def test_a_day_outside_the_chart_is_told_and_the_words_are_kept(
        self, client, cast, metric, day
    ):
        answer = send(client, cast, "member", of(cast.team, "note/"), self.DATA | {"day": day})
        assert answer.context["form"].errors["day"]
        assert "Two substitutes &lt;this&gt; week." in answer.content.decode()
        assert standing(cast, ChartNote) == []

    def test_a_note_has_two_hundred_characters(self, client, cast, metric):
        answer = send(
            client, cast, "member", of(cast.team, "note/"), self.DATA | {"text": "x" * 201}
        )
        assert answer.context["form"].errors["text"]

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(
            member=200, teammate=403, leader=403, family=403,
            other_center=404, faculty=403, implementation=403, observer=404,
        ),
    )  # fmt: skip
    def test_only_its_writer_changes_a_note(self, client, cast, metric, who, status):
        note = ChartNoteFactory(team=cast.team, metric=metric, by=cast.member, day=MAY)
        assert cast.get(client, who, f"metrics/charts/note/{note.pk}/") == status

    def test_a_changed_note(self, client, cast, metric):
        note = ChartNoteFactory(team=cast.team, metric=metric, by=cast.member, day=MAY)
        address = f"metrics/charts/note/{note.pk}/?by=week"
        page = page_of(client, cast, "member", address)
        assert note.text in page
        send(client, cast, "member", address, self.DATA)
        assert [row.text for row in standing(cast, ChartNote)] == [self.DATA["text"]]

    def test_a_note_taken_back_in_another_tab_keeps_what_was_typed(self, client, cast, metric):
        note = ChartNoteFactory(
            team=cast.team, metric=metric, by=cast.member, day=MAY, undone_at="2026-09-08T12:00Z",
            undone_by=cast.member,
        )  # fmt: skip
        answer = send(client, cast, "member", f"metrics/charts/note/{note.pk}/", self.DATA)
        page = answer.content.decode()
        assert "taken back meanwhile" in page
        assert "Two substitutes &lt;this&gt; week." in page

    def test_there_is_no_note_without_a_chart(self, client, cast):
        assert cast.get(client, "faculty", of(cast.team, "note/")) == 404


class TestPhases:
    DATA = YES | {"starts_on": "2026-06-01", "reason": "Every room has a corner."}

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(**DECIDERS, member=403, teammate=403, family=403, other_center=404, observer=404),
    )
    def test_who_may_decide(self, client, cast, metric, who, status):
        assert cast.post(client, who, of(cast.team, "phase/"), self.DATA) == status

    @pytest.mark.parametrize(
        ("who", "status"), cast_gets(faculty=302, implementation=302, others=403)
    )
    def test_who_may_decide_for_all_teams(self, client, cast, metric, who, status):
        assert cast.post(client, who, of(None, "phase/"), self.DATA) == status

    def test_the_data_contact_may(self, client, cast, metric):
        person = MembershipFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(
            membership=person, role="teacher", team=cast.team, is_data_contact=True
        )
        cast.contact = person
        assert cast.post(client, "contact", of(cast.team, "phase/"), self.DATA) == 302

    def test_the_rule_suggests_the_first_point_of_the_run(self, client, cast, rising):
        page = page_of(client, cast, "other_leader", of(rising))
        assert "13 values in a row lie on the better side" in page
        address = re.search(r'href="[^"]*/(metrics/[^"]*/phase/[^"]*from=[^"]*)"', page)[1]
        answer = cast.sign_in(client, "other_leader").get(cast.url(address.replace("&amp;", "&")))
        assert answer.context["form"].initial["starts_on"] == MAY.isoformat()

    def test_who_does_not_decide_is_not_asked(self, client, cast, rising):
        assert QUESTION not in page_of(client, cast, "other_center", of(rising))

    def test_four_times_yes_begins_a_phase_and_the_chart_says_so(self, client, cast, rising):
        data = self.DATA | {"starts_on": MAY.isoformat()}
        for _time in range(2):
            answer = send(client, cast, "other_leader", of(rising, "phase/"), data)
        [phase] = standing(cast, ChartPhase)
        assert (phase.starts_on, phase.by_id) == (MAY, cast.other_leader.pk)
        page = answer.content.decode()
        assert "The reason given: Every room has a corner." in page
        assert f"Decided by {cast.other_leader.user.name} on Sept. 8, 2026." in page
        assert QUESTION not in page

    @pytest.mark.parametrize("question", sorted(YES))
    def test_one_no_leaves_the_line_and_keeps_what_was_typed(self, client, cast, metric, question):
        answer = send(client, cast, "leader", of(cast.team, "phase/"), self.DATA | {question: "no"})
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Then leave the line as it is for now" in page
        assert len(answer.context["doubts"]) == 1
        assert "Every room has a corner." in page
        assert standing(cast, ChartPhase) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        (
            ("reason", ""),
            ("starts_on", MAY.isoformat()),  # divides nothing
            ("starts_on", "2026-06-02"),
            ("starts_on", "x"),
            ("known", ""),
        ),
    )
    def test_what_is_missing_is_said_beside_the_field(self, client, cast, metric, field, value):
        answer = send(client, cast, "leader", of(cast.team, "phase/"), self.DATA | {field: value})
        assert list(answer.context["form"].errors) == [field]
        assert standing(cast, ChartPhase) == []

    def test_somebody_else_was_first(self, client, cast, metric):
        ChartPhaseFactory(
            team=cast.team, metric=metric, by=cast.faculty, starts_on=date(2026, 6, 1)
        )
        page = send(client, cast, "leader", of(cast.team, "phase/"), self.DATA).content.decode()
        assert f"{cast.faculty.user.name} had already begun a phase there." in page
        assert [row.by_id for row in standing(cast, ChartPhase)] == [cast.faculty.pk]

    def test_one_point_cannot_be_divided(self, client, cast, metric):
        ValueFactory(team=cast.other_team, metric=metric, period_start=date(2026, 8, 31))
        page = page_of(client, cast, "faculty", of(cast.other_team, "phase/"))
        assert "Too early for a phase" in page


class TestPointsLeftOut:
    DATA = {"period": "2026-06-01", "reason": "The creek was over the road."}

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(**DECIDERS, member=403, teammate=403, family=403, other_center=404, observer=404),
    )
    def test_who_may(self, client, cast, metric, who, status):
        assert cast.post(client, who, of(cast.team, "leave-out/"), self.DATA) == status

    def test_it_says_that_the_number_stays(self, client, cast, metric):
        page = page_of(client, cast, "leader", of(cast.team, "leave-out/"))
        assert "This does not remove the number." in page

    def test_the_point_is_hollow_and_its_number_stays(self, client, cast, metric):
        for _time in range(2):
            answer = send(client, cast, "leader", of(cast.team, "leave-out/"), self.DATA)
        assert len(standing(cast, ChartExclusion)) == 1
        page = answer.content.decode()
        assert "Left out: The creek was over the road." in page
        assert page.count("8 of 16") == 16
        answer = cast.sign_in(client, "leader").get(cast.url(of(cast.team, "numbers.csv")))
        rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[5][2:4] == ["8.00", "16.00"]

    @pytest.mark.parametrize(
        ("field", "value"), (("reason", ""), ("period", "2026-08-24"), ("period", "x"))
    )
    def test_what_is_missing_is_said_beside_the_field(self, client, cast, metric, field, value):
        answer = send(
            client, cast, "leader", of(cast.team, "leave-out/"), self.DATA | {field: value}
        )
        assert list(answer.context["form"].errors) == [field]

    def test_a_month_is_left_out_of_the_months_only(self, client, cast, metric):
        data = self.DATA | {"period": "2026-06-01"}
        send(client, cast, "leader", of(cast.team, "leave-out/", by="month"), data)
        assert "Left out:" in page_of(client, cast, "leader", of(cast.team, by="month"))
        assert "Left out:" not in page_of(client, cast, "leader", of(cast.team))


class TestTakingBack:
    @pytest.fixture
    def rows(self, cast, metric):
        about = {"team": cast.team, "metric": metric, "by": cast.member}
        return {
            "note": ChartNoteFactory(**about, day=date(2026, 6, 3)),
            "phase": ChartPhaseFactory(**about, starts_on=date(2026, 6, 1)),
            "point": ChartExclusionFactory(**about, period_start=date(2026, 6, 8)),
        }

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(**DECIDERS, member=403, teammate=403, family=403, other_center=404, observer=404),
    )
    @pytest.mark.parametrize("what", ("phase", "point"))
    @pytest.mark.parametrize("move", ("back", "again"))
    def test_who_may(self, client, cast, rows, who, status, what, move):
        address = f"metrics/charts/{what}/{rows[what].pk}/{move}/?by=week"
        assert cast.post(client, who, address) == status

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(**DECIDERS, member=302, teammate=403, family=403, other_center=404, observer=404),
    )
    def test_a_note_also_by_its_writer(self, client, cast, rows, who, status):
        assert cast.post(client, who, f"metrics/charts/note/{rows['note'].pk}/back/") == status

    @pytest.mark.parametrize("what", ("note", "phase", "point"))
    def test_back_and_again(self, client, cast, rows, what):
        model, address = type(rows[what]), f"metrics/charts/{what}/{rows[what].pk}"
        for _time in range(2):
            answer = send(client, cast, "leader", f"{address}/back/?by=week", {})
        page = answer.content.decode()
        assert standing(cast, model) == []
        assert f"Taken back by {cast.leader.user.name} on Sept. 8, 2026." in page
        assert f"{address}/again/?by=week" in page
        for _time in range(2):
            answer = send(client, cast, "leader", f"{address}/again/?by=week", {})
        assert len(standing(cast, model)) == 1
        assert f"{address}/again/" not in answer.content.decode()

    @pytest.mark.parametrize(
        "path", ("charts/phase/0/back/", "charts/story/1/back/", "charts/note/0/")
    )
    def test_what_is_not_there_is_not_found(self, client, cast, rows, path):
        assert cast.post(client, "leader", f"metrics/{path}") == 404

    def test_a_get_changes_nothing(self, client, cast, rows):
        address = f"metrics/charts/phase/{rows['phase'].pk}/back/"
        assert cast.get(client, "leader", address) == 405

    def test_who_may_not_is_offered_nothing(self, client, cast, rows):
        page = page_of(client, cast, "teammate", of(cast.team))
        assert "Two substitutes" in page
        assert "/back/" not in page
        assert "/phase/" not in page


class TestAllTeamsTogether:
    @pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
    def test_who_may_see_it(self, client, cast, metric, who, status):
        assert cast.get(client, who, f"{ADDRESS}together/") == status

    def test_each_value_says_how_many_teams_are_in_it(self, client, cast, metric):
        count_weeks(cast.other_team, metric, 4, numerator=16)
        page = page_of(client, cast, "member", f"{ADDRESS}together/")
        assert "from 1 to 2 over time" in page
        assert "24 of 32" in page
        answer = cast.sign_in(client, "member").get(cast.url(of(None, "numbers.csv")))
        rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[0][-1] == "Teams"
        assert {row[-1] for row in rows[1:5]} == {"2"}

    def test_by_month_too(self, client, cast, metric):
        page = page_of(client, cast, "member", f"{ADDRESS}together/?by=month")
        assert "32 of 64" in page

    def test_an_observer_sees_five_teams_or_none(self, client, cast, metric):
        few = page_of(client, cast, "observer", f"{ADDRESS}together/")
        assert "once five teams have counted" in few
        for _ in range(4):
            count_weeks(CoreTeamFactory(collaborative=cast.collaborative), metric, 4)
        ChartNoteFactory(
            team=None, collaborative=cast.collaborative, metric=metric, by=cast.faculty, day=MAY
        )
        page = page_of(client, cast, "observer", f"{ADDRESS}together/")
        assert "Each value is the sum of 5 teams." in page
        assert "Two substitutes" not in page
        assert "Two substitutes" in page_of(client, cast, "family", f"{ADDRESS}together/")

    def test_its_phases_are_not_the_teams(self, client, cast, metric):
        ChartPhaseFactory(
            team=None, collaborative=cast.collaborative, metric=metric, by=cast.faculty,
            starts_on=date(2026, 6, 1), reason="Five more teams.",
        )  # fmt: skip
        assert "Five more teams." in page_of(client, cast, "member", f"{ADDRESS}together/")
        assert "Five more teams." in page_of(client, cast, "member", "metrics/overview/")
        assert "Five more teams." not in page_of(client, cast, "member", ADDRESS)


class TestOtherTeamsCharts:
    def test_a_phase_shows_on_every_drawing_and_its_reason_to_the_team(self, client, cast, metric):
        ChartPhaseFactory(team=cast.team, metric=metric, by=cast.leader, starts_on=date(2026, 6, 1))
        count_weeks(cast.other_team, metric, 4)
        for path in ("metrics/", "metrics/month/2026-08/", ADDRESS):
            assert "New phase" in page_of(client, cast, "family", path) or path == "metrics/"
        reason = "All rooms write a note each day now"
        assert reason in page_of(client, cast, "member", "metrics/")
        assert reason in page_of(client, cast, "faculty", "metrics/overview/")
        assert reason not in page_of(client, cast, "other_center", "metrics/overview/")


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize(
    ("path", "queries"), (("", 15), ("together/", 11), ("phase/?by=week", 12), ("note/", 9))
)
def test_the_number_of_queries_does_not_grow(
    client, cast, metric, rows, path, queries, django_assert_num_queries
):
    for number in range(rows):
        about = {"team": cast.team, "metric": metric, "by": cast.leader}
        ChartNoteFactory(**about, day=MAY + WEEK * number)
        ChartPhaseFactory(**about, starts_on=MAY + WEEK * (number + 2))
        ChartExclusionFactory(**about, period_start=MAY + WEEK * (number + 6))
        ChartNoteFactory(**about, undone_by=cast.member, undone_at="2026-09-08T12:00Z")
    cast.sign_in(client, "leader")
    with django_assert_num_queries(queries):
        assert client.get(cast.url(ADDRESS + path)).status_code == 200
