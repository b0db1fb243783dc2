"""Keys and sessions at the API's door, and problems in one shape."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bsc.accounts.models import AccessKey
from bsc.api.parsing import JsonParser
from tests.api.test_door import is_problem

pytestmark = pytest.mark.django_db


def ask(client, cast, key, path="", method="get", **how):
    headers = {"Authorization": f"Bearer {key}"}
    address = f"/api/v1/c/{cast.collaborative.slug}/{path}"
    return getattr(client, method)(address, headers=headers, **how)


def test_a_key_opens_what_its_owner_may_see(client, cast, key_of):
    me = ask(client, cast, key_of(cast.leader)).json()["me"]
    assert me["name"] == cast.leader.user.name
    assert [(role["role"], role["team"]) for role in me["roles"]] == [("team_leader", cast.team.pk)]
    assert AccessKey.objects.get().last_used_on == timezone.localdate()


@pytest.mark.parametrize("text", ("", "bsc_wrong", "ünknown"))
def test_a_key_that_does_not_work_is_401_and_says_which_kind_is_wanted(client, cast, text):
    answer = ask(client, cast, text)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert is_problem(answer)


def test_a_wrong_key_is_not_made_good_by_a_session(client, cast):
    cast.sign_in(client, "member")
    assert ask(client, cast, "bsc_wrong").status_code == 401


@pytest.mark.parametrize("who", ("someone_who_left", "stranger", "organization_admin"))
def test_a_key_of_somebody_outside_is_404(client, cast, key_of, who):
    assert ask(client, cast, key_of(getattr(cast, who))).status_code == 404


@pytest.mark.parametrize("method", ("post", "patch", "put", "delete"))
@pytest.mark.parametrize("path", ("cycles/", "comments/", "cycles/1/", "teams/"))
def test_a_key_for_reading_writes_nothing(client, cast, key_of, method, path):
    key = key_of(cast.member, may_write=False)
    answer = ask(client, cast, key, path, method, data={}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This access key may only read."
    assert ask(client, cast, key, "cycles/").status_code == 200


def test_a_key_for_one_collaborative_does_not_open_another(client, cast, key_of):
    narrow = key_of(cast.member, collaborative_id=cast.collaborative.pk)
    assert ask(client, cast, narrow).status_code == 200
    AccessKey.objects.update(collaborative=cast.stranger.collaborative_id)
    answer = ask(client, cast, narrow)
    nowhere = client.get(
        "/api/v1/c/no-such-collaborative/", headers={"Authorization": f"Bearer {narrow}"}
    )
    assert answer.status_code == 404
    assert answer.json() == nowhere.json()


def test_a_session_writes_with_its_form_token_only(cast):
    browser = Client(enforce_csrf_checks=True)
    cast.sign_in(browser, "member")
    address = f"/api/v1/c/{cast.collaborative.slug}/cycles/"

    def send(**headers):
        return browser.post(
            address, {"what": "Two questions"}, content_type="application/json", headers=headers
        )

    refused = send()
    assert refused.status_code == 403
    assert is_problem(refused)
    browser.get(reverse("me"))
    token = browser.cookies["csrftoken"].value
    assert send(**{"X-CSRFToken": token}).status_code == 201


def test_an_answer_to_a_key_is_kept_out_of_caches(client, cast, key_of):
    assert "no-store" in ask(client, cast, key_of(cast.member))["Cache-Control"]


def test_problems_speak_the_language_of_the_key_s_owner(client, cast, key_of):
    cast.member.user.language = "es"
    cast.member.user.save()
    answer = ask(client, cast, key_of(cast.member), "cycles/987654321/")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "No encontrado."
    assert answer["Content-Language"] == "es"


@pytest.mark.parametrize(
    "body",
    (
        "{", "", "[" * 100_000, '{"what": NaN}', b'{"what": "\xff"}', '{"what": 1e999}',
        "9" * 5000,
    ),
)  # fmt: skip
def test_what_is_no_json_is_a_problem(client, cast, key_of, body):
    answer = ask(
        client, cast, key_of(cast.member), "cycles/", "post",
        data=body, content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 400
    assert is_problem(answer)


@pytest.mark.parametrize(
    ("how", "status"),
    (
        ({"method": "post", "data": "what=x", "content_type": "text/plain"}, 415),
        ({"method": "put", "data": "{}", "content_type": "application/json"}, 405),
        ({"HTTP_ACCEPT": "text/html"}, 406),
        ({"path": "cycles/?page=9"}, 404),
        ({"path": "cycles/?size=1000"}, 400),
        ({"path": "cycles/?drivr=1"}, 400),
        ({"path": "no-such-noun/"}, 404),
    ),
)
def test_every_refusal_is_a_problem(client, cast, key_of, how, status):
    path = how.pop("path", "cycles/")
    answer = ask(client, cast, key_of(cast.member), path, **how)
    assert answer.status_code == status
    assert is_problem(answer)


def test_a_field_that_is_not_known_is_named(client, cast, key_of):
    answer = ask(client, cast, key_of(cast.member), "cycles/?drivr=1").json()
    assert list(answer["errors"]) == ["drivr"]
    assert answer["type"] == "urn:bsc:problem:invalid"


def test_the_parser_reads_what_json_allows():
    class Stream:
        def __init__(self, said):
            self.read = lambda: json.dumps(said).encode()

    assert JsonParser().parse(Stream({"a": [1, "ü"]})) == {"a": [1, "ü"]}
