import uuid
from datetime import time

import pytest
from django_scopes import scopes_disabled

from learning_sessions.models import Agenda, AgendaItem
from tests.cast import cast_gets
from tests.factories.learning_sessions import (
    AgendaFactory,
    AgendaItemDriverFactory,
    AgendaItemFactory,
    AgendaItemLeadFactory,
    LearningSessionFactory,
)
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db

BUILDERS = {"implementation": 200, "others": 403}


@pytest.fixture
def session(cast):
    return LearningSessionFactory(collaborative=cast.collaborative, number=1)


@pytest.fixture
def item(session):
    return AgendaItemFactory(
        event=session,
        position=1,
        title="Lunch together",
        translations={"es": {"title": "Almuerzo juntos", "state": "machine draft"}},
        faculty_notes="Sit with somebody new.",
    )


def page(client, cast, who, path):
    return cast.sign_in(client, who).get(cast.url(path)).content.decode()


@pytest.mark.parametrize(("who", "status"), cast_gets(others=200))
def test_everybody_reads_the_agenda(client, cast, session, item, who, status):
    assert cast.get(client, who, f"learning-sessions/{session.pk}/") == status


@pytest.mark.parametrize("page_name", ("edit", "about", "items/new"))
@pytest.mark.parametrize(("who", "status"), cast_gets(**BUILDERS))
def test_the_implementation_team_builds_it(client, cast, session, item, page_name, who, status):
    assert cast.get(client, who, f"learning-sessions/{session.pk}/{page_name}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(**BUILDERS))
def test_the_implementation_team_changes_an_item(client, cast, item, who, status):
    assert cast.get(client, who, f"learning-sessions/items/{item.pk}/") == status


@pytest.mark.parametrize("action", ("move", "remove", "restore"))
@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=403))
def test_the_implementation_team_changes_the_order(client, cast, item, action, who, status):
    assert cast.post(client, who, f"learning-sessions/items/{item.pk}/{action}/") == status


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=302, others=403))
def test_the_implementation_team_copies_the_outline(client, cast, session, who, status):
    path = f"learning-sessions/{session.pk}/outline/"
    assert cast.post(client, who, path) == status
    with scopes_disabled():
        assert AgendaItem.objects.filter(event=session, breakout_of=None).count() == (
            16 if who == "implementation" else 0
        )


def test_other_events_have_no_agenda(client, cast):
    call = EventFactory(collaborative=cast.collaborative)
    assert cast.get(client, "implementation", f"learning-sessions/{call.pk}/") == 404


def test_a_coach_changes_what_they_lead(client, cast, item):
    path = f"learning-sessions/items/{item.pk}/"
    assert cast.get(client, "faculty", path) == 403
    AgendaItemLeadFactory(item=item, membership=cast.faculty)
    assert cast.get(client, "faculty", path) == 200
    answer = client.post(
        cast.url(path),
        form_of(title="Lunch outside", title_es="Almuerzo afuera", leads=[str(cast.faculty.pk)]),
    )
    assert answer.url == cast.url(f"learning-sessions/{item.event_id}/")
    with scopes_disabled():
        item.refresh_from_db()
    assert item.title == "Lunch outside"


def test_titles_are_in_the_readers_language_and_marked(client, cast, session, item):
    with scopes_disabled():
        cast.family.user.language = "es"
        cast.family.user.save()
    spanish = page(client, cast, "family", f"learning-sessions/{session.pk}/")
    assert '<h3 class="agenda-title" lang="es">Almuerzo juntos</h3>' in spanish
    english = page(client, cast, "member", f"learning-sessions/{session.pk}/")
    assert '<h3 class="agenda-title" lang="en">Lunch together</h3>' in english


def test_notes_for_faculty_are_for_faculty(client, cast, session, item):
    path = f"learning-sessions/{session.pk}/"
    assert "Sit with somebody new." not in page(client, cast, "leader", path)
    assert "Sit with somebody new." in page(client, cast, "faculty", path)
    assert "Sit with somebody new." in page(client, cast, "implementation", path)


def test_an_empty_day_says_what_to_do(client, cast, session):
    path = f"learning-sessions/{session.pk}/"
    assert "Copy the first session’s outline" not in page(client, cast, "member", path)
    assert "Copy the first session’s outline" in page(client, cast, "implementation", path)


def test_the_balance_is_told_in_words_and_advice_to_those_who_plan(client, cast, session):
    for minutes, part, talk in ((60, "content", 20), (20, "team_time", 0)):
        AgendaItemFactory(
            event=session, minutes=minutes, part=part, talk_minutes=talk, title="Talk"
        )
    path = f"learning-sessions/{session.pk}/"
    sentence = "Content takes 60 minutes, improvement methods 0, sharing across centers 0 and team time 20."
    advice = "“Talk” has 20 minutes of talk from the front. Up to 15 work best."
    member = page(client, cast, "member", path)
    assert sentence in member
    assert advice not in member
    assert advice in page(client, cast, "implementation", path)
    assert sentence not in page(client, cast, "family", path)


def form_of(**changes):
    return {
        "title": "Lunch together",
        "title_es": "Almuerzo juntos",
        "starts_at": "08:00",
        "minutes": "30",
        "part": "logistics",
        "talk_minutes": "0",
        "summary": "",
        "room": "",
        "faculty_notes": "",
        "seen": "0",
        **changes,
    }


def test_bad_input_is_told_beside_the_field_and_kept(client, cast, item):
    cast.sign_in(client, "implementation")
    path = cast.url(f"learning-sessions/items/{item.pk}/")
    answer = client.post(path, form_of(minutes="20", talk_minutes="25", room="The hall"))
    assert answer.status_code == 200
    assert answer.context["form"].errors["talk_minutes"] == [
        "This is longer than the whole item. Lower it or add minutes."
    ]
    assert 'value="The hall"' in answer.content.decode()


def test_a_changed_title_asks_for_its_translation(client, cast, item):
    cast.sign_in(client, "implementation")
    path = cast.url(f"learning-sessions/items/{item.pk}/")
    answer = client.post(path, form_of(title="Supper"))
    assert list(answer.context["form"].errors) == ["title_es"]
    client.post(path, form_of(title="Supper", title_es="Cena"))
    with scopes_disabled():
        item.refresh_from_db()
    assert item.title == "Supper"
    assert item.translations["es"]["title"] == "Cena"
    assert item.translations["es"]["state"].startswith("reviewed by ")


def test_the_second_writer_sees_the_first_ones_words_and_keeps_theirs(client, cast, item):
    cast.sign_in(client, "implementation")
    path = cast.url(f"learning-sessions/items/{item.pk}/")
    client.post(path, form_of(room="Blue room"))
    answer = client.post(path, form_of(room="Green room", seen="0"))
    text = answer.content.decode()
    assert "Blue room" in text
    assert 'value="Green room"' in text
    again = client.post(path, form_of(room="Green room", seen="1"))
    assert again.status_code == 302
    with scopes_disabled():
        item.refresh_from_db()
    assert item.room == "Green room"


def test_a_form_sent_twice_adds_one_item(client, cast, session):
    cast.sign_in(client, "implementation")
    sent = form_of(token=str(uuid.uuid4()), title_es="")
    for _ in range(2):
        client.post(cast.url(f"learning-sessions/{session.pk}/items/new/"), sent)
    with scopes_disabled():
        made = AgendaItem.objects.get(event=session)
    assert (made.title, made.starts_at, made.part) == ("Lunch together", time(8), "logistics")


def test_a_breakout_shares_the_time_of_its_item(client, cast, session, item):
    cast.sign_in(client, "implementation")
    client.post(
        cast.url(f"learning-sessions/{session.pk}/items/new/") + f"?breakout_of={item.pk}",
        {"title": "Beside", "seen": "0", "token": str(uuid.uuid4())},
    )
    with scopes_disabled():
        made = AgendaItem.objects.get(breakout_of=item)
    assert (made.title, made.minutes, made.starts_at) == ("Beside", 30, time(8))


def test_taking_out_by_htmx_offers_to_put_it_back(client, cast, item):
    cast.sign_in(client, "implementation")
    answer = client.post(
        cast.url(f"learning-sessions/items/{item.pk}/remove/"), headers={"hx-request": "true"}
    )
    text = answer.content.decode()
    assert text.lstrip().startswith('<div id="plan"')
    assert "“Lunch together” is out of the agenda." in text
    client.post(cast.url(f"learning-sessions/items/{item.pk}/restore/"))
    with scopes_disabled():
        item.refresh_from_db()
    assert item.removed_at is None


def test_what_the_day_is_about_in_two_languages(client, cast, session):
    cast.sign_in(client, "implementation")
    path = cast.url(f"learning-sessions/{session.pk}/about/")
    client.get(path)
    sent = {"title": "Doors", "title_es": "Puertas", "objectives": "Open one", "seen": "0"}
    assert client.post(path, sent).status_code == 302
    with scopes_disabled():
        about = Agenda.objects.get(event=session)
    assert (about.title, about.translations["es"]["title"]) == ("Doors", "Puertas")
    answer = client.post(path, sent | {"title": "Windows", "title_es": "Ventanas"})
    assert "Somebody saved this while you were writing" in answer.content.decode()
    with scopes_disabled():
        about.refresh_from_db()
    assert about.title == "Doors"


@pytest.mark.parametrize("rows", (1, 3))
def test_queries_do_not_grow(client, cast, session, rows, django_assert_num_queries):
    AgendaFactory(event=session)
    for _ in range(rows):
        item = AgendaItemFactory(event=session)
        breakout = AgendaItemFactory(event=session, breakout_of=item)
        for each in (item, breakout):
            AgendaItemDriverFactory(item=each)
            AgendaItemLeadFactory(item=each)
    cast.sign_in(client, "implementation")
    with django_assert_num_queries(16):
        client.get(cast.url(f"learning-sessions/{session.pk}/"))


def test_the_events_page_leads_to_the_agenda(client, cast, session, item):
    text = page(client, cast, "member", f"calendar/{session.pk}/")
    assert cast.url(f"learning-sessions/{session.pk}/") in text
