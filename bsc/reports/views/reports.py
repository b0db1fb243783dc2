"""The reports that somebody may read, how far the waiting ones are, and asking for one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from bsc.files.http import send
from bsc.reports import rules
from bsc.reports.forms import EVERYBODY, TOGETHER, ReportForm
from bsc.reports.models import Report
from bsc.reports.pdf import pdf_is_available
from bsc.reports.queries import reports_visible_to
from bsc.reports.services import order_report, order_reports
from collaboratives.http import CollaborativeRequest, url_in
from metrics.completeness import months_to_send
from metrics.periods import read_month
from metrics.queries import Clock, metrics_in_use, teams_visible_to
from metrics.rules import sees_all_teams

REPORTS_A_PAGE = 25


@require_http_methods(["GET", "POST"])
def reports(request: CollaborativeRequest) -> HttpResponse:
    """Show reports, again and again while some are on their way; on POST ask for more."""
    if not rules.may_read_some(request.member):
        raise PermissionDenied
    form, available = _form(request), pdf_is_available()
    if request.method == "POST" and available and form.is_valid():
        _order(request, form)
        return redirect(url_in(request.collaborative, "reports:list"))
    visible = reports_visible_to(request.member)
    template = "reports/reports.html"
    if request.htmx and request.method == "GET":
        template += "#list"
    context = {
        "form": form,
        "page": Paginator(visible, REPORTS_A_PAGE).get_page(request.GET.get("page")),
        "pdf_is_available": available,
        "unfinished": visible.filter(state__in=Report.UNFINISHED).count(),
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
        ordered = order_reports(collaborative=collaborative, month=month, by=by)
    else:
        team = None
        if whose != TOGETHER:
            team = get_object_or_404(teams_visible_to(by), pk=int(whose))
        ordered = [order_report(collaborative=collaborative, team=team, month=month, by=by)]
    waiting = sum(report.is_unfinished for report in ordered)
    if waiting:
        messages.success(
            request,
            ngettext(
                "%(count)s report is being made. It appears below.",
                "%(count)s reports are being made. They appear below.",
                waiting,
            )
            % {"count": waiting},
        )
    else:
        messages.info(request, _("Nothing has changed since the report that is there."))
