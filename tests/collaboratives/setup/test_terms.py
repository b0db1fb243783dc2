"""Words of one's own on the settings page, and then on pages, in mail and on paper."""

from datetime import date
from types import SimpleNamespace

import pytest
from django_scopes import scope, scopes_disabled

from bsc.mail.services import queue_message
from bsc.reports.pdf import Printed, html_of
from bsc.reports.speaking import content_of
from bsc.tenancy.doors import inside
from collaboratives.models import Collaborative
from collaboratives.setup.models import SettingsChange
from tests.cast import cast_gets, make_cast
from tests.factories.pdsa import CycleFactory, RampFactory

pytestmark = pytest.mark.django_db
CLINICS = {
    "en": {"center": ["clinic", "clinics"], "team": ["crew", "crews"], "teacher": ["nurse", "nurses"]},
    "es": {"center": ["clínica", "clínicas", "f"], "team": ["cuadrilla", "cuadrillas", "f"]},
}  # fmt: skip


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_who_may_choose_words(client, cast, who, status):
    assert cast.get(client, who, "settings/words/") == status


def stored(cast):
    return Collaborative.objects.get(pk=cast.collaborative.pk).terms


def url_of(cast, language="en"):
    return cast.url(f"settings/words/?language={language}")


def send(client, cast, language="en", **typed):
    stamp = client.get(url_of(cast, language)).context["form"]["stamp"].value()
    return client.post(url_of(cast, language), {"stamp": stamp, **typed})


@pytest.fixture
def desk(client, cast):
    cast.sign_in(client, "implementation")
    return client


def test_words_are_saved_language_by_language(desk, cast):
    send(desk, cast, center_one="clinic", center_many="clinics", team_one="team", team_many="teams")
    send(desk, cast, "es", center_one="clínica", center_many="clínicas", center_gender="f")
    assert stored(cast) == {
        "en": {"center": ["clinic", "clinics"]},
        "es": {"center": ["clínica", "clínicas", "f"]},
    }
    page = desk.get(cast.url("settings/")).content.decode()
    assert "clinic, clínica" in page
    assert "center, centers" in page


def test_examples_are_shown_while_entering_and_nothing_is_saved(desk, cast):
    page = send(desk, cast, do="look", center_one="office", center_many="offices").content.decode()
    assert "Choose a center." in page
    assert "Choose an office." in page
    assert 'value="office"' in page
    assert stored(cast) == {}
    spanish = send(
        desk, cast, "es", do="look", center_one="clínica", center_many="clínicas", center_gender="f"
    )
    assert "Elija una clínica." in spanish.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    (
        ({"center_one": "clinic"}, "Say it for one and for several."),
        ({"center_one": "<b>", "center_many": "clinics"}, "Use letters, digits"),
        ({"center_one": "100%", "center_many": "clinics"}, "Use letters, digits"),
        ({"center_one": "x" * 41, "center_many": "clinics"}, "at most 40"),
    ),
)
def test_words_that_cannot_stand_in_a_page_are_refused_beside_the_field(desk, cast, typed, said):
    page = send(desk, cast, **typed)
    assert said in page.content.decode()
    assert stored(cast) == {}


def test_an_apostrophe_is_made_typographic(desk, cast):
    send(desk, cast, center_one="children's house", center_many="children's houses")
    assert stored(cast)["en"]["center"][0] == "children’s house"


def test_a_second_editor_is_told(desk, cast):
    stamp = desk.get(url_of(cast)).context["form"]["stamp"].value()
    send(desk, cast, center_one="clinic", center_many="clinics")
    page = desk.post(url_of(cast), {"stamp": stamp, "center_one": "hub", "center_many": "hubs"})
    assert "Somebody else changed this" in page.content.decode()
    assert 'value="hub"' in page.content.decode()
    assert stored(cast)["en"]["center"] == ["clinic", "clinics"]


def test_back_to_the_standard_words_and_back_again(desk, cast):
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(terms=CLINICS)
    desk.post(url_of(cast), {"do": "standard"})
    assert stored(cast) == {"es": CLINICS["es"]}
    with scopes_disabled():
        change = SettingsChange.objects.get()
    desk.post(cast.url(f"settings/changes/{change.pk}/undo/"))
    assert stored(cast) == CLINICS


@pytest.fixture
def clinics(cast):
    """The cast's collaborative says clinic, crew and nurse; its teams' names stay as typed."""
    Collaborative.objects.filter(pk=cast.collaborative.pk).update(terms=CLINICS)
    cast.collaborative.refresh_from_db()
    with scopes_disabled():
        cast.team.name = "Center team of the old center"
        cast.team.save()
    return cast


def page(client, cast, path, who="implementation", language="en"):
    user = getattr(cast, who).user
    user.language = language
    user.save()
    return cast.sign_in(client, who).get(cast.url(path)).content.decode()


def test_pages_say_the_own_words_and_keep_what_people_typed(client, clinics):
    people = page(client, clinics, "people/")
    assert "Clinic crews" in people
    assert "Center teams" not in people
    assert "Center team of the old center" in people
    assert "All crews" in page(client, clinics, "metrics/overview/")
    assert "My crew" in page(client, clinics, "home/", who="member")
    assert "Nurse" in page(client, clinics, f"people/{clinics.member.pk}/")
    spanish = page(client, clinics, "people/", language="es")
    assert "Cuadrillas de las clínicas" in spanish
    assert "Center team of the old center" in spanish
    assert "Todas las cuadrillas" in page(client, clinics, "metrics/overview/", language="es")


def test_another_collaborative_in_the_same_process_keeps_the_standard_words(client, clinics):
    other = make_cast()
    assert "Clinic crews" in page(client, clinics, "people/")
    assert "Center teams" in page(client, other, "people/")
    assert "Clinic crews" in page(client, clinics, "people/")


def test_refusals_and_pages_not_found_say_them_too(client, clinics):
    clinics.sign_in(client, "member")
    refused = client.get(clinics.url("settings/"))
    assert refused.status_code == 403
    assert "My crew" in refused.content.decode()


def mail(cast, to, language):
    """Mail to a reader of that language, about a team whose name has standard words in it."""
    to.user.language = language
    written = SimpleNamespace(
        by=SimpleNamespace(user=SimpleNamespace(name="Center Smith")),
        team=SimpleNamespace(name="Center team of the old center"),
        cycle=SimpleNamespace(ramp=SimpleNamespace(idea="A team at the center")),
        note="",
    )
    with inside(cast.collaborative):
        return queue_message(
            name="pdsa_invited",
            to=to.user,
            collaborative=cast.collaborative,
            context={"invitation": written, "link": "https://bsc.example.org/team/"},
            dedupe_key="terms",
        )


@pytest.mark.parametrize(
    ("language", "own", "standard"), (("en", "crew", "on your team"), ("es", "cuadrilla", "equipo"))
)
def test_mail_says_them_in_the_readers_language(clinics, language, own, standard):
    message = mail(clinics, clinics.leader, language)
    for text in (message.body_text, message.body_html):
        assert own in text
        assert standard not in text
        assert "Center team of the old center" in text
        assert "A team at the center" in text
        assert "https://bsc.example.org/team/" in text
    plain = make_cast()
    assert standard in mail(plain, plain.leader, language).body_text


@pytest.mark.parametrize(
    ("language", "said"),
    (
        ("en", "1 test is for your crew and your coaches only."),
        ("es", "1 prueba es solo para su cuadrilla y sus guías."),
    ),
)
def test_a_report_on_paper_says_them(clinics, language, said):
    ramp = RampFactory(team=clinics.team, idea="A quiet idea for the team")
    CycleFactory(
        ramp=ramp, started_by=clinics.leader, visibility="team", status="planned",
        starts_on=date(2026, 9, 2), ends_on=date(2026, 9, 9),
    )  # fmt: skip
    printed = Printed(language=language, paper="letter", revision=1, made_on=date(2026, 10, 26))
    with inside(clinics.collaborative):
        content = content_of(clinics.collaborative, clinics.team, date(2026, 9, 1), language)
        html = html_of(content, printed)
    assert said in " ".join(html.split())
    assert "Center team of the old center" in html


def test_without_terms_nothing_changes(client, cast):
    before = page(client, cast, "people/")
    with scope(collaborative=cast.collaborative, organization=cast.collaborative.organization):
        Collaborative.objects.filter(pk=cast.collaborative.pk).update(terms={"en": {}})
    assert page(client, cast, "people/").count("Center teams") == before.count("Center teams") > 0
