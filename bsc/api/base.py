"""The API's door: after sign-in, a collaborative's address opens it for its members only."""

from contextlib import ExitStack
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from bsc.accounts.models import AccessKey
from collaboratives.http import as_member
from collaboratives.models import Collaborative, Membership


class PerPerson(UserRateThrottle):
    """Counts by person and by key, never by network: who is not signed in is refused before."""

    rate = "120/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Return the name of the counter; a program does not use up its owner's pages."""
        key = request.auth
        who = f"key-{key.pk}" if isinstance(key, AccessKey) else f"person-{request.user.pk}"
        return self.cache_format % {"scope": self.scope, "ident": who}


class Nowhere(APIView):
    """Whatever else stands under ``/api/v1/``: there is no such thing, said as a problem."""

    authentication_classes = ()
    permission_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer 404, whatever the method."""
        super().initial(request, *args, **kwargs)
        raise Http404


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
            response["Content-Language"] = translation.get_language()
            return response.render() if isinstance(response, Response) else response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Open the collaborative once the person is known and may ask."""
        super().initial(request, *args, **kwargs)
        opened = self._door.enter_context(as_member(request.user, self._slug))
        self.collaborative, self.member = opened
        if isinstance(request.auth, AccessKey):
            self._hold_to(request.auth, request)

    def _hold_to(self, key: AccessKey, request: Request) -> None:
        """Keep a key to its collaborative and to reading, and speak its owner's language."""
        if key.collaborative_id not in (None, self.collaborative.pk):
            raise Http404
        self._door.enter_context(translation.override(key.user.language))
        if request.method not in SAFE_METHODS and not key.may_write:
            raise PermissionDenied(_("This access key may only read."))
