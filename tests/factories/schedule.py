from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import factory

from collaboratives.schedule.enums import Answer, AttendanceState, Audience, ClashKind, EventKind
from tests.factories.base import UnscopedFactory
from tests.factories.people import CollaborativeFactory, MembershipFactory


class AffinityGroupFactory(UnscopedFactory):
    class Meta:
        model = "schedule.AffinityGroup"

    collaborative = factory.SubFactory(CollaborativeFactory)
    key = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")
    roles = factory.LazyFunction(lambda: ["teacher"])


class AffinityGroupLeadFactory(UnscopedFactory):
    class Meta:
        model = "schedule.AffinityGroupLead"

    group = factory.SubFactory(AffinityGroupFactory)
    collaborative = factory.SelfAttribute("group.collaborative")
    membership = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class SeriesFactory(UnscopedFactory):
    class Meta:
        model = "schedule.Series"

    collaborative = factory.SubFactory(CollaborativeFactory)
    kind = EventKind.ALL_TEAM_CALL
    title = "All-team call"
    pattern = "third Friday of each month 11:00-11:45"
    starts_on = factory.SelfAttribute("collaborative.starts_on")
    ends_on = factory.SelfAttribute("collaborative.ends_on")


class EventFactory(UnscopedFactory):
    """An all-team call of 45 minutes, a day after the one before, in the collaborative's zone."""

    class Meta:
        model = "schedule.Event"

    collaborative = factory.SubFactory(CollaborativeFactory)
    kind = EventKind.ALL_TEAM_CALL
    title = factory.Sequence(lambda n: f"Event {n}")
    starts_at = factory.Sequence(
        lambda n: (
            datetime(2026, 3, 2, 11, 0, tzinfo=ZoneInfo("America/New_York"))
            + timedelta(days=n % 300)
        )
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=45))
    audience = Audience.ALL


class EventLeaderFactory(UnscopedFactory):
    class Meta:
        model = "schedule.EventLeader"

    event = factory.SubFactory(EventFactory)
    collaborative = factory.SelfAttribute("event.collaborative")
    membership = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class RsvpFactory(UnscopedFactory):
    class Meta:
        model = "schedule.Rsvp"

    event = factory.SubFactory(EventFactory)
    collaborative = factory.SelfAttribute("event.collaborative")
    membership = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    answer = Answer.YES


class AttendanceFactory(UnscopedFactory):
    class Meta:
        model = "schedule.Attendance"

    event = factory.SubFactory(EventFactory)
    collaborative = factory.SelfAttribute("event.collaborative")
    membership = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
    state = AttendanceState.CAME


class CalendarFeedFactory(UnscopedFactory):
    class Meta:
        model = "schedule.CalendarFeed"

    collaborative = factory.SubFactory(CollaborativeFactory)
    membership = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )


class AcceptedClashFactory(UnscopedFactory):
    class Meta:
        model = "schedule.AcceptedClash"

    first = factory.SubFactory(EventFactory)
    collaborative = factory.SelfAttribute("first.collaborative")
    kind = ClashKind.HOLIDAY
    stands_on = factory.LazyAttribute(lambda o: o.first.starts_at.date().isoformat())
    by = factory.SubFactory(
        MembershipFactory, collaborative=factory.SelfAttribute("..collaborative")
    )
