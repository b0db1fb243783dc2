"""Bundles: who puts ideas together, who reads them, and bringing one back."""

import uuid

import pytest

from collaboratives.enums import Role
from pdsa.models import Bundle, BundleRamp
from pdsa.queries import bundles_visible_to, ideas_to_put
from tests.cast import cast_gets
from tests.factories import MembershipRoleFactory
from tests.factories.pdsa import BundleFactory, BundleRampFactory, CycleFactory, RampFactory

EDIT_OURS = cast_gets(
    member=403, teammate=403, leader=200, family=403, other_center=403, faculty=403,
    implementation=403, observer=404,
)  # fmt: skip
POST_OURS = [(who, 302 if status == 200 else status) for who, status in EDIT_OURS]


@pytest.fixture
def idea(cast):
    """An idea of the first team that is ready, with a shared test."""
    ramp = RampFactory(team=cast.team, idea="A song at the door", stage="spreading")
    CycleFactory(ramp=ramp, started_by=cast.member, status="done", decision="ready", what="Sing")
    return ramp


@pytest.fixture
def kept(cast):
    """One that only the team reads."""
    ramp = RampFactory(team=cast.team, idea="Kept idea", stage="implementing")
    CycleFactory(ramp=ramp, started_by=cast.member, visibility="team")
    return ramp


@pytest.fixture
def ours(cast, idea, put):
    """The first team's bundle."""
    made = BundleFactory(by=cast.leader, team=cast.team, name="Good mornings", why="One door")
    put(made, idea)
    return made


@pytest.fixture
def everybodys(cast, idea, put):
    made = BundleFactory(by=cast.faculty, name="For all")
    put(made, idea)
    return made


@pytest.fixture
def put():
    return lambda bundle, ramp: BundleRampFactory(bundle=bundle, ramp=ramp)


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=403))
def test_who_sees_the_list(client, cast, ours, who, status):
    assert cast.get(client, who, "pdsa/bundles/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200, observer=404))
def test_who_reads_one(client, cast, ours, who, status):
    assert cast.get(client, who, f"pdsa/bundles/{ours.pk}/") == status


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=200, family=403, other_center=403, faculty=200,
        implementation=200, observer=403,
    ),
)  # fmt: skip
def test_who_makes_one(client, cast, who, status):
    assert cast.get(client, who, "pdsa/bundles/new/") == status


@pytest.mark.parametrize("page", ("edit", "ideas"))
@pytest.mark.parametrize(("who", "status"), EDIT_OURS)
def test_who_changes_one(client, cast, ours, who, status, page):
    assert cast.get(client, who, f"pdsa/bundles/{ours.pk}/{page}/") == status


@pytest.mark.parametrize(("who", "status"), POST_OURS)
def test_who_takes_ideas_out_or_deletes(client, cast, ours, idea, who, status):
    data = {"ramp": idea.pk}
    assert cast.post(client, who, f"pdsa/bundles/{ours.pk}/remove/", data) == status
    after = 404 if status == 403 and who in ("other_center", "faculty") else status
    assert cast.post(client, who, f"pdsa/bundles/{ours.pk}/delete/") in {status, after}


@pytest.mark.parametrize(
    ("who", "status"),
    cast_gets(
        member=403, teammate=403, leader=302, family=403, other_center=403, faculty=404,
        implementation=404, observer=403,
    ),
)  # fmt: skip
def test_who_brings_one_back(client, cast, ours, inside, who, status):
    with inside():
        Bundle.objects.update(removed_at=ours.created_at)
    assert cast.post(client, who, f"pdsa/bundles/{ours.pk}/restore/") == status


@pytest.mark.parametrize(
    ("who", "may"), (("faculty", True), ("implementation", True), ("leader", False))
)
def test_everybodys_bundle_is_the_coaches(client, cast, everybodys, who, may):
    status = cast.get(client, who, f"pdsa/bundles/{everybodys.pk}/edit/")
    assert status == (200 if may else 403)


def test_make_one_and_fill_it(client, cast, idea, kept, inside):
    cast.sign_in(client, "leader")
    sent = {"name": "Mornings", "why": "One door", "token": str(uuid.uuid4())}
    first, second = (client.post(cast.url("pdsa/bundles/new/"), sent) for _ in range(2))
    with inside():
        bundle = Bundle.objects.get()
        assert (bundle.team, bundle.by) == (cast.team, cast.leader)
    assert first.url == second.url == cast.url(f"pdsa/bundles/{bundle.pk}/ideas/")
    offered = client.get(first.url).context["cards"]
    assert [card.ramp for card in offered] == [idea, kept]
    for _ in range(2):
        assert client.post(first.url, {"ramp": idea.pk}).status_code == 302
    page = client.get(cast.url(f"pdsa/bundles/{bundle.pk}/"))
    assert [card.ramp for card in page.context["cards"]] == [idea]
    client.post(cast.url(f"pdsa/bundles/{bundle.pk}/remove/"), {"ramp": idea.pk})
    assert client.get(cast.url(f"pdsa/bundles/{bundle.pk}/")).context["cards"] == []


def test_a_name_is_needed_and_nothing_is_lost(client, cast):
    page = cast.sign_in(client, "leader").post(
        cast.url("pdsa/bundles/new/"), {"name": "", "why": "My words", "token": str(uuid.uuid4())}
    )
    assert set(page.context["form"].errors) == {"name"}
    assert "My words" in page.content.decode()


def test_somebody_with_two_hats_says_whose_it_is(client, cast, inside):
    MembershipRoleFactory(membership=cast.leader, role=Role.FACULTY)
    cast.sign_in(client, "leader")
    sent = {"name": "Mornings", "token": str(uuid.uuid4())}
    page = client.post(cast.url("pdsa/bundles/new/"), sent)
    assert set(page.context["form"].errors) == {"team"}
    client.post(cast.url("pdsa/bundles/new/"), sent | {"team": "none"})
    with inside():
        assert Bundle.objects.get().team is None


def test_from_an_ideas_own_page(client, cast, idea, inside):
    page = cast.sign_in(client, "leader").get(cast.url(f"pdsa/ramps/{idea.pk}/"))
    address = f"{cast.url('pdsa/bundles/new/')}?ramp={idea.pk}"
    assert address in page.content.decode()
    client.post(address, {"name": "Mornings", "token": str(uuid.uuid4())})
    with inside():
        assert BundleRamp.objects.get().ramp == idea
    other = BundleFactory(by=cast.leader, team=cast.team, name="Second")
    assert client.get(cast.url(f"pdsa/ramps/{idea.pk}/")).context["bundles"] == [other]
    back = client.post(
        cast.url(f"pdsa/bundles/{other.pk}/ideas/"), {"ramp": idea.pk, "back": "ramp"}
    )
    assert back.url == cast.url(f"pdsa/ramps/{idea.pk}/")
    assert client.get(back.url).context["bundles"] == []


@pytest.mark.parametrize("who", ("member", "family", "other_center"))
def test_an_ideas_page_offers_no_bundle_to_others(client, cast, idea, everybodys, who):
    page = cast.sign_in(client, who).get(cast.url(f"pdsa/ramps/{idea.pk}/"))
    assert (page.context["bundles"], page.context["may_begin_bundle"]) == ([], False)


class TestWhichIdeasFit:
    @pytest.fixture
    def theirs(self, cast):
        ramp = RampFactory(team=cast.other_team, idea="Their idea", stage="sustained")
        CycleFactory(ramp=ramp, started_by=cast.other_center)
        return ramp

    def test_a_teams_bundle_holds_its_own_everybodys_what_all_may_read(
        self, cast, idea, kept, theirs, inside
    ):
        ours = BundleFactory(by=cast.leader, team=cast.team)
        alls = BundleFactory(by=cast.faculty)
        with inside():
            assert set(ideas_to_put(ours, cast.leader)) == {idea, kept}
            assert set(ideas_to_put(alls, cast.faculty)) == {idea, theirs}
            assert set(ideas_to_put(alls, cast.faculty, words="door song")) == {idea}

    @pytest.mark.parametrize(
        ("stage", "fits"), (("testing", False), ("abandoned", False), ("implementing", True))
    )
    def test_only_what_is_ready(self, client, cast, inside, stage, fits):
        idea = RampFactory(team=cast.team, stage=stage)
        CycleFactory(ramp=idea, started_by=cast.member)
        ours = BundleFactory(by=cast.leader, team=cast.team)
        client = cast.sign_in(client, "leader")
        client.post(cast.url(f"pdsa/bundles/{ours.pk}/ideas/"), {"ramp": idea.pk})
        with inside():
            assert BundleRamp.objects.exists() == fits

    @pytest.mark.parametrize("key", ("", "x", "9" * 30, "12345"))
    def test_what_is_no_idea_is_not_found(self, client, cast, ours, key):
        assert cast.post(client, "leader", f"pdsa/bundles/{ours.pk}/ideas/", {"ramp": key}) == 404


class TestWhoReadsWhat:
    def test_only_the_ideas_one_may_read(self, client, cast, ours, kept, put):
        put(ours, kept)
        for who, expected in (("family", 2), ("faculty", 2), ("other_center", 1)):
            page = cast.sign_in(client, who).get(cast.url(f"pdsa/bundles/{ours.pk}/"))
            assert len(page.context["cards"]) == expected
            assert ("Kept idea" in page.content.decode()) == (expected == 2)
            (listed,) = client.get(cast.url("pdsa/bundles/")).context["page"]
            assert listed.ideas == expected

    def test_a_bundle_of_kept_ideas_is_not_there_for_others(self, cast, kept, put, inside):
        made = BundleFactory(by=cast.leader, team=cast.team)
        put(made, kept)
        with inside():
            assert not bundles_visible_to(cast.other_center).exists()
            assert bundles_visible_to(cast.family).get() == made

    def test_an_empty_one_is_its_makers(self, cast, inside):
        BundleFactory(by=cast.leader, team=cast.team)
        with inside():
            assert bundles_visible_to(cast.leader).exists()
            assert not bundles_visible_to(cast.member).exists()

    def test_another_team_can_try_an_idea_from_it(self, client, cast, ours, idea):
        page = cast.sign_in(client, "other_center").get(cast.url(f"pdsa/bundles/{ours.pk}/"))
        assert "We could try this" in page.content.decode()
        own = cast.sign_in(client, "member").get(cast.url(f"pdsa/bundles/{ours.pk}/"))
        assert "We could try this" not in own.content.decode()


def test_two_people_change_the_words_and_nothing_is_lost(client, cast, ours, inside):
    cast.sign_in(client, "leader")
    url = cast.url(f"pdsa/bundles/{ours.pk}/edit/")
    seen = client.get(url).context["form"]["seen"].value()
    with inside():
        Bundle.objects.update(why="Their words")
    page = client.post(url, {"name": "My name", "why": "My words", "seen": seen})
    html = page.content.decode()
    assert "Their words" in html
    assert "My words" in html
    newer = page.context["form"]["seen"].value()
    assert client.post(url, {"name": "My name", "why": "Both", "seen": newer}).status_code == 302
    with inside():
        ours.refresh_from_db()
        assert (ours.name, ours.why) == ("My name", "Both")


def test_deleting_can_be_undone(client, cast, ours):
    cast.sign_in(client, "leader")
    gone = client.post(cast.url(f"pdsa/bundles/{ours.pk}/delete/"))
    page = client.get(gone.url)
    assert "“Good mornings” is deleted" in page.content.decode()
    assert list(page.context["page"]) == []
    assert client.get(cast.url(f"pdsa/bundles/{ours.pk}/")).status_code == 404
    back = client.post(cast.url(f"pdsa/bundles/{ours.pk}/restore/"))
    assert len(client.get(back.url).context["cards"]) == 1


def test_others_learn_nothing_of_what_was_deleted(client, cast, ours):
    gone = cast.sign_in(client, "leader").post(cast.url(f"pdsa/bundles/{ours.pk}/delete/")).url
    assert "Good mornings" not in cast.sign_in(client, "member").get(gone).content.decode()


@pytest.mark.parametrize("count", (1, 3))
@pytest.mark.parametrize(
    ("path", "queries"),
    (("pdsa/bundles/", 7), ("pdsa/bundles/{pk}/", 8), ("pdsa/bundles/{pk}/ideas/", 9)),
)
def test_queries_do_not_grow(client, cast, put, count, path, queries, django_assert_num_queries):
    for number in range(count):
        bundle = BundleFactory(by=cast.leader, team=cast.team)
        for _ in range(number + 1):
            for is_inside in (True, False):
                ramp = RampFactory(team=cast.team, stage="spreading")
                CycleFactory(ramp=ramp, started_by=cast.member)
                if is_inside:
                    put(bundle, ramp)
    cast.sign_in(client, "leader")
    with django_assert_num_queries(queries):
        assert client.get(cast.url(path.format(pk=bundle.pk))).status_code == 200


def test_the_second_page_of_bundles(client, cast, idea, put):
    for _ in range(26):
        put(BundleFactory(by=cast.leader, team=cast.team), idea)
    page = cast.sign_in(client, "member").get(cast.url("pdsa/bundles/?page=2"))
    assert len(page.context["page"].object_list) == 1
