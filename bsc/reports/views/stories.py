"""The stories of a month: what was chosen, in which order, and what could be told."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from bsc.reports import rules
from bsc.reports.forms import MonthForm
from bsc.reports.models import ReportStory
from bsc.reports.services.stories import move_up, set_taken_out
from bsc.reports.stories import stories_of, taken_out, tests_to_tell
from collaboratives.http import CollaborativeRequest, url_in
from metrics.completeness import months_to_send
from metrics.periods import month_text, read_month
from metrics.queries import Clock, metrics_in_use
from pdsa.queries import narrowed

TESTS_A_PAGE = 25


@require_GET
def stories(request: CollaborativeRequest) -> HttpResponse:
    """Show a month's stories and its shared tests; without a month, the last one that is over."""
    if not rules.may_tell_stories(request.member):
        raise PermissionDenied
    clock = Clock.of(request.collaborative)
    month = read_month(request.GET.get("month", "")) or clock.ended
    words = request.GET.get("words", "")[:100]
    find = MonthForm(
        {"month": month_text(month), "words": words},
        months=_offered(months_to_send(list(metrics_in_use()), clock), month),
    )
    tests = narrowed(tests_to_tell(request.collaborative, month), request.member, words=words)
    return render(
        request,
        "reports/stories.html",
        {
            "month": month,
            "month_text": month_text(month),
            "find": find,
            "words": words,
            "stories": list(stories_of(month)),
            "taken_out": list(taken_out(month)),
            "page": Paginator(tests, TESTS_A_PAGE).get_page(request.GET.get("page")),
        },
    )


@require_POST
def arrange(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Move a story up, take it out, or put it back."""
    if not rules.may_tell_stories(request.member):
        raise PermissionDenied
    story = get_object_or_404(ReportStory.objects.all(), pk=pk)
    action = request.POST.get("action", "")
    if action == "up":
        move_up(story=story)
    elif action in ("out", "back"):
        set_taken_out(story=story, taken_out=action == "out", by=request.member)
    address = url_in(request.collaborative, "reports:stories")
    return redirect(f"{address}?month={month_text(story.month)}")


def _offered(months: list[dt.date], month: dt.date) -> list[dt.date]:
    return sorted({*months, month})
