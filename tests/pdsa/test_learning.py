"""Do, Study, Act: what was counted, what did not happen, who may write it, who sees it later."""

from datetime import timedelta

import pytest

from bsc.files.models import StoredFile
from pdsa.models import Cycle
from tests.cast import cast_gets
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, CyclePhotoFactory, RampFactory, RampMetricFactory
from tests.pdsa.test_finishing import tell
from tests.pdsa.test_planning import save, seen

WRITES = cast_gets(
    member=302, teammate=403, leader=403, family=403, other_center=403, faculty=403,
    implementation=403, observer=404,
)  # fmt: skip
STORY = {
    1: {"carried_out": "differently", "what_happened": "It rained."},
    2: {"what_we_learned": "Rain matters.", "numbers": "2 of 8"},
    3: {"decision": "abandon", "why": "Too wet"},
}


class TestWhoWrites:
    """The owner's words are the owner's: no leader, coach or teammate rewrites them."""

    @pytest.mark.parametrize("step", (1, 2, 3))
    @pytest.mark.parametrize(("who", "status"), WRITES)
    def test_what_was_learned(self, client, cast, shared, inside, step, who, status):
        url = cast.url(f"pdsa/{shared.pk}/finish/{step}/")
        mark = seen(cast.sign_in(client, "member"), url)
        data = {"seen": mark} | STORY[step]
        assert cast.post(client, who, f"pdsa/{shared.pk}/finish/{step}/", data) == status
        with inside():
            standing = Cycle.objects.get(pk=shared.pk)
        for name, text in STORY[step].items():
            assert (getattr(standing, name) == text) == (who == "member")

    def test_a_family_member_finishes_their_own(self, client, cast, inside):
        own = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.family)
        cast.sign_in(client, "family")
        for step, told in STORY.items():
            assert tell(client, cast, own.pk, step, **told).status_code == 302
        with inside():
            own.refresh_from_db()
            assert (own.status, own.numbers) == ("done", "2 of 8")


class TestStudy:
    """What was seen is held against what was thought."""

    def test_the_prediction_stands_beside_the_question(self, client, cast, shared, inside):
        with inside():
            Cycle.objects.update(prediction="They will wave.")
        page = cast.sign_in(client, "member").get(cast.url(f"pdsa/{shared.pk}/finish/2/"))
        body = page.content.decode()
        assert body.index("They will wave.") < body.index("How does that compare")
        assert body.index("Did you count something?") < body.index("They will wave.")

    def test_the_page_shows_both_and_the_numbers(self, client, cast, shared, inside):
        with inside():
            Cycle.objects.update(
                prediction="They will wave.", compared="better", numbers="6 of 8 families"
            )
        page = cast.sign_in(client, "other_center").get(cast.url(f"pdsa/{shared.pk}/"))
        body = page.content.decode()
        assert "6 of 8 families" in body
        assert body.count("They will wave.") == 2

    def test_what_did_not_happen_is_not_compared(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        tell(client, cast, shared.pk, 1, carried_out="not_done", what_happened="Snow day.")
        page = client.get(cast.url(f"pdsa/{shared.pk}/finish/2/"))
        assert "compared" not in page.context["form"].fields
        assert "What got in the way" in page.content.decode()
        answer = tell(client, cast, shared.pk, 2, what_we_learned="Ask about the weather.")
        assert answer.url.endswith("/finish/3/")
        tell(client, cast, shared.pk, 3, decision="adjust")
        page = client.get(cast.url(f"pdsa/{shared.pk}/")).content.decode()
        assert "It did not happen this time." in page


class TestACoachsQuestions:
    """Asked before posting and on the page, each with the way to its step; never in the way."""

    BIG = {"what": "- A song\n- A dance", "scale": "center", "prediction": "", "look_at": ""}

    def test_on_the_last_step_and_it_can_be_posted_all_the_same(self, client, cast, draft, inside):
        far = cast.collaborative.today() + timedelta(days=15)
        with inside():
            Cycle.objects.update(starts_on=far, **self.BIG)
        cast.sign_in(client, "member")
        page = client.get(cast.url(f"pdsa/{draft.pk}/plan/5/")).content.decode()
        for words in (
            "more than one change",
            "big first step",
            "more than two weeks",
            "A guess is",
        ):
            assert words in page
        for step in range(1, 5):
            assert f"/pdsa/{draft.pk}/plan/{step}/" in page
        save(client, cast, draft.pk, 5, visibility="collaborative")
        with inside():
            draft.refresh_from_db()
            assert draft.status == "planned"
        page = client.get(cast.url(f"pdsa/{draft.pk}/")).content.decode()
        for words in ("more than one change", "more than two weeks", "What will you look at"):
            assert words in page
        for step in range(1, 6):
            assert f"/pdsa/{draft.pk}/plan/{step}/" in page

    def test_they_are_the_owners_to_answer(self, client, cast, shared, inside):
        with inside():
            Cycle.objects.update(**self.BIG)
        page = cast.sign_in(client, "teammate").get(cast.url(f"pdsa/{shared.pk}/"))
        assert "A coach might ask" not in page.content.decode()

    def test_a_linked_measure_is_a_way_to_know(self, client, cast, shared):
        page = cast.sign_in(client, "member").get(cast.url(f"pdsa/{shared.pk}/"))
        assert "What will you look at or count" in page.content.decode()
        RampMetricFactory(ramp=shared.ramp, metric=MetricFactory(collaborative=cast.collaborative))
        page = client.get(cast.url(f"pdsa/{shared.pk}/"))
        assert "What will you look at or count" not in page.content.decode()


class TestWhoSeesItLater:
    """Shared by default and said so; the owners may change it, and are told what follows."""

    def choose(self, client, cast, cycle, visibility):
        cast.sign_in(client, "member")
        return save(client, cast, cycle.pk, 5, visibility=visibility)

    def test_the_default_is_said(self, client, cast, draft):
        cast.sign_in(client, "member")
        page = client.get(cast.url(f"pdsa/{draft.pk}/plan/5/"))
        assert page.context["form"]["visibility"].value() == "collaborative"

    def test_what_follows_is_said_and_comes_true(self, client, cast, shared, inside):
        borrowed = RampFactory(team=cast.other_team, borrowed_from=shared.ramp)
        copy = CycleFactory(ramp=borrowed, started_by=cast.other_center)
        with inside():
            stored = StoredFile.objects.create(
                collaborative=cast.collaborative, file="a.jpg", content_type="image/jpeg", name="a"
            )
        photo = CyclePhotoFactory(cycle=shared, stored=stored, by=cast.member)
        page = cast.sign_in(client, "member").get(cast.url(f"pdsa/{shared.pk}/plan/5/"))
        assert "Comments and photos follow." in page.content.decode()
        self.choose(client, cast, shared, "team")
        assert cast.get(client, "other_center", f"pdsa/{shared.pk}/") == 404
        assert cast.get(client, "other_center", f"pdsa/photos/{photo.pk}/") == 404
        comments = f"pdsa/{shared.pk}/comments/"
        assert cast.post(client, "other_center", comments, {"text": "Hello"}) == 404
        assert cast.get(client, "faculty", f"pdsa/{shared.pk}/") == 200
        assert cast.get(client, "other_center", f"pdsa/{copy.pk}/") == 200
        self.choose(client, cast, shared, "collaborative")
        assert cast.get(client, "other_center", f"pdsa/{shared.pk}/") == 200

    def test_only_owners_find_the_way_to_it(self, client, cast, shared):
        words = "Change who sees it"
        for who, finds in (("member", True), ("leader", False), ("implementation", False)):
            page = cast.sign_in(client, who).get(cast.url(f"pdsa/{shared.pk}/"))
            assert (words in page.content.decode()) == finds
