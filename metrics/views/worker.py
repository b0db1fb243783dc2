"""The service worker of the counters, at the root so that it sees who signs in and out."""

from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def counting_worker(request: HttpRequest) -> HttpResponse:
    """Send the script; browsers ask for it anew each time, so a change arrives at once."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@cache
def _script() -> bytes:
    return (settings.BASE_DIR / "static" / "js" / "counting-worker.js").read_bytes()
