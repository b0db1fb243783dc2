"""The demonstration's mailbox: everybody's mail on one page. It exists in the demonstration only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bsc.embedded.mailbox import names, read

PER_PAGE = 25


@login_not_required
@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the mail that the demonstration sent, newest first."""
    _demonstration_only()
    page = Paginator(names(), PER_PAGE).get_page(request.GET.get("page"))
    letters = [letter for letter in map(read, page) if letter]
    return render(request, "embedded/mailbox.html", {"page": page, "letters": letters})


@login_not_required
@never_cache
@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message as text, its links alive; HTML is shown as the text it is."""
    _demonstration_only()
    found = read(name)
    if found is None:
        raise Http404
    return render(request, "embedded/letter.html", {"letter": found})


def _demonstration_only() -> None:
    if not getattr(settings, "BSC_DEMO", False):
        raise Http404
