from datetime import date, timedelta

import pytest
from django.utils import translation

from bsc.tenancy.doors import inside
from collaboratives.enums import Role
from collaboratives.schedule.enums import Voice
from collaboratives.schedule.timeline import Phase
from collaboratives.schedule.voices import plain_label, voices_of, where_we_are, words_in
from tests.factories import MembershipRoleFactory
from tests.factories.schedule import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase_two(cast):
    """Action Period 1 of four Learning Sessions."""
    today = cast.collaborative.today()
    for number, weeks in enumerate((-4, 8, 20, 32), start=1):
        starts = today + timedelta(weeks=weeks)
        EventFactory(
            collaborative=cast.collaborative,
            kind="learning_session",
            number=number,
            starts_at=f"{starts}T14:00:00Z",
            ends_at=f"{starts}T20:00:00Z",
        )


@pytest.mark.parametrize(
    ("who", "line"),
    (
        ("implementation", "Keep the calls going"),
        ("faculty", "Answer PDSAs with a question"),
        ("leader", "Set fixed days for team meetings"),
        ("member", "Test one small change in your room"),
        ("family", "Try one small thing with the team"),
        ("observer", "Teams run their first PDSAs"),
    ),
)
def test_everybody_reads_at_home_where_we_are_in_their_own_voice(
    client, cast, phase_two, who, line
):
    for path in ("home/", "calendar/"):
        page = cast.sign_in(client, who).get(cast.url(path)).content.decode()
        assert "Where we are" in page
        assert line in page
        assert page.count('aria-current="step"') == 1
        assert page.count("(we are here)") == 1


def test_the_voice_is_that_of_the_first_role_and_can_be_changed(client, cast, phase_two):
    MembershipRoleFactory(membership=cast.faculty, role=Role.FAMILY, team=cast.team)
    cast.sign_in(client, "faculty")
    page = client.get(cast.url("home/")).content.decode()
    assert "Answer PDSAs with a question" in page
    assert 'href="?voice=family"' in page
    page = client.get(cast.url("home/?voice=family")).content.decode()
    assert "Try one small thing with the team" in page
    page = client.get(cast.url("home/?voice=observer")).content.decode()
    assert "Answer PDSAs with a question" in page


def test_who_has_one_role_is_not_asked(client, cast, phase_two):
    page = cast.sign_in(client, "member").get(cast.url("home/")).content.decode()
    assert "?voice=" not in page


def test_it_takes_one_query(cast, phase_two, django_assert_num_queries):
    with inside(cast.collaborative):
        assert voices_of(cast.member) == [Voice.STAFF]
        with django_assert_num_queries(1):
            where = where_we_are(cast.member, cast.collaborative)
    assert (where.phase.key, where.phase.number) == ("action_period", 1)
    assert where.next_step.label == "Learning Session 2"
    assert where.steps[where.number - 1].is_current


def test_outside_of_the_collaborative_there_is_nothing_to_say(client, cast):
    cast.collaborative.starts_on = cast.collaborative.today() + timedelta(days=1)
    with inside(cast.collaborative):
        assert where_we_are(cast.member, cast.collaborative) is None


def phase(key, number=None, *, last=False):
    return Phase(key, number, date(2026, 1, 1), date(2026, 2, 1), last)


@pytest.mark.parametrize("language", ("en", "es"))
@pytest.mark.parametrize("voice", Voice)
@pytest.mark.parametrize("sessions", (3, 4, 5))
def test_every_phase_has_words_in_every_voice_and_language(voice, language, sessions):
    phases = [phase(key) for key in ("before_selection", "center_selection", "pre_work")]
    for number in range(1, sessions + 1):
        phases.append(phase("learning_session", number, last=number == sessions))
        if number < sessions:
            phases.append(phase("action_period", number))
    phases.append(phase("sustainability"))
    with translation.override(language):
        words = [words_in(one, voice) for one in phases]
    assert all(said.lines and said.lang == language for said in words)
    assert len({said.title for said in words}) == len(phases)


def test_families_count_learning_days_to_five():
    labels = [plain_label(phase("learning_session", n, last=n == 5)) for n in (3, 4, 5)]
    assert labels == ["Third learning day", "Fourth learning day", "Last learning day"]
