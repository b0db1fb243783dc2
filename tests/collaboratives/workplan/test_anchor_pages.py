"""The named points: where they stand and why, moving one, circles."""

import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils.translation import override
from django_scopes import scopes_disabled

from bsc.tenancy.doors import inside
from bsc.tenancy.wording import in_force
from collaboratives.workplan.models import Anchor, PlanChange, Task
from collaboratives.workplan.services import generate_workplan
from collaboratives.workplan.undoing import undo
from collaboratives.workplan.vocabulary import ANCHOR_NAMES, _standard_names, name_of
from tests.cast import cast_gets
from tests.factories.schedule import EventFactory
from tests.factories.workplan import AnchorFactory

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def _mid_july():
    with time_machine.travel(datetime(2026, 7, 15, 10, tzinfo=NEW_YORK)):
        yield


@pytest.fixture
def planned(cast):
    day = datetime(2027, 3, 12, 9, tzinfo=NEW_YORK)
    EventFactory(
        collaborative=cast.collaborative, kind="learning_session", number=1,
        title="Learning Session 1", starts_at=day, ends_at=day.replace(hour=16),
    )  # fmt: skip
    with inside(cast.collaborative):
        generate_workplan(collaborative=cast.collaborative, by=cast.implementation)
    return cast.collaborative


def form_of(key, **changed):
    with scopes_disabled():
        anchor = Anchor.objects.get(key=key)
    return {
        "name": anchor.name, "kind": anchor.kind, "number": anchor.number or "", "stands": "",
        "revision": anchor.revision, "token": str(uuid4()),
    } | changed  # fmt: skip


def due(key):
    with scopes_disabled():
        return Task.objects.get(rule__key=key).due_on


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=200))
def test_who_changes_a_point(client, cast, planned, who, status):
    assert cast.get(client, who, "workplan/anchors/selection/") == status


def test_the_page_says_where_each_stands_and_why(client, cast, planned):
    cast.sign_in(client, "implementation")
    page = client.get(cast.url("workplan/anchors/")).content.decode()
    assert "11 weeks before Learning Session 1" in page
    assert "Dec. 25, 2026" in page
    assert "It is in the calendar: Learning Session 1" in page
    assert "There is no such event in the calendar yet" in page
    assert "The first day of the collaborative" in page
    for gone in ("start", "nowhere"):
        assert client.get(cast.url(f"workplan/anchors/{gone}/")).status_code == 404


@pytest.mark.parametrize("rows", (1, 3))
def test_the_page_takes_a_constant_number_of_queries(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        AnchorFactory(collaborative=cast.collaborative)
    AnchorFactory(collaborative=cast.collaborative, key="start", field="starts_on", otherwise="")
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(8):
        client.get(cast.url("workplan/anchors/"))


def test_moving_a_point_shows_what_moves_and_can_be_undone(client, cast, planned):
    cast.sign_in(client, "implementation")
    assert due("selection-memo") == date(2027, 1, 10)
    url = cast.url("workplan/anchors/selection/")
    data = form_of("selection", stands="12 weeks before Learning Session 1")
    page = client.post(url, data).content.decode()
    assert "tasks move" in page
    assert due("selection-memo") == date(2027, 1, 10)
    basis = re.search(r'name="basis" value="(\w+)"', page)[1]
    assert client.post(url, data | {"basis": basis}).status_code == 302
    assert due("selection-memo") == date(2027, 1, 3)
    with scopes_disabled():
        deed = PlanChange.objects.get(kind="rule")
    with inside(planned):
        undo(change=deed, by=cast.implementation)
    assert due("selection-memo") == date(2027, 1, 10)


def test_a_second_editor_of_a_point_is_told(client, cast, planned):
    cast.sign_in(client, "implementation")
    with scopes_disabled():
        Anchor.objects.filter(key="selection").update(revision=4)
    data = form_of("selection", stands="11 weeks before Learning Session 1", revision=3)
    page = client.post(cast.url("workplan/anchors/selection/"), data).content.decode()
    assert "Somebody else changed this point while you were writing" in page
    assert 'name="revision" value="4"' in page


@pytest.mark.parametrize(
    ("key", "changed", "message"),
    (
        ("orientation", {"stands": "2 weeks before the start of the faculty"},
         "That goes round in a circle: the orientation → the start of the faculty → the orientation."),
        ("selection", {"stands": "2 weeks before the selection of centers"},
         "That goes round in a circle: the selection of centers → the selection of centers."),
        ("selection", {"stands": "2 weeks before"}, "“2 weeks before” what?"),
        ("selection", {"stands": "2 weeks before the orientaton"}, "Did you mean “the orientation”"),
        ("selection", {"stands": "the 2nd of each month"}, "Say how far it lies from another point"),
        ("selection", {"stands": ""}, "Say what it stands on"),
        ("selection", {"name": "The Orientation", "stands": "2 weeks before the orientation"},
         "There is a point with this name already."),
    ),
)  # fmt: skip
def test_bad_input_is_refused_beside_the_field(client, cast, planned, key, changed, message):
    cast.sign_in(client, "implementation")
    before = form_of(key)
    data = form_of(key, kind="" if key == "selection" else "orientation", **changed)
    page = client.post(cast.url(f"workplan/anchors/{key}/"), data).content.decode()
    assert message in page
    if changed.get("stands"):
        assert f'value="{changed["stands"]}"' in page
    assert form_of(key)["revision"] == before["revision"]


def test_the_preview_follows_what_is_typed(client, cast, planned):
    cast.sign_in(client, "implementation")
    data = form_of("selection", stands="13 weeks before Learning Session 1")
    page = client.get(
        cast.url("workplan/anchors/selection/"), data, headers={"HX-Request": "true"}
    ).content.decode()
    assert page.strip().startswith('<div id="preview"')
    assert "tasks move" in page


def test_a_point_of_ones_own_is_added_once(client, cast, planned):
    cast.sign_in(client, "implementation")
    data = {"name": "the county fair", "kind": "", "number": "", "stands": "3 weeks after Learning Session 1"}  # fmt: skip
    assert client.post(cast.url("workplan/anchors/new/"), data).status_code == 302
    assert client.post(cast.url("workplan/anchors/new/"), data).status_code == 200
    with scopes_disabled():
        made = Anchor.objects.get(name="the county fair")
    assert (made.otherwise, made.offset, made.unit) == ("learning_session_1", 3, "weeks")
    page = client.get(cast.url("workplan/anchors/")).content.decode()
    assert "April 2, 2027" in page


def test_one_collaboratives_own_words_do_not_rename_the_points_of_another():
    anchor = Anchor(key="learning_session_1", name="Learning Session 1")
    own = {"en": {"learning_session": ["Workshop", "Workshops"]}}
    _standard_names.cache_clear()
    with in_force(own), override("en"):
        assert name_of(anchor) == "Workshop 1"
        assert name_of(Anchor(key=anchor.key, name="Workshop 1")) == "Workshop 1"
    with override("es"):
        assert name_of(anchor) == str(ANCHOR_NAMES[anchor.key]) != anchor.name
        assert name_of(Anchor(key=anchor.key, name="Workshop 1")) == "Workshop 1"
