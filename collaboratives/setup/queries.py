"""What the wizard shows of a collaborative: dates, names, who is invited. Never content."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import formats, timezone

from bsc.accounts.models import User
from bsc.tenancy.doors import collaboratives_of, everything
from collaboratives.enums import Role
from collaboratives.framework.models import ChangeFramework
from collaboratives.models import Collaborative, Invitation, Membership
from collaboratives.queries import invitations_visible_to, roles_held_today, still_waiting
from collaboratives.schedule.enums import EventKind, EventStatus
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import event_days

SESSION_KINDS = (EventKind.PRE_WORK_DAY, EventKind.LEARNING_SESSION)


class Edge(NamedTuple):
    """The first or last day that the sessions take."""

    title: str
    on: dt.date

    @property
    def shown(self) -> str:
        """The day as the reader writes it."""
        return formats.date_format(self.on, "DATE_FORMAT")


@dataclass(frozen=True)
class Copyable:
    """A framework that may be copied, by its collaborative."""

    collaborative: Collaborative
    framework: str


def sessions_planned(collaborative: Collaborative) -> list[Event]:
    """Return Pre-Work Day and Learning Sessions that stand, in order of time, in one query."""
    return list(
        Event.objects.filter(
            collaborative=collaborative, kind__in=SESSION_KINDS, status=EventStatus.PLANNED
        ).order_by("starts_at", "pk")
    )


def ends_of_sessions(collaborative: Collaborative) -> tuple[Edge | None, Edge | None]:
    """Return the first and the last day of Pre-Work Day and Learning Sessions, if there are any."""
    events = sessions_planned(collaborative)
    days = [(event, *event_days(event, collaborative.zone)) for event in events]
    if not days:
        return None, None
    first = min(days, key=lambda one: one[1])
    last = max(days, key=lambda one: one[2])
    return Edge(first[0].title, first[1]), Edge(last[0].title, last[2])


def frameworks_to_copy(collaborative: Collaborative, member: Membership | None) -> list[Copyable]:
    """Return the frameworks of the same organization that may be copied here, in two queries.

    An admin outside (``member`` None) may copy any; a member only where they are one, too: two
    collaboratives see nothing of each other. Names come out, no texts.
    """
    rows = (
        Collaborative.objects.filter(organization=collaborative.organization)
        .exclude(pk=collaborative.pk)
        .order_by("name", "pk")
    )
    if member is not None:
        rows = rows.filter(pk__in=[one.pk for one in collaboratives_of(member.user)])
    found = list(rows)
    with everything("Which collaboratives of one organization have a framework? Names only."):
        named = dict(
            ChangeFramework.objects.filter(collaborative__in=found).values_list(
                "collaborative", "name"
            )
        )
    return [Copyable(one, named[one.pk]) for one in found if one.pk in named]


def has_planners() -> bool:
    """Whether somebody is on the implementation team of the collaborative in scope, or invited."""
    if roles_held_today().filter(role=Role.IMPLEMENTATION).exists():
        return True
    invited = still_waiting(Invitation.objects.filter(role=Role.IMPLEMENTATION))
    return invited.filter(expires_at__gt=timezone.now()).exists()


def implementation_team() -> list[str]:
    """Return the names of the implementation team of the collaborative in scope."""
    rows = roles_held_today().filter(role=Role.IMPLEMENTATION)
    return sorted({row.membership.user.name for row in rows})


def is_on_the_team(user: User) -> bool:
    """Whether somebody is on the implementation team of the collaborative in scope today."""
    held = roles_held_today().filter(role=Role.IMPLEMENTATION)
    return held.filter(membership__user=user).exists()


class Invited(NamedTuple):
    """Open invitations as one reader may see them: ``rows``, and how many more there are."""

    rows: QuerySet[Invitation]
    others: int


def invited(collaborative: Collaborative, user: User, member: Membership | None) -> Invited:
    """Return the invitations of the wizard's step, newest first, with team and who made them.

    An admin outside sees names and addresses that they typed themselves, and of the others how
    many; a member what the page of invitations shows them.
    """
    if member is not None:
        return Invited(still_waiting(invitations_visible_to(member)), 0)
    rows = still_waiting(Invitation.objects.filter(collaborative=collaborative))
    own = rows.filter(invited_by__user=user).select_related("team", "collaborative")
    others = rows.exclude(invited_by__user=user).count()
    return Invited(own.order_by("-created_at", "-pk"), others)
