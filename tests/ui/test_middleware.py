"""What the two htmx middlewares do to answers."""

import json

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django_htmx.middleware import HtmxDetails

from bsc.ui.middleware import HtmxMessagesMiddleware, HtmxSignInMiddleware

HTMX = {"HTTP_HX_REQUEST": "true"}


def request_of(rf, method="get", **headers):
    request = getattr(rf, method)("/metrics/rows/", **headers)
    request.htmx = HtmxDetails(request)
    request._messages = CookieStorage(request)
    return request


def answer_with_message(response):
    def view(request):
        messages.success(request, "Saved.")
        return response

    return view


def test_messages_travel_in_the_header(rf):
    view = answer_with_message(HttpResponse("<tr></tr>"))
    response = HtmxMessagesMiddleware(view)(request_of(rf, **HTMX))
    assert json.loads(response["HX-Trigger"]) == {
        "messages": {"items": [{"level": "success", "text": "Saved."}]}
    }


def test_messages_join_an_event_that_the_view_sends(rf):
    response = HttpResponse()
    response["HX-Trigger"] = json.dumps({"counted": {}})
    response = HtmxMessagesMiddleware(answer_with_message(response))(request_of(rf, **HTMX))
    assert set(json.loads(response["HX-Trigger"])) == {"counted", "messages"}


def test_an_ordinary_page_keeps_its_messages(rf):
    request = request_of(rf)
    response = HtmxMessagesMiddleware(answer_with_message(HttpResponse()))(request)
    assert "HX-Trigger" not in response
    assert [str(message) for message in request._messages] == ["Saved."]


@pytest.mark.parametrize("header", ("HX-Redirect", "HX-Refresh", "HX-Location", None))
def test_messages_wait_for_the_page_that_follows(rf, header):
    response = HttpResponse() if header else HttpResponseRedirect("/next/")
    if header:
        response[header] = "/next/"
    request = request_of(rf, **HTMX)
    response = HtmxMessagesMiddleware(answer_with_message(response))(request)
    assert "HX-Trigger" not in response
    assert not request._messages.used


def test_messages_that_a_template_showed_are_not_said_twice(rf):
    def view(request):
        messages.success(request, "Saved.")
        shown = engines["django"].from_string("{% for m in messages %}{{ m }}{% endfor %}")
        return HttpResponse(shown.render({}, request))

    response = HtmxMessagesMiddleware(view)(request_of(rf, **HTMX))
    assert response.content == b"Saved."
    assert "HX-Trigger" not in response


def signed_out(settings, location):
    settings.LOGIN_URL = "/sign-in/"
    return HtmxSignInMiddleware(lambda request: HttpResponseRedirect(location))


def test_an_expired_session_sends_the_whole_browser_and_comes_back(rf, settings):
    middleware = signed_out(settings, "/sign-in/?next=/metrics/rows/")
    headers = HTMX | {"HTTP_HX_CURRENT_URL": "http://testserver/metrics/?room=2&month=9"}
    response = middleware(request_of(rf, **headers))
    assert response.status_code == 204
    assert response["HX-Redirect"] == "/sign-in/?next=/metrics/%3Froom%3D2%26month%3D9"


def test_a_page_of_another_site_is_never_the_way_back(rf, settings):
    middleware = signed_out(settings, "/sign-in/?next=/metrics/rows/")
    headers = HTMX | {"HTTP_HX_CURRENT_URL": "https://elsewhere.example/"}
    assert middleware(request_of(rf, **headers))["HX-Redirect"] == "/sign-in/?next=/metrics/rows/"
    posted = middleware(request_of(rf, method="post", **headers))
    assert posted["HX-Redirect"] == "/sign-in/"


def test_other_redirects_and_other_requests_pass(rf, settings):
    assert signed_out(settings, "/metrics/")(request_of(rf, **HTMX)).status_code == 302
    assert signed_out(settings, "/sign-in/?next=/")(request_of(rf)).status_code == 302


def test_cookies_of_the_redirect_are_kept(rf, settings):
    settings.LOGIN_URL = "/sign-in/"

    def view(request):
        response = HttpResponseRedirect("/sign-in/")
        response.set_cookie("language", "es")
        return response

    response = HtmxSignInMiddleware(view)(request_of(rf, **HTMX))
    assert response.cookies["language"].value == "es"
