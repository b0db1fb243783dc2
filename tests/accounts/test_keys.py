"""``/me/keys/``: access keys are made, shown once, and stopped."""

import re
import uuid
from hashlib import sha256

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from bsc.accounts import keys
from bsc.accounts.models import AccessKey
from bsc.accounts.sessions import sign_out_everywhere
from bsc.audit.models import Entry
from tests.factories import MembershipFactory, MembershipRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r'<code class="key">(bsc_[\w-]{43})</code>')


@pytest.fixture
def ana(client):
    membership = MembershipFactory(user__name="Ana Lima", collaborative__name="First words")
    MembershipRoleFactory(membership=membership)
    client.force_login(membership.user)
    return membership


def make(client, **given):
    given = {"name": "Spreadsheet", "may": "read", "token": uuid.uuid4(), **given}
    return client.post("/me/keys/", given)


def shown(page):
    return SHOWN.findall(page.content.decode())


def deeds():
    with scopes_disabled():
        return list(Entry.objects.order_by("pk").values_list("action", "summary"))


def test_the_page_needs_somebody_signed_in(client):
    answer = client.get("/me/keys/")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in/")


def test_my_page_leads_to_it_and_without_keys_it_says_so(client, ana):
    assert b'href="/me/keys/"' in client.get("/me/").content
    assert b"You have no keys" in client.get("/me/keys/").content


def test_a_key_is_shown_once_and_only_its_hash_is_kept(client, ana):
    page = make(client)
    (text,) = shown(page)
    assert "no-store" in page["Cache-Control"]
    key = AccessKey.objects.get()
    assert key.key_hash == sha256(text.encode()).hexdigest()
    assert (key.name, key.may_write, key.collaborative, key.user) == (
        "Spreadsheet", False, None, ana.user,
    )  # fmt: skip
    again = client.get("/me/keys/")
    assert "Spreadsheet" in again.content.decode()
    assert text not in again.content.decode()
    assert deeds() == [("access_key.made", "Spreadsheet")]


def test_a_key_may_write_in_one_collaborative_only(client, ana):
    make(client, may="write", collaborative=ana.collaborative_id)
    key = AccessKey.objects.get()
    assert (key.may_write, key.collaborative_id) == (True, ana.collaborative_id)
    assert "First words" in client.get("/me/keys/").content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    (({"name": ""}, "name"), ({"may": "all"}, "may"), ({"collaborative": 10**6}, "collaborative")),
)
def test_a_wrong_answer_says_so_and_keeps_what_was_typed(client, ana, given, field):
    page = make(client, **given)
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["may"].value() == given.get("may", "read")
    assert not AccessKey.objects.exists()


def test_somebody_elses_collaborative_is_refused_by_the_service_too(ana):
    elsewhere = MembershipFactory()
    with pytest.raises(keys.ValidationError):
        keys.make_key(
            user=ana.user,
            name="x",
            may_write=False,
            token=uuid.uuid4(),
            collaborative_id=elsewhere.collaborative_id,
        )


def test_two_clicks_make_one_key_and_the_one_that_is_seen_works(client, ana):
    token = uuid.uuid4()
    (first,), (second,) = shown(make(client, token=token)), shown(make(client, token=token))
    assert AccessKey.objects.count() == 1
    assert keys.use_key(first) is None
    assert keys.use_key(second).user == ana.user


def test_a_form_that_is_sent_again_later_does_not_change_a_key_in_use(client, ana):
    token = uuid.uuid4()
    (text,) = shown(make(client, token=token))
    assert keys.use_key(text)
    page = make(client, token=token)
    assert shown(page) == []
    assert "It is shown only once" in page.content.decode()
    assert keys.use_key(text)


def test_the_day_of_its_last_use_stands_on_the_page(client, ana):
    (text,) = shown(make(client))
    assert "Never" in client.get("/me/keys/").content.decode()
    keys.use_key(text)
    assert "Never" not in client.get("/me/keys/").content.decode()


def test_a_stopped_key_opens_nothing_and_is_gone_from_the_page(client, ana):
    (text,) = shown(make(client))
    stop = reverse("me_key_revoke", kwargs={"pk": AccessKey.objects.get().pk})
    assert client.get(stop).status_code == 405
    assert client.post(stop).url == "/me/keys/"
    assert keys.use_key(text) is None
    page = client.get("/me/keys/").content.decode()
    assert "The key “Spreadsheet” no longer works." in page
    assert "You have no keys" in page
    assert client.post(stop).status_code == 404
    assert deeds()[-1] == ("access_key.revoked", "Spreadsheet")


def test_nobody_stops_the_key_of_another(client, ana):
    theirs = UserFactory()
    keys.make_key(user=theirs, name="theirs", may_write=False, token=uuid.uuid4())
    stop = reverse("me_key_revoke", kwargs={"pk": AccessKey.objects.get().pk})
    assert client.post(stop).status_code == 404
    assert "theirs" not in client.get("/me/keys/").content.decode()


def test_signing_out_everywhere_stops_every_key(client, ana):
    (text,) = shown(make(client))
    sign_out_everywhere(user=ana.user, by=ana.user)
    assert keys.use_key(text) is None


def test_there_is_an_end_to_keys(client, ana, monkeypatch):
    monkeypatch.setattr(keys, "MOST", 1)
    make(client)
    page = make(client)
    assert shown(page) == []
    assert "You have 1 keys" in page.content.decode()


def test_a_key_of_an_account_that_is_closed_opens_nothing(client, ana):
    (text,) = shown(make(client))
    ana.user.is_active = False
    ana.user.save()
    assert keys.use_key(text) is None


def test_a_key_waits_for_the_second_factor_as_pages_do(client, ana, settings):
    (text,) = shown(make(client))
    settings.SECOND_FACTOR_REQUIRED = True
    assert keys.use_key(text) is None


@pytest.fixture(params=(1, 3))
def some_keys(request, ana):
    for number in range(request.param):
        keys.make_key(
            user=ana.user,
            name=f"key {number}",
            may_write=False,
            token=uuid.uuid4(),
            collaborative_id=ana.collaborative_id,
        )
    return request.param


def test_the_number_of_queries_does_not_grow(client, some_keys, django_assert_num_queries):
    with django_assert_num_queries(4):
        page = client.get("/me/keys/")
    assert len(page.context["keys"]) == some_keys
