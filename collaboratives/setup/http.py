"""The request of a step, from either side."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from bsc.accounts.models import User
from collaboratives.http import CollaborativeRequest
from collaboratives.models import Collaborative, Organization
from collaboratives.setup.place import Place
from collaboratives.setup.rules import may_set_up


class SetUpRequest(HttpRequest):
    """An admin's request on the organization's pages; ``set_up`` is the collaborative, if any."""

    user: User
    htmx: HtmxDetails
    organization: Organization
    set_up: Collaborative


def place_of(request: SetUpRequest | CollaborativeRequest) -> Place:
    """Return where the request came in; inside it takes a member who may set up.

    Outside the middleware has let in an admin of the organization and nobody else.
    """
    if hasattr(request, "set_up"):
        return Place(request.set_up, request.user, None)
    if not may_set_up(request.member):
        raise PermissionDenied
    return Place(request.collaborative, request.user, request.member)
