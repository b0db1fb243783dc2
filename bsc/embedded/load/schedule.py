"""The story's calendar: sessions, series of calls, what was asked, said and answered."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import translation

from bsc.embedded.load.framework import planner
from bsc.embedded.load.story import Story
from collaboratives.models import Membership
from collaboratives.schedule.enums import Answer, AttendanceState, Audience, EventKind
from collaboratives.schedule.models import (
    AffinityGroup,
    AffinityGroupLead,
    Attendance,
    Event,
    EventLeader,
)
from collaboratives.schedule.patterns import ORDINALS, Pattern, dates
from collaboratives.schedule.queries import people_concerned
from collaboratives.schedule.services import answer, create_event, create_series
from collaboratives.translations import MACHINE_DRAFT, drafts

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ANSWERS = {"yes": Answer.YES, "no": Answer.NO, "maybe": Answer.UNSURE}
# The story gives no audience for what happens before there are teams.
FOR_FACULTY = (EventKind.EXPERT_MEETING, EventKind.INFORMATIONAL_MEETING, EventKind.ORIENTATION)
Told = Mapping[str, Any]


def load(story: Story) -> None:
    """Make events and series; found again as "learning_session_1" or "all-team:-1"."""
    story.found["events"] = {}
    story.found["groups"] = {}
    told = _collaborative(story)
    for one in story.read("people").get("affinity_groups", []):
        if one["collaborative"] == told["key"]:
            story.found["groups"][one["key"]] = _group(story, one)
    for one in told["events"]:
        _event(story, one)
    calls = story.read("calls")
    for one in calls["series"]:
        if _is_of(story, one["calls"][0]):
            _series(story, one)
    for one in calls["single"]:
        if _is_of(story, one):
            _event(story, one)
    for one in calls["answers"]:
        _answer(story, one)


def day_of(story: Story, weeks_ago: int, weekday: str) -> dt.date:
    """Return the story's day: weeks count from the Monday of this week, negative ones ahead."""
    monday = story.today - dt.timedelta(days=story.today.weekday())
    return monday + dt.timedelta(days=WEEKDAYS.index(weekday) - 7 * weeks_ago)


def _collaborative(story: Story) -> Told:
    found: Told = next(
        one
        for one in story.read("people")["collaboratives"]
        if one["slug"] == story.collaborative.slug
    )
    return found


def _is_of(story: Story, call: Told) -> bool:
    return all(person in story.people for person in call["led_by"])


def _group(story: Story, told: Told) -> AffinityGroup:
    group = AffinityGroup.objects.create(
        collaborative=story.collaborative,
        key=told["key"],
        name=told["name"],
        roles=told["roles"],
        liaison=story.people[told["liaison"]],
        translations=drafts(told, "name"),
    )
    for person in told["leads"]:
        AffinityGroupLead.objects.create(
            collaborative=story.collaborative, group=group, membership=story.people[person]
        )
    return group


def _event(story: Story, told: Told) -> None:
    """Make one event of people.yaml (with an end) or calls.yaml (with a length in minutes)."""
    day = day_of(story, told["weeks_ago"], told["weekday"])
    starts = dt.datetime.combine(day, dt.time.fromisoformat(told["start"]), tzinfo=story.zone)
    if "end" in told:
        ends = dt.datetime.combine(day, dt.time.fromisoformat(told["end"]), tzinfo=story.zone)
    else:
        ends = starts + dt.timedelta(minutes=told["minutes"])
    event = create_event(
        collaborative=story.collaborative,
        by=planner(story),
        leaders=[story.people[person] for person in told.get("led_by", [])],
        kind=told["kind"],
        number=told.get("number"),
        title=told["title"],
        starts_at=starts,
        ends_at=ends,
        place=told.get("place", ""),
        team=story.teams.get(told.get("team", "")),
        audience=_audience(told),
        questions="\n".join(told.get("questions", [])),
        notes=told.get("notes", ""),
    )
    key = f"{event.kind}_{event.number}" if event.number else event.kind
    story.found["events"].setdefault(key, event)
    if event.is_over:
        _attendance(story, event, {"came_rate": 0.9})


def _audience(told: Told) -> str:
    if "team" in told:
        return Audience.TEAM
    if told["kind"] == EventKind.FACULTY_CALL or told["kind"] in FOR_FACULTY:
        return Audience.FACULTY
    return Audience.GROUP if "group" in told else Audience.ALL


def _series(story: Story, told: Told) -> None:
    """Make a series and put what is told of single calls into its events."""
    occurrences = _occurrences(story, told)
    numbers = [call["occurrence"] for call in told["calls"]]
    first = min(day for number, day in occurrences.items() if number >= min(numbers))
    group = story.found["groups"].get(told.get("group", ""))
    title, spanish = _plain_title(told["kind"])
    series = create_series(
        collaborative=story.collaborative,
        by=planner(story),
        pattern=_words(told["pattern"]),
        first=first,
        last=story.collaborative.ends_on,
        leaders=[lead.membership for lead in group.leads.all()] if group else [],
        kind=told["kind"],
        title=title,
        translations=spanish,
        audience=_audience(told),
        group=group,
        online_url=f"https://meet.example.org/{story.collaborative.slug}/{told['key']}",
        dial_in="555-0142",
    )
    by_day = {event.first_day_in(story.zone): event for event in series.events.all()}
    for call in told["calls"]:
        event = by_day[occurrences[call["occurrence"]]]
        _tell(story, event, call)
        story.found["events"][f"{told['key']}:{call['occurrence']}"] = event


def _plain_title(kind: str) -> tuple[str, dict[str, dict[str, str]]]:
    """Return the title of a call that nobody has named yet."""
    label = EventKind(kind).label
    with translation.override("en"):
        english = str(label)
    with translation.override("es"):
        spanish = str(label)
    return english, {"es": {"title": spanish, "state": MACHINE_DRAFT}}


def _occurrences(story: Story, told: Told) -> dict[int, dt.date]:
    """Return the days by how many calls away they are: -1 the latest past one, 1 the next."""
    told_pattern = told["pattern"]
    weekday = WEEKDAYS.index(told_pattern["weekday"])
    monthly = Pattern(weekday, (told_pattern["nth"],))
    year = dt.timedelta(days=370)
    every = told_pattern["every"]
    days = [
        day
        for day in dates(monthly, story.today - year, story.collaborative.ends_on)
        if (day.year * 12 + day.month) % every == 0
    ]
    past = [day for day in days if day < story.today]
    coming = [day for day in days if day >= story.today]
    return {-n: day for n, day in enumerate(reversed(past), 1)} | dict(enumerate(coming, 1))


def _words(told: Told) -> str:
    ordinal = next(name for name, place in ORDINALS.items() if place == told["nth"])
    starts = dt.datetime.combine(dt.date.min, dt.time.fromisoformat(told["start"]))
    ends = starts + dt.timedelta(minutes=told["minutes"])
    month = "each month" if told["every"] == 1 else "every other month"
    day = DAY_NAMES[WEEKDAYS.index(told["weekday"])]
    return f"{ordinal} {day} of {month} {starts:%H:%M}-{ends:%H:%M}"


def _tell(story: Story, event: Event, call: Told) -> None:
    event.title = call["title"]
    event.questions = "\n".join(call.get("questions", []))
    event.notes = call.get("notes", "")
    spanish = {
        "title": call.get("title_es", ""),
        "questions": "\n".join(call.get("questions_es", [])),
    }
    told = {name: text for name, text in spanish.items() if text}
    event.translations = {"es": {**told, "state": MACHINE_DRAFT}} if told else {}
    event.save()
    event.leaders.all().delete()
    for person in call["led_by"]:
        EventLeader.objects.create(
            collaborative=event.collaborative, event=event, membership=story.people[person]
        )
    if event.is_over:
        _attendance(story, event, call)


def _attendance(story: Story, event: Event, call: Told) -> None:
    """Note who came: by name where the story names those who did not, else by a rate."""
    absent = {story.people[person].pk for person in call.get("absent", [])}
    missing_teams = {story.teams[team].pk for team in call.get("teams_absent", [])}
    rate: float = call.get("came_rate", 1.0)
    day = event.first_day_in(story.zone)

    def came(person: Membership) -> bool:
        if person.pk in absent or person.team_ids & missing_teams:
            return False
        return story.random.random() < rate

    Attendance.objects.bulk_create(
        Attendance(
            collaborative=event.collaborative,
            event=event,
            membership=person,
            state=AttendanceState.CAME if came(person) else AttendanceState.MISSED,
        )
        for person in people_concerned(event)
        if any(hat.starts_on <= day for hat in person.hats)
    )


def _answer(story: Story, told: Told) -> None:
    events = story.found["events"]
    event = events.get(told["event"]) or events.get(f"{told['event']}:1")
    if event is None or told["person"] not in story.people:
        return
    answer(
        event=event,
        member=story.people[told["person"]],
        answer=ANSWERS[told["answer"]],
        reason=told.get("reason", ""),
        needs=told.get("needs", ""),
    )
