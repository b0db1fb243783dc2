"""Finding tests: words, and what they are, together; only what the reader may see."""

import pytest

from collaboratives.enums import Role
from pdsa.queries import best_first, cycles_visible_to, excerpts, marked, narrowed
from tests.factories import CoreTeamFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.pdsa import CycleFactory, CycleOwnerFactory, RampFactory

OPEN, CLOSE = "\ue000", "\ue001"


@pytest.fixture
def write(cast):
    """Write a shared test of the other center: ``write("words", idea="…", language="es")``."""

    def made(what="Try it", *, idea="An idea", team=None, language="en", stage="testing", **more):
        ramp = RampFactory(team=team or cast.other_team, idea=idea, language=language, stage=stage)
        return CycleFactory(
            ramp=ramp, started_by=cast.other_center, what=what, language=language, **more
        )

    return made


@pytest.fixture
def found(cast, inside):
    """Return what a reader finds, in order."""

    def look(who="member", *, words="", **more):
        member = getattr(cast, who)
        with inside():
            cycles = narrowed(cycles_visible_to(member), member, words=words, **more)
            cycles = best_first(cycles, words) if words else cycles.order_by("pk")
            return [cycle.what for cycle in cycles]

    return look


@pytest.mark.parametrize(
    ("words", "is_found"),
    (
        ("greeting", True),  # another form of the word
        ("GREETS", True),
        ("lanterns greet", True),  # from the idea and from the test
        ("greet lobster", False),
        ("greet or lobster", True),
        ("greet -door", False),
        ("greet -lobster", True),
        ('"each child"', True),
        ('"door greet"', False),
        ("heron", True),  # the team
        ("heron greet", True),
        ("whispered", True),  # what was learned
        ("the", False),
        ("' ) & | ! : * \\ <->", False),
        ("%", False),
    ),
)
def test_words_are_read_as_in_a_web_search(cast, write, found, words, is_found):
    team = CoreTeamFactory(collaborative=cast.collaborative, name="Heron House")
    write(
        "Greet each child at the door", idea="Lanterns", team=team, what_we_learned="They whisper."
    )
    assert bool(found(words=words)) == is_found


@pytest.mark.parametrize(
    ("words", "expected"),
    (
        ("niño", "Los niños cantan"),
        ("cantando", "Los niños cantan"),
        ("sing", "Children are singing"),
    ),
)
def test_each_test_is_read_in_its_own_language(write, found, words, expected):
    write("Los niños cantan", language="es")
    write("Children are singing")
    assert found(words=words) == [expected]


def test_a_name_is_found_in_both_languages(write, found):
    write("Rosa Elena canta", language="es")
    write("Rosa Elena sings")
    assert len(found(words="Rosa Elena")) == 2


def test_the_closest_match_comes_first(write, found):
    write("A walk", what_happened="Somebody sang a song.")
    write("Song", idea="A song for each song", what_happened="A song, and a song again.")
    assert found(words="song") == ["Song", "A walk"]


def test_what_is_kept_is_not_found(write, found, cast):
    write("Secret song", visibility="team")
    write("Unposted song", status="draft")
    assert found(words="song") == []
    assert found("faculty", words="song") == ["Secret song"]
    assert found("observer", words="song") == []


@pytest.mark.parametrize(
    ("narrow", "expected"),
    (
        ({"scale": "one_room"}, ["Big"]),
        ({"decision": "ready"}, ["Big"]),
        ({"stage": "implementing"}, ["Big"]),
        ({"stage": "testing"}, ["Small"]),
        ({"scale": "one_room", "decision": "expand"}, []),
        ({"words": "big", "scale": "one_room"}, ["Big"]),
        ({"words": "small", "scale": "one_room"}, []),
        ({}, ["Small", "Big"]),
    ),
)
def test_filters_combine(cast, write, found, narrow, expected):
    write("Small", scale="one_teacher", status="done", decision="expand")
    write("Big", scale="one_room", status="done", decision="ready", stage="implementing")
    assert found(**narrow) == expected


class TestWhoTriedIt:
    """The role of an owner, on the cycle's own team."""

    @pytest.mark.parametrize(
        ("role", "expected"), (("teacher", ["Ours"]), ("family", ["Theirs"]), ("staff", []))
    )
    def test_of_any_owner(self, cast, write, found, role, expected):
        write("Ours")
        parent = MembershipFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(membership=parent, role=Role.FAMILY, team=cast.team)
        theirs = write("Theirs", team=cast.team, owned=False)
        CycleOwnerFactory(cycle=theirs, member=parent)
        assert found("faculty", role=role) == expected

    def test_not_a_hat_of_another_team(self, cast, write, found):
        MembershipRoleFactory(membership=cast.other_center, role=Role.FAMILY, team=cast.team)
        write("Ours")
        assert found(role="family") == []

    def test_a_test_with_two_such_owners_stands_once(self, cast, write, found):
        cycle = write("Ours")
        other = MembershipFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(membership=other, role=Role.TEACHER, team=cast.other_team)
        CycleOwnerFactory(cycle=cycle, member=other)
        assert found(role="teacher") == ["Ours"]

    def test_the_implementation_team(self, cast, write, found):
        ramp = RampFactory(team=None, collaborative=cast.collaborative)
        CycleFactory(ramp=ramp, started_by=cast.implementation, what="Model")
        write("Ours")
        assert found(role="implementation") == ["Model"]


class TestExcerpts:
    """Where the words stand, with the words marked and everything else escaped."""

    def test_the_words_are_marked(self, write, inside):
        cycle = write("Walk", what_we_learned="One child was singing at the gate.")
        with inside():
            shown = excerpts([cycle.pk], "song or sings")[cycle.pk]
        assert "<mark>singing</mark>" in shown

    def test_nothing_anybody_wrote_becomes_markup(self, write, inside):
        nasty = f"<script>alert(1)</script> {OPEN}<b>song</b>{CLOSE} & song {CLOSE}"
        cycle = write(nasty, observations="<img src=x onerror=y> song")
        with inside():
            shown = excerpts([cycle.pk], "song")[cycle.pk]
        assert "<mark>song</mark>" in shown
        assert shown.replace("<mark>", "").replace("</mark>", "").count("<") == 0

    def test_without_the_words_there_is_none(self, write, inside):
        cycle = write("Walk", idea="A song")
        with inside():
            assert excerpts([cycle.pk], "song") == {}

    @pytest.mark.parametrize(
        ("raw", "shown"),
        (
            (f"a {OPEN}b{CLOSE} c", "a <mark>b</mark> c"),
            (f"{OPEN}<i>{CLOSE}", "<mark>&lt;i&gt;</mark>"),
            (f"{CLOSE}a{OPEN}", "a"),
            (f"{OPEN}{OPEN}a{CLOSE}", "<mark>a</mark>"),
        ),
    )
    def test_tags_always_close(self, raw, shown):
        assert marked(raw) == shown


def test_the_page_shows_where_the_words_stand(client, cast, write):
    write("Greet at the door", what_we_learned="Two families <waited> to be greeted.")
    page = cast.sign_in(client, "member").get(cast.url("pdsa/?from=others&words=greet"))
    html = page.content.decode()
    assert "<mark>greeted</mark>" in html
    assert "<waited>" not in html
    assert "1 test found, the closest first." in html


@pytest.mark.parametrize("count", (1, 3))
def test_queries_do_not_grow(client, cast, write, count, django_assert_num_queries):
    for _ in range(count):
        write("Greet", what_we_learned="They greet back.")
    cast.sign_in(client, "member")
    everything = "from=others&words=greet&stage=testing&role=teacher&scale=one_teacher"
    with django_assert_num_queries(10):
        page = client.get(cast.url(f"pdsa/?{everything}"))
    assert len(page.context["rows"]) == count


def test_nothing_found_offers_what_to_do(client, cast, write):
    write("Greet")
    html = cast.sign_in(client, "member").get(cast.url("pdsa/?words=greet")).content.decode()
    assert "Nothing found" in html
    assert 'href="?words=greet&amp;from=others"' in html
    assert "Be the first to try it" in html


def test_paging_keeps_the_question(client, cast):
    ramp = RampFactory(team=cast.other_team)
    for number in range(1, 28):
        CycleFactory(ramp=ramp, number=number, started_by=cast.other_center, what="Greet")
    page = cast.sign_in(client, "member").get(
        cast.url("pdsa/?from=others&words=greet&scale=one_teacher")
    )
    assert "?from=others&amp;words=greet&amp;scale=one_teacher&amp;page=2" in page.content.decode()


def test_the_empty_choice_of_every_filter_is_any(client, cast, driver):
    filters = cast.sign_in(client, "member").get(cast.url("pdsa/")).context["filters"]
    empty = {
        name: dict(field.choices)[""] for name, field in filters.fields.items() if name != "words"
    }
    assert set(map(str, empty.values())) == {"Any"}


def test_a_search_does_not_call_each_of_its_fields_optional(client, cast):
    html = cast.sign_in(client, "member").get(cast.url("pdsa/")).content.decode()
    assert "Words to look for" in html
    assert "(optional)" not in html
