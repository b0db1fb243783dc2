"""``/p/<code>/``: whoever holds the paper sends a photograph, and can do nothing else."""

import logging
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from bsc.accounts.http import WRONG_BY_BROWSER
from bsc.audit.models import Entry
from bsc.files.models import StoredFile
from centers.models import CoreTeam
from collaboratives.models import MembershipRole
from pdsa.models import Cycle, CyclePhoto, PaperForm, Ramp
from pdsa.queries import paper_to_type
from pdsa.services.paper import MOST_PHOTOS, PaperClosedError, receive_photo
from pdsa.views.paper_public import PHOTOS_AN_HOUR
from tests.cast import WHO, cast_gets
from tests.factories.pdsa import CycleFactory, PaperFormFactory, RampFactory
from tests.pdsa.test_photos import content_of, jpeg_with_a_place

UNKNOWN = "This code does not work"


@pytest.fixture
def form_of_team_only(cast, team_only):
    return PaperFormFactory(cycle=team_only, printed_by=cast.member)


def send(client, form, **data):
    given = {"photo": jpeg_with_a_place(), "token": uuid.uuid4()} | data
    return client.post(f"/p/{form.code}/", given)


class TestWhatTheHolderSees:
    """The team and the number of the test; not a word of it, no person."""

    def test_the_page_names_team_and_number_only(self, client, cast, printed, shared, inside):
        with inside():
            Cycle.objects.filter(pk=shared.pk).update(
                what="Wave at Leo", who="Ana", prediction="He waves", what_we_learned="He does"
            )
            Ramp.objects.filter(pk=shared.ramp_id).update(idea="Waving at Leo")
        for path in ("", "sent/"):
            page = client.get(f"/p/{printed.code}/{path}").content.decode()
            assert cast.team.name in page
            for word in ("Leo", "Ana", "wav", str(cast.member), cast.collaborative.name):
                assert word not in page
        assert "test 1" in client.get(f"/p/{printed.code}/").content.decode()

    def test_a_blank_form_is_for_a_new_test(self, client, leaf):
        assert "a new test" in client.get(f"/p/{leaf.code}/").content.decode()

    def test_looking_changes_nothing(self, client, leaf, inside):
        client.get(f"/p/{leaf.code}/")
        client.head(f"/p/{leaf.code}/")
        with inside():
            assert not Cycle.objects.exists()
            assert PaperForm.objects.get().used_at is None

    def test_it_is_kept_out_of_caches(self, client, printed):
        assert "no-store" in client.get(f"/p/{printed.code}/").headers["Cache-Control"]

    @pytest.mark.parametrize(
        ("who", "may_read"),
        [(who, 1 if who in {"member", "teammate", "leader", "family", "faculty", "implementation"}
          else 0) for who in WHO],
    )  # fmt: skip
    def test_who_is_offered_the_test(
        self, client, cast, form_of_team_only, team_only, who, may_read
    ):
        cast.sign_in(client, who)
        page = client.get(f"/p/{form_of_team_only.code}/").content.decode()
        assert page.count(cast.url(f"pdsa/{team_only.pk}/")) == may_read

    @pytest.mark.parametrize(("who", "status"), cast_gets(
        member=200, teammate=200, leader=200, family=200, other_center=404, faculty=200,
        implementation=200, observer=404,
    ))  # fmt: skip
    def test_the_code_opens_neither_test_nor_photo(
        self, client, cast, form_of_team_only, team_only, inside, who, status
    ):
        cast.sign_in(client, who)
        send(client, form_of_team_only)
        with inside():
            photo = CyclePhoto.objects.get()
        response = client.get(cast.url(f"pdsa/photos/{photo.pk}/"))
        if response.streaming:
            content_of(response)
        assert response.status_code == status
        assert client.get(cast.url(f"pdsa/{team_only.pk}/")).status_code == status


class TestThePhoto:
    """It lands on the very test, made anew, from nobody."""

    def test_on_the_test_of_the_form(self, client, cast, printed, shared, inside):
        answer = send(client, printed)
        assert answer.url == f"/p/{printed.code}/sent/"
        page = client.get(answer.url).content.decode()
        assert "Thank you" in page
        assert f"/p/{printed.code}/" in page
        with inside():
            photo = CyclePhoto.objects.select_related("stored").get()
            assert (photo.cycle_id, photo.by, photo.paper_form_id) == (shared.pk, None, printed.pk)
            assert photo.alt == "Photo of the paper form"
            assert Entry.objects.get(action="cycle.photo_added").by is None
            body = (Path(settings.MEDIA_ROOT) / photo.stored.file.name).read_bytes()
        assert b"Exif" not in body
        assert b"Somebody" not in body
        page = cast.sign_in(client, "other_center").get(cast.url(f"pdsa/{shared.pk}/"))
        assert "From the paper form" in page.content.decode()

    def test_sent_twice_is_one_photo(self, client, printed, inside):
        token = uuid.uuid4()
        for _ in range(2):
            assert send(client, printed, token=token).status_code == 302
        with inside():
            assert CyclePhoto.objects.count() == StoredFile.objects.count() == 1

    def test_no_photo_is_told_beside_the_field(self, client, leaf, inside):
        assert "Take or choose a photo first." in send(client, leaf, photo="").content.decode()
        text = SimpleUploadedFile("list.jpg", b"no picture", content_type="image/jpeg")
        form = send(client, leaf, photo=text).context["form"]
        assert "could not read" in form.errors["photo"][0]
        with inside():
            assert not Cycle.objects.exists()
            assert not StoredFile.objects.exists()

    def test_a_form_takes_so_many_photos(self, client, printed, inside):
        send(client, printed)
        with inside():
            stored = StoredFile.objects.get()
            CyclePhoto.objects.bulk_create(
                CyclePhoto(
                    collaborative=printed.collaborative, cycle_id=printed.cycle_id, stored=stored,
                    alt="x", paper_form=printed, token=uuid.uuid4(),
                )
                for _ in range(MOST_PHOTOS - 1)
            )  # fmt: skip
        assert "many photos already" in send(client, printed).content.decode()

    def test_a_form_takes_so_many_uploads_an_hour(self, client, printed, inside):
        token = uuid.uuid4()
        for _ in range(PHOTOS_AN_HOUR):
            assert send(client, printed, token=token).status_code == 302
        assert "Wait a few minutes" in send(client, printed, token=token).content.decode()

    def test_anybody_on_the_team_takes_it_away(
        self,
        client,
        cast,
        printed,
        inside,
        django_capture_on_commit_callbacks,
    ):
        send(client, printed)
        with inside():
            photo = CyclePhoto.objects.select_related("stored").get()
        kept = Path(settings.MEDIA_ROOT) / photo.stored.file.name
        assert cast.post(client, "other_center", f"pdsa/photos/{photo.pk}/remove/") == 403
        with django_capture_on_commit_callbacks(execute=True):
            assert cast.post(client, "family", f"pdsa/photos/{photo.pk}/remove/") == 302
        assert not kept.exists()


class TestABlankForm:
    """Its first photograph begins a draft; the words are typed later."""

    def test_it_begins_a_draft_of_whoever_printed_it(self, client, cast, leaf, inside):
        for _ in range(2):
            send(client, leaf)
        with inside():
            cycle = Cycle.objects.select_related("ramp").get()
            assert cycle.what.startswith("From paper, ")
            assert (cycle.status, cycle.ramp.team_id) == ("draft", cast.team.pk)
            assert [owner.member_id for owner in cycle.owners.all()] == [cast.member.pk]
            assert cycle.photos.count() == 2
            leaf.refresh_from_db()
            assert (leaf.cycle_id, leaf.used_at is None) == (cycle.pk, False)
            assert [*paper_to_type(cast.member)] == [cycle]
            assert [*paper_to_type(cast.teammate)] == []
        page = cast.sign_in(client, "member").get(cast.url(f"pdsa/{cycle.pk}/plan/1/"))
        assert "Photos to type from" in page.content.decode()
        for path in ("home/", "pdsa/"):
            assert "1 paper form to type" in client.get(cast.url(path)).content.decode()
        assert "paper form" not in client.get(cast.url("pdsa/?from=others")).content.decode()

    def test_it_is_named_in_the_owners_language(self, client, cast, leaf, inside):
        cast.member.user.language = "es"
        cast.member.user.save()
        send(client, leaf)
        with inside():
            assert Cycle.objects.get().language == "es"

    def test_who_printed_it_has_left_so_the_leader_has_it(self, client, cast, leaf, inside):
        with inside():
            MembershipRole.objects.filter(membership=cast.member).delete()
        send(client, leaf)
        with inside():
            assert Cycle.objects.get().started_by_id == cast.leader.pk

    def test_a_team_that_is_gone_has_no_forms(self, client, cast, leaf, inside):
        with inside():
            MembershipRole.objects.filter(team=cast.team).delete()
        answer = send(client, leaf)
        assert (answer.status_code, UNKNOWN in answer.content.decode()) == (404, True)
        with inside():
            assert not Cycle.objects.exists()

    def test_a_pad_of_the_implementation_team_begins_a_test_of_theirs(self, client, cast, inside):
        own = PaperFormFactory(team=None, printed_by=cast.implementation, number=1)
        send(client, own)
        with inside():
            assert Cycle.objects.select_related("ramp").get().ramp.team_id is None

    def test_a_discarded_draft_leaves_the_leaf_blank_and_no_photo(
        self,
        client,
        cast,
        leaf,
        inside,
        django_capture_on_commit_callbacks,
    ):
        send(client, leaf)
        with inside():
            photo = CyclePhoto.objects.select_related("stored").get()
        with django_capture_on_commit_callbacks(execute=True):
            assert cast.post(client, "member", f"pdsa/{photo.cycle_id}/discard/") == 302
        assert not (Path(settings.MEDIA_ROOT) / photo.stored.file.name).exists()
        with inside():
            assert not CyclePhoto.objects.exists()
            assert not StoredFile.objects.exists()
            assert PaperForm.objects.get().used_at is None
        assert send(client, leaf).status_code == 302
        with inside():
            assert Cycle.objects.count() == 1

    def test_it_is_typed_once_what_happened_is_told(self, client, cast, printed, shared, inside):
        send(client, printed)
        with inside():
            assert paper_to_type(cast.member).count() == 1
            Cycle.objects.filter(pk=shared.pk).update(what_happened="They waved.")
            assert paper_to_type(cast.member).count() == 0

    @pytest.mark.parametrize("count", (1, 3))
    def test_the_forms_to_type_are_one_query(self, cast, inside, count, django_assert_num_queries):
        for _ in range(count):
            cycle = CycleFactory(ramp=RampFactory(team=cast.team), started_by=cast.member)
            PaperFormFactory(cycle=cycle, printed_by=cast.member)
        with inside():
            _ = cast.member.hats
            with django_assert_num_queries(1):
                [cycle.ramp.team.name for cycle in paper_to_type(cast.member)]


class TestWrongCodes:
    """Wrong, unknown and stopped look the same, and guessing is slowed down."""

    def test_stopped_and_wrong_get_the_same_answer(self, client, printed, inside):
        send(client, printed)
        with inside():
            PaperForm.objects.update(revoked_at=timezone.now())
        paths = [
            f"/p/{code}/{path}"
            for code in (printed.code, "AAAA-BBBB-CC", "x")
            for path in ("", "sent/")
        ]
        answers = [Client().get(path) for path in paths] + [send(Client(), printed)]
        assert {answer.status_code for answer in answers} == {404}
        assert len({plain(answer) for answer in answers}) == 1
        assert UNKNOWN in plain(answers[0])
        with inside():
            assert CyclePhoto.objects.count() == 1

    @pytest.mark.parametrize("which", ("printed", "leaf"))
    def test_forms_do_not_outlive_their_team(self, client, cast, inside, request, which):
        form = request.getfixturevalue(which)
        with inside():
            cycles = Cycle.objects.count()
            CoreTeam.objects.filter(pk=cast.team.pk).update(status=CoreTeam.Status.LEFT)
        unknown = plain(Client().get("/p/AAAA-BBBB-CC/"))
        answers = [client.get(f"/p/{form.code}/{path}") for path in ("", "sent/")]
        answers.append(send(client, form))
        assert {answer.status_code for answer in answers} == {404}
        assert {plain(answer) for answer in answers} == {unknown}
        with inside():
            assert not CyclePhoto.objects.exists()
            assert Cycle.objects.count() == cycles

    def test_a_team_that_leaves_meanwhile_gets_no_photo(self, cast, printed, inside):
        with inside():
            CoreTeam.objects.filter(pk=cast.team.pk).update(status=CoreTeam.Status.LEFT)
            with pytest.raises(PaperClosedError):
                receive_photo(form=printed, upload=jpeg_with_a_place(), token=uuid.uuid4())
            assert not CyclePhoto.objects.exists()

    def test_a_browser_that_guesses_waits(self, client, printed):
        for number in range(WRONG_BY_BROWSER):
            assert client.get(f"/p/AAAA-BBBB-{number}/").status_code == 404
        assert client.get(f"/p/{printed.code}/").status_code == 429
        assert Client().get(f"/p/{printed.code}/").status_code == 200

    def test_a_code_in_small_letters_and_without_dashes(self, client, printed):
        bare = printed.code.lower().replace("-", "")
        assert client.get(f"/p/{bare}/").status_code == 200

    def test_nothing_of_a_sender_or_a_code_is_logged(self, client, printed, caplog):
        caplog.set_level(logging.DEBUG)
        client.get(f"/p/{printed.code}/")
        send(client, printed)
        send(client, printed, photo="")
        client.get(f"/p/{printed.code}/sent/")
        assert printed.code not in caplog.text

    def test_another_method_is_refused(self, client, printed):
        assert client.delete(f"/p/{printed.code}/").status_code == 405

    def test_a_post_from_another_site_is_refused(self, printed):
        assert send(Client(enforce_csrf_checks=True), printed).status_code == 403


def plain(answer):
    """The page between its frame: that carries a token and the address."""
    return answer.content.decode().split("<main")[1].split("</main>")[0]
