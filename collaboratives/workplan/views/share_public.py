"""``/plan/<code>/``: whoever holds the link reads how far the plan is, and can do nothing else.

The page names no person and no center and shows no note. Wrong, unknown, old and stopped links
look the same.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bsc.accounts import codes
from bsc.accounts.http import count_wrong_code, too_many_wrong_codes
from bsc.tenancy.doors import find_by_code, inside
from collaboratives.workplan.models import PlanShare
from collaboratives.workplan.models.changes import PLAN_SHARE
from collaboratives.workplan.progress import drawing_of, progress_of
from collaboratives.workplan.services.shares import note_reading
from collaboratives.workplan.unnamed import names_here, without_names

WHAT = "plan"


@login_not_required
@never_cache
@require_GET
def shared_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show the plan at a glance to whoever holds an open link."""
    if too_many_wrong_codes(request, WHAT):
        return render(request, "accounts/wait.html", status=429)
    share = _find(code)
    if share is None or not share.is_open:
        count_wrong_code(request, WHAT)
        return render(request, "workplan/share_unknown.html", status=404)
    with inside(share.collaborative), timezone.override(share.collaborative.zone):
        note_reading(share)
        found = without_names(progress_of(share.collaborative), names_here())
        context = {
            "collaborative": share.collaborative,
            "share": share,
            "progress": found,
            # The drawing escapes every text that goes into it.
            "drawing": mark_safe(drawing_of(found)),  # noqa: S308
        }
        return render(request, "workplan/share_public.html", context)


def _find(code: str) -> PlanShare | None:
    for fingerprint in codes.fingerprints(PLAN_SHARE, code):
        found = find_by_code(PlanShare, code_hash=fingerprint)
        if found is not None:
            return found
    return None
