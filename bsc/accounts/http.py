"""Signing in a browser, and slowing down those who guess codes."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, QueryDict

from bsc.accounts.models import User
from bsc.accounts.throttle import allow

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
VISITOR = "visitor"
WINDOW = timedelta(minutes=10)
WRONG_BY_BROWSER = 10
WRONG_BY_ALL = 600
WRONG_BY_NETWORK = 20
# static/js/words.js: the page asks with the first; with the second the server has the words.
ASKED, SAVED = "X-Words", "X-Words-Saved"

View = Callable[..., HttpResponse]


class PersonRequest(HttpRequest):
    """The request of somebody signed in."""

    user: User


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, even if nothing in it was filled in; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def answers_the_phone(view: View) -> View:
    """Tell a page that keeps its words until they are saved where it goes on from here.

    Such a page cannot see where a redirect leads. Whatever is not a redirect of this view, such as
    a sign-in page that answers 200, is no acknowledgement.
    """

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if ASKED in request.headers and response.has_header("Location"):
            return HttpResponse(status=204, headers={SAVED: response["Location"]})
        return response

    return run


def acknowledged(response: HttpResponse) -> HttpResponse:
    """Say that the words of the form were saved while somebody typed them."""
    response[SAVED] = "yes"
    return response


def send_photo(person: User) -> HttpResponse:
    """Return a person's photo for this reader alone; the caller has checked that there is one."""
    with person.photo.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def keep_for(request: HttpRequest, *, shared: bool) -> None:
    """Let the session end with the browser on a shared device, and last 180 days on one's own."""
    request.session.set_expiry(0 if shared else settings.SESSION_COOKIE_AGE)


def sign_in_by_card(request: HttpRequest, user: User, *, shared: bool = False) -> None:
    """Start a session for somebody whose card or invitation was just accepted by a POST."""
    keep_for(request, shared=shared)
    login(request, user, backend=BACKEND)


def sign_in_by_address(request: HttpRequest, user: User, *, next_url: str) -> HttpResponse:
    """Sign in the owner of an address that was just proven; a second factor is still asked for."""
    record_authentication(request, user, method="code", email=user.email)
    response: HttpResponse = perform_login(
        request, Login(user=user, email=user.email, redirect_url=next_url)
    )
    return response


def too_many_wrong_codes(request: HttpRequest, what: str) -> bool:
    """Whether this visitor guessed too often to look up another code.

    Refused is a browser after ten wrong codes in ten minutes. Somebody who throws cookies away is
    caught by the sum: after 600 wrong codes from everywhere, networks that sent more than
    twenty of them wait. So a room of forty people behind one address is never stopped by one
    mistyped code, and nobody can stop the others by guessing on purpose. A code of 40 bits and a
    thousand live invitations leave a guess one chance in a billion.
    """
    visitor = request.session.get(VISITOR)
    if visitor and not _may(f"{what}-browser", visitor, WRONG_BY_BROWSER, cost=0):
        return True
    if _may(f"{what}-all", "", WRONG_BY_ALL, cost=0):
        return False
    return not _may(f"{what}-network", _network(request), WRONG_BY_NETWORK, cost=0)


def count_wrong_code(request: HttpRequest, what: str) -> None:
    """Remember a code that named nothing."""
    visitor = request.session.setdefault(VISITOR, secrets.token_urlsafe(12))
    _may(f"{what}-browser", visitor, WRONG_BY_BROWSER)
    _may(f"{what}-all", "", WRONG_BY_ALL)
    _may(f"{what}-network", _network(request), WRONG_BY_NETWORK)


def _may(what: str, who: str, times: int, *, cost: int = 1) -> bool:
    return allow(what, who, times=times, within=WINDOW, cost=cost)


def _network(request: HttpRequest) -> str:
    """Return the visitor's address as the trusted proxies saw it, not the proxy's own."""
    return str(get_adapter().get_client_ip(request))
