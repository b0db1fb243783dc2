"""The navigation, made from what the reader may do: nobody meets a menu that leads nowhere."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.models import Membership


class Place(NamedTuple):
    """A page of the navigation: its URL name, its labels, its icon, and who has it.

    ``label`` is the plain word for center teams and families, ``term`` the field's for those who
    run and coach. ``tab`` says for whom it is one of the few at the thumb; for the others it is
    under "More".
    """

    url_name: str
    label: str | Promise
    term: str | Promise
    icon: str
    may: Callable[[Membership], bool]
    tab: Callable[[Membership], bool]


class Entry(NamedTuple):
    """What the frame shows of a place."""

    label: str
    url: str
    icon: str
    current: bool
    in_tabs: bool


def _everybody(member: Membership) -> bool:
    return True


def _nobody(member: Membership) -> bool:
    return False


def _on_a_team(member: Membership) -> bool:
    return bool(member.team_ids)


def _desk(member: Membership) -> bool:
    return member.is_implementation


def _coaches(member: Membership) -> bool:
    return member.is_faculty or member.is_implementation


def _takes_part(member: Membership) -> bool:
    return not member.is_observer


def _coach_only(member: Membership) -> bool:
    return member.is_faculty and not member.is_implementation


def _plan(member: Membership) -> bool:
    return member.is_implementation or member.is_faculty


PLACES = (
    Place("home:home", _("Home"), _("Home"), "home", _everybody, _everybody),
    Place("workplan:list", _("Plan"), _("Workplan"), "check_circle", _plan, _desk),
    Place("workplan:meetings", _("Meetings"), _("Meetings"), "groups", _desk, _nobody),
    Place("home:coach", _("Waiting"), _("Waiting"), "forum", _coaches, _coach_only),
    Place("pdsa:list", _("Try"), _("PDSAs"), "lightbulb_outline", _everybody, _on_a_team),
    Place("metrics:list", _("Count"), _("Metrics"), "assessment", _everybody, _on_a_team),
    Place("metrics:overview", _("All teams"), _("All teams"), "insights", _plan, _desk),
    Place("community:list", _("Talk"), _("Board"), "chat", _takes_part, _takes_part),
    Place("schedule:list", _("Dates"), _("Calendar"), "event", _everybody, _coach_only),
    Place("framework:outline", _("Change map"), _("Framework"), "map", _everybody, _nobody),
    Place(
        "assessment:rounds", _("Self-check"), _("Self-assessment"), "check", _takes_part, _nobody
    ),
    Place("collaboratives:my_team", _("My team"), _("My team"), "groups", _on_a_team, _nobody),
    Place("collaboratives:people", _("People"), _("People"), "people", _takes_part, _nobody),
    Place("reports:list", _("Reports"), _("Reports"), "list", _takes_part, _nobody),
    Place("home:explore", _("Explore"), _("Explore"), "search", _plan, _nobody),
    Place("home:outbox", _("Sent mail"), _("Sent mail"), "mail", _desk, _nobody),
    Place("setup:settings", _("Settings"), _("Settings"), "settings", _desk, _nobody),
)


def navigation_for(request: CollaborativeRequest) -> list[Entry]:
    """Return the places this reader has, the current one marked by the longest matching address."""
    member = request.member
    seen = [place for place in PLACES if place.may(member)]
    addresses = {place: url_in(request.collaborative, place.url_name) for place in seen}
    here = max(
        (place for place in seen if request.path.startswith(addresses[place])),
        key=lambda place: len(addresses[place]),
        default=None,
    )
    return [
        Entry(
            label=str(place.label if member.team_ids else place.term),
            url=addresses[place],
            icon=place.icon,
            current=place is here,
            in_tabs=place.tab(member),
        )
        for place in seen
    ]
