"""A collaborative in the middle of its work around the cast, for tests that walk through it.

Days are counted from today, because the browser keeps real time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.services import load_framework, read_data
from collaboratives.models import MembershipRole
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event
from collaboratives.workplan.services import generate_workplan
from metrics.enums import Kind
from metrics.models import Metric
from metrics.periods import add_months, first_of, monday_of
from metrics.services import load_measures
from pdsa.models import Cycle
from tests.cast import Cast
from tests.factories.assessment import AssessmentFactory, RatingFactory, RoundFactory
from tests.factories.community import PostFactory, TopicFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.learning_sessions import AgendaFactory, AgendaItemFactory
from tests.factories.mail import MessageFactory
from tests.factories.metrics import ValueFactory
from tests.factories.pdsa import CycleFactory, RampFactory
from tests.factories.schedule import EventFactory
from tests.factories.workplan import DecisionFactory, MeetingPointFactory

NAMES = {
    "member": "Dana Whitfield",
    "teammate": "Keisha Brown",
    "leader": "Marisol Vega",
    "family": "Lucía Ortiz",
    "other_center": "Tom Nguyen",
    "faculty": "Dr. Ruth Adeyemi",
    "implementation": "Priya Raman",
    "observer": "Sam Lindqvist",
}
WEEKS = 16


@dataclass
class World:
    """The cast, and the rows that the tests speak of.

    ``month`` is the first day of the month that is over and not sent yet, ``waiting`` the cycle
    of another center that nobody has answered, ``session`` the next Learning Session.
    """

    cast: Cast
    month: date
    measures: list[Metric]
    waiting: Cycle
    session: Event


def furnish(cast) -> World:
    """Fill the cast's collaborative: framework, dates, plan, measures, tests, talk, mail."""
    today = cast.collaborative.today()
    _begin(cast, today)
    _name_people(cast)
    load_framework(collaborative=cast.collaborative, data=read_data(), by=cast.implementation)
    drivers = list(SecondaryDriver.objects.filter(collaborative=cast.collaborative)[:3])
    session = _dates(cast, today)
    generate_workplan(collaborative=cast.collaborative, by=cast.implementation)
    _meet(cast, today)
    month = add_months(first_of(today), -1)
    measures = _numbers(cast, month)
    waiting = _tests(cast, today, drivers)
    _talk(cast)
    _self_check(cast, today, drivers)
    InvitationFactory(invited_by=cast.leader, team=cast.team)
    MessageFactory(collaborative=cast.collaborative, recipient=cast.member.user)
    return World(cast, month, measures, waiting, session)


def _meet(cast, today):
    """A meeting of the team tomorrow with a point and an open decision."""
    moment = datetime.combine(today + timedelta(days=1), time(9))
    starts = moment.replace(tzinfo=cast.collaborative.zone)
    meeting = EventFactory(
        collaborative=cast.collaborative,
        kind=EventKind.IMPLEMENTATION_MEETING,
        audience="implementation",
        title="Team meeting",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
    )
    MeetingPointFactory(event=meeting, by=cast.implementation, minutes=10)
    DecisionFactory(
        collaborative=cast.collaborative,
        who_decides=cast.implementation,
        by_when=today - timedelta(days=1),
    )


def _begin(cast, today):
    collaborative = cast.collaborative
    collaborative.name = "Growing Together"
    collaborative.starts_on = first_of(today - timedelta(days=240))
    collaborative.ends_on = today + timedelta(days=300)
    # The month that is over can be sent on whatever day the tests run.
    collaborative.metrics_close_day = 31
    collaborative.save()
    for team, name in ((cast.team, "Sunflower Center"), (cast.other_team, "Maple Street")):
        team.name = name
        team.save()


def _name_people(cast):
    for who, name in NAMES.items():
        user = getattr(cast, who).user
        user.name = name
        user.language = "es" if who == "family" else "en"
        user.save()
    MembershipRole.objects.filter(membership=cast.member).update(is_data_contact=True)


def _dates(cast, today):
    def at(days, hour):
        moment = datetime.combine(today + timedelta(days=days), time(hour))
        return moment.replace(tzinfo=cast.collaborative.zone)

    sessions = [
        EventFactory(
            collaborative=cast.collaborative,
            kind=EventKind.LEARNING_SESSION,
            number=number,
            title=f"Learning Session {number}",
            starts_at=at(days, 8),
            ends_at=at(days, 16),
            place="The Grange Hall",
        )
        for number, days in ((1, -120), (2, -20), (3, 90))
    ]
    for days in (-9, 5, 33):
        EventFactory(
            collaborative=cast.collaborative,
            title="All-team call",
            starts_at=at(days, 11),
            questions="What surprised you this month?\nWhat will you try next?",
        )
    AgendaFactory(event=sessions[2])
    AgendaItemFactory(event=sessions[2], title="Team time: plan a first test")
    return sessions[2]


def _numbers(cast, month):
    """Weekly counts of both teams up to the month that is over, which nobody has counted yet."""
    measures = load_measures(
        collaborative=cast.collaborative,
        data=read_data(),
        from_month=first_of(cast.collaborative.starts_on),
    )
    last = monday_of(month) - timedelta(weeks=1)
    for team in (cast.team, cast.other_team):
        for measure in measures:
            rate = measure.definitions.get().kind == Kind.RATE
            for week in range(WEEKS):
                numerator = 9 - week // 3 if rate else 8 + week // 3 + week % 2
                ValueFactory(
                    team=team,
                    metric=measure,
                    period_start=last - timedelta(weeks=WEEKS - 1 - week),
                    numerator=Decimal(numerator),
                    denominator=Decimal(2 if rate else 16),
                )
    return measures


def _tests(cast, today, drivers):
    def cycle(team, by, driver, idea, **fields):
        ramp = RampFactory(team=team, idea=idea, secondary_driver=driver)
        return CycleFactory(ramp=ramp, started_by=by, what=idea, **fields)

    day = timedelta(days=1)
    cycle(
        cast.team, cast.member, drivers[0], "Ask one family at the door what made their child laugh",
        status="doing", starts_on=today - 3 * day, prediction="They will tell us more.",
    )  # fmt: skip
    cycle(
        cast.team, cast.family, drivers[1], "One song for the walk to the playground",
        status="draft",
    )  # fmt: skip
    return cycle(
        cast.other_team, cast.other_center, drivers[2], "A picture card for each change of activity",
        status="done", starts_on=today - 12 * day, prediction="Fewer tears.",
        what_happened="Six of eight children looked at the card first.",
        what_we_learned="They move when they see what comes next.", decision="expand",
    )  # fmt: skip


def _talk(cast):
    topic = TopicFactory(
        author=cast.other_center,
        title="How do you greet families who come late?",
        body="We miss the door conversation with them.",
    )
    PostFactory(topic=topic, author=cast.member, body="We write one sentence on a card.")


def _self_check(cast, today, drivers):
    collaborative = cast.collaborative
    first = RoundFactory(
        collaborative=collaborative, due_on=today - timedelta(days=100), position=1
    )
    second = RoundFactory(
        collaborative=collaborative, due_on=today + timedelta(days=20), position=2
    )
    past = AssessmentFactory(round=first, team=cast.team, started_by=cast.leader, settled=True)
    for driver in drivers:
        RatingFactory(assessment=past, driver=driver, score=Decimal("2.5"))
    AssessmentFactory(round=second, team=cast.team, started_by=cast.leader)
