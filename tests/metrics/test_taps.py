"""Taps from phones: each counts once, in whatever order it comes, and nobody is named."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bsc.audit.models import Entry as AuditEntry
from metrics.enums import Grain, Kind, MetricStage, Source, SubmissionStatus
from metrics.models import Observation, TallyGrid, Tap, Value
from metrics.periods import WEEK
from metrics.queries import metrics_of
from metrics.series import Count
from metrics.services import Entry, save_weeks
from metrics.services.taps import fold, receive_taps
from metrics.tap_batches import GridSaid, TapSaid, WatchSaid, read_batch
from metrics.taps import phone_counts
from tests.factories.metrics import (
    MonthlySubmissionFactory,
    ObservationFactory,
    TallyGridFactory,
    TapFactory,
)
from tests.factories.people import ClassroomFactory
from tests.metrics.helpers import inside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

# A Tuesday; its week belongs to September.
DAY = dt.date(2026, 9, 8)
MONDAY = dt.date(2026, 9, 7)


def receive(cast, room, **batch):
    with inside(cast.team):
        return receive_taps(team=cast.team, classroom=room, **batch)


def on(slot, day=DAY, *, uuid=None, undone=False):
    return TapSaid(uuid or uuid4(), "reached", day, slot=slot, undone=undone)


def rows(cast, room, grain=Grain.WEEK):
    with inside(cast.team):
        found = Value.objects.filter(classroom=room, grain=grain).order_by("pk")
        return [
            (v.numerator, v.denominator, v.source, v.revision, v.is_current, v.why_corrected)
            for v in found
        ]


def stands(cast, room):
    """Return the room's current weeks as {(key, Monday): (numerator, denominator)}."""
    with inside(cast.team):
        found = Value.objects.filter(classroom=room, is_current=True, numerator__isnull=False)
        return {
            (v.metric.key, v.period_start): (v.numerator, v.denominator)
            for v in found.select_related("metric")
        }


def test_families_are_counted_once_however_often_they_are_tapped(cast, room, grid):
    received = receive(cast, room, taps=[on(5), on(5), on(7, MONDAY), on(16)])
    assert len(received.saved) == 4
    assert received.refused == []
    assert stands(cast, room) == {("reached", MONDAY): (3, 16)}


def test_a_tap_taken_back_does_not_count_and_does_not_come_back(cast, room, grid):
    first, second = uuid4(), uuid4()
    receive(cast, room, taps=[on(5, uuid=first), on(6)])
    receive(cast, room, taps=[on(5, uuid=first, undone=True)])
    assert stands(cast, room) == {("reached", MONDAY): (1, 16)}
    receive(cast, room, taps=[on(5, uuid=first)])
    assert stands(cast, room) == {("reached", MONDAY): (1, 16)}
    receive(cast, room, taps=[on(5, uuid=second)])
    assert stands(cast, room) == {("reached", MONDAY): (2, 16)}


def test_nobody_tapped_is_missing_and_not_zero(cast, room, grid):
    tap = uuid4()
    receive(cast, room, taps=[on(5, uuid=tap)])
    receive(cast, room, taps=[on(5, uuid=tap, undone=True)])
    assert rows(cast, room) == [(None, None, Source.TAPS, 1, True, "")]
    assert stands(cast, room) == {}


def test_no_row_says_who(cast, room, grid):
    receive(cast, room, taps=[on(5)])
    with inside(cast.team):
        value = Value.objects.get(classroom=room)
        assert (value.entered_by_id, value.source) == (None, Source.TAPS)
        assert value.organization_id == cast.team.organization_id
        assert AuditEntry.objects.count() == 0
    person = {"by", "member", "user", "entered_by", "made_by"}
    for model in (Tap, Observation, TallyGrid):
        assert person.isdisjoint(field.name for field in model._meta.get_fields())


def test_nothing_is_logged(cast, room, grid, caplog):
    receive(cast, room, taps=[on(5), on(99)])
    assert caplog.records == []


def refusals():
    return (
        (on(5, DAY + dt.timedelta(days=1)), "has not come yet"),
        (on(5, DAY - dt.timedelta(days=36)), "too long ago"),
        (on(17), "goes up to 16"),
        (on(0), "goes up to 16"),
        (on(5, MONDAY - WEEK), "how many families"),
        (TapSaid(uuid4(), "nothing", DAY, slot=5), "not counted any more"),
        (TapSaid(uuid4(), "seen", DAY, slot=5), "not counted in this way"),
        (TapSaid(uuid4(), "reached", DAY, observation=uuid4()), "not counted in this way"),
    )


@pytest.mark.parametrize(("bad", "why"), refusals())
def test_one_bad_tap_does_not_stop_the_others(cast, room, grid, seen, bad, why):
    good = on(3)
    received = receive(cast, room, taps=[bad, good])
    assert received.saved == [good.uuid]
    [(uuid, said)] = received.refused
    assert uuid == bad.uuid
    assert why in said
    assert stands(cast, room) == {("reached", MONDAY): (1, 16)}


def test_35_days_ago_is_still_taken_in(cast, room, reached, grid):
    day = DAY - dt.timedelta(days=35)
    TallyGridFactory(
        team=cast.team, classroom=room, metric=reached, week=dt.date(2026, 8, 3), size=10
    )
    assert receive(cast, room, taps=[on(5, day)]).refused == []
    assert stands(cast, room) == {("reached", dt.date(2026, 8, 3)): (1, 10)}


def test_a_room_of_another_center_and_a_closed_one_are_refused(cast, room, reached):
    elsewhere = ClassroomFactory(center=cast.other_team.center)
    closed = ClassroomFactory(center=cast.team.center, is_closed=True)
    for other in (elsewhere, closed):
        watch = WatchSaid(uuid4(), "reached", DAY, 600)
        received = receive(cast, other, taps=[on(5)], observations=[watch])
        assert received.saved == []
        assert len(received.refused) == 2
    with inside(cast.team):
        assert Tap.objects.count() == 0


def test_an_id_that_stands_in_another_room_is_refused(cast, room, grid, reached):
    tap = TapFactory(
        team=cast.team, metric=reached, classroom=ClassroomFactory(center=cast.team.center), day=DAY
    )
    received = receive(cast, room, taps=[on(5, uuid=tap.uuid, undone=True)])
    assert [uuid for uuid, _why in received.refused] == [tap.uuid]
    with inside(cast.team):
        assert not Tap.objects.get().is_undone


@pytest.mark.parametrize(
    ("stage", "piloted", "own", "counts"),
    (
        (MetricStage.IN_USE, False, None, True),
        (MetricStage.PILOT, False, None, False),
        (MetricStage.PILOT, True, None, True),
        (MetricStage.DRAFT, False, None, False),
        (MetricStage.IN_USE, False, "team", True),
        (MetricStage.IN_USE, False, "other_team", False),
    ),
)
def test_a_team_taps_for_what_it_counts(cast, room, grid, reached, stage, piloted, own, counts):
    with inside(cast.team):
        reached.stage, reached.team = stage, getattr(cast, own) if own else None
        reached.save()
        if piloted:
            reached.pilot_rows.create(collaborative=cast.collaborative, team=cast.team)
    received = receive(cast, room, taps=[on(5)])
    assert bool(received.saved) is counts


def test_the_size_of_last_week_carries_over(cast, room, reached, grid):
    with inside(cast.team):
        TallyGrid.objects.update(week=MONDAY - WEEK)
    receive(cast, room, taps=[on(16)])
    assert stands(cast, room) == {("reached", MONDAY): (1, 16)}
    receive(cast, room, grids=[GridSaid("reached", MONDAY - WEEK, 12)])
    assert stands(cast, room) == {("reached", MONDAY): (1, 16)}


def test_a_new_size_changes_the_week(cast, room, grid):
    receive(cast, room, taps=[on(5)])
    receive(cast, room, grids=[GridSaid("reached", MONDAY, 12)])
    assert stands(cast, room) == {("reached", MONDAY): (1, 12)}


def test_a_size_that_cannot_be_is_refused_by_its_place_and_the_others_are_kept(cast, room, grid):
    receive(cast, room, taps=[on(5)])
    said = [
        GridSaid("reached", MONDAY, 0),
        GridSaid("reached", DAY, 9),
        GridSaid("reached", MONDAY, 12),
        GridSaid("nothing", MONDAY, 9),
        GridSaid("reached", dt.date.max, 9),
    ]
    received = receive(cast, room, grids=said)
    assert [place for place, why in received.refused_grids if why] == [0, 1, 3, 4]
    assert stands(cast, room) == {("reached", MONDAY): (1, 12)}


def test_a_size_does_not_fall_below_the_highest_number_that_is_tapped(cast, room, grid):
    sixth, tenth = uuid4(), uuid4()
    receive(cast, room, taps=[on(1), on(6, uuid=sixth), on(10, uuid=tenth)])
    received = receive(cast, room, grids=[GridSaid("reached", MONDAY, 9)])
    assert received.refused_grids == [
        (0, "Number 10 is tapped. Take it back first, or choose a higher number.")
    ]
    assert stands(cast, room) == {("reached", MONDAY): (3, 16)}
    receive(cast, room, taps=[on(10, uuid=tenth, undone=True)])
    assert receive(cast, room, grids=[GridSaid("reached", MONDAY, 6)]).refused_grids == []
    assert stands(cast, room) == {("reached", MONDAY): (2, 6)}


def watch(seconds, *, uuid=None, **more):
    return WatchSaid(uuid or uuid4(), "seen", DAY, seconds, **more)


def in_watch(one, **more):
    return TapSaid(uuid4(), "seen", DAY, observation=one.uuid, **more)


def test_a_watch_counts_the_hours_really_watched(cast, room, seen):
    whole, short = watch(7200, over=True), watch(5400, over=True)
    taps = [*(in_watch(whole) for _ in range(9)), *(in_watch(short) for _ in range(6))]
    receive(cast, room, observations=[whole, short], taps=taps)
    assert stands(cast, room) == {("seen", MONDAY): (15, Decimal("3.5"))}


def test_a_watch_in_which_nothing_happened_is_a_real_zero(cast, room, seen):
    receive(cast, room, observations=[watch(3600)])
    assert stands(cast, room) == {("seen", MONDAY): (0, 1)}


def test_a_watch_under_five_minutes_is_not_counted(cast, room, seen):
    short = watch(299)
    receive(cast, room, observations=[short], taps=[in_watch(short)])
    assert stands(cast, room) == {}
    receive(cast, room, observations=[watch(300, uuid=short.uuid)])
    assert stands(cast, room) == {("seen", MONDAY): (1, Decimal("0.08"))}


def test_a_discarded_watch_stays_discarded_and_seconds_never_shrink(cast, room, seen):
    one, other = watch(3600), watch(3600)
    receive(cast, room, observations=[one, other], taps=[in_watch(one), in_watch(other)])
    receive(cast, room, observations=[watch(7200, uuid=one.uuid, discarded=True)])
    receive(cast, room, observations=[watch(60, uuid=one.uuid), watch(60, uuid=other.uuid)])
    assert stands(cast, room) == {("seen", MONDAY): (1, 1)}


def test_a_tap_may_come_before_its_watch(cast, room, seen):
    one = watch(3600)
    assert receive(cast, room, taps=[in_watch(one)]).refused == []
    assert stands(cast, room) == {}
    receive(cast, room, observations=[one])
    assert stands(cast, room) == {("seen", MONDAY): (1, 1)}


def test_a_tap_in_a_watch_of_another_room_is_refused(cast, room, seen):
    elsewhere = ObservationFactory(team=cast.team, metric=seen, day=DAY)
    tap = TapSaid(uuid4(), "seen", DAY, observation=elsewhere.uuid)
    received = receive(cast, room, taps=[tap], observations=[watch(600, uuid=elsewhere.uuid)])
    assert {uuid for uuid, _why in received.refused} == {tap.uuid, elsewhere.uuid}


def test_a_plain_count_is_kept_over_one(cast, room, grid, reached):
    with inside(cast.team):
        reached.definitions.update(kind=Kind.COUNT)
    receive(cast, room, taps=[on(5), on(6)])
    assert stands(cast, room) == {("reached", MONDAY): (2, 1)}


def type_in(cast, room, count, reason=""):
    with inside(cast.team):
        entry = Entry(metrics_of(cast.team).get(), MONDAY, count, reason, room=room)
        save_weeks(team=cast.team, by=cast.leader, entries=[entry])


def test_typed_beats_taps_until_it_is_taken_back(cast, room, grid, reached):
    type_in(cast, room, Count(Decimal(9), Decimal(15)))
    receive(cast, room, taps=[on(5)])
    assert stands(cast, room) == {("reached", MONDAY): (9, 15)}
    type_in(cast, room, None, reason="Closed for snow")
    receive(cast, room, taps=[on(6)])
    assert stands(cast, room) == {}
    type_in(cast, room, None)
    with inside(cast.team):
        metric = metrics_of(cast.team).get()
        fold(team=cast.team, metric=metric, classroom=room, week=MONDAY)
    assert stands(cast, room) == {("reached", MONDAY): (2, 16)}


def test_a_week_changes_in_place_until_its_month_is_sent(cast, room, grid):
    receive(cast, room, taps=[on(5)])
    receive(cast, room, taps=[on(6)])
    assert rows(cast, room) == [(2, 16, Source.TAPS, 1, True, "")]
    MonthlySubmissionFactory(
        team=cast.team, month=dt.date(2026, 9, 1), status=SubmissionStatus.SUBMITTED
    )
    receive(cast, room, taps=[on(6)])
    assert len(rows(cast, room)) == 1
    receive(cast, room, taps=[on(7)])
    assert rows(cast, room) == [
        (2, 16, Source.TAPS, 1, False, ""),
        (3, 16, Source.TAPS, 2, True, "Taps came in after the month was sent."),
    ]


@pytest.fixture
def sent(cast, room, grid, seen):
    """A week of September with one tap and a watch that is over, and September sent on the 8th."""
    ended = watch(3600, over=True)
    # A tap counts with its watch, whatever day it names: here one of August.
    tap, in_it = on(5), replace(in_watch(ended), day=MONDAY - WEEK * 2)
    receive(cast, room, taps=[tap, in_it], observations=[ended])
    MonthlySubmissionFactory(
        team=cast.team,
        month=dt.date(2026, 9, 1),
        status=SubmissionStatus.SUBMITTED,
        submitted_at=dt.datetime(2026, 9, 8, 12, tzinfo=dt.UTC),
    )
    before = rows(cast, room)
    return {"tap": tap, "in_it": in_it, "watch": ended, "rows": before}


def test_the_size_of_a_month_that_was_sent_stays(cast, room, sent):
    received = receive(cast, room, grids=[GridSaid("reached", MONDAY, 200)])
    assert received.refused_grids == [(0, SENT)]
    assert rows(cast, room) == sent["rows"]
    with inside(cast.team):
        assert TallyGrid.objects.get().size == 16


SENT = (
    "The numbers of September 2026 were already sent. Please ask your team leader to correct them."
)


@pytest.mark.parametrize("which", ("tap", "in_it"))
def test_what_was_tapped_in_a_month_that_was_sent_is_not_taken_back(cast, room, sent, which):
    back = replace(sent[which], undone=True)
    assert receive(cast, room, taps=[back]).refused == [(back.uuid, SENT)]
    # Whatever day or watch is said: what counts is where the tap stands.
    elsewhere = {"day": MONDAY - WEEK * 2}
    if which == "in_it":
        earlier = WatchSaid(uuid4(), "seen", MONDAY - WEEK * 2, 600)
        receive(cast, room, observations=[earlier])
        elsewhere |= {"observation": earlier.uuid}
    received = receive(cast, room, taps=[replace(back, **elsewhere)])
    assert received.refused == [(back.uuid, SENT)]
    assert rows(cast, room)[: len(sent["rows"])] == sent["rows"]
    with inside(cast.team):
        assert not Tap.objects.filter(is_undone=True).exists()


def test_a_watch_of_a_month_that_was_sent_is_not_thrown_away_nor_made_longer(cast, room, sent):
    for change in ({"discarded": True}, {"seconds": 40_000}):
        changed = replace(sent["watch"], **change)
        assert receive(cast, room, observations=[changed]).refused == [(changed.uuid, SENT)]
    assert rows(cast, room) == sent["rows"]


def test_what_stands_may_be_sent_again_after_the_month_was(cast, room, sent):
    received = receive(cast, room, taps=[sent["tap"], sent["in_it"]], observations=[sent["watch"]])
    assert len(received.saved) == 3
    assert rows(cast, room) == sent["rows"]


def test_what_was_counted_after_a_month_was_sent_comes_too_late(cast, room, sent, time_machine):
    time_machine.move_to(dt.datetime(2026, 9, 9, 15, tzinfo=dt.UTC), tick=False)
    late = DAY + dt.timedelta(days=1)
    tap, other = on(6, late), replace(in_watch(sent["watch"]), day=late)
    new = WatchSaid(uuid4(), "seen", late, 3600)
    received = receive(cast, room, taps=[tap, other], observations=[new])
    assert received.refused == [(new.uuid, SENT), (tap.uuid, SENT), (other.uuid, SENT)]
    assert rows(cast, room) == sent["rows"]


def test_a_phone_that_comes_late_is_still_heard(cast, room, sent, time_machine):
    time_machine.move_to(dt.datetime(2026, 9, 20, 15, tzinfo=dt.UTC), tick=False)
    late = watch(3600, over=True)
    # Its tap comes first, as phones send in any order; then the watch that was still running.
    receive(cast, room, taps=[on(6), in_watch(late)])
    received = receive(cast, room, observations=[late])
    assert received.refused == []
    assert stands(cast, room) == {("reached", MONDAY): (2, 16), ("seen", MONDAY): (2, 2)}
    why = [row[-1] for row in rows(cast, room) if row[-2]]
    assert why == ["Taps came in after the month was sent."] * 2


def test_what_the_phones_say_is_there_beside_what_was_typed(
    cast, room, grid, reached, seen, django_assert_num_queries
):
    one = watch(5400)
    receive(cast, room, taps=[on(5), in_watch(one)], observations=[one])
    with inside(cast.team):
        metrics = list(metrics_of(cast.team))
        with django_assert_num_queries(3):
            said = phone_counts(cast.team, metrics, [MONDAY - WEEK, MONDAY])
    assert said == {
        (reached.pk, room.pk, MONDAY): Count(Decimal(1), Decimal(16)),
        (seen.pk, room.pk, MONDAY): Count(Decimal(1), Decimal("1.50")),
    }


@pytest.mark.parametrize("many", (1, 40))
def test_a_batch_takes_the_same_queries_whatever_its_size(
    cast, room, grid, seen, many, django_assert_num_queries
):
    taps = [on(1 + n % 16) for n in range(many)]
    with inside(cast.team):
        with django_assert_num_queries(15):
            receive_taps(team=cast.team, classroom=room, taps=taps)


# --- any order, any number of times -------------------------------------------------------------
UUIDS = [UUID(int=n + 1) for n in range(6)]
WATCHES = [UUID(int=n + 101) for n in range(2)]
DAYS = [MONDAY - WEEK, MONDAY, DAY]


def taps_said():
    """Each id always means the same tap; only whether it was taken back differs."""

    def said(number, undone):
        day = DAYS[number % 3]
        if number < 4:
            return TapSaid(UUIDS[number], "reached", day, slot=1 + number // 2, undone=undone)
        watched = WATCHES[number - 4]
        return TapSaid(UUIDS[number], "seen", DAY, observation=watched, undone=undone)

    return st.builds(said, st.integers(0, 5), st.booleans())


def watches_said():
    return st.builds(
        WatchSaid,
        st.sampled_from(WATCHES),
        st.just("seen"),
        st.just(DAY),
        st.sampled_from([0, 200, 400, 5000]),
        over=st.booleans(),
        discarded=st.booleans(),
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_order_and_repetition_change_nothing(cast, reached, seen, data):
    said = data.draw(st.lists(st.one_of(taps_said(), watches_said()), min_size=1, max_size=10))
    mixed = data.draw(st.permutations(said + data.draw(st.lists(st.sampled_from(said)))))
    outcomes = []
    for items, size in ((said, 3), (mixed, 2), (mixed, len(mixed))):
        with inside(cast.team):
            Value.objects.all().delete()
            Tap.objects.all().delete()
            Observation.objects.all().delete()
            TallyGrid.objects.all().delete()
        room = ClassroomFactory(center=cast.team.center)
        for week in (MONDAY - WEEK, MONDAY):
            TallyGridFactory(team=cast.team, classroom=room, metric=reached, week=week, size=2)
        for start in range(0, len(items), size):
            batch = items[start : start + size]
            received = receive(
                cast,
                room,
                taps=[one for one in batch if isinstance(one, TapSaid)],
                observations=[one for one in batch if isinstance(one, WatchSaid)],
            )
            assert received.refused == []
        outcomes.append(stands(cast, room))
    assert outcomes[0] == outcomes[1] == outcomes[2]


# --- reading what phones send -------------------------------------------------------------------
def test_reading_a_batch():
    tap, watched = uuid4(), uuid4()
    batch = read_batch(
        {
            "owner": "ignored here",
            "taps": [
                {"uuid": str(tap), "measure": "reached", "day": "2026-09-08", "slot": 5},
                {"uuid": "bad-1", "measure": "reached", "day": "2026-09-08", "slot": 5},
                {"uuid": str(uuid4()), "measure": "reached", "day": "2026-09-08"},
                {"uuid": str(uuid4()), "measure": "reached", "day": "2026-09-31", "slot": 5},
                {"uuid": str(uuid4()), "measure": "reached", "day": "2026-09-08", "slot": "5"},
                {"uuid": str(uuid4()), "measure": "reached", "day": "2026-09-08", "slot": True},
                {"uuid": 7},
                "nonsense",
            ],
            "observations": [
                {"uuid": str(watched), "measure": "seen", "day": "2026-09-08", "seconds": 60}
            ],
            "grids": [{"measure": "reached", "week": "2026-09-07", "size": 16}],
        }
    )
    assert batch.taps == [TapSaid(tap, "reached", DAY, slot=5)]
    assert batch.observations == [WatchSaid(watched, "seen", DAY, 60)]
    assert batch.grids == [GridSaid("reached", MONDAY, 16)]
    assert len(batch.refused) == 5
    assert batch.refused[0] == ("bad-1", "This could not be read.")


@pytest.mark.parametrize(
    "nonsense", ([], "x", None, {"taps": {}}, {"taps": [{}] * 501}, {"observations": 3})
)
def test_what_is_no_batch_is_refused_as_a_whole(nonsense):
    with pytest.raises((TypeError, ValueError)):
        read_batch(nonsense)
