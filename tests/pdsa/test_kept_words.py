"""What the server says to a page that keeps its words on the phone (static/js/words.js)."""

import gzip
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from bsc.accounts.phones import phone_key
from tests.factories.metrics import MetricFactory
from tests.pdsa.test_planning import seen

ASKED, SAVED = {"X-Words": "1"}, "X-Words-Saved"
TYPING = {"HX-Request": "true"}


def test_the_script_is_small():
    script = Path(settings.BASE_DIR, "static/js/words.js").read_bytes()
    assert len(gzip.compress(script, 9, mtime=0)) <= 2048


class TestGoingOn:
    """A page that asks is told where it goes on; whatever else comes back is no receipt."""

    def test_of_a_plan(self, client, cast, draft):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/4/")
        data = {"seen": seen(client, url), "prediction": "Yes"}
        answer = client.post(url, data, headers=ASKED)
        assert (answer.status_code, answer[SAVED]) == (204, cast.url(f"pdsa/{draft.pk}/plan/5/"))

    def test_of_a_new_test(self, client, cast):
        cast.sign_in(client, "member")
        data = {"what": "Say hello", "token": uuid.uuid4()}
        answer = client.post(cast.url("pdsa/new/"), data, headers=ASKED)
        assert answer[SAVED].endswith("/plan/2/")

    def test_of_the_decision_whose_message_is_still_to_come(self, client, cast, shared):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/finish/3/")
        answer = client.post(url, {"seen": seen(client, url), "decision": "expand"}, headers=ASKED)
        assert "You can plan the next test now" in client.get(answer[SAVED]).content.decode()

    @pytest.mark.parametrize("data", ({"starts_on": "soon"}, {"seen": "older"}))
    def test_a_question_is_no_receipt(self, client, cast, shared, data):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/3/")
        client.post(url, {"seen": seen(client, url), "who": "Ana"})
        answer = client.post(url, {"seen": "", "who": "Bo"} | data, headers=ASKED)
        assert answer.status_code == 200
        assert SAVED not in answer

    def test_neither_is_the_sign_in_page(self, client, cast, shared):
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        for headers in (ASKED, TYPING):
            answer = client.post(url, {"prediction": "Yes"}, headers=headers, follow=True)
            assert SAVED not in answer

    def test_without_the_script_it_is_an_ordinary_redirect(self, client, cast, draft):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/4/")
        answer = client.post(url, {"seen": seen(client, url), "prediction": "Yes"})
        assert answer.status_code == 302


class TestWhileTyping:
    """The words are the phone's until each of them is saved."""

    def test_saved_words_are_acknowledged(self, client, cast, draft):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/4/")
        data = {"seen": seen(client, url), "prediction": "Yes"}
        assert client.post(url, data, headers=TYPING)[SAVED]
        assert SAVED not in client.post(url, data | {"prediction": "No"}, headers=TYPING)

    def test_ticks_are_saved_by_the_button_alone(self, client, cast, draft):
        metric = MetricFactory(collaborative=cast.collaborative)
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/5/")
        form = client.get(url).context["form"]
        data = {
            "seen": form["seen"].value(), "had": form["had"].value(),
            "look_at": "Faces", "visibility": "collaborative",
        }  # fmt: skip
        answer = client.post(url, data, headers=TYPING)
        assert answer[SAVED]
        answer = client.post(url, data | {"metrics": [metric.pk]}, headers=TYPING)
        assert answer.status_code == 200
        assert SAVED not in answer


class TestWhose:
    """The key on the page is the person's own, and says nothing about them."""

    def test_two_people_have_two_keys(self, client, cast, shared):
        keys = {phone_key(person.user) for person in (cast.member, cast.teammate, cast.family)}
        assert len(keys) == 3
        cast.sign_in(client, "member")
        page = client.get(cast.url(f"pdsa/{shared.pk}/plan/4/")).content.decode()
        assert f'data-words="{phone_key(cast.member.user)}"' in page

    @pytest.mark.parametrize("path", ("/sign-out/", "/me/"))
    def test_pages_that_sign_out_take_them_off_the_phone(self, client, cast, path):
        page = cast.sign_in(client, "member").get(path).content.decode()
        assert f'data-words-waiting="{phone_key(cast.member.user)}"' in page
        assert "js/words.js" in page

    def test_signing_out_when_nobody_is_signed_in(self, client, db):
        assert client.get("/sign-out/").status_code in {200, 302}
