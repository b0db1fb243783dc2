"""Paper forms for a team: printed, listed, stopped."""

import uuid

import pytest

from bsc.accounts import codes
from bsc.accounts.views.card import PAPER_FORM_LENGTH
from bsc.audit.models import Entry
from collaboratives.enums import Role
from pdsa.models import PaperForm
from pdsa.models.paper import PAPER_CODE_LENGTH
from pdsa.services.paper import LEAVES
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory, MembershipRoleFactory
from tests.factories.pdsa import PaperFormFactory

TEAM_ONLY = {
    "member": 200, "teammate": 200, "leader": 200, "family": 200, "other_center": 403,
    "faculty": 403, "implementation": 403, "observer": 404,
}  # fmt: skip


def make_pad(client, cast, **data):
    return client.post(cast.url("pdsa/paper/"), {"token": uuid.uuid4()} | data)


class TestTheFormOfATest:
    """Its plan filled in, its code on it."""

    @pytest.mark.parametrize(("who", "status"), cast_gets(**TEAM_ONLY))
    def test_who_prints_it(self, client, cast, shared, who, status):
        assert cast.get(client, who, f"pdsa/{shared.pk}/paper/") == status

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(**{who: 302 if got == 200 else got for who, got in TEAM_ONLY.items()}),
    )
    def test_who_makes_it(self, client, cast, shared, inside, who, status):
        assert cast.post(client, who, f"pdsa/{shared.pk}/paper/") == status
        with inside():
            made = PaperForm.objects.filter(cycle=shared).exists()
        assert made == (TEAM_ONLY.get(who) == 200)

    def test_looking_makes_nothing_and_making_twice_makes_one(self, client, cast, shared, inside):
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/paper/")
        assert "Make the paper form" in client.get(url).content.decode()
        for _ in range(2):
            assert client.post(url).url == url
        with inside():
            form = PaperForm.objects.get()
        page = client.get(url).content.decode()
        assert page.count(form.code) == 1
        assert shared.what in page
        assert "<svg" in page

    def test_half_a_page_stands_twice_on_a_sheet(self, client, cast, printed, shared):
        cast.sign_in(client, "member")
        page = client.get(cast.url(f"pdsa/{shared.pk}/paper/?size=half")).content.decode()
        assert page.count(printed.code) == 2
        assert page.count("sheet-page-halves") == 1

    def test_a_form_whose_code_is_lost_is_made_anew(self, client, cast, printed, shared, settings):
        settings.SECRET_KEY = "another-key-another-key-another-key"
        cast.sign_in(client, "member")
        url = cast.url(f"pdsa/{shared.pk}/paper/")
        assert "Make a new form." in client.get(url).content.decode()

    def test_a_draft_is_printed_by_its_owner(self, client, cast, draft):
        assert cast.get(client, "member", f"pdsa/{draft.pk}/paper/") == 200
        assert cast.get(client, "leader", f"pdsa/{draft.pk}/paper/") == 404

    @pytest.mark.parametrize(
        ("who", "status"),
        cast_gets(
            member=302, teammate=302, leader=302, family=302, implementation=302,
            other_center=403, faculty=403, observer=404,
        ),
    )  # fmt: skip
    def test_who_stops_it(self, client, cast, shared, printed, inside, who, status):
        assert cast.post(client, who, f"pdsa/{shared.pk}/paper/stop/") == status
        with inside():
            printed.refresh_from_db()
            assert bool(printed.revoked_at) == (status == 302 and who != "anonymous")

    def test_after_a_stopped_one_comes_another(self, client, cast, shared, printed, inside):
        cast.sign_in(client, "member")
        client.post(cast.url(f"pdsa/{shared.pk}/paper/stop/"))
        client.post(cast.url(f"pdsa/{shared.pk}/paper/"))
        with inside():
            assert [bool(form.revoked_at) for form in PaperForm.objects.order_by("pk")] == [
                True, False,
            ]  # fmt: skip
            assert Entry.objects.filter(action="paper.stopped").count() == 1


class TestPads:
    """Ten blank forms, each with its own code."""

    @pytest.mark.parametrize(("who", "status"), cast_gets(faculty=403, observer=403, others=200))
    def test_who_has_pads(self, client, cast, who, status):
        assert cast.get(client, who, "pdsa/paper/") == status

    def test_a_pad_sent_twice_is_one_pad_of_ten(self, client, cast, inside):
        cast.sign_in(client, "family")
        token = uuid.uuid4()
        first, second = (make_pad(client, cast, token=token) for _ in range(2))
        assert first.url == second.url == cast.url(f"pdsa/paper/{token}/")
        with inside():
            leaves = list(PaperForm.objects.order_by("number"))
        assert [leaf.number for leaf in leaves] == list(range(1, LEAVES + 1))
        assert {leaf.team_id for leaf in leaves} == {cast.team.pk}
        page = client.get(first.url).content.decode()
        assert len({leaf.code for leaf in leaves}) == LEAVES
        assert all(leaf.code in page for leaf in leaves)
        assert page.count('class="sheet-page"') == LEAVES
        assert client.get(f"{first.url}?size=half").content.decode().count("-halves") == LEAVES / 2

    @pytest.mark.parametrize(("who", "status"), cast_gets(
        member=200, teammate=200, leader=200, family=200, other_center=404, faculty=404,
        implementation=404, observer=404,
    ))  # fmt: skip
    def test_a_pad_is_its_teams(self, client, cast, leaf, who, status):
        assert cast.get(client, who, f"pdsa/paper/{leaf.token}/") == status

    @pytest.mark.parametrize(("who", "status"), cast_gets(
        member=302, teammate=302, leader=302, family=302, other_center=404, faculty=404,
        implementation=404, observer=404,
    ))  # fmt: skip
    def test_who_stops_a_pad(self, client, cast, leaf, inside, who, status):
        assert cast.post(client, who, f"pdsa/paper/{leaf.token}/stop/") == status
        with inside():
            leaf.refresh_from_db()
            assert bool(leaf.revoked_at) == (status == 302 and who != "anonymous")

    def test_a_stopped_pad_is_not_printed_again(self, client, cast, leaf):
        cast.sign_in(client, "member")
        client.post(cast.url(f"pdsa/paper/{leaf.token}/stop/"))
        page = client.get(cast.url(f"pdsa/paper/{leaf.token}/")).content.decode()
        assert leaf.code not in page
        assert "No blank form is left" in page
        assert "Stopped" in client.get(cast.url("pdsa/paper/")).content.decode()

    def test_somebody_on_two_teams_says_for_which(self, client, cast, inside):
        second = CoreTeamFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(membership=cast.leader, role=Role.TEAM_LEADER, team=second)
        cast.sign_in(client, "leader")
        assert make_pad(client, cast).context["form"].errors["team"]
        assert make_pad(client, cast, team=cast.other_team.pk).context["form"].errors["team"]
        assert make_pad(client, cast, team=second.pk).status_code == 302
        with inside():
            assert {leaf.team_id for leaf in PaperForm.objects.all()} == {second.pk}

    def test_the_implementation_team_has_pads_of_its_own(self, client, cast, inside):
        cast.sign_in(client, "implementation")
        assert make_pad(client, cast).status_code == 302
        with inside():
            assert {leaf.team_id for leaf in PaperForm.objects.all()} == {None}
        assert "The implementation team" in client.get(make_pad(client, cast).url).content.decode()

    @pytest.mark.parametrize("count", (1, 3))
    def test_the_list_asks_a_constant_number_of_questions(
        self, client, cast, count, django_assert_num_queries
    ):
        for _ in range(count):
            PaperFormFactory(team=cast.team, printed_by=cast.member, number=1)
        cast.sign_in(client, "member")
        with django_assert_num_queries(7):
            client.get(cast.url("pdsa/paper/"))

    def test_the_26th_pad_is_on_the_second_page(self, client, cast):
        for _ in range(26):
            PaperFormFactory(team=cast.team, printed_by=cast.member, number=1)
        cast.sign_in(client, "member")
        assert len(client.get(cast.url("pdsa/paper/?page=2")).context["page"].object_list) == 1


def test_a_code_typed_by_hand_leads_to_the_form(client, cast, printed):
    assert PAPER_FORM_LENGTH == PAPER_CODE_LENGTH == len(codes.normalise(printed.code))
    answer = client.post("/code/", {"code": printed.code.lower().replace("-", " ")})
    assert answer.url == f"/p/{printed.code}/"
