"""Taking back the last change of several dates of a series."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.models import Event
from collaboratives.schedule.rules import may_edit_all
from collaboratives.schedule.series.changing import undo_following
from collaboratives.schedule.series.reading import series_visible_to
from collaboratives.schedule.views.choosing import series_url


@require_POST
def series_undo(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let those who may change all of these dates put them back as they were."""
    rows = series_visible_to(request.member).select_related("collaborative")
    found = get_object_or_404(rows, pk=pk)
    kept = [int(key) for key in found.last_change.get("events", {})]
    # All of them, also those that the reader does not see: each must be theirs to change.
    dates: list[Event] = list(found.events.prefetch_related("leaders"))
    changed = [event for event in dates if event.pk in kept]
    if not may_edit_all(request.member, changed or dates):
        raise PermissionDenied
    if found.last_change and request.POST.get("change") != found.last_change["at"]:
        messages.warning(request, _("Somebody else changed these dates meanwhile. Look again."))
        return redirect(series_url(request, found))
    back, stay = undo_following(series=found, by=request.member)
    said = ngettext("%(count)s date is as before.", "%(count)s dates are as before.", back)
    messages.success(request, said % {"count": back})
    if stay:
        said = ngettext(
            "%(count)s date stays: somebody changed it since, or it is over.",
            "%(count)s dates stay: somebody changed them since, or they are over.",
            stay,
        )
        messages.warning(request, said % {"count": stay})
    return redirect(series_url(request, found))
