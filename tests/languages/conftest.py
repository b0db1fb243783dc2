"""The pages a family member opens, with something on each of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboratives.framework.shape import as_snapshot
from tests.factories.community import PostFactory, TopicFactory
from tests.factories.framework import (
    AimFactory,
    ChangeFrameworkFactory,
    ChangeIdeaFactory,
    FrameworkReleaseFactory,
    PrimaryDriverFactory,
    SecondaryDriverFactory,
)
from tests.factories.invitations import InvitationFactory
from tests.factories.learning_sessions import (
    AgendaFactory,
    AgendaItemFactory,
    LearningSessionFactory,
)
from tests.factories.metrics import MetricFactory
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.factories.schedule import EventFactory, SeriesFactory
from tests.metrics.helpers import TODAY, count_weeks


@pytest.fixture
def today(time_machine):
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture
def family_paths(today, cast) -> list[str]:
    """Return the addresses inside the collaborative, first with content, all answering 200."""
    framework = ChangeFrameworkFactory(
        collaborative=cast.collaborative, name="Social skills", mission="Warm rooms everywhere."
    )
    AimFactory(framework=framework, text="Every child has a good day.")
    primary = PrimaryDriverFactory(
        framework=framework,
        short_name="Warm rooms",
        translations={"es": {"short_name": "Salones cálidos", "plain": "Salones cálidos"}},
    )
    driver = SecondaryDriverFactory(primary=primary, collaborative=cast.collaborative)
    for version, words in ((1, "We greet kids."), (2, "We greet each child by name.")):
        snapshot = as_snapshot(
            {
                "key": "social",
                "name": "Social skills",
                "primary_drivers": [
                    {
                        "key": "warm",
                        "short_name": "Warm rooms",
                        "secondary_drivers": [{"key": "greet", "action": "Greet", "plain": words}],
                    }
                ],
            }
        )
        FrameworkReleaseFactory(
            framework=framework, version=version, snapshot=snapshot, note="New words."
        )
    ChangeIdeaFactory(
        secondary=driver, text="Cantar juntos.", status="proposed", proposed_by=cast.family
    )
    metric = MetricFactory(
        collaborative=cast.collaborative,
        key="talks",
        plain_name="Talks",
        name="Family talks",
        definition__why="Talks help.",
    )
    count_weeks(cast.team, metric, 16)
    ramp = RampFactory(team=cast.team, idea="Greet each child by name", secondary_driver=driver)
    what = "Greet each child by name"
    shared = CycleFactory(ramp=ramp, started_by=cast.member, what=what)
    own = CycleFactory(ramp=ramp, number=2, started_by=cast.family, what=what)
    draft = CycleFactory(
        ramp=RampFactory(team=cast.team), started_by=cast.family, status="draft", what=what
    )
    topic = TopicFactory(author=cast.member, title="A feelings corner")
    PostFactory(topic=topic, author=cast.family, body="We have one at home.")
    session = LearningSessionFactory(
        collaborative=cast.collaborative,
        title="Big day",
        place="Town hall",
        starts_at=timezone.now() + timedelta(days=9),
        ends_at=timezone.now() + timedelta(days=9, hours=7),
    )
    series = SeriesFactory(collaborative=cast.collaborative, title="Open call")
    EventFactory(
        collaborative=cast.collaborative,
        series=series,
        title="Open call",
        starts_at=timezone.now() + timedelta(days=16),
    )
    AgendaFactory(event=session)
    AgendaItemFactory(event=session, title="Good morning")
    return [
        "home/",
        "help/",
        "pdsa/",
        "pdsa/?whose=others",
        "pdsa/new/",
        *(f"pdsa/{draft.pk}/plan/{step}/" for step in range(1, 6)),
        f"pdsa/{shared.pk}/",
        f"pdsa/{own.pk}/",
        *(f"pdsa/{own.pk}/finish/{step}/" for step in range(1, 4)),
        f"pdsa/{own.pk}/photos/",
        "pdsa/?words=greet",
        f"pdsa/ramps/{ramp.pk}/",
        f"pdsa/ramps/{ramp.pk}/travels/",
        f"pdsa/drivers/{driver.key}/",
        "pdsa/bundles/",
        "metrics/",
        "metrics/weeks/",
        "metrics/month/2026-08/",
        "metrics/measure/talks/",
        "metrics/measure/talks/note/",
        "metrics/measure/talks/together/",
        "board/",
        "board/new/",
        f"board/{topic.pk}/",
        "calendar/",
        "calendar/?words=call",
        "calendar/year/2026/",
        "calendar/series/",
        f"calendar/series/{series.pk}/",
        f"calendar/{session.pk}/",
        f"learning-sessions/{session.pk}/",
        "framework/",
        "framework/diagram/",
        f"framework/{driver.key}/",
        f"framework/{driver.key}/suggest/",
        "framework/suggestions/",
        "framework/releases/",
        "framework/releases/2/",
        "framework/comments/",
        "framework/comments/on/mission/",
        f"framework/comments/on/primary/{primary.key}/",
        f"framework/comments/on/secondary/{driver.key}/",
        "assessment/",
        "team/",
        "people/",
        f"people/{cast.family.pk}/",
        "reports/",
        "/me/",
    ]


@pytest.fixture
def empty_paths(today, cast) -> list[str]:
    """Return the addresses of a collaborative that has just begun."""
    inside = "home/ pdsa/ metrics/ metrics/weeks/ board/ calendar/ calendar/series/ framework/ assessment/ reports/"
    return inside.split()


@pytest.fixture
def invitation(cast):
    return InvitationFactory(invited_by=cast.leader, team=cast.team, max_uses=3)


@pytest.fixture
def read(client, cast):
    """Return a page as the family member sees it, in the language given."""

    def do(path: str, language: str = "en") -> str:
        user = cast.family.user
        if user.language != language:
            user.language = language
            user.save(update_fields=["language"])
        client.force_login(user)
        answer = client.get(path if path.startswith("/") else cast.url(path), follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    return do
