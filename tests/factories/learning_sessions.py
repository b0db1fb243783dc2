from datetime import datetime, time
from zoneinfo import ZoneInfo

import factory

from collaboratives.schedule.enums import EventKind
from tests.factories.base import UnscopedFactory
from tests.factories.framework import SecondaryDriverFactory
from tests.factories.people import MembershipFactory
from tests.factories.schedule import EventFactory


class LearningSessionFactory(EventFactory):
    """A Learning Session from 8:00 to 16:00 in the collaborative's zone."""

    kind = EventKind.LEARNING_SESSION
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Learning Session {n}")
    starts_at = datetime(2026, 4, 9, 8, 0, tzinfo=ZoneInfo("America/New_York"))
    ends_at = datetime(2026, 4, 9, 16, 0, tzinfo=ZoneInfo("America/New_York"))
    place = "The Grange Hall"


class AgendaFactory(UnscopedFactory):
    class Meta:
        model = "learning_sessions.Agenda"

    event = factory.SubFactory(LearningSessionFactory)
    collaborative = factory.SelfAttribute("event.collaborative")
    title = "It is all about relationships"


class AgendaItemFactory(UnscopedFactory):
    class Meta:
        model = "learning_sessions.AgendaItem"

    event = factory.SubFactory(LearningSessionFactory)
    collaborative = factory.SelfAttribute("event.collaborative")
    position = factory.Sequence(lambda n: n + 1)
    starts_at = time(8, 0)
    minutes = 30
    title = factory.Sequence(lambda n: f"Item {n}")


class AgendaItemLeadFactory(UnscopedFactory):
    class Meta:
        model = "learning_sessions.AgendaItemLead"

    item = factory.SubFactory(AgendaItemFactory)
    collaborative = factory.SelfAttribute("item.collaborative")
    membership = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class AgendaItemDriverFactory(UnscopedFactory):
    class Meta:
        model = "learning_sessions.AgendaItemDriver"

    item = factory.SubFactory(AgendaItemFactory)
    collaborative = factory.SelfAttribute("item.collaborative")
    driver = factory.SubFactory(
        SecondaryDriverFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
