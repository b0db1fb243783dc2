"""``/c/<collaborative>/settings/``: the small pages, what was changed last, and undoing it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.setup.changes import changes_visible_to, told_with_undo
from collaboratives.setup.overview import sections_of
from collaboratives.setup.rules import may_change_settings
from collaboratives.setup.services.keeping import ChangedMeanwhileError, undo_change

A_PAGE = 10


def refuse_others(request: CollaborativeRequest) -> None:
    """Raise PermissionDenied for whoever is not on the implementation team."""
    if not may_change_settings(request.member):
        raise PermissionDenied


@require_GET
def settings(request: CollaborativeRequest) -> HttpResponse:
    """Show what is set, page by page, and the latest changes with their undo."""
    refuse_others(request)
    page = Paginator(changes_visible_to(request.member), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "sections": sections_of(request.collaborative),
        "page": page,
        "told": told_with_undo(page),
    }
    return render(request, "setup/settings.html", context)


@require_POST
def undo(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Put back what stood before one change."""
    refuse_others(request)
    change = get_object_or_404(changes_visible_to(request.member), pk=pk)
    try:
        undo_change(change=change, by=request.member)
    except ChangedMeanwhileError:
        messages.error(request, _("This was changed again since. Look at what stands there now."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Undone. It is as it was before."))
    return redirect(_back(request))


def _back(request: CollaborativeRequest) -> str:
    """Return the page that the button stood on, if it is one of ours."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return url_in(request.collaborative, "setup:settings")


def say_saved(request: HttpRequest, *, changed: bool) -> None:
    """Say that it is saved, or that it stood so already."""
    if changed:
        messages.success(request, _("Saved. You can undo it at the end of the settings page."))
    else:
        messages.info(request, _("Nothing was changed."))
