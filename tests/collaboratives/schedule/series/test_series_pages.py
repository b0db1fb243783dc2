import pytest
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from bsc.tenancy.doors import inside
from collaboratives.schedule import moving
from collaboratives.schedule.models import Event, Series
from collaboratives.schedule.rescheduling import reschedule
from collaboratives.schedule.services import change_event
from tests.cast import cast_gets
from tests.collaboratives.schedule.series.conftest import NEW_YORK
from tests.factories.schedule import AffinityGroupFactory, EventFactory, RsvpFactory

pytestmark = pytest.mark.django_db
EDITORS = {"implementation": 200, "faculty": 200}


@pytest.fixture
def proposed(monkeypatch):
    """Keep what is asked for instead of showing its preview."""
    asked = []

    def propose(**given):
        asked.append(given)
        return "/the/preview/"

    monkeypatch.setattr(moving, "_proposers", [propose])
    return asked


def path(series, rest=""):
    return f"calendar/series/{series.pk}/{rest}"


def read(client, cast, who, where):
    response = cast.sign_in(client, who).get(cast.url(where))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def send(client, cast, where, data, who="implementation"):
    return cast.sign_in(client, who).post(cast.url(where), data)


def opened(client, cast, where, who="implementation"):
    """Return the values that the form of a page is opened with."""
    form = cast.sign_in(client, who).get(cast.url(where)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def apply(cast, asked):
    """Do what the preview does when it is confirmed."""
    with scopes_disabled():
        reschedule(collaborative=cast.collaborative, wishes=asked["wishes"], by=asked["by"])


# --- who may


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_everybody_whom_a_date_is_for_sees_the_series(client, cast, series, who, status):
    assert cast.get(client, who, path(series)) == status
    assert cast.get(client, who, "calendar/series/") == status


@pytest.mark.parametrize("rest", ("change/", "move/", "cancel/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, **EDITORS))
def test_who_changes_all_that_follow(client, cast, series, rest, who, status):
    assert cast.get(client, who, path(series, rest)) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_faculty_do_not_change_dates_that_another_leads(client, cast, series, nth, who, status):
    event = nth(series, 3)
    with scopes_disabled():
        event.leaders.all().delete()
    assert cast.get(client, who, path(series, "change/")) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_the_implementation_team_adds_dates(client, cast, series, who, status):
    assert cast.get(client, who, path(series, "extend/")) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=302, faculty=302))
def test_who_takes_a_change_back(client, cast, series, who, status):
    assert cast.post(client, who, path(series, "undo/")) == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=404, implementation=200, family=200))
def test_a_series_of_one_group_is_not_found_by_others(client, cast, who, status):
    group = AffinityGroupFactory(collaborative=cast.collaborative, roles=["family"])
    with scopes_disabled():
        series = Series.objects.create(
            collaborative=cast.collaborative,
            kind="affinity_call",
            title="Families",
            pattern="every Tuesday 9 am",
            starts_on="2026-07-01",
            ends_on="2026-08-01",
        )
    EventFactory(collaborative=cast.collaborative, series=series, audience="group", group=group)
    assert cast.get(client, who, path(series)) == status


# --- the page


def test_the_page_shows_words_dates_leaders_and_answers(client, cast, series, nth):
    RsvpFactory(event=nth(series, 1), membership=cast.member)
    page = read(client, cast, "implementation", path(series))
    assert "Third Friday of each month, 11 a.m. to 11:45 a.m." in page
    assert "Friday, July 17, 2026, 11 a.m. to 11:45 a.m." in page
    assert cast.faculty.user.name in page
    assert "1 of 7 said yes" in page
    assert "1 past date" in page
    member = read(client, cast, "member", path(series))
    assert "said yes" not in member.replace("You said yes", "")
    assert "Change details" not in member
    observer = read(client, cast, "observer", path(series))
    assert cast.faculty.user.name not in observer


def test_the_words_are_said_in_the_readers_language(client, cast, series):
    with scopes_disabled():
        cast.member.user.language = "es"
        cast.member.user.save()
    page = read(client, cast, "member", path(series))
    assert "Tercer viernes de cada mes, de 11 a.m. a 11:45 a.m." in page


def test_what_was_moved_by_itself_is_marked(client, cast, series, nth):
    assert "Moved by itself" not in read(client, cast, "member", path(series))
    event = nth(series, 2)
    with scopes_disabled():
        Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at.replace(day=20))
    assert read(client, cast, "member", path(series)).count("Moved by itself") == 1


@pytest.mark.parametrize("rows", (1, 3))
def test_pages_take_a_constant_number_of_queries(
    client, cast, series, nth, rows, django_assert_num_queries
):
    with scopes_disabled():
        Event.objects.filter(pk__gt=nth(series, rows - 1).pk).delete()
    for who in ("member", "teammate", "leader")[:rows]:
        RsvpFactory(event=nth(series, 0), membership=getattr(cast, who))
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(16):
        client.get(cast.url(path(series)))
    with django_assert_num_queries(9):
        client.get(cast.url("calendar/series/"))


def test_without_series_the_list_says_what_one_is(client, cast):
    page = read(client, cast, "implementation", "calendar/series/")
    assert "No series yet" in page


# --- details of one and all that follow


def test_a_change_asks_first_and_then_changes_only_those_that_follow(
    client, cast, series, nth, days
):
    RsvpFactory(event=nth(series, 3), membership=cast.member)
    where = path(series, f"change/?start={nth(series, 2).pk}")
    data = opened(client, cast, where) | {"place": "Library", "leaders": [cast.implementation.pk]}
    page = send(client, cast, where, data)
    said = page.content.decode()
    assert "This changes 3 dates. Please look again" in said
    assert "Place: “Room 1” becomes “Library”." in said
    assert "1 person has answered. Their answer stays." in said
    assert days(series, "place")[2] == ("08-21 11:00", "Room 1")
    data |= {"checked": page.context["form"]["checked"].value()}
    assert send(client, cast, where, data).status_code == 302
    assert days(series, "place", "revision") == [
        ("06-19 11:00", "Room 1", 0),
        ("07-17 11:00", "Room 1", 0),
        ("08-21 11:00", "Library", 0),
        ("09-18 11:00", "Library", 0),
        ("10-16 11:00", "Library", 0),
    ]
    with scopes_disabled():
        led = [event.leaders.get().membership_id for event in series.events.order_by("pk")]
        entry = Entry.objects.get(action="series.changed")
    assert led == [cast.faculty.pk] * 2 + [cast.implementation.pk] * 3
    assert entry.summary.startswith("3 dates: Place: Room 1 → Library; Who leads it: ")


def test_what_is_not_touched_stays_different(client, cast, series, nth, days):
    with scopes_disabled():
        Event.objects.filter(pk=nth(series, 3).pk).update(
            title="A guest", questions="Who?", translations={"es": {"title": "Una visita"}}
        )
    where = path(series, "change/")
    data = opened(client, cast, where) | {"dial_in": "555-0100"}
    page = send(client, cast, where, data)
    data |= {"checked": page.context["form"]["checked"].value()}
    assert send(client, cast, where, data).status_code == 302
    event = nth(series, 3)
    assert (event.title, event.questions, event.dial_in) == ("A guest", "Who?", "555-0100")
    with scopes_disabled():
        said = list(Entry.objects.values_list("summary", flat=True))
    assert "4 dates: Phone number to dial in" in said
    assert not any("555-0100" in one for one in said)
    assert event.translations == {"es": {"title": "Una visita"}}


def test_the_question_says_what_is_replaced(client, cast, series, nth):
    with scopes_disabled():
        Event.objects.filter(pk=nth(series, 3).pk).update(title="A guest")
    where = path(series, "change/")
    data = opened(client, cast, where) | {"title": "Open call"}
    page = send(client, cast, where, data).content.decode()
    assert "“All-team call” becomes “Open call”." in page
    assert "1 of them says something else today, which is replaced." in page


def test_another_wish_is_asked_about_again(client, cast, series, days):
    where = path(series, "change/")
    data = opened(client, cast, where) | {"place": "Library"}
    checked = send(client, cast, where, data).context["form"]["checked"].value()
    page = send(client, cast, where, data | {"place": "Museum", "checked": checked})
    assert "becomes “Museum”" in page.content.decode()
    assert {place for _, place in days(series, "place")} == {"Room 1"}


def test_a_click_too_many_changes_nothing_more(client, cast, series, nth):
    where = path(series, "change/")
    data = opened(client, cast, where) | {"place": "Library"}
    data |= {"checked": send(client, cast, where, data).context["form"]["checked"].value()}
    for _ in range(2):
        assert send(client, cast, where, data).status_code == 302
    assert nth(series, 1).edit_count == 1
    with scopes_disabled():
        assert Entry.objects.filter(action="series.changed").count() == 1


def test_a_change_is_taken_back_but_not_what_came_after(client, cast, series, nth, days):
    where = path(series, "change/")
    data = opened(client, cast, where) | {"place": "Library", "title_es": "Llamada"}
    data |= {"checked": send(client, cast, where, data).context["form"]["checked"].value()}
    assert send(client, cast, where, data).status_code == 302
    assert nth(series, 1).translations["es"]["title"] == "Llamada"
    with scopes_disabled():
        Event.objects.filter(pk=nth(series, 2).pk).update(place="Church hall")
    assert "Take it back" in read(client, cast, "implementation", path(series))
    assert "Take it back" not in read(client, cast, "member", path(series))
    url = cast.url(path(series, "undo/"))
    stale = cast.sign_in(client, "implementation").post(url, {"change": "before"}, follow=True)
    assert "Somebody else changed these dates meanwhile." in stale.content.decode()
    with scopes_disabled():
        change = Series.objects.get(pk=series.pk).last_change["at"]
    response = client.post(url, {"change": change}, follow=True)
    page = response.content.decode()
    assert "3 dates are as before." in page
    assert "1 date stays: somebody changed it since" in page
    assert [place for _, place in days(series, "place")] == [
        *("Room 1", "Room 1", "Church hall", "Room 1", "Room 1")
    ]
    assert nth(series, 1).translations == {}
    assert "Take it back" not in page


@pytest.mark.parametrize(
    ("change", "message"),
    (
        ({"title": ""}, "This field is required."),
        ({"online_url": "nonsense"}, "Enter a valid URL."),
        ({"audience": "group"}, "Choose who it is for."),
    ),
)
def test_a_wrong_detail_is_said_beside_the_field(client, cast, series, change, message):
    where = path(series, "change/")
    data = opened(client, cast, where) | {"place": "Library"} | change
    page = send(client, cast, where, data).content.decode()
    assert message in page
    assert "Library" in page


@pytest.mark.parametrize(
    ("rest", "change"),
    (
        ("change/", {"place": "Library"}),
        ("move/", {"how": "shift", "number": 1, "unit": "weeks", "direction": "later"}),
        ("cancel/", {"because": "Staff days"}),
    ),
)
def test_the_second_editor_is_told_and_loses_nothing(
    client, cast, series, nth, proposed, rest, change
):
    data = opened(client, cast, path(series, rest)) | change
    with inside(cast.collaborative):
        change_event(event=nth(series, 1), by=cast.faculty, title="New title")
    page = send(client, cast, path(series, rest), data)
    said = page.content.decode()
    assert page.status_code == 200
    assert "Somebody else changed this while you were writing" in said
    assert f"{cast.faculty.user.name}: New title: title All-team call → New title" in said
    assert str(list(change.values())[-1]) in said
    assert proposed == []


# --- moving


def test_other_words_move_one_and_all_that_follow(client, cast, series, nth, days, proposed):
    where = path(series, f"move/?start={nth(series, 2).pk}")
    data = opened(client, cast, where) | {"words": "first Monday 9:00-10:00"}
    response = send(client, cast, where, data)
    assert response.url == "/the/preview/"
    assert days(series)[2] == ("08-21 11:00",)
    apply(cast, proposed[0])
    assert days(series, "status") == [
        ("06-19 11:00", "planned"),
        ("07-17 11:00", "planned"),
        ("08-03 09:00", "planned"),
        ("09-07 09:00", "planned"),
        ("10-05 09:00", "planned"),
    ]
    page = read(client, cast, "member", path(series))
    assert "From June 1, 2026 on:" in page
    assert "Third Friday of each month" in page
    assert "From Aug. 3, 2026 on:" in page or "From August 3, 2026 on:" in page
    assert "First Monday of each month, 9 a.m. to 10 a.m." in page
    assert "Moved by itself" not in page
    listed = read(client, cast, "member", "calendar/series/")
    assert "First Monday" in listed
    assert "Third Friday" not in listed
    with scopes_disabled():
        assert Series.objects.get(continues=series).pattern.startswith("first Monday")


def test_a_move_that_nobody_confirmed_leaves_no_trace(client, cast, series, proposed):
    where = path(series, "move/")
    data = opened(client, cast, where) | {"words": "first Monday 9:00-10:00"}
    for _ in range(2):
        assert send(client, cast, where, data).status_code == 302
    assert "First Monday" not in read(client, cast, "member", path(series))
    with scopes_disabled():
        assert Series.objects.filter(continues=series).count() == 1
    assert read(client, cast, "member", "calendar/series/").count("All-team call") == 1


def test_a_move_that_was_taken_back_brings_the_words_back(client, cast, series, proposed):
    where = path(series, "move/")
    data = opened(client, cast, where) | {"words": "first Monday 9:00-10:00"}
    with scopes_disabled():
        before = [
            moving.EventWish(one.pk, one.starts_at, one.ends_at, 1) for one in series.events.all()
        ]
    send(client, cast, where, data)
    apply(cast, proposed[0])
    assert "First Monday" in read(client, cast, "member", path(series))
    apply(cast, proposed[0] | {"wishes": before})
    page = read(client, cast, "member", path(series))
    assert "First Monday" not in page
    assert "Third Friday" in page


def test_the_same_days_at_another_time_keep_the_clock_in_winter(
    client, cast, series, days, proposed
):
    with scopes_disabled():
        event = EventFactory(
            collaborative=cast.collaborative,
            series=series,
            starts_at="2026-11-20T16:00:00Z",
            ends_at="2026-11-20T16:45:00Z",
        )
    where = path(series, "move/")
    data = opened(client, cast, where) | {"how": "time", "starts": "14:00", "ends": "15:00"}
    assert send(client, cast, where, data).status_code == 302
    apply(cast, proposed[0])
    assert [day for (day,) in days(series)] == [
        *("06-19 11:00", "07-17 14:00", "08-21 14:00", "09-18 14:00", "10-16 14:00"),
        "11-20 14:00",
    ]
    with scopes_disabled():
        event.refresh_from_db()
    assert (event.starts_at.hour, event.ends_at.hour) == (19, 20)


def test_a_shift_keeps_the_clock_and_the_words(client, cast, series, days, proposed):
    where = path(series, "move/")
    data = opened(client, cast, where) | {"how": "shift", "number": 3, "unit": "days"}
    assert send(client, cast, where, data).status_code == 302
    apply(cast, proposed[0])
    assert [day for (day,) in days(series)] == [
        *("06-19 11:00", "07-20 11:00", "08-24 11:00", "09-21 11:00", "10-19 11:00")
    ]
    page = read(client, cast, "member", path(series))
    assert page.count("Moved by itself") == 4


def test_fewer_days_cancel_what_finds_none_and_more_are_only_named(client, cast, series, proposed):
    where = path(series, "move/")
    fewer = opened(client, cast, where) | {"words": "third Friday of every other month 11-12"}
    page = send(client, cast, where, fewer | {"look": "dates"}).content.decode()
    assert page.count("no day is left for it") == 2
    assert proposed == []
    send(client, cast, where, fewer)
    assert [wish.status for wish in proposed[0]["wishes"]] == ["", "cancel", "", "cancel"]
    more = opened(client, cast, where) | {"words": "first and second Friday 11:00-11:45"}
    page = send(client, cast, where, more | {"look": "dates"}).content.decode()
    assert "more days fit these words" in page


@pytest.mark.parametrize(
    ("change", "message"),
    (
        ({"words": "sometimes"}, "We do not understand which day you mean."),
        ({"words": "third Friday"}, "Say when it begins and ends"),
        ({"words": "third Friday 11:00-11:45"}, "The dates lie there already."),
        ({"words": "first and third Friday 11:00-11:45"}, "are for “Add dates”."),
        ({"how": "time", "starts": "11:00", "ends": "10:00"}, "The end must come after"),
        ({"how": "time", "starts": "", "ends": ""}, "Say when it begins and when it ends."),
        ({"how": "shift"}, "Say by how many days or weeks."),
        ({"how": "shift", "number": 5, "direction": "earlier"}, "A date would be over already."),
        ({"how": "shift", "number": 52}, "lies outside the collaborative"),
    ),
)
def test_a_move_that_cannot_be_is_said_beside_the_field(
    client, cast, series, proposed, change, message
):
    where = path(series, "move/")
    page = send(client, cast, where, opened(client, cast, where) | change)
    assert message in page.content.decode()
    assert len(page.context["form"].errors) == 1
    assert proposed == []


def test_while_typing_only_the_lines_are_sent(client, cast, series):
    where = path(series, "move/")
    data = opened(client, cast, where) | {"words": "first Monday 9-10", "look": "dates"}
    cast.sign_in(client, "implementation")
    page = client.post(cast.url(where), data, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "Mon, Aug" in page


# --- cancelling and adding


def test_cancelling_goes_by_the_preview_and_takes_the_reason_along(
    client, cast, series, nth, days, proposed
):
    where = path(series, f"cancel/?start={nth(series, 3).pk}")
    data = opened(client, cast, where) | {"because": "Staff days"}
    assert send(client, cast, where, data).url == "/the/preview/"
    apply(cast, proposed[0])
    assert days(series, "status", "cancelled_because")[2:] == [
        ("08-21 11:00", "planned", ""),
        ("09-18 11:00", "cancelled", "Staff days"),
        ("10-16 11:00", "cancelled", "Staff days"),
    ]
    page = read(client, cast, "member", path(series))
    assert page.count("<s>") == 2
    assert "Staff days" in page


def test_when_nothing_lies_ahead_the_page_of_the_series_is_shown(client, cast, series):
    with scopes_disabled():
        series.events.update(status="cancelled")
    for rest in ("change/", "move/", "cancel/"):
        response = cast.sign_in(client, "implementation").get(cast.url(path(series, rest)))
        assert response.url == cast.url(path(series))


def test_more_dates_like_the_last_one(client, cast, series, days, nth):
    where = path(series, "extend/?last=2026-12-31&words=third+Friday+11:00-11:45")
    page = cast.sign_in(client, "implementation").get(cast.url(where))
    assert page.context["form"]["days"].value() == ["2026-11-20", "2026-12-18"]
    data = {"days": ["2026-11-20", "2026-12-18"]}
    assert send(client, cast, where, data).status_code == 302
    send(client, cast, where, data)
    assert days(series, "place")[5:] == [("11-20 11:00", "Room 1"), ("12-18 11:00", "Room 1")]
    with scopes_disabled():
        last = series.events.order_by("pk").last()
        assert [one.membership_id for one in last.leaders.all()] == [cast.faculty.pk]
        series.refresh_from_db()
        assert Entry.objects.filter(action="series.extended").count() == 1
    assert series.ends_on.isoformat() == "2026-12-18"
    assert last.starts_at.astimezone(NEW_YORK).hour == 11


def test_a_day_that_was_left_out_is_offered_unticked(client, cast, series, nth):
    with scopes_disabled():
        nth(series, 2).delete()
    page = cast.sign_in(client, "implementation").get(
        cast.url(path(series, "extend/?last=2026-11-30&words=third+Friday+11:00-11:45"))
    )
    assert page.context["form"]["days"].value() == ["2026-11-20"]
    assert "(was left out before)" in page.content.decode()


def test_other_words_add_days_between_and_leave_the_dates_that_stand(client, cast, series, days):
    where = path(series, "extend/?last=2026-09-30&words=first+and+third+Friday+11:00-11:45")
    page = cast.sign_in(client, "implementation").get(cast.url(where))
    offered = [day for day, _ in page.context["form"].fields["days"].choices]
    assert offered == ["2026-07-03", "2026-08-07", "2026-09-04"]
    assert send(client, cast, where, {"days": offered}).status_code == 302
    assert [day for (day,) in days(series)][5:] == ["07-03 11:00", "08-07 11:00", "09-04 11:00"]
    said = read(client, cast, "member", path(series))
    assert "First and third Friday of each month" in said
    assert "Moved by itself" not in said


def test_words_for_more_dates_that_are_not_understood_say_why(client, cast, series):
    where = path(series, "extend/?last=2026-09-30&words=sometimes")
    page = read(client, cast, "implementation", where)
    assert "We do not understand which day you mean." in page


def test_adding_nothing_and_too_far_is_said_beside_the_field(client, cast, series):
    page = send(client, cast, path(series, "extend/"), {}).content.decode()
    assert "This field is required." in page
    words = "&words=third+Friday+11:00-11:45"
    page = read(client, cast, "implementation", path(series, f"extend/?last=2027-07-01{words}"))
    assert "The collaborative ends on" in page
    page = read(client, cast, "implementation", path(series, f"extend/?last=2026-10-16{words}"))
    assert "Nothing to add" in page


# --- a cancelled event


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=302, faculty=302))
def test_who_holds_it_after_all(client, cast, series, nth, proposed, who, status):
    event = nth(series, 1)
    with scopes_disabled():
        Event.objects.filter(pk=event.pk).update(status="cancelled", cancelled_because="Snow")
    assert cast.post(client, who, f"calendar/{event.pk}/restore/") == status
    assert [asked["wishes"] for asked in proposed] == [
        [moving.EventWish.restoring(event.pk)] for _ in range(status == 302 and who in EDITORS)
    ]


def test_a_cancelled_event_says_why_and_offers_to_hold_it_after_all(client, cast, series, nth):
    event = nth(series, 1)
    assert "Hold it after all" not in read(client, cast, "implementation", f"calendar/{event.pk}/")
    with scopes_disabled():
        Event.objects.filter(pk=event.pk).update(status="cancelled", cancelled_because="Snow")
    assert "Hold it after all" in read(client, cast, "implementation", f"calendar/{event.pk}/")
    page = read(client, cast, "family", f"calendar/{event.pk}/")
    assert "Why: Snow" in page
    assert "Hold it after all" not in page


def test_what_is_planned_needs_no_restoring(client, cast, series, nth, proposed):
    event = nth(series, 1)
    assert cast.post(client, "implementation", f"calendar/{event.pk}/restore/") == 302
    assert proposed == []
