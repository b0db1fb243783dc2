"""What people decide about a chart: written once, taken back, put back, and who reads it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from bsc.audit.models import Entry
from metrics.decisions import decisions_of, stories_of, story_of
from metrics.enums import Grain
from metrics.models import ChartExclusion, ChartNote, ChartPhase
from metrics.queries import Clock, metrics_in_use, series_for, series_of_the_collaborative
from metrics.services.charting import (
    add_note,
    begin_phase,
    change_note,
    leave_out,
    put_back,
    take_back,
)
from tests.factories.metrics import ChartExclusionFactory, ChartNoteFactory, ChartPhaseFactory
from tests.metrics.helpers import MAY, count_weeks, inside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

JUNE = date(2026, 6, 1)


@pytest.fixture
def told(cast, metric):
    """A phase, a hollow point and a note on the first team's chart, by its leader."""
    about = {"team": cast.team, "metric": metric, "by": cast.leader}
    ChartPhaseFactory(**about, starts_on=JUNE, reason="A note each day.")
    ChartExclusionFactory(**about, period_start=MAY, reason="Flood.")
    ChartNoteFactory(**about, day=date(2026, 6, 10), text="Two substitutes.")


def weekly(team):
    return series_for(team, metrics_in_use().get(), Grain.WEEK)


def actions():
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


class TestWriting:
    def test_the_same_note_stands_once(self, cast, metric):
        with inside(cast.team):
            about = {"team": cast.team, "metric": metric, "day": JUNE, "by": cast.member}
            first, again = (add_note(**about, text="Snow.") for _time in range(2))
            other = add_note(**about, text="Ice.")
            assert (first, ChartNote.objects.count()) == (again, 2)
            assert other.collaborative == cast.collaborative
            assert actions() == ["chart.noted", "chart.noted"]

    def test_a_changed_note_says_so_once(self, cast, metric, told):
        with inside(cast.team):
            note = ChartNote.objects.get()
            for _time in range(2):
                change_note(note=note, day=JUNE, text="Three substitutes.", by=cast.leader)
            assert ChartNote.objects.get().text == "Three substitutes."
            assert actions() == ["chart.note_changed"]

    def test_a_note_taken_back_meanwhile_is_not_changed(self, cast, metric, told):
        with inside(cast.team):
            note = ChartNote.objects.get()
            take_back(row=ChartNote.objects.get(), by=cast.leader)
            with pytest.raises(ValidationError, match="taken back meanwhile"):
                change_note(note=note, day=JUNE, text="Four.", by=cast.leader)
            assert ChartNote.objects.get().text == "Two substitutes."

    def test_a_phase_begins_once_whoever_decides_it_second(self, cast, metric):
        with inside(cast.team):
            about = {"team": cast.team, "metric": metric, "starts_on": JUNE}
            first = begin_phase(**about, reason="Corners.", by=cast.leader)
            second = begin_phase(**about, reason="Something else.", by=cast.faculty)
            assert second == first
            assert ChartPhase.objects.get().reason == "Corners."

    def test_a_point_is_left_out_once_and_of_all_teams_apart(self, cast, metric):
        with inside(cast.team):
            about = {"metric": metric, "grain": Grain.WEEK, "period_start": MAY, "reason": "Flood."}
            for team in (cast.team, cast.team, None, None):
                leave_out(team=team, **about, by=cast.faculty)
            assert [row.team for row in ChartExclusion.objects.order_by("pk")] == [cast.team, None]


class TestTakingBack:
    def test_who_and_when_is_kept_and_a_second_click_changes_nothing(self, cast, metric, told):
        with inside(cast.team):
            for by in (cast.leader, cast.faculty):
                take_back(row=ChartPhase.objects.get(), by=by)
            phase = ChartPhase.objects.get()
            assert (phase.undone_by, phase.undone_at is not None) == (cast.leader, True)
            assert actions() == ["chart.taken_back"]

    def test_a_decision_put_back_is_a_new_one_beside_its_history(self, cast, metric, told):
        with inside(cast.team):
            old = ChartPhase.objects.get()
            take_back(row=old, by=cast.leader)
            for _time in range(2):
                put_back(row=ChartPhase.objects.get(pk=old.pk), by=cast.faculty)
            standing = ChartPhase.objects.get(undone_at__isnull=True)
            assert (standing.by, standing.starts_on, standing.reason) == (
                cast.faculty, old.starts_on, old.reason,
            )  # fmt: skip
            assert ChartPhase.objects.count() == 2

    def test_a_point_put_back_is_left_out_again(self, cast, metric, told):
        with inside(cast.team):
            take_back(row=ChartExclusion.objects.get(), by=cast.leader)
            assert story_of(weekly(cast.team), cast.member).exclusions == ()
            put_back(row=ChartExclusion.objects.get(), by=cast.leader)
            assert len(story_of(weekly(cast.team), cast.member).exclusions) == 1

    def test_a_note_put_back_is_still_its_writers(self, cast, metric, told):
        with inside(cast.team):
            take_back(row=ChartNote.objects.get(), by=cast.faculty)
            put_back(row=ChartNote.objects.get(), by=cast.faculty)
            note = ChartNote.objects.get()
            assert (note.by, note.undone_at, note.undone_by) == (cast.leader, None, None)

    def test_a_phase_can_begin_again_where_one_was_taken_back(self, cast, metric, told):
        with inside(cast.team):
            take_back(row=ChartPhase.objects.get(), by=cast.leader)
            begin_phase(
                team=cast.team, metric=metric, starts_on=JUNE, reason="Now really.", by=cast.leader
            )
            found = decisions_of(cast.team, metric)
            assert [row.reason for row in found.taken_back] == ["A note each day."]
            assert [split.reason for split in found.story(Grain.WEEK).splits] == ["Now really."]


class TestReading:
    @pytest.mark.parametrize(
        ("who", "texts", "names"),
        (
            ("member", True, True),
            ("family", True, True),
            ("faculty", True, True),
            ("implementation", True, True),
            ("other_center", False, False),
            ("observer", False, False),
            (None, True, False),
        ),
    )
    def test_a_teams_chart(self, cast, metric, told, who, texts, names):
        with inside(cast.team):
            story = story_of(weekly(cast.team), getattr(cast, who) if who else None)
        [split], [point] = story.splits, story.exclusions
        assert (split.day, point.day) == (JUNE, MAY)
        assert (split.reason, point.reason) == (
            ("A note each day.", "Flood.") if texts else ("", "")
        )
        assert (split.by, point.by) == ((str(cast.leader),) * 2 if names else ("", ""))
        assert [note.text for note in story.notes] == (["Two substitutes."] if texts else [])

    @pytest.mark.parametrize(
        ("who", "reason", "named"),
        (
            ("other_center", "More teams.", True),
            ("observer", "", False),
            (None, "More teams.", False),
        ),
    )
    def test_the_chart_of_all_teams(self, cast, metric, who, reason, named):
        ChartPhaseFactory(
            team=None, collaborative=cast.collaborative, metric=metric, by=cast.faculty,
            starts_on=JUNE, reason="More teams.",
        )  # fmt: skip
        with inside(cast.team):
            whole = series_of_the_collaborative(
                metrics_in_use().get(), Clock.of(cast.collaborative)
            )
            [split] = story_of(whole, getattr(cast, who) if who else None).splits
            assert story_of(weekly(cast.team), cast.member).splits == ()
        assert (split.reason, split.by) == (reason, str(cast.faculty) if named else "")

    def test_on_a_paper_for_all_a_teams_reasons_are_left_away(self, cast, metric, told):
        with inside(cast.team):
            series = weekly(cast.team)
            for_all = stories_of([series], None)[(cast.team.pk, metric.pk)]
            own = stories_of([series], cast.team)[(cast.team.pk, metric.pk)]
        assert (for_all.splits[0].reason, for_all.notes) == ("", ())
        assert (own.splits[0].reason, own.splits[0].by) == ("A note each day.", "")

    @pytest.mark.parametrize("teams", (1, 3))
    def test_many_charts_take_three_queries(
        self, cast, metric, told, teams, django_assert_num_queries
    ):
        more = [cast.team, cast.other_team]
        count_weeks(cast.other_team, metric, 4)
        with inside(cast.team):
            whole = series_of_the_collaborative(
                metrics_in_use().get(), Clock.of(cast.collaborative)
            )
            series = [*(weekly(team) for team in more), whole][:teams]
            assert cast.member.hats  # the request has loaded them
            with django_assert_num_queries(3):
                stories = stories_of(series, cast.member)
        assert len(stories) == teams

    @pytest.mark.parametrize(
        ("decided", "grain", "shown"),
        (
            (date(2026, 6, 29), Grain.MONTH, date(2026, 7, 1)),  # its Thursday lies in July
            (date(2026, 6, 1), Grain.MONTH, date(2026, 6, 1)),
            (date(2026, 8, 1), Grain.MONTH, date(2026, 8, 1)),
            (date(2026, 8, 1), Grain.WEEK, date(2026, 8, 3)),
            (date(2026, 6, 29), Grain.WEEK, date(2026, 6, 29)),
        ),
    )
    def test_a_phase_fits_weeks_and_months(self, cast, metric, decided, grain, shown):
        ChartPhaseFactory(team=cast.team, metric=metric, by=cast.leader, starts_on=decided)
        with inside(cast.team):
            [split] = decisions_of(cast.team, metric).story(grain).splits
        assert split.day == shown

    def test_points_are_left_out_in_their_own_grain_only(self, cast, metric, told):
        with inside(cast.team):
            found = decisions_of(cast.team, metric)
        assert len(found.story(Grain.WEEK).exclusions) == 1
        assert found.story(Grain.MONTH).exclusions == ()
        assert (found.story(Grain.MONTH).notes[0].day - MAY) > timedelta(0)
