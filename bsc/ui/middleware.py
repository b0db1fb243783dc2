"""What an htmx request needs and an ordinary one does not."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import trigger_client_event
from django_htmx.middleware import HtmxDetails

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HtmxMessagesMiddleware:
    """Send messages that no template has shown with an htmx answer, as the event ``messages``.

    app.js shows them in the page's status region. Stands after MessageMiddleware. A redirect
    keeps its messages for the page it leads to.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not _by_htmx(request) or _leads_elsewhere(response):
            return response
        storage = get_messages(request)
        if isinstance(storage, BaseStorage) and not storage.used:
            waiting = [{"level": m.level_tag, "text": str(m.message)} for m in storage]
            if waiting and isinstance(response, HttpResponse):
                trigger_client_event(response, "messages", {"items": waiting})
        return response


class HtmxSignInMiddleware:
    """Turn a redirect to the sign-in page into one that the whole browser follows.

    Otherwise an expired session would paint the sign-in form into a corner of the page. After
    signing in the person comes back to the page they were on, not to the fragment.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not _by_htmx(request) or response.status_code not in (301, 302, 303, 307):
            return response
        target = urlsplit(response["Location"])
        sign_in = resolve_url(settings.LOGIN_URL)
        if target.path != urlsplit(sign_in).path:
            return response
        query = dict(parse_qsl(target.query))
        page = _details(request).current_url_abs_path
        if page:
            query["next"] = page
        elif request.method not in ("GET", "HEAD"):
            query.pop("next", None)
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = target._replace(query=urlencode(query, safe="/")).geturl()
        answer.cookies.update(response.cookies)
        return answer


def _details(request: HttpRequest) -> HtmxDetails:
    details: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return details


def _by_htmx(request: HttpRequest) -> bool:
    return bool(_details(request))


def _leads_elsewhere(response: HttpResponseBase) -> bool:
    return 300 <= response.status_code < 400 or any(
        response.has_header(name) for name in ("HX-Redirect", "HX-Refresh", "HX-Location")
    )
