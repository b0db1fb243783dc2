"""What holds for everything that is sent to this site."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _


class LargestRequestMiddleware:
    """Refuse what is larger than any photo before a byte of it is stored.

    Django's own limit leaves files out, and reads them onto the disk even for a stranger. A
    request that does not say how long it is has no body here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            refusal = _("This is too large. Photos of up to 20 MB work.")
            return HttpResponse(refusal, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
