"""Writing down the weeks of a room: one's own first, phones beside it, never another's."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from centers.models import RoomMember
from metrics.enums import Grain, Source, SubmissionStatus
from metrics.models import Value
from metrics.queries import metrics_in_use
from metrics.series import Count
from metrics.services import Entry, save_weeks
from metrics.services.taps import receive_taps
from metrics.tap_batches import GridSaid, TapSaid
from tests.cast import cast_gets
from tests.factories import ClassroomFactory
from tests.factories.metrics import MetricFactory, MonthlySubmissionFactory, ValueFactory
from tests.metrics.helpers import AUGUST, inside, page_of, point, ratio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

THIS_WEEK = date(2026, 9, 7)
IN_AUGUST = date(2026, 8, 24)


@pytest.fixture
def reached(cast):
    """Families reached: by room, with a grid on the phone."""
    return MetricFactory(
        collaborative=cast.collaborative, key="reached", name="Families reached",
        plain_name="Talks", definition__by_room=True, definition__tally="grid",
    )  # fmt: skip


def a_room(team, name):
    return ClassroomFactory(center=team.center, organization=team.organization, name=name)


@pytest.fixture
def room(cast):
    """The room in which the member works; there is another one beside it."""
    a_room(cast.team, "Acorns")
    mine = a_room(cast.team, "Bluebirds")
    with inside(cast.team):
        RoomMember.objects.create(
            collaborative=cast.collaborative, organization=cast.team.organization,
            team=cast.team, classroom=mine, member=cast.member,
        )  # fmt: skip
    return mine


def fields(metric, room, monday, numerator, denominator="16", note="", seen=0, **more):
    name = f"w{f'r{room.pk}_' if room else ''}{metric.pk}_{monday:%Y%m%d}"
    given = {"numerator": numerator, "denominator": denominator, "note": note, "seen": seen}
    return {f"{name}_{field}": value for field, value in (given | more).items()}


def post(client, cast, who, room, *weeks, **more):
    data = {name: value for week in weeks for name, value in week.items()} | more
    where = room.pk if room else "all"
    address = cast.url(f"metrics/weeks/?team={cast.team.pk}&room={where}")
    return cast.sign_in(client, who).post(address, data)


def tap(cast, metric, room, slots, week=THIS_WEEK):
    with inside(cast.team):
        receive_taps(
            team=cast.team,
            classroom=room,
            grids=[GridSaid(metric.key, week, 16)],
            taps=[TapSaid(uuid4(), metric.key, week, slot) for slot in slots],
        )


def current(cast, metric, room, week=THIS_WEEK):
    with inside(cast.team):
        return Value.objects.get(metric=metric, classroom=room, period_start=week, is_current=True)


def test_whoever_works_in_a_room_sees_it_first(client, cast, reached, room):
    page = page_of(client, cast, "member", "metrics/weeks/")
    assert "Count a week in Bluebirds" in page
    assert "Acorns" not in page
    assert "The whole center" in page


def test_a_leader_sees_the_center_first_and_every_room(client, cast, reached, room):
    page = page_of(client, cast, "leader", "metrics/weeks/")
    assert "Count a week in" not in page
    assert page.index("Acorns") < page.index("Bluebirds")


def test_without_a_room_the_page_says_who_can_name_one(client, cast, reached, room):
    page = page_of(client, cast, "teammate", "metrics/weeks/")
    assert "Once your team leader has said in which room you work" in page
    assert "Bluebirds" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=200, teammate=404, leader=200, family=404, other_center=404,
        faculty=403, implementation=200, observer=404,
    ),
)  # fmt: skip
def test_who_opens_the_sheet_of_a_room(client, cast, reached, room, who, status):
    address = f"metrics/weeks/?team={cast.team.pk}&room={room.pk}"
    assert cast.get(client, who, address) == status


@pytest.mark.parametrize("where", ("0", "x", "99999999999999999999"))
def test_a_room_that_is_not_there(client, cast, reached, room, where):
    assert cast.get(client, "leader", f"metrics/weeks/?room={where}") == 404


def test_a_room_is_counted_and_the_center_is_the_sum(client, cast, reached, room):
    other = a_room(cast.team, "Robins")
    for where, number in ((room, "9"), (other, "5")):
        answer = post(client, cast, "leader", where, fields(reached, where, THIS_WEEK, number))
        assert answer.status_code == 302
    assert ratio(point(cast.team, reached, THIS_WEEK, Grain.WEEK)) == (14, 32)
    page = page_of(client, cast, "leader", "metrics/weeks/")
    assert "The rooms together: 14 of 32" in page


def test_a_missed_session_is_missing_with_its_reason_and_no_zero(client, cast, reached, room):
    post(client, cast, "member", room, fields(reached, room, THIS_WEEK, "", "", note="Fire drill"))
    row = current(cast, reached, room)
    assert (row.numerator, row.reason_missing) == (None, "Fire drill")
    week = point(cast.team, reached, THIS_WEEK, Grain.WEEK)
    assert (week.count, week.reason) == (None, "Fire drill")


def test_what_a_phone_counted_stands_beside_and_counts(client, cast, reached, room):
    tap(cast, reached, room, range(1, 10))
    page = page_of(client, cast, "member", "metrics/weeks/")
    assert "Counted on the phone: 9 of 16" in page
    post(client, cast, "member", room, fields(reached, room, THIS_WEEK, "", ""))
    row = current(cast, reached, room)
    assert (row.numerator, row.source) == (9, Source.TAPS)


def test_typed_beats_the_phone_until_it_is_taken_back(client, cast, reached, room):
    tap(cast, reached, room, range(1, 10))
    post(client, cast, "member", room, fields(reached, room, THIS_WEEK, "12"))
    tap(cast, reached, room, [14, 15])
    row = current(cast, reached, room)
    assert (row.numerator, row.source) == (12, Source.TEAM)
    page = page_of(client, cast, "member", "metrics/weeks/")
    assert "Counted on the phone: 11 of 16" in page
    assert "Use the phone&#x27;s count again" in page
    again = fields(reached, room, THIS_WEEK, "12", seen=row.revision, phone="on")
    assert post(client, cast, "member", room, again).status_code == 302
    row = current(cast, reached, room)
    assert (row.numerator, row.denominator, row.source) == (11, 16, Source.TAPS)
    tap(cast, reached, room, [16])
    assert current(cast, reached, room).numerator == 12


def test_typing_what_the_phone_says_makes_it_typed(client, cast, reached, room):
    tap(cast, reached, room, range(1, 10))
    post(client, cast, "member", room, fields(reached, room, THIS_WEEK, "9"))
    tap(cast, reached, room, [14])
    assert current(cast, reached, room).numerator == 9


def test_a_phone_that_counts_while_somebody_types_stops_nobody(client, cast, reached, room):
    mine = fields(reached, room, THIS_WEEK, "12", seen=0)
    tap(cast, reached, room, range(1, 10))
    assert post(client, cast, "member", room, mine).status_code == 302
    assert current(cast, reached, room).numerator == 12


def test_a_note_alone_does_not_wipe_out_what_a_phone_counted(client, cast, reached, room):
    tap(cast, reached, room, range(1, 10))
    noted = fields(reached, room, THIS_WEEK, "", "", note="Two were away")
    page = post(client, cast, "member", room, noted).content.decode()
    assert "A phone counted this week." in page
    assert 'value="Two were away"' in page
    assert current(cast, reached, room).numerator == 9


def test_two_people_at_one_room_see_each_other(client, cast, reached, room):
    ValueFactory(
        team=cast.team, metric=reached, period_start=THIS_WEEK, numerator=12, classroom=room,
        organization=room.organization, entered_by=cast.leader,
    )  # fmt: skip
    page = post(client, cast, "member", room, fields(reached, room, THIS_WEEK, "9"))
    assert f"{cast.leader.user.name} changed this week" in page.content.decode()
    assert current(cast, reached, room).numerator == 12


def test_a_room_in_a_sent_month_is_corrected_by_those_who_send_it(client, cast, reached, room):
    MonthlySubmissionFactory(team=cast.team, month=AUGUST, status=SubmissionStatus.SUBMITTED)
    week = fields(reached, room, IN_AUGUST, "9")
    page = post(client, cast, "member", room, week).content.decode()
    assert f"Please ask {cast.leader.user.name}" in page
    assert 'value="9"' in page
    answer = post(client, cast, "leader", room, week, why="The sheet was in the other room.")
    assert answer.status_code == 302
    row = current(cast, reached, room, IN_AUGUST)
    assert row.why_corrected == "The sheet was in the other room."


def test_a_correction_of_a_room_is_told_to_those_who_see_the_room(client, cast, reached, room):
    MonthlySubmissionFactory(
        team=cast.team, month=AUGUST, status=SubmissionStatus.SUBMITTED,
        submitted_at="2026-09-02T12:00:00Z", submitted_by=cast.leader,
    )  # fmt: skip
    post(
        client, cast, "leader", room, fields(reached, room, IN_AUGUST, "9"), why="Found the sheet."
    )
    month = "metrics/month/2026-08/"
    assert "Found the sheet." in page_of(client, cast, "member", month)
    assert "Found the sheet." not in page_of(client, cast, "teammate", month)


def test_another_centers_room_is_refused(cast, reached):
    theirs = a_room(cast.other_team, "Foxes")
    with inside(cast.team):
        entry = Entry(metrics_in_use().get(), THIS_WEEK, Count(9, 16), room=theirs)
        with pytest.raises(ValidationError, match="another center"):
            save_weeks(team=cast.team, by=cast.leader, entries=[entry])


def test_a_closed_room_is_not_asked_for_any_more(client, cast, reached, room):
    with inside(cast.team):
        room.is_closed = True
        room.save()
    assert "Bluebirds" not in page_of(client, cast, "leader", "metrics/weeks/")


@pytest.mark.parametrize("number", (1, 3))
def test_queries_of_a_rooms_sheet(client, cast, reached, room, number, django_assert_num_queries):
    for n in range(number - 1):
        MetricFactory(
            collaborative=cast.collaborative, key=f"more-{n}", definition__by_room=True,
            definition__tally="grid",
        )  # fmt: skip
        a_room(cast.team, f"Room {n}")
    tap(cast, reached, room, [1, 2])
    cast.sign_in(client, "leader")
    with django_assert_num_queries(14):
        client.get(cast.url(f"metrics/weeks/?room={room.pk}"))
