"""``/d/<code>/``: an expert from outside reads the draft of the framework and comments on it.

The code stands in the address only as long as it takes to exchange it for a signed cookie that is
sent to this draft's own addresses alone. The reader is no user: they see the framework and what
they said themselves, and nothing else of the collaborative. A code that is wrong, a link that ran
out and one that was taken back are sent to the same page, so that no address with a code in it is
ever answered with an error, which would be written to a log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bsc.accounts import codes
from bsc.accounts.http import count_wrong_code, too_many_wrong_codes
from bsc.tenancy.doors import find_by_code, inside
from collaboratives.framework.models import DRAFT_READER, ChangeFramework, DraftReader

WHAT = "draft"
COOKIE, SALT = "draft_reader", "framework.draft_reader"
KEY = 24


@dataclass(frozen=True)
class Draft:
    """What a reader has open: who they are, and the framework as it is now."""

    reader: DraftReader
    framework: ChangeFramework
    key: str

    def url(self, name: str = "start", **kwargs: object) -> str:
        """Return the address of one of the pages of this draft."""
        return reverse(f"draft:{name}", kwargs={"key": self.key, **kwargs})

    @property
    def start_url(self) -> str:
        """Return the address of its first page."""
        return self.url()

    @property
    def mine_url(self) -> str:
        """Return the address of what the reader said."""
        return self.url("mine")


View = Callable[..., HttpResponse]


@login_not_required
@never_cache
@require_safe
def door(request: HttpRequest, code: str) -> HttpResponse:
    """Exchange the code of a link for a cookie, and go where no code is shown."""
    if not too_many_wrong_codes(request, WHAT):
        for fingerprint in codes.fingerprints(DRAFT_READER, code):
            found = find_by_code(DraftReader, code_hash=fingerprint)
            if found is not None and found.is_open:
                response = redirect("draft:start", key=_key_of(found))
                if not request.user.is_authenticated:
                    response.set_cookie(
                        settings.LANGUAGE_COOKIE_NAME, found.language, samesite="Lax"
                    )
                return _remember(response, found)
        count_wrong_code(request, WHAT)
    return _hidden(redirect("draft:unknown"))


@login_not_required
@never_cache
@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    """Say that the link does not work, whatever the reason."""
    return _unknown(request)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Give back what somebody has just written: the link may have run out meanwhile."""
    if too_many_wrong_codes(request, WHAT):
        return _hidden(render(request, "accounts/wait.html", {"account_url": ""}, status=429))
    context = {"account_url": "", "typed": request.POST.get("text", "")}
    return _hidden(render(request, "draft/unknown.html", context, status=404))


def with_draft(view: View) -> View:
    """Open the draft whose cookie this browser holds, and hand it to the view."""

    @wraps(view)
    def run(request: HttpRequest, key: str, **kwargs: object) -> HttpResponse:
        held = request.get_signed_cookie(COOKIE, "", salt=SALT)
        found = find_by_code(DraftReader, code_hash=held) if held else None
        if found is None or not found.is_open or _key_of(found) != key:
            return _unknown(request)
        with inside(found.collaborative), timezone.override(found.collaborative.zone):
            framework = ChangeFramework.objects.select_related("collaborative").first()
            if framework is None:
                return _unknown(request)
            reader = DraftReader.objects.select_related("collaborative").get(pk=found.pk)
            if reader.opened_at is None:
                reader.opened_at = timezone.now()
                reader.save(update_fields=["opened_at"])
            return _remember(view(request, Draft(reader, framework, key), **kwargs), reader)

    return login_not_required(never_cache(run))


def frame(draft: Draft) -> dict[str, object]:
    """Return what the frame of every page shows: no menu, no account."""
    return {
        "draft": draft,
        "reader": draft.reader,
        "project_name": draft.framework.collaborative.name,
        "project_url": draft.url(),
        "navigation": (),
        "account_url": "",
        "account_name": "",
        "help_url": "",
    }


def _key_of(reader: DraftReader) -> str:
    """Return what stands for the reader in addresses; it opens nothing without the cookie."""
    return reader.code_hash[:KEY]


def _remember(response: HttpResponse, reader: DraftReader) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        reader.code_hash,
        salt=SALT,
        expires=reader.expires_at,
        path=reverse("draft:start", kwargs={"key": _key_of(reader)}),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _hidden(response)


def _hidden(response: HttpResponse) -> HttpResponse:
    """Keep search engines out."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
