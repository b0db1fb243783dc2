"""What does not go together in the calendar: open clashes first, then those that are all right."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.clashes import Clash, sentence_of
from collaboratives.schedule.clashes.accepting import accept_clash, reopen_clash
from collaboratives.schedule.clashes.standing import Standing, standing_clashes
from collaboratives.schedule.forms.clashing import AcceptForm
from collaboratives.schedule.models import AcceptedClash, Event
from collaboratives.schedule.months import year_to_show
from collaboratives.schedule.rules import may_plan

PAGE_SIZE = 25


class Row(NamedTuple):
    """One clash of the page: what it is, and either the form beside it or who accepted it."""

    clash: Clash
    sentence: str
    events: list[Event]
    form: AcceptForm | None
    accepted: AcceptedClash | None


@require_http_methods(["GET", "POST"])
def clashes(request: CollaborativeRequest) -> HttpResponse:
    """Show the implementation team the clashes ahead; a POST says that one is all right."""
    if not may_plan(request.member):
        raise PermissionDenied
    standing = standing_clashes(request.collaborative)
    if request.method == "POST" and _accept(request, standing):
        return redirect(url_in(request.collaborative, "schedule:clashes"))
    rows = _rows(standing, request.POST or None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "open_count": len(standing.open),
        "this_year": year_to_show(request.collaborative),
    }
    return render(request, "schedule/clashes.html", context)


@require_POST
def reopen(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let the implementation team take back that a clash is all right."""
    if not may_plan(request.member):
        raise PermissionDenied
    rows = AcceptedClash.objects.select_related("first", "second")
    reopen_clash(accepted=get_object_or_404(rows, pk=pk), by=request.member)
    messages.success(request, _("It is open again."))
    return redirect(url_in(request.collaborative, "schedule:clashes"))


def _accept(request: CollaborativeRequest, standing: Standing) -> bool:
    """Keep that a clash is all right; False where the form has to be shown again."""
    form = AcceptForm(request.POST)
    meant = form.chosen(standing.open)
    if meant is None:
        messages.info(request, _("This clash does not stand any more as it was shown."))
        return True
    if not form.is_valid():
        return False
    accept_clash(clash=meant, by=request.member, why=form.cleaned_data["why"])
    messages.success(request, _("Noted. It is shown again if one of the dates moves."))
    return True


def _rows(standing: Standing, sent: Any) -> list[Row]:
    return [
        *(_row(clash, number, sent) for number, clash in enumerate(standing.open, start=1)),
        *(_row(clash, 0, None, accepted) for clash, accepted in standing.accepted),
    ]


def _row(clash: Clash, number: int, sent: Any, accepted: AcceptedClash | None = None) -> Row:
    events = [event for event in (clash.first, clash.second) if event]
    form = None
    if accepted is None:
        is_meant = sent is not None and AcceptForm(sent).chosen([clash]) is not None
        form = AcceptForm.about(clash, number, sent if is_meant else None)
    return Row(clash, sentence_of(clash), events, form, accepted)
