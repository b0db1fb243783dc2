"""Photographs on the board."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bsc.files.http import send
from collaboratives.community import queries, rules, services
from collaboratives.http import CollaborativeRequest, url_in


@require_GET
def photo(request: CollaborativeRequest, pk: int) -> HttpResponseBase:
    """Send the picture to somebody who may read its topic; ``?size=small`` sends the small one."""
    found = get_object_or_404(queries.photos_visible_to(request.member), pk=pk)
    return send(found.stored, thumbnail=request.GET.get("size") == "small")


@require_POST
def remove(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take a photograph away for good."""
    found = get_object_or_404(queries.photos_visible_to(request.member), pk=pk)
    if not rules.may_remove_photo(request.member, found):
        raise PermissionDenied
    services.remove_photo(photo=found, by=request.member)
    messages.success(request, _("The photo is gone."))
    return redirect(url_in(request.collaborative, "community:topic", pk=found.topic_id))
