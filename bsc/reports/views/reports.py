"""The reports that somebody may read, how far the waiting ones are, and asking for one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bsc.files.http import send
from bsc.reports import rules
from bsc.reports.forms import EVERYBODY, TOGETHER, ReportForm
from bsc.reports.models import Report
from bsc.reports.pdf import pdf_is_available
from bsc.reports.queries import reports_visible_to
from bsc.reports.services import order_report, order_reports_soon
from collaboratives.http import CollaborativeRequest, url_in
from metrics.completeness import months_to_send
from metrics.periods import read_month
from metrics.queries import Clock, metrics_in_use, teams_visible_to
from metrics.rules import sees_all_teams

REPORTS_A_PAGE = 25
# How often the page looks for reports whose job has not begun yet.
LOOKS = 5


@require_http_methods(["GET", "POST"])
def reports(request: CollaborativeRequest) -> HttpResponse:
    """Show reports, again and again while some are on their way; on POST ask for more."""
    if not rules.may_read_some(request.member):
        raise PermissionDenied
    form, available = _form(request), pdf_is_available()
    if request.method == "POST" and available and form.is_valid():
        _order(request, form)
        address = url_in(request.collaborative, "reports:list")
        return redirect(f"{address}?looking={LOOKS}")
    visible = reports_visible_to(request.member)
    unfinished = visible.filter(state__in=Report.UNFINISHED).count()
    looks_left = _looks_left(request)
    template = "reports/reports.html"
    if request.htmx and request.method == "GET":
        template += "#list"
    context = {
        "form": form,
        "page": Paginator(visible, REPORTS_A_PAGE).get_page(request.GET.get("page")),
        "pdf_is_available": available,
        "unfinished": unfinished,
        "look_again": unfinished > 0 or looks_left > 0,
        "looks_left": looks_left if unfinished else looks_left - 1,
    }
    return render(request, template, context)


@require_GET
def download(request: CollaborativeRequest, pk: int) -> FileResponse:
    """Send a report's PDF to somebody who may read it."""
    report = get_object_or_404(reports_visible_to(request.member), pk=pk)
    if report.file is None:
        raise Http404
    return send(report.file, download=True)


def _form(request: CollaborativeRequest) -> ReportForm:
    months = months_to_send(list(metrics_in_use()), Clock.of(request.collaborative))
    return ReportForm(
        request.POST if request.method == "POST" else None,
        months=months,
        teams=teams_visible_to(request.member),
        for_all=sees_all_teams(request.member),
    )


def _order(request: CollaborativeRequest, form: ReportForm) -> None:
    """Order what was asked for, and say what came of it."""
    collaborative, by = request.collaborative, request.member
    month = read_month(form.cleaned_data["month"])
    if month is None:
        raise Http404
    whose = form.cleaned_data["whose"]
    if whose == EVERYBODY:
        order_reports_soon(collaborative=collaborative, month=month, by=by)
        messages.success(request, _("All reports are being made. They appear below."))
        return
    team = None
    if whose != TOGETHER:
        team = get_object_or_404(teams_visible_to(by), pk=int(whose))
    report = order_report(collaborative=collaborative, team=team, month=month, by=by)
    if report.is_unfinished:
        messages.success(request, _("The report is being made. It appears below."))
    else:
        messages.info(request, _("Nothing has changed since the report that is there."))


def _looks_left(request: CollaborativeRequest) -> int:
    looking = request.GET.get("looking", "")
    return int(looking) if looking in map(str, range(LOOKS + 1)) else 0
