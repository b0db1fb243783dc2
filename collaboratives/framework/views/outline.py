"""The framework as an outline: aims, primary drivers, secondary drivers, ideas."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.framework.counts import notes_for
from collaboratives.framework.queries import current_release, framework_of, open_comments
from collaboratives.framework.rules import may_comment, may_edit, may_see_all_comments
from collaboratives.http import CollaborativeRequest


@require_GET
def outline(request: CollaborativeRequest) -> HttpResponse:
    """Show the framework to any member, families in plain words first."""
    framework = framework_of(request.collaborative)
    notes = notes_for(request.member) if framework else {}
    for primary in framework.drivers if framework else []:
        for driver in primary.drivers:
            driver.notes = notes.get(driver.pk, [])
    waits = open_comments().count() if may_see_all_comments(request.member) else 0
    return render(
        request,
        "framework/outline.html",
        {
            "framework": framework,
            "release": current_release(),
            "plain": request.member.is_family_only,
            "may_edit": may_edit(request.member),
            "may_comment": framework is not None and may_comment(request.member),
            "open_comments": waits,
        },
    )
