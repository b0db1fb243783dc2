"""Saving a step: two people at once, and while somebody types."""

import uuid

from pdsa.models import Cycle, Ramp
from tests.pdsa.test_planning import save, seen, start


class TestTwoPeopleAtOnce:
    """The second sees what the first wrote, and keeps what they typed."""

    def test_the_same_words(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        mark = seen(client, url)
        client.post(url, {"seen": mark, "prediction": "First"})
        response = client.post(url, {"seen": mark, "prediction": "Second"})
        assert [theirs.text for theirs in response.context["theirs"]] == ["First"]
        assert response.context["form"]["prediction"].value() == "Second"
        with inside():
            shared.refresh_from_db()
            assert (shared.prediction, shared.revision) == ("First", 2)
        again = {
            "seen": response.context["form"]["seen"].value(),
            "prediction": "First and second",
        }
        assert client.post(url, again).status_code == 302
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "First and second"

    def test_different_steps_do_not_meet(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        steps = [cast.url(f"pdsa/{shared.pk}/plan/{step}/") for step in (2, 4)]
        marks = [seen(client, url) for url in steps]
        client.post(steps[0], {"seen": marks[0], "scale": "one_room"})
        assert client.post(steps[1], {"seen": marks[1], "prediction": "Yes"}).status_code == 302
        with inside():
            shared.refresh_from_db()
            assert (shared.scale, shared.prediction) == ("one_room", "Yes")

    def test_a_form_without_its_mark_overwrites_nothing(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        save(client, cast, shared.pk, 4, prediction="Mine")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        assert client.post(url, {"prediction": "Other"}).status_code == 200
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "Mine"


class TestSavingWhileTyping:
    """Each pause saves the draft; the page gets the mark of what now stands."""

    HTMX = {"HX-Request": "true"}

    def test_the_first_words_make_the_draft_and_it_grows(self, client, cast, inside):
        cast.sign_in(client, "member")
        token = uuid.uuid4()
        for what in ("Say", "Say hello"):
            answer = client.post(
                cast.url("pdsa/new/"), {"what": what, "token": token}, headers=self.HTMX
            )
            assert answer.status_code == 204
        with inside():
            assert [cycle.what for cycle in Cycle.objects.all()] == ["Say hello"]
            assert Ramp.objects.get().idea == "Say hello"
        start(client, cast, token=token, what="Say hello to all")
        with inside():
            assert Cycle.objects.get().what == "Say hello to all"

    def test_the_new_mark_lets_the_form_go_on(self, client, cast, draft, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/4/")
        mark = seen(client, url)
        answer = client.post(url, {"seen": mark, "prediction": "A"}, headers=self.HTMX)
        new_mark = answer.content.decode().split('value="')[1].split('"')[0]
        assert client.post(url, {"seen": new_mark, "prediction": "AB"}).status_code == 302
        with inside():
            draft.refresh_from_db()
            assert draft.prediction == "AB"

    def test_half_a_form_is_saved_too(self, client, cast, draft, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/1/")
        data = {"seen": seen(client, url), "what": ""}
        assert client.post(url, data, headers=self.HTMX).status_code == 200

    def test_another_persons_words_are_not_overwritten(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/plan/4/")
        mark = seen(client, url)
        client.post(url, {"seen": mark, "prediction": "First"})
        answer = client.post(url, {"seen": mark, "prediction": "Second"}, headers=self.HTMX)
        assert answer.status_code == 409
        with inside():
            shared.refresh_from_db()
            assert shared.prediction == "First"

    def test_an_impossible_value_is_not_saved(self, client, cast, draft):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{draft.pk}/plan/3/")
        data = {"seen": seen(client, url), "starts_on": "soon"}
        assert client.post(url, data, headers=self.HTMX).status_code == 422
