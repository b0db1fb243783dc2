"""What holds for a signed-in person on every page: language, no caching, second factor."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control

from bsc.accounts import second_factor
from bsc.accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class LanguageMiddleware:
    """Show every page in the person's language; the language switch changes the person's too.

    Somebody signed out keeps what ``LocaleMiddleware`` chose.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User):
            if request.method == "POST" and request.path == reverse("set_language"):
                _keep(user, request.POST.get("language", ""))
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        return self.get_response(request)


def _keep(user: User, language: str) -> None:
    if language in dict(settings.LANGUAGES) and language != user.language:
        user.language = language
        user.save(update_fields=["language"])


class PrivatePagesMiddleware:
    """Keep what a signed-in person was shown out of every cache, unless the view said otherwise.

    On a shared tablet the Back button after signing out must not bring a page back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Asked before: signing out takes the person off the request.
        is_somebody = isinstance(request.user, User)
        response = self.get_response(request)
        if (is_somebody or isinstance(request.user, User)) and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        return response


class SecondFactorMiddleware:
    """Send those who need a second factor to set it up, before they see anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_due(request):
            where = reverse("mfa_activate_totp")
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": where})
            return redirect(where)
        return self.get_response(request)

    def _is_due(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or not isinstance(request.user, User):
            return False
        open_to_all = (
            reverse("mfa_index"),
            reverse("account_logout"),
            reverse("set_language"),
            settings.STATIC_URL,
        )
        if request.path.startswith(open_to_all):
            return False
        return second_factor.is_due(request.user)
