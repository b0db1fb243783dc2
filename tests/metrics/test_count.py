"""Counting on a phone as a member: both counters work as plain forms, and take in batches."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from collaboratives.enums import Role
from metrics import phones
from metrics.enums import Source, SubmissionStatus, Tally
from metrics.models import Observation, TallyGrid, Tap, Value
from metrics.views.batches import ANSWER_TYPE, LARGEST_BODY, take_taps
from tests.cast import cast_gets
from tests.factories import MembershipRoleFactory
from tests.factories.metrics import (
    MetricFactory,
    MonthlySubmissionFactory,
    ObservationFactory,
    TallyGridFactory,
    TapFactory,
    ValueFactory,
)
from tests.factories.people import ClassroomFactory
from tests.factories.rooms import RoomMemberFactory
from tests.metrics.helpers import inside, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

FORM = "application/x-www-form-urlencoded"
DAY, MONDAY = date(2026, 9, 8), date(2026, 9, 7)
MEMBERS = {
    "others": 200,
    "other_center": 404,
    "faculty": 403,
    "implementation": 403,
    "observer": 404,
}


def families(room, query=""):
    return f"metrics/count/{room.pk}/families/{query}"


def behaviours(room):
    return f"metrics/count/{room.pk}/behaviours/"


def data_of(page):
    """Return what the page tells its script."""
    island = page.split('<script id="counting" type="application/json">')[1].split("</script>")[0]
    return json.loads(island)


def send(client, cast, who, room, owner=None, **batch):
    person = getattr(cast, who)
    body = {"owner": owner or phones.member_key(person), **batch}
    address = cast.url(f"metrics/count/{room.pk}/taps/")
    return cast.sign_in(client, who).post(address, json.dumps(body), "application/json")


def tap_json(slot, **more):
    return {"uuid": str(uuid4()), "measure": "reached", "day": str(DAY), "slot": slot} | more


def stands(cast, room):
    with inside(cast.team):
        value = Value.objects.filter(
            classroom=room, is_current=True, numerator__isnull=False
        ).first()
    return value and (value.numerator, value.denominator)


# --- choosing -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(others=200, faculty=404, implementation=404, observer=404),
)
def test_who_may_choose_a_room(client, cast, room, reached, who, status):
    assert cast.get(client, who, "metrics/count/") == status


def test_staff_look_at_a_team_and_do_not_count_for_it(client, cast):
    for who in ("faculty", "implementation"):
        assert cast.get(client, who, f"metrics/count/?team={cast.team.pk}") == 403


def test_the_only_room_is_chosen(client, cast, room, reached, seen):
    page = page_of(client, cast, "family", "metrics/count/")
    assert "What do you want to count?" in page
    assert cast.url(families(room)) in page
    assert cast.url(behaviours(room)) in page
    assert "Hard moments" in page


def test_one_s_own_room_is_chosen_and_the_address_remembers_another(client, cast, room, reached):
    other = ClassroomFactory(center=cast.team.center, name="Finch")
    ClassroomFactory(center=cast.team.center, name="Old room", is_closed=True)
    page = page_of(client, cast, "member", "metrics/count/")
    assert "Which room are you in?" in page
    assert families(room) not in page
    assert "Old room" not in page
    RoomMemberFactory(team=cast.team, classroom=room, member=cast.member)
    assert families(room) in page_of(client, cast, "member", "metrics/count/")
    asked = page_of(client, cast, "member", f"metrics/count/?room={other.pk}")
    assert families(other) in asked
    assert families(room) not in asked
    back = page_of(client, cast, "member", families(other, f"?measure={reached.key}"))
    assert f"room={other.pk}" in back


def test_a_room_that_is_none_is_not_chosen(client, cast, room, reached):
    ClassroomFactory(center=cast.team.center)
    for nonsense in ("9" * 30, "x", ""):
        page = page_of(client, cast, "member", f"metrics/count/?room={nonsense}")
        assert "Which room are you in?" in page


def test_without_rooms_or_counters_the_page_says_who_can_help(client, cast, room):
    assert "No counter is switched on" in page_of(client, cast, "member", "metrics/count/")
    for address in (families(room), behaviours(room)):
        assert "No counter is switched on" in page_of(client, cast, "member", address)


def test_without_rooms_a_leader_can_add_one(client, cast, reached):
    assert "A leader of your team can add the rooms" in page_of(
        client, cast, "member", "metrics/count/"
    )
    assert cast.url("metrics/rooms/") in page_of(client, cast, "leader", "metrics/count/")


def test_somebody_on_two_teams_counts_for_both(client, cast, room, reached):
    MembershipRoleFactory(membership=cast.member, role=Role.TEACHER, team=cast.other_team)
    other = ClassroomFactory(center=cast.other_team.center)
    page = page_of(client, cast, "member", f"metrics/count/?team={cast.other_team.pk}")
    assert families(other) in page
    assert cast.get(client, "member", families(room)) == 200
    assert cast.get(client, "member", families(other)) == 200


def test_our_numbers_lead_here(client, cast, metric):
    assert cast.url("metrics/count/") in page_of(client, cast, "member", "metrics/")
    staff = page_of(client, cast, "faculty", f"metrics/?team={cast.team.pk}")
    assert cast.url("metrics/count/") not in staff
    rooms = {"member": False, "faculty": False, "leader": True, "implementation": True}
    for who, keeps_rooms in rooms.items():
        page = page_of(client, cast, who, f"metrics/?team={cast.team.pk}")
        assert (cast.url("metrics/rooms/") in page) is keeps_rooms


# --- the grid -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "status"), cast_gets(**MEMBERS))
def test_who_may_tap_families(client, cast, room, grid, who, status):
    assert cast.get(client, who, families(room)) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(**MEMBERS))
def test_who_may_watch(client, cast, room, seen, who, status):
    assert cast.get(client, who, behaviours(room)) == status


def test_a_closed_room_has_no_counters(client, cast, reached):
    closed = ClassroomFactory(center=cast.team.center, is_closed=True)
    assert cast.get(client, "member", families(closed)) == 404


@pytest.mark.parametrize("taps", (1, 3))
def test_the_grid_takes_the_same_queries_whatever_stands(
    client, cast, room, grid, reached, taps, django_assert_num_queries
):
    for slot in range(1, taps + 1):
        TapFactory(team=cast.team, metric=reached, classroom=room, day=DAY, slot=slot)
    cast.sign_in(client, "member")
    with django_assert_num_queries(12):
        assert client.get(cast.url(families(room))).status_code == 200


def test_first_the_page_asks_how_many_families_there_are(client, cast, room, reached):
    page = page_of(client, cast, "member", families(room))
    assert "How many families are in this room?" in page
    assert 'class="slot"' not in page
    assert client.post(cast.url(families(room)), {"size": "16"}).status_code == 302
    page = page_of(client, cast, "member", families(room))
    assert page.count('class="slot"') == 16
    assert "0 of 16 reached this week" in page
    assert stands(cast, room) is None


@pytest.mark.parametrize("typed", ("", "0", "201", "many"))
def test_a_size_that_cannot_be_is_said_beside_the_field(client, cast, room, reached, typed):
    answer = cast.sign_in(client, "member").post(cast.url(families(room)), {"size": typed})
    assert answer.status_code == 200
    assert "usa-error-message" in answer.content.decode()
    with inside(cast.team):
        assert not TallyGrid.objects.exists()


def test_the_size_of_last_week_is_proposed(client, cast, room, grid, reached):
    with inside(cast.team):
        TallyGrid.objects.update(week=MONDAY - timedelta(weeks=2), size=9)
    page = page_of(client, cast, "member", families(room))
    assert page.count('class="slot"') == 9
    assert "9, as last time." in page


def test_tapping_without_a_script(client, cast, room, grid):
    cast.sign_in(client, "member")
    address, token = cast.url(families(room)), uuid4()
    for _twice in range(2):
        answer = client.post(address, {"tap": "5", "token": token})
        assert answer.url == f"{address}#grid"
    client.post(address, {"tap": "6", "token": token})
    assert stands(cast, room) == (2, 16)
    page = client.get(address).content.decode()
    assert "2 of 16 reached this week" in page
    assert 'name="take_back" value="5" aria-pressed="true"' in page
    assert 'name="tap" value="7" aria-pressed="false"' in page
    for _twice in range(2):
        client.post(address, {"take_back": "5", "token": uuid4()})
    assert stands(cast, room) == (1, 16)


@pytest.mark.parametrize(
    "nonsense", ({"tap": "x"}, {"tap": "5"}, {"tap": "5", "token": "x"}, {"take_back": "9"}, {})
)
def test_a_tap_that_says_nothing_changes_nothing(client, cast, room, grid, nonsense):
    answer = cast.sign_in(client, "member").post(cast.url(families(room)), nonsense)
    assert answer.status_code == 302
    with inside(cast.team):
        assert not Tap.objects.exists()


def test_a_number_beyond_the_grid_is_refused_with_the_reason(client, cast, room, grid):
    answer = cast.sign_in(client, "member").post(
        cast.url(families(room)), {"tap": "17", "token": uuid4()}, follow=True
    )
    assert "The grid of this room goes up to 16 only." in answer.content.decode()


def test_the_size_does_not_fall_below_a_number_that_is_tapped(client, cast, room, grid, reached):
    TapFactory(team=cast.team, metric=reached, classroom=room, day=DAY, slot=14)
    answer = cast.sign_in(client, "member").post(cast.url(families(room)), {"size": "12"})
    assert "Number 14 is tapped." in answer.content.decode()


def test_the_size_of_a_month_that_was_sent_says_whom_to_ask(client, cast, room, grid):
    MonthlySubmissionFactory(
        team=cast.team, month=date(2026, 9, 1), status=SubmissionStatus.SUBMITTED
    )
    answer = cast.sign_in(client, "member").post(cast.url(families(room)), {"size": "200"})
    page = answer.content.decode()
    assert "Please ask your team leader to correct them." in page
    assert 'value="200"' in page
    with inside(cast.team):
        assert TallyGrid.objects.get().size == 16


def test_a_team_with_two_grids_chooses_by_measure(client, cast, room, grid):
    MetricFactory(
        collaborative=cast.collaborative, key="visits", plain_name="Families who visited",
        definition__tally=Tally.GRID,
    )  # fmt: skip
    page = page_of(client, cast, "member", "metrics/count/")
    assert f"{families(room)}?measure=visits" in page
    page = page_of(client, cast, "member", families(room, "?measure=visits"))
    assert data_of(page)["measure"] == "visits"
    answer = client.post(cast.url(families(room, "?measure=visits")), {"size": "4"})
    assert answer.url.endswith("?measure=visits")
    page = page_of(client, cast, "member", families(room))
    assert data_of(page)["measure"] == "reached"
    none = page_of(client, cast, "member", families(room, "?measure=nothing"))
    assert "No counter is switched on" in none


@pytest.mark.parametrize("of_the_room", (True, False))
def test_a_week_that_was_written_down_is_said_to_count(
    client, cast, room, grid, reached, of_the_room
):
    said = "Somebody wrote down the number of this week."
    assert said not in page_of(client, cast, "member", families(room))
    more = {"classroom": room, "organization": cast.team.organization} if of_the_room else {}
    ValueFactory(team=cast.team, metric=reached, period_start=MONDAY, **more)
    assert said in page_of(client, cast, "member", families(room))


def test_the_page_names_nobody(client, cast, room, grid):
    page = page_of(client, cast, "member", families(room))
    assert cast.member.user.name not in page
    assert cast.member.user.email not in page
    assert data_of(page)["owner"] == phones.member_key(cast.member)


def test_a_phone_of_one_s_own_keeps_the_pages_and_a_shared_one_does_not(client, cast, room, grid):
    assert data_of(page_of(client, cast, "member", families(room)))["keep"] is True
    session = client.session
    session.set_expiry(0)
    session.save()
    page = client.get(cast.url(families(room))).content.decode()
    assert data_of(page)["keep"] is False
    assert "Keep this page open" in page


def test_everybody_has_a_key_of_their_own(cast, room):
    keys = {phones.member_key(getattr(cast, who)) for who in ("member", "teammate", "leader")}
    assert len(keys) == 3
    assert str(cast.member.pk) not in phones.member_key(cast.member)[:2]


def test_a_new_secret_key_loses_nothing_that_waits_on_a_phone(client, cast, room, grid, settings):
    def counted(slot, owner):
        return send(client, cast, "member", room, owner=owner, taps=[tap_json(slot)]).status_code

    first = phones.member_key(cast.member)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    assert phones.member_key(cast.member) == first
    assert counted(5, first) == 200
    older = "in between" * 9
    settings.SECRET_KEY_FALLBACKS = [older, *settings.SECRET_KEY_FALLBACKS]
    keys = phones.member_keys(cast.member)
    assert (keys[0], len(set(keys))) == (first, 3)
    assert {counted(6, key) for key in keys} == {200}
    # The oldest is listed no more: only then a phone begins anew.
    settings.SECRET_KEY_FALLBACKS = [older]
    assert phones.member_key(cast.member) == keys[1]
    assert counted(7, first) == 409


# --- the watch ----------------------------------------------------------------------------------
def paper(**more):
    given = {"seen": "6", "minutes": "90", "day": str(DAY), "token": str(uuid4())}
    return given | more


def test_a_watch_from_paper(client, cast, room, seen):
    cast.sign_in(client, "member")
    typed = paper()
    for _twice in range(2):
        assert client.post(cast.url(behaviours(room)), typed).status_code == 302
    assert [str(number) for number in stands(cast, room)] == ["6.00", "1.50"]
    page = client.get(cast.url(behaviours(room))).content.decode()
    assert "seen 6 times in 1.5 hours of watching" in page


@pytest.mark.parametrize(
    "wrong",
    (
        {"seen": "-1"}, {"seen": ""}, {"minutes": "4"}, {"minutes": "481"},
        {"day": "2026-09-09"}, {"day": "2026-08-03"}, {"day": "soon"},
    ),
)  # fmt: skip
def test_a_watch_that_cannot_be_keeps_what_was_typed(client, cast, room, seen, wrong):
    answer = cast.sign_in(client, "member").post(
        cast.url(behaviours(room)), paper(seen="7") | wrong
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "usa-error-message" in page
    assert 'value="90"' in page or "minutes" in wrong
    with inside(cast.team):
        assert not Observation.objects.exists()


@pytest.mark.parametrize("watches", (1, 3))
def test_the_watch_takes_the_same_queries_whatever_stands(
    client, cast, room, seen, watches, django_assert_num_queries
):
    for _watch in range(watches):
        ObservationFactory(team=cast.team, metric=seen, classroom=room, day=DAY)
    cast.sign_in(client, "member")
    with django_assert_num_queries(11):
        assert client.get(cast.url(behaviours(room))).status_code == 200


# --- batches from a phone -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        others=200, other_center=404, faculty=403, implementation=403, observer=404,
        organization_admin=404,
    ),
)  # fmt: skip
def test_who_may_send_taps(client, cast, room, grid, who, status):
    person = getattr(cast, who, None)
    owner = phones.member_key(person) if hasattr(person, "joined_at") else "x"
    cast.sign_in(client, who)
    answer = client.post(
        cast.url(f"metrics/count/{room.pk}/taps/"), json.dumps({"owner": owner}), "application/json"
    )
    assert answer.status_code == status


def test_the_answer_says_what_stands_in_a_type_of_its_own(client, cast, room, grid):
    good, bad = tap_json(5), tap_json(17)
    garbled = {"uuid": "garbled", "measure": "reached"}
    answer = send(client, cast, "member", room, measure="reached", taps=[good, bad, garbled])
    assert answer["Content-Type"] == ANSWER_TYPE
    said = answer.json()
    assert said["saved"] == [good["uuid"]]
    assert {one["uuid"] for one in said["refused"]} == {"garbled", bad["uuid"]}
    assert all(one["why"] for one in said["refused"])
    assert said["now"]["slots"] == {"5": [good["uuid"]]}
    assert (said["now"]["size"], said["now"]["week"]) == (16, str(MONDAY))
    assert stands(cast, room) == (1, 16)


def test_a_watch_in_a_batch(client, cast, room, seen):
    watch = {"uuid": str(uuid4()), "measure": "seen", "day": str(DAY), "seconds": 3600}
    taps = [
        {"uuid": str(uuid4()), "measure": "seen", "day": str(DAY), "observation": watch["uuid"]}
    ]
    said = send(
        client, cast, "member", room, measure="seen", taps=taps, observations=[watch]
    ).json()
    assert len(said["saved"]) == 2
    assert "seen 1 times in 1 hours" in said["now"]["text"]
    assert stands(cast, room) == (1, 1)


def test_nobody_sends_what_somebody_else_tapped(client, cast, room, grid):
    theirs = phones.member_key(cast.member)
    answer = send(client, cast, "teammate", room, owner=theirs, taps=[tap_json(5)])
    assert (answer.status_code, answer.json()) == (409, {"problem": "other_owner"})
    with inside(cast.team):
        assert not Tap.objects.exists()


@pytest.mark.parametrize(
    "body", ("", "[]", "{", "null", '{"taps": 3}', "[" * 9000, "x" * (LARGEST_BODY + 1))
)
def test_what_is_no_batch_is_told_so(client, cast, room, body):
    answer = cast.sign_in(client, "member").post(
        cast.url(f"metrics/count/{room.pk}/taps/"), body, "application/json"
    )
    assert (answer.status_code, answer.json()) == (400, {"problem": "unreadable"})


@pytest.mark.parametrize("kind", ("multipart/form-data; boundary=x", FORM))
def test_a_form_is_no_batch(cast, room, kind):
    client = cast.sign_in(Client(enforce_csrf_checks=True), "member")
    address = cast.url(f"metrics/count/{room.pk}/taps/")
    client.get(cast.url("metrics/count/"))
    client.cookies["csrftoken"] = token = "a" * 32
    body = f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}'
    body = f"csrfmiddlewaretoken={token}" if kind == FORM else f"{body}\r\n--x--\r\n"
    answer = client.post(address, body, kind)
    assert (answer.status_code, answer.json()) == (400, {"problem": "unreadable"})


def test_what_is_too_large_is_not_read(cast, room, rf):
    request = rf.post("/", b"", "application/json")
    request.META["CONTENT_LENGTH"] = str(LARGEST_BODY + 1)
    request._stream = None  # Reading it would fail.
    answer = take_taps(request, ["x"], list)
    assert (answer.status_code, json.loads(answer.content)) == (400, {"problem": "unreadable"})


@pytest.mark.parametrize(("who", "status"), (("other_center", 404), ("faculty", 403)))
def test_where_somebody_no_longer_counts_each_count_is_refused_by_its_id(
    client, cast, room, grid, who, status
):
    tap, watch = tap_json(5), {"uuid": str(uuid4()), "measure": "seen", "day": str(DAY)}
    garbled = {"uuid": "garbled"}
    answer = send(client, cast, who, room, taps=[tap, garbled], observations=[watch])
    assert (answer.status_code, answer["Content-Type"]) == (status, ANSWER_TYPE)
    said = answer.json()
    assert (said["problem"], said["saved"]) == ("not_counted_here", [])
    assert {one["uuid"] for one in said["refused"]} == {tap["uuid"], watch["uuid"], "garbled"}
    assert said["refused"][0]["why"] == "You do not count in this room any more."


def test_what_somebody_else_tapped_is_not_refused_for_them(client, cast, room, grid):
    theirs = phones.member_key(cast.member)
    answer = send(client, cast, "other_center", room, owner=theirs, taps=[tap_json(5)])
    assert (answer.status_code, answer.json()) == (409, {"problem": "other_owner"})


def test_a_size_that_is_refused_is_told_to_the_phone(client, cast, room, grid):
    sizes = [{"measure": "reached", "week": str(MONDAY), "size": size} for size in (4, 20)]
    said = send(client, cast, "member", room, taps=[tap_json(5)], grids=sizes[1:]).json()
    assert said["refused_grids"] == []
    said = send(client, cast, "member", room, grids=sizes[:1]).json()
    [refused] = said["refused_grids"]
    assert (refused["measure"], refused["week"]) == ("reached", str(MONDAY))
    assert "Number 5 is tapped." in refused["why"]
    assert stands(cast, room) == (1, 20)


def test_a_batch_needs_the_token_against_forgery(cast, room, grid):
    client = Client(enforce_csrf_checks=True)
    answer = send(client, cast, "member", room, taps=[tap_json(5)])
    assert answer.status_code == 403
    assert answer["Content-Type"] != ANSWER_TYPE


def test_taps_of_a_room_that_was_closed_meanwhile_are_told_so(client, cast, reached):
    closed = ClassroomFactory(center=cast.team.center, is_closed=True)
    said = send(client, cast, "member", closed, taps=[tap_json(5)]).json()
    assert "Nothing is counted in this room any more" in said["refused"][0]["why"]


def test_late_taps_of_a_month_that_was_sent_are_a_revision(client, cast, room, grid):
    MonthlySubmissionFactory(
        team=cast.team, month=date(2026, 9, 1), status=SubmissionStatus.SUBMITTED
    )
    send(client, cast, "member", room, taps=[tap_json(5)])
    with inside(cast.team):
        value = Value.objects.get(classroom=room)
    assert (value.source, value.entered_by_id) == (Source.TAPS, None)
    assert value.why_corrected


def test_a_week_counted_before_the_grid_changed_room_is_untouched(
    client, cast, room, grid, reached
):
    other = ClassroomFactory(center=cast.team.center)
    TallyGridFactory(team=cast.team, classroom=other, metric=reached, week=MONDAY, size=5)
    send(client, cast, "member", room, taps=[tap_json(5)])
    assert stands(cast, room) == (1, 16)
    assert stands(cast, other) is None


# --- the scripts --------------------------------------------------------------------------------
def test_the_scripts_of_the_counters_weigh_at_most_4_kb():
    folder = Path(settings.BASE_DIR) / "static" / "js"
    scripts = [folder / "counting.js", folder / "counting-worker.js"]
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in scripts}
    assert sum(sizes.values()) <= 4_000, sizes


def test_the_service_worker_sees_the_whole_site_and_is_never_stale(client, db):
    answer = client.get("/counting-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    assert b"addEventListener" in answer.content
