"""Asking experts from outside: the link, the mail, more time, taking back, forgetting."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from bsc.audit.models import Entry
from bsc.mail.enums import State
from bsc.mail.models import Message
from collaboratives.framework.models import DraftReader
from tests.cast import cast_gets
from tests.factories.framework import (
    ChangeFrameworkFactory,
    DraftReaderFactory,
    FrameworkCommentFactory,
)

pytestmark = pytest.mark.django_db
DESK = {"others": 403, "implementation": 200}


@pytest.fixture
def framework(cast):
    return ChangeFrameworkFactory(collaborative=cast.collaborative)


@pytest.fixture
def reader(cast, framework):
    return DraftReaderFactory(
        collaborative=cast.collaborative,
        invited_by=cast.implementation,
        name="Wilhelmina Okafor",
        email="w.okafor@example.org",
        known_for="trains teachers",
    )


def readers():
    with scopes_disabled():
        return list(DraftReader.objects.order_by("pk"))


def fresh(row):
    with scopes_disabled():
        return type(row).objects.get(pk=row.pk)


def mails():
    with scopes_disabled():
        return list(Message.objects.filter(kind="draft_invitation"))


def trail(cast):
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        return list(Entry.objects.order_by("pk").values_list("action", "summary"))


def asking(cast, **changed):
    until = cast.collaborative.today() + dt.timedelta(days=10)
    given = {
        "token": str(uuid.uuid4()),
        "name": "Ada Reyes",
        "known_for": "directs a center",
        "email": "Ada@Example.org",
        "language": "es",
        "until": until.isoformat(),
    }
    return given | changed


@pytest.mark.parametrize(("who", "status"), cast_gets(**DESK))
@pytest.mark.parametrize("path", ("", "{pk}/"))
def test_who_sees_whom_they_asked(client, cast, reader, path, who, status):
    assert cast.get(client, who, f"framework/experts/{path.format(pk=reader.pk)}") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=403, implementation=302))
@pytest.mark.parametrize("deed", ("send", "take-back", "forget"))
def test_who_may_do_something_with_a_link(client, cast, reader, deed, who, status):
    path = f"framework/experts/{reader.pk}/{deed}/"
    assert cast.post(client, who, path, {"token": uuid.uuid4()}) == status


def test_asking_makes_a_link_to_the_end_of_a_day(client, cast, framework):
    cast.sign_in(client, "implementation")
    given = asking(cast)
    answer = client.post(cast.url("framework/experts/"), given, follow=True)
    [made] = readers()
    assert (made.name, made.email, made.language) == ("Ada Reyes", "ada@example.org", "es")
    assert made.expires_at.astimezone(cast.collaborative.zone).isoformat()[:19] == (
        f"{given['until']}T23:59:59"
    )
    page = answer.content.decode()
    assert f"/d/{made.code}/" in page
    assert mails() == []
    assert trail(cast)[-1] == ("draft_reader.asked", given["until"])


def test_a_double_click_asks_once(client, cast, framework):
    cast.sign_in(client, "implementation")
    given = asking(cast)
    first, second = (client.post(cast.url("framework/experts/"), given) for _ in range(2))
    assert first.url == second.url
    assert len(readers()) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    (
        ("name", "", "This field is required."),
        ("email", "nonsense", "Enter a valid email address."),
        ("until", "2020-01-01", "Choose a day between today and a year from now."),
        ("until", "2220-01-01", "Choose a day between today and a year from now."),
        ("until", "soon", "Enter a valid date."),
        ("language", "xx", "Select a valid choice."),
    ),
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    client, cast, framework, field, value, said
):
    cast.sign_in(client, "implementation")
    answer = client.post(cast.url("framework/experts/"), asking(cast, **{field: value}))
    page = answer.content.decode()
    assert said in page
    assert 'value="directs a center"' in page
    assert readers() == []


@pytest.mark.parametrize("rows", (1, 3))
def test_the_list_takes_the_same_queries(client, cast, framework, rows, django_assert_num_queries):
    for _row in range(rows):
        made = DraftReaderFactory(collaborative=cast.collaborative, invited_by=cast.implementation)
        FrameworkCommentFactory(framework=framework, by=None, reader=made)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(8):
        page = client.get(cast.url("framework/experts/")).content.decode()
    assert page.count("1 comment\n") == rows


def test_the_list_has_a_second_page_and_tells_the_states_apart(client, cast, framework, reader):
    def one(**fields):
        DraftReaderFactory(
            collaborative=cast.collaborative, invited_by=cast.implementation, **fields
        )

    past = timezone.now() - dt.timedelta(days=1)
    one(name="Ran Out", expires_at=past)
    one(name="Taken Back", revoked_at=past)
    one(name="")
    for _ in range(24):
        one()
    cast.sign_in(client, "implementation")
    first = client.get(cast.url("framework/experts/")).content.decode()
    second = client.get(cast.url("framework/experts/?page=2")).content.decode()
    assert len(client.get(cast.url("framework/experts/?page=2")).context["page"]) == 3
    assert "Run out" not in first
    assert "Wilhelmina" in second
    assert "Run out" in second
    assert "Taken back" in second


def test_before_there_is_a_framework_the_page_warns(client, cast):
    page = cast.sign_in(client, "implementation").get(cast.url("framework/experts/"))
    assert "A link opens nothing until the draft is begun." in page.content.decode()


def test_the_link_is_mailed_once_in_the_experts_language(client, cast, reader):
    with scopes_disabled():
        DraftReader.objects.update(language="es")
    cast.sign_in(client, "implementation")
    path, token = cast.url(f"framework/experts/{reader.pk}/send/"), uuid.uuid4()
    for _twice in range(2):
        client.post(path, {"token": token})
    [mail] = mails()
    assert (mail.address, mail.language) == ("w.okafor@example.org", "es")
    assert f"/d/{reader.code}/" in mail.body_text
    assert f"/d/{reader.code}/" in mail.body_html
    assert mail.reply_to == cast.implementation.user.email
    client.post(path, {"token": uuid.uuid4()})
    assert len(mails()) == 2
    assert [action for action, _ in trail(cast)].count("draft_reader.mailed") == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    (
        ({"email": ""}, "We have no e-mail address."),
        ({"revoked_at": timezone.now()}, "This link does not work any more."),
        ({"expires_at": timezone.now()}, "This link does not work any more."),
        ({"code_hash": "x"}, "This link does not work any more."),
    ),
)
def test_what_cannot_be_mailed_is_said(client, cast, reader, fields, said):
    with scopes_disabled():
        DraftReader.objects.update(**fields)
    cast.sign_in(client, "implementation")
    path = cast.url(f"framework/experts/{reader.pk}/send/")
    answer = client.post(path, {"token": uuid.uuid4()}, follow=True)
    assert said in answer.content.decode()
    assert mails() == []


def test_without_a_form_s_token_nothing_is_mailed(client, cast, reader):
    assert cast.post(client, "implementation", f"framework/experts/{reader.pk}/send/") == 302
    assert mails() == []


def test_more_time_and_back_again_is_audited_from_what_to_what(client, cast, reader):
    cast.sign_in(client, "implementation")
    path = cast.url(f"framework/experts/{reader.pk}/")
    before = reader.expires_at.astimezone(cast.collaborative.zone).date()
    until = cast.collaborative.today() + dt.timedelta(days=60)
    for _twice in range(2):
        client.post(path, {"until": until.isoformat()})
    assert fresh(reader).expires_at.astimezone(cast.collaborative.zone).date() == until
    extended = [entry for entry in trail(cast) if entry[0] == "draft_reader.extended"]
    assert extended == [("draft_reader.extended", f"{before} → {until}")]


def test_a_day_that_is_over_is_said_beside_the_field(client, cast, reader):
    cast.sign_in(client, "implementation")
    answer = client.post(cast.url(f"framework/experts/{reader.pk}/"), {"until": "2020-02-02"})
    assert "Choose a day between today and a year from now." in answer.content.decode()
    assert 'value="2020-02-02"' in answer.content.decode()


def test_taking_back_asks_first_stops_the_link_and_can_be_undone(client, cast, reader):
    cast.sign_in(client, "implementation")
    path = cast.url(f"framework/experts/{reader.pk}/")
    page = client.get(path).content.decode()
    assert "What this person said stays under their name." in page
    for _twice in range(2):
        client.post(f"{path}take-back/")
    assert client.get(f"/d/{reader.code}/").url == "/d/unknown/"
    assert reader.code not in client.get(path).content.decode()
    until = cast.collaborative.today() + dt.timedelta(days=3)
    client.post(path, {"until": until.isoformat()})
    assert client.get(f"/d/{reader.code}/").url.startswith("/d/read/")
    assert [action for action, _ in trail(cast)].count("draft_reader.taken_back") == 1


def test_forgetting_deletes_what_names_the_person_everywhere(client, cast, framework, reader):
    said = FrameworkCommentFactory(framework=framework, by=None, reader=reader, text="More play")
    cast.sign_in(client, "implementation")
    path = cast.url(f"framework/experts/{reader.pk}/")
    assert "This cannot be undone." in client.get(path).content.decode()
    client.post(f"{path}send/", {"token": uuid.uuid4()}, follow=True)
    for _twice in range(2):
        client.post(f"{path}forget/")
    row = fresh(reader)
    assert (row.name, row.email, row.known_for) == ("", "", "")
    assert row.revoked_at
    [mail] = mails()
    assert (mail.address, mail.subject, mail.body_text, mail.body_html) == ("", "", "", "")
    assert mail.state == State.SKIPPED
    everything = client.get(cast.url("framework/comments/")).content.decode()
    everything += client.get(path).content.decode() + str(trail(cast))
    for word in ("Okafor", "w.okafor", "trains teachers"):
        assert word not in everything
    assert "More play" in everything
    assert "An expert" in everything
    assert fresh(said).reader_id == reader.pk
    assert [action for action, _ in trail(cast)].count("draft_reader.forgotten") == 1


def test_who_was_forgotten_is_not_asked_again_by_more_time(client, cast, reader):
    with scopes_disabled():
        DraftReader.objects.update(name="", revoked_at=timezone.now())
    until = cast.collaborative.today() + dt.timedelta(days=3)
    cast.sign_in(client, "implementation")
    path = cast.url(f"framework/experts/{reader.pk}/")
    assert 'id="more"' not in client.get(path).content.decode()
    assert client.post(path, {"until": until.isoformat()}).status_code == 403
    assert fresh(reader).revoked_at


def test_no_trail_names_somebody_from_outside(client, cast, framework):
    cast.sign_in(client, "implementation")
    client.post(cast.url("framework/experts/"), asking(cast))
    [made] = readers()
    path = cast.url(f"framework/experts/{made.pk}/")
    client.post(f"{path}send/", {"token": uuid.uuid4()})
    client.post(f"{path}take-back/")
    assert not re.search("ada|reyes|center", str(trail(cast)), re.IGNORECASE)


def test_an_unknown_expert_is_not_found(client, cast, framework):
    assert cast.get(client, "implementation", "framework/experts/999999/") == 404
