"""The reports that somebody may read, how far the waiting ones are, and asking for one."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.files.http import send
from bsc.reports import rules, tasks
from bsc.reports.forms import EVERYBODY, FindForm, ReportForm
from bsc.reports.models import Report
from bsc.reports.pdf import pdf_is_available
from bsc.reports.queries import (
    TOGETHER,
    batches_to_show,
    for_list,
    reports_visible_to,
)
from bsc.reports.services.ordering import order_report, retry_report, start_batch
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.languages import offered
from metrics.completeness import months_to_send
from metrics.periods import read_month
from metrics.queries import Clock, metrics_in_use, teams_visible_to
from metrics.rules import sees_all_teams

REPORTS_A_PAGE = 25


@require_http_methods(["GET", "POST"])
def reports(request: CollaborativeRequest) -> HttpResponse:
    """Show reports, again and again while some are on their way; on POST ask for more."""
    member = request.member
    if not rules.may_read_some(member):
        raise PermissionDenied
    months = months_to_send(list(metrics_in_use()), Clock.of(request.collaborative))
    form, find = _forms(request, months)
    available = pdf_is_available()
    if request.method == "POST" and available and form.is_valid():
        _order(request, form)
        return redirect(url_in(request.collaborative, "reports:list"))
    visible = reports_visible_to(member)
    chosen = find.cleaned_data if find.is_valid() else {}
    shown = for_list(
        visible,
        month=read_month(chosen.get("month", "")),
        whose=chosen.get("whose", ""),
        earlier=chosen.get("earlier", False),
    )
    batches = batches_to_show() if sees_all_teams(member) else []
    unfinished = visible.filter(state__in=Report.UNFINISHED).count()
    context = {
        "form": form,
        "find": find,
        "is_narrowed": any(chosen.values()),
        "page": Paginator(shown, REPORTS_A_PAGE).get_page(request.GET.get("page")),
        "pdf_is_available": available,
        "batches": batches,
        "unfinished": unfinished,
        "look_again": unfinished > 0 or any(one.is_ordering for one in batches),
        "sees_all": sees_all_teams(member),
        "may_tell": rules.may_tell_stories(member),
        "may_change_settings": rules.may_change_settings(member),
    }
    wants_part = request.htmx and request.method == "GET"
    return render(request, "reports/reports.html" + ("#list" if wants_part else ""), context)


@require_GET
def download(request: CollaborativeRequest, pk: int) -> FileResponse:
    """Send a report's PDF to somebody who may read it."""
    report = get_object_or_404(reports_visible_to(request.member), pk=pk)
    if report.file is None:
        raise Http404
    return send(report.file, download=True)


@require_POST
def retry(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Make a report again that did not work."""
    report = get_object_or_404(reports_visible_to(request.member), pk=pk)
    if not rules.may_make(request.member, report.team):
        raise PermissionDenied
    retry_report(report=report, by=request.member, wake=tasks.wake)
    messages.success(request, _("The report is being made again."))
    return redirect(url_in(request.collaborative, "reports:list"))


def _forms(request: CollaborativeRequest, months: list[dt.date]) -> tuple[ReportForm, FindForm]:
    teams = list(teams_visible_to(request.member))
    language = (get_language() or "").split("-")[0]
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        months=months,
        teams=teams,
        for_all=sees_all_teams(request.member),
        language=language,
        languages=offered(request.collaborative, kept=language),
    )
    return form, FindForm(request.GET, months=months, teams=teams)


def _order(request: CollaborativeRequest, form: ReportForm) -> None:
    """Order what was asked for, and say what came of it."""
    collaborative, by = request.collaborative, request.member
    month, language = read_month(form.cleaned_data["month"]), form.cleaned_data["language"]
    if month is None:
        raise Http404
    whose = form.cleaned_data["whose"]
    if whose == EVERYBODY:
        start_batch(
            collaborative=collaborative,
            month=month,
            language=language,
            by=by,
            wake=tasks.wake_batch,
        )
        messages.success(request, _("All reports are being made. They appear below."))
        return
    team = None
    if whose != TOGETHER:
        team = get_object_or_404(teams_visible_to(by), pk=int(whose))
    report = order_report(
        collaborative=collaborative,
        team=team,
        month=month,
        language=language,
        by=by,
        wake=tasks.wake,
    )
    if report.is_unfinished:
        messages.success(request, _("The report is being made. It appears below."))
    elif report.has_failed:
        messages.error(request, _("The report could not be made. It says why below."))
    else:
        messages.info(request, _("Nothing has changed since the report that is there."))
