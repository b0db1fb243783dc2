"""The check while a date is entered: it warns, names the clash, asks once more, never forbids."""

import re
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_scopes import scopes_disabled

from bsc.tenancy.doors import inside
from collaboratives.schedule.clashes.drafts import draft, is_draft, led_by
from collaboratives.schedule.clashes.typed import Check, check_typed
from collaboratives.schedule.enums import Audience, EventKind
from collaboratives.schedule.forms import SeriesForm, drafts_at
from collaboratives.schedule.models import Event
from collaboratives.schedule.patterns import instants, parse
from tests.factories.schedule import AffinityGroupFactory, EventFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
PAGE = "calendar/new/"
LOOK = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _first_of_july():
    with time_machine.travel(datetime(2026, 7, 1, 8, 0, tzinfo=NEW_YORK)):
        yield


@pytest.fixture
def call(cast):
    return EventFactory(
        collaborative=cast.collaborative,
        title="When a test fails",
        starts_at=datetime(2026, 7, 14, 11, 0, tzinfo=NEW_YORK),
    )


@pytest.fixture
def group(cast):
    return AffinityGroupFactory(collaborative=cast.collaborative, roles=["teacher"])


def typed(group, **changed):
    return {
        "kind": EventKind.AFFINITY_CALL,
        "title": "Teachers talk",
        "day": "2026-07-16",
        "starts": "13:15",
        "ends": "14:00",
        "days": "1",
        "audience": Audience.GROUP,
        "group": group.pk,
        "token": uuid4(),
    } | changed


def send(client, cast, data, **headers):
    return cast.sign_in(client, "implementation").post(cast.url(PAGE), data, headers=headers)


def how_many():
    with scopes_disabled():
        return Event.objects.count()


def test_a_clash_is_named_and_asked_about_once(client, cast, call, group):
    data = typed(group)
    page = send(client, cast, data).content.decode()
    assert how_many() == 1
    assert "Not saved yet: please look again" in page
    assert "3 people have two calls in one week" in page
    assert 'value="Teachers talk"' in page
    [mark] = re.findall('name="clashes_seen" value="([0-9a-f]+)"', page)
    assert send(client, cast, data | {"clashes_seen": mark}).status_code == 302
    assert how_many() == 2


def test_after_the_question_a_second_click_still_makes_one(client, cast, call, group):
    data = typed(group)
    [mark] = re.findall(
        'name="clashes_seen" value="([0-9a-f]+)"', send(client, cast, data).content.decode()
    )
    for _click in range(2):
        assert send(client, cast, data | {"clashes_seen": mark}).status_code == 302
    assert how_many() == 2


def test_other_clashes_than_those_that_were_shown_are_asked_about(client, cast, call, group):
    data = typed(group)
    [mark] = re.findall(
        'name="clashes_seen" value="([0-9a-f]+)"', send(client, cast, data).content.decode()
    )
    other = data | {"day": "2026-07-14", "starts": "11:15", "clashes_seen": mark}
    page = send(client, cast, other).content.decode()
    assert how_many() == 1
    assert "are meant to be in" in page


def test_what_goes_together_is_saved_at_once(client, cast, call, group):
    assert send(client, cast, typed(group, day="2026-07-21")).status_code == 302
    assert how_many() == 2


def test_while_typing_only_the_warning_comes_back_and_nothing_is_saved(client, cast, call, group):
    data = typed(group, title="", look="clashes")
    page = send(client, cast, data, **LOOK).content.decode()
    assert "3 people have two calls in one week" in page
    assert "“Affinity group call, Group" in page
    assert "<form" not in page
    assert "required" not in page
    assert how_many() == 1


@pytest.mark.parametrize(
    "missing",
    ({"day": ""}, {"starts": "noon"}, {"kind": "?"}, {"ends": "13:00"}, {"days": "many"}),
)
def test_without_a_time_there_is_nothing_to_warn_of(client, cast, call, group, missing):
    data = typed(group, look="clashes", **missing)
    assert "two calls" not in send(client, cast, data, **LOOK).content.decode()


def test_a_wrong_field_and_a_clash_are_told_together(client, cast, call, group):
    page = send(client, cast, typed(group, title="")).content.decode()
    assert "This field is required" in page
    assert "3 people have two calls in one week" in page
    assert "Not saved yet: please look again" not in page


def test_drafts_of_a_series_are_looked_at_together(cast, call, group):
    data = {"kind": EventKind.AFFINITY_CALL, "audience": Audience.GROUP, "group": group.pk}
    data |= {"title": "", "pattern": "every Thursday 13:15-14:00"}
    with inside(cast.collaborative):
        form = SeriesForm(
            data | {"first": "2026-07-06", "last": "2026-07-31"}, collaborative=cast.collaborative
        )
        assert not form.is_valid()
        cleaned = form.cleaned_data
        times = instants(parse(cleaned["pattern"]), NEW_YORK, cleaned["first"], cleaned["last"])
        drafts = drafts_at(form, times)
        check = check_typed(cast.collaborative, drafts)
    assert len(drafts) == 4
    [clash] = check.clashes
    assert clash.first.pk == call.pk
    assert is_draft(clash.second)
    assert clash.days[1].isoformat() == "2026-07-16"


def test_a_changed_event_is_not_compared_with_itself(cast, call):
    with inside(cast.collaborative):
        changed = Event.objects.prefetch_related("leaders").get(pk=call.pk)
        assert check_typed(cast.collaborative, [changed]) == Check()
        changed.starts_at = changed.starts_at.replace(month=11, day=26)
        changed.ends_at = changed.ends_at.replace(month=11, day=26)
        [clash] = check_typed(cast.collaborative, [changed]).clashes
    assert (clash.kind, clash.first.pk) == ("holiday", call.pk)


def test_those_who_would_lead_count_as_leaders(cast):
    one = draft(1, [cast.faculty])
    assert [leader.membership_id for leader in one.leaders.all()] == [cast.faculty.pk]
    assert [leader.membership_id for leader in led_by(one, []).leaders.all()] == []


@pytest.mark.parametrize("count", (1, 3))
def test_the_check_asks_the_same_number_of_queries(cast, group, django_assert_num_queries, count):
    for day in range(count):
        begins = datetime(2026, 8, 3 + day, 11, 0, tzinfo=NEW_YORK)
        EventFactory(collaborative=cast.collaborative, starts_at=begins)
    starts = datetime(2026, 7, 16, 13, 15, tzinfo=NEW_YORK)
    with inside(cast.collaborative):
        one = draft(
            1,
            collaborative=cast.collaborative,
            kind=EventKind.OTHER,
            starts_at=starts,
            ends_at=starts.replace(hour=14),
        )
        with django_assert_num_queries(7):
            check_typed(cast.collaborative, [one])
