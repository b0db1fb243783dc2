"""Who is meant to attend many events: people with the same hats are asked once."""

from collections import defaultdict
from collections.abc import Hashable

from collaboratives.models import Membership
from collaboratives.schedule.enums import Audience
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import Crowd, is_invited

People = frozenset[int]


class Guests:
    """The people of a crowd by their keys, event by event. Asks no query."""

    def __init__(self, crowd: Crowd) -> None:
        self._groups = crowd.groups
        self._people = [one for one in crowd.people if one.hats and not one.is_observer]
        self._known = frozenset(one.pk for one in self._people)
        self._planners = frozenset(one.pk for one in self._people if one.is_implementation)
        self._alike: dict[Hashable, list[Membership]] = defaultdict(list)
        for one in self._people:
            hats = (one.roles, one.team_ids, frozenset(crowd.groups.open_to(one)))
            self._alike[hats].append(one)
        self._invited: dict[Hashable, People] = {}

    def of(self, event: Event) -> People:
        """Return those meant to attend, with those who lead it."""
        return self._for_audience(event) | self._leading(event)

    def asked_to_join(self, call: Event) -> People:
        """Return those whom a call takes away from their own work.

        Not those who lead it or the group that it is for, and not the implementation team.
        """
        hosts = set(self._leading(call))
        if call.audience == Audience.GROUP:
            for group in self._groups.all:
                if group.pk == call.group_id:
                    hosts |= {lead.membership_id for lead in group.leads.all()}
                    hosts |= {group.liaison_id} if group.liaison_id else set()
        return self._for_audience(call) - hosts - self._planners

    def by_name(self, people: People) -> tuple[Membership, ...]:
        """Return the people in the order of the crowd."""
        return tuple(one for one in self._people if one.pk in people)

    def _leading(self, event: Event) -> People:
        return frozenset(leader.membership_id for leader in event.leaders.all()) & self._known

    def _for_audience(self, event: Event) -> People:
        roles = tuple(sorted(event.audience_roles))
        audience = (event.audience, roles, event.group_id, event.team_id)
        if audience not in self._invited:
            self._invited[audience] = frozenset(
                one.pk
                for people in self._alike.values()
                if is_invited(people[0], event, self._groups)
                for one in people
            )
        return self._invited[audience]
