"""Who covers what: what nobody covers stands first, and every change is kept and can be undone."""

import pytest
from django_scopes import scopes_disabled

from bsc.audit.models import Entry
from centers.models import CoreTeam
from collaboratives.models import MembershipRole
from collaboratives.setup.models import SettingsChange, StructureAnswer
from tests.cast import cast_gets
from tests.factories import CoreTeamFactory, MembershipFactory, MembershipRoleFactory
from tests.factories.setup import StructureAnswerFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_who_may_see_who_covers_what(client, cast, who, status):
    assert cast.get(client, who, "settings/coverage/") == status


@pytest.fixture
def desk(client, cast):
    cast.sign_in(client, "implementation")
    return client


@pytest.fixture
def second(cast):
    """A second person on the implementation team."""
    member = MembershipFactory(collaborative=cast.collaborative, user__name="Zoe Second")
    return MembershipRoleFactory(membership=member, role="implementation")


def role_of(member):
    with scopes_disabled():
        return MembershipRole.objects.get(membership=member, role="implementation")


def form_of(page, part, subject=""):
    context = page.context
    paired = [*context["nine"], *context["duties"], *context["questions"]]
    for form in [*(form for _one, form in paired), context["points"]]:
        if (form["part"].value(), form["subject"].value()) == (part, subject):
            return form
    raise LookupError(subject)


def send(desk, cast, part, subject="", **values):
    url = cast.url("settings/coverage/")
    form = form_of(desk.get(url), part, subject)
    stamp = form["stamp"].value()
    return desk.post(url, {"part": part, "subject": subject, "stamp": stamp, **values})


def test_what_nobody_covers_stands_first_and_clearly(desk, cast, second):
    send(desk, cast, "holders", "content_expertise", holders=[second.pk])
    page = desk.get(cast.url("settings/coverage/"))
    covers = [cover for cover, _form in page.context["nine"]]
    assert [cover.is_open for cover in covers] == [True] * 8 + [False]
    assert covers[-1].key == "content_expertise"
    assert "Nobody covers this yet" in page.content.decode()
    assert "Knows the topic of the collaborative in depth" in page.content.decode()
    assert "Zoe Second" in page.content.decode()


def test_holders_are_chosen_audited_and_undone(desk, cast, second):
    mine = role_of(cast.implementation)
    answer = send(desk, cast, "holders", "data_capacity", holders=[mine.pk, second.pk])
    assert answer.url.endswith("#cover-data_capacity")
    assert role_of(cast.implementation).competencies == ["data_capacity"]
    send(desk, cast, "holders", "data_capacity", holders=[second.pk])
    assert role_of(cast.implementation).competencies == []
    with scopes_disabled():
        entry = Entry.objects.filter(action="settings.holders").latest("pk")
        change = SettingsChange.objects.latest("pk")
    assert "Zoe Second" in entry.summary
    assert cast.implementation.user.name in entry.summary
    desk.post(cast.url(f"settings/changes/{change.pk}/undo/"))
    assert role_of(cast.implementation).competencies == ["data_capacity"]


def test_exactly_one_has_the_last_word(desk, cast, second):
    mine = role_of(cast.implementation)
    send(desk, cast, "holders", "bsc_leadership", holders=mine.pk)
    send(desk, cast, "holders", "bsc_leadership", holders=second.pk)
    assert role_of(cast.implementation).duties == []
    with scopes_disabled():
        second.refresh_from_db()
    assert second.duties == ["bsc_leadership"]


def test_somebody_who_is_not_on_the_team_cannot_be_chosen(desk, cast):
    with scopes_disabled():
        faculty = MembershipRole.objects.get(membership=cast.faculty)
    page = send(desk, cast, "holders", "data_capacity", holders=[faculty.pk])
    assert page.status_code == 200
    assert "holders" in page.context["sent"].errors
    with scopes_disabled():
        assert not SettingsChange.objects.exists()


def test_an_unknown_form_is_not_there(desk, cast):
    url = cast.url("settings/coverage/")
    assert desk.post(url, {"part": "holders", "subject": "cooking"}).status_code == 404
    assert desk.post(url, {}).status_code == 404


def test_a_second_editor_is_told(desk, cast, second):
    url = cast.url("settings/coverage/")
    stamp = form_of(desk.get(url), "structure", "notes")["stamp"].value()
    send(desk, cast, "structure", "notes", details="Zoe, in the shared folder")
    page = desk.post(
        url, {"part": "structure", "subject": "notes", "stamp": stamp, "details": "All in turn"}
    )
    text = page.content.decode()
    assert "Somebody else changed this" in text
    assert "All in turn" in text
    with scopes_disabled():
        assert StructureAnswer.objects.get().details == "Zoe, in the shared folder"


def test_centers_without_a_point_person_stand_first(desk, cast, second):
    field = f"team_{cast.team.pk}"
    other = f"team_{cast.other_team.pk}"
    send(desk, cast, "point_person", **{field: second.membership_id, other: ""})
    page = desk.get(cast.url("settings/coverage/"))
    assert [team.pk for team, _field, _open in page.context["points"].rows()] == [
        cast.other_team.pk,
        cast.team.pk,
    ]
    with scopes_disabled():
        assert CoreTeam.objects.get(pk=cast.team.pk).point_person_id == second.membership_id
        second.ends_on = second.starts_on
        second.save()
    rows = desk.get(cast.url("settings/coverage/")).context["points"].rows()
    assert [is_open for _team, _field, is_open in rows] == [True, True], "they left the team"


def test_answers_open_ones_first_and_undone(desk, cast):
    send(desk, cast, "structure", "meetings", details="Mondays at ten")
    questions = desk.get(cast.url("settings/coverage/")).context["questions"]
    assert [question.is_open for question, _form in questions] == [True] * 7 + [False]
    with scopes_disabled():
        change = SettingsChange.objects.get()
        answer = StructureAnswer.objects.get()
    assert (answer.details, answer.by_id) == ("Mondays at ten", cast.implementation.pk)
    desk.post(cast.url(f"settings/changes/{change.pk}/undo/"))
    with scopes_disabled():
        assert StructureAnswer.objects.get().details == ""


@pytest.mark.parametrize("rows", (1, 3))
def test_the_page_takes_the_same_queries_for_any_number(
    desk, cast, rows, django_assert_num_queries
):
    for number in range(rows):
        CoreTeamFactory(collaborative=cast.collaborative, point_person=cast.implementation)
        extra = MembershipFactory(collaborative=cast.collaborative)
        MembershipRoleFactory(membership=extra, competencies=["data_capacity"])
        StructureAnswerFactory(
            collaborative=cast.collaborative,
            question=("meetings", "agenda", "notes")[number],
            by=extra,
        )
    with django_assert_num_queries(9):
        desk.get(cast.url("settings/coverage/"))
