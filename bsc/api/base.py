"""The API's door: after sign-in, a collaborative's address opens it for its members only."""

from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from collaboratives.http import as_member
from collaboratives.models import Collaborative, Membership


class PerPerson(UserRateThrottle):
    """Counts by person, never by network: whoever is not signed in is refused before."""

    rate = "120/min"


class CollaborativeView(APIView):
    """Base of everything under ``/api/v1/c/<slug>/``.

    The address names the collaborative as ``slug`` and not, as pages do, as ``collaborative``:
    so the middleware leaves it alone, and it is opened here, where an answer is JSON and where
    the person is known however they signed in. Handlers find ``collaborative`` and ``member``.
    """

    throttle_classes = [PerPerson]
    collaborative: Collaborative
    member: Membership

    def dispatch(
        self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any
    ) -> HttpResponseBase:
        """Answer, and write the answer out, before the collaborative closes again."""
        self._slug = slug
        with ExitStack() as self._door:
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if isinstance(response, Response) else response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Open the collaborative once the person is known and may ask."""
        super().initial(request, *args, **kwargs)
        opened = self._door.enter_context(as_member(request.user, self._slug))
        self.collaborative, self.member = opened
