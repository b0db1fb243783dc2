"""What may wait for a coach's answer. Each app's waiting things are one function in ``SOURCES``.

    def waiting_topics(member: Membership) -> Iterable[Waiting]: ...

A source returns everything in the collaborative in scope that this coach may read and that
nobody has answered yet, oldest first, in a constant number of queries. An answer by a coach or
by somebody of another center clears it; an answer from the writer's own team does not.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from collaboratives.community.queries import unanswered_topics
from collaboratives.http import url_in
from collaboratives.models import Membership
from pdsa.enums import Status
from pdsa.queries import unanswered_cycles
from pdsa.words import names_of, team_name


class Waiting(NamedTuple):
    """One thing that waits: what it is, where to answer, whose it is, since when."""

    since: dt.datetime
    kind: str
    title: str
    url: str
    team: str
    by: str
    preview: str = ""
    title_language: str = "en"
    preview_language: str = "en"


Source = Callable[[Membership], Iterable[Waiting]]


def waiting_cycles(member: Membership) -> list[Waiting]:
    """Return plans and results that no coach and no other center has answered."""
    return [
        Waiting(
            since=cycle.told_at,
            kind=_("Results") if cycle.status == Status.DONE else _("Plan"),
            title=cycle.ramp.idea,
            url=f"{url_in(member.collaborative, 'pdsa:cycle', pk=cycle.pk)}#comments",
            team=team_name(cycle.ramp, "staff"),
            by=names_of([owner.member.user.name for owner in cycle.owners.all()]),
            preview=cycle.what_we_learned or cycle.what_happened or cycle.what,
            title_language=cycle.ramp.language,
            preview_language=cycle.language,
        )
        for cycle in unanswered_cycles(member)
    ]


def waiting_topics(member: Membership) -> list[Waiting]:
    """Return the topics of center teams that no coach and no other center has answered."""
    return [
        Waiting(
            since=topic.created_at,
            kind=_("Topic"),
            title=topic.title,
            url=f"{url_in(member.collaborative, 'community:topic', pk=topic.pk)}#reply",
            team=str(topic.hat.team),
            by=topic.author.user.name,
            preview=topic.body,
            title_language=topic.language,
            preview_language=topic.language,
        )
        for topic in unanswered_topics(member)
    ]


SOURCES: list[Source] = [waiting_cycles, waiting_topics]


def everything_waiting(member: Membership) -> list[Waiting]:
    """Return what waits in every source, the longest wait first."""
    return sorted((each for source in SOURCES for each in source(member)), key=_since)


def _since(waiting: Waiting) -> dt.datetime:
    return waiting.since
