"""One secondary driver: what it means, ideas to try, and what other apps know of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from collaboratives.framework.counts import notes_for
from collaboratives.framework.enums import IdeaStatus
from collaboratives.framework.queries import (
    drivers_in_use,
    drivers_with_ideas,
    ideas_suggested,
    standing_driver,
)
from collaboratives.framework.rules import may_comment, may_edit, may_suggest
from collaboratives.framework.sections import sections_of
from collaboratives.http import CollaborativeRequest


@require_GET
def driver(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Show a driver, also a retired one: tests made under it still lead here."""
    found = get_object_or_404(drivers_with_ideas(), key=key)
    order = list(drivers_in_use())
    place = next((n for n, other in enumerate(order) if other.pk == found.pk), None)
    return render(
        request,
        "framework/driver.html",
        {
            "driver": found,
            "notes": notes_for(request.member).get(found.pk, []),
            "sections": sections_of(request.member, found),
            "plain": request.member.is_family_only,
            "into": standing_driver(found) if found.merged_into_id else None,
            "mine": ideas_suggested(request.member).filter(
                secondary=found, status=IdeaStatus.PROPOSED
            ),
            "may_edit": may_edit(request.member),
            "may_comment": may_comment(request.member),
            "may_suggest": may_suggest(request.member),
            "previous": order[place - 1] if place else None,
            "next": order[place + 1] if place is not None and place + 1 < len(order) else None,
        },
    )
