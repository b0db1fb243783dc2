"""The releases of the framework, and one of them: how it read, and what it changed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from collaboratives.framework.differences import difference
from collaboratives.framework.queries import releases
from collaboratives.framework.rules import may_edit
from collaboratives.framework.shape import Data, as_snapshot
from collaboratives.framework.telling import Told, tell, tell_plainly
from collaboratives.framework.wording import text_in
from collaboratives.http import CollaborativeRequest
from collaboratives.rules import may_see_people
from collaboratives.translations import Text

PAGE_SIZE = 25


@require_GET
def release_list(request: CollaborativeRequest) -> HttpResponse:
    """List the releases, the latest first."""
    page = Paginator(releases().defer("snapshot"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_edit": may_edit(request.member),
        "shows_names": may_see_people(request.member),
        "plain": request.member.is_family_only,
    }
    return render(request, "framework/releases.html", context)


@require_GET
def show(request: CollaborativeRequest, version: int) -> HttpResponse:
    """Show one release as it was, and how it differs from the one before."""
    release = get_object_or_404(releases(), version=version)
    beside = {
        other.version: other for other in releases().filter(version__in=[version - 1, version + 1])
    }
    before, now = beside.get(version - 1), as_snapshot(release.snapshot)
    changes: list[Told] = []
    if before:
        old = as_snapshot(before.snapshot)
        found = difference(old, now)
        changes = tell_plainly(found, old, now) if request.member.is_family_only else tell(found)
    context = {
        "release": release,
        "snapshot": now,
        "before": before,
        "after": beside.get(version + 1),
        "changes": changes,
        "areas": _areas(now) if request.member.is_family_only else [],
        "shows_names": may_see_people(request.member),
        "plain": request.member.is_family_only,
    }
    return render(request, "framework/release.html", context)


def _areas(snapshot: Data) -> list[tuple[Text, list[Text]]]:
    """Return what a family reads of a release: each area with what is done in it."""
    return [
        (
            text_in(primary, "short_name"),
            [
                text_in(driver, "plain" if driver["plain"] else "action")
                for driver in primary["secondary_drivers"]
            ],
        )
        for primary in snapshot["primary_drivers"]
    ]
