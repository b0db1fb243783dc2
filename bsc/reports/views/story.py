"""Writing one story: the test beside it, its words in one or two sentences."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.reports import rules
from bsc.reports.forms import StoryForm
from bsc.reports.models import ReportStory
from bsc.reports.services.stories import StoryChangedError, tell_story
from bsc.reports.trying import posted, shared
from collaboratives.http import CollaborativeRequest, url_in
from metrics.periods import read_month


@require_http_methods(["GET", "POST"])
def story(request: CollaborativeRequest, month: str, pk: int) -> HttpResponse:
    """Write the story of a shared test for a month, or change it."""
    cycle = get_object_or_404(shared(posted()).select_related("collaborative", "ramp__team"), pk=pk)
    first = read_month(month)
    if first is None:
        raise Http404
    if not rules.may_tell_stories(request.member):
        raise PermissionDenied
    standing = ReportStory.objects.filter(month=first, cycle=cycle).first()
    form = StoryForm(
        request.POST if request.method == "POST" else None,
        initial={
            "words": standing.words if standing else "",
            "revision": standing.revision if standing else 0,
        },
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            tell_story(month=first, cycle=cycle, by=request.member, **form.cleaned_data)
        except StoryChangedError as changed:
            theirs, form = changed.story, form.after(changed.story)
        else:
            messages.success(request, _("The story stands in the report of the month."))
            return redirect(f"{url_in(request.collaborative, 'reports:stories')}?month={month}")
    context = {"form": form, "cycle": cycle, "month": first, "month_text": month, "theirs": theirs}
    return render(request, "reports/story.html", context)
