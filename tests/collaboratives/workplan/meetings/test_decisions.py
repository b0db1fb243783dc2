"""Decisions: open until made or dropped, with who decides and by when, and never lost."""

import uuid

import pytest
from django_scopes import scope

from bsc.audit.models import Entry
from collaboratives.workplan.models import Decision
from tests.factories.workplan import DecisionFactory


def within(cast):
    return scope(collaborative=cast.collaborative, organization=cast.collaborative.organization)


@pytest.fixture
def post(client, cast):
    cast.sign_in(client, "implementation")

    def do(path, **data):
        return client.post(cast.url(f"workplan/decisions/{path}"), data)

    return do


@pytest.fixture
def standing(cast):
    return DecisionFactory(
        collaborative=cast.collaborative,
        text="Nine rooms?",
        who_decides=cast.implementation,
        by_when=cast.collaborative.today(),
    )


def typed(cast, **fields):
    return {
        "text": "Nine rooms?",
        "state": "open",
        "who_decides": cast.implementation.pk,
        "by_when": cast.collaborative.today().isoformat(),
        "outcome": "",
        "revision": "0",
    } | fields


def only(cast):
    with within(cast):
        return Decision.objects.select_related("event", "made_at").get()


def test_an_open_one_is_written_down_once(cast, coming, post):
    sent = typed(cast, token=str(uuid.uuid4()))
    for _ in range(2):
        answer = post(f"new/?meeting={coming.pk}", **sent)
        assert answer.url.endswith(f"/meetings/{coming.pk}/#decided")
    found = only(cast)
    assert (found.state, found.event, found.made_on) == ("open", coming, None)


def test_a_made_one_has_its_day_and_its_meeting(cast, coming, post):
    post(f"new/?meeting={coming.pk}", **typed(cast, state="made", outcome="Three."))
    found = only(cast)
    assert (found.made_on, found.made_at) == (cast.collaborative.today(), coming)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    (
        ({"who_decides": ""}, {"who_decides"}),
        ({"by_when": ""}, {"by_when"}),
        ({"who_decides": "", "by_when": ""}, {"who_decides", "by_when"}),
        ({"by_when": "1926-01-01"}, {"by_when"}),
        ({"state": "made"}, {"outcome"}),
        ({"text": ""}, {"text"}),
    ),
)
def test_what_is_missing_is_said_beside_the_field_and_the_rest_stays(cast, post, fields, wrong):
    page = post("new/", **typed(cast, **({"outcome": ""} | fields)))
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == wrong
    if "text" not in fields:
        assert "Nine rooms?" in page.content.decode()
    with within(cast):
        assert not Decision.objects.exists()


def test_it_comes_back_in_every_meeting_until_it_is_made(
    cast, client, coming, following, standing, post
):
    def open_in(event):
        page = client.get(cast.url(f"workplan/meetings/{event.pk}/"))
        return page.context["open_decisions"]

    assert open_in(coming) == open_in(following) == [standing]
    post(f"{standing.pk}/", **typed(cast, state="made", outcome="Three."))
    assert open_in(coming) == open_in(following) == []
    page = client.get(cast.url(f"workplan/meetings/{following.pk}/"))
    agenda = page.context["agenda"]
    assert agenda.part("decisions") is None


def test_made_while_a_meeting_goes_on_it_is_made_at_it(cast, meeting_on, standing, post):
    now_on = meeting_on(-0.01)
    post(f"{standing.pk}/", **typed(cast, state="made", outcome="Three."))
    assert only(cast).made_at == now_on


def test_it_can_be_opened_again_and_what_was_decided_is_kept(cast, standing, post):
    post(f"{standing.pk}/", **typed(cast, state="made", outcome="Three."))
    for _ in range(2):
        post(f"{standing.pk}/reopen/")
    found = only(cast)
    assert (found.state, found.made_on, found.outcome) == ("open", None, "Three.")
    with within(cast):
        trail = Entry.objects.filter(action="decision.changed").order_by("pk")
        assert [entry.summary for entry in trail] == [
            "open → made: Nine rooms?",
            "made → open: Nine rooms?",
        ]


def test_it_can_be_dropped(cast, standing, post):
    post(f"{standing.pk}/", **typed(cast, state="dropped"))
    assert only(cast).state == "dropped"


def test_a_second_writer_is_told_and_nothing_is_lost(cast, standing, post):
    post(f"{standing.pk}/", **typed(cast, text="Nine rooms or three?"))
    page = post(f"{standing.pk}/", **typed(cast, text="All rooms?"))
    shown = page.content.decode()
    assert "Somebody else changed this decision" in shown
    assert "Nine rooms or three?" in shown
    assert page.context["form"]["text"].value() == "All rooms?"
    revision = page.context["form"]["revision"].value()
    post(f"{standing.pk}/", **typed(cast, text="All rooms?", revision=revision))
    assert only(cast).text == "All rooms?"
