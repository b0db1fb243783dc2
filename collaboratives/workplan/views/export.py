"""The plan as a file, and as pages to print: all that fits the filter, not one page of it."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bsc.exports.tables import TYPES, write_table
from collaboratives.http import CollaborativeRequest
from collaboratives.workplan.export import header, rows_of
from collaboratives.workplan.forms import FilterForm
from collaboratives.workplan.models import Task
from collaboratives.workplan.queries import filtered, tasks_visible_to
from collaboratives.workplan.reasons import reason_of
from collaboratives.workplan.rules import may_read_plan
from collaboratives.workplan.views.plan import grouped
from collaboratives.workplan.vocabulary import Vocabulary


def _wanted(request: CollaborativeRequest) -> tuple[QuerySet[Task], FilterForm, Vocabulary]:
    if not may_read_plan(request.member):
        raise PermissionDenied
    vocabulary = Vocabulary(request.collaborative)
    form = FilterForm(request.GET, member=request.member, vocabulary=vocabulary)
    tasks = tasks_visible_to(request.member)
    return filtered(tasks, form.wanted(), request.collaborative.today()), form, vocabulary


@require_GET
def export(request: CollaborativeRequest, kind: str) -> HttpResponse:
    """Give the filtered plan as CSV or XLSX; faculty get their own tasks."""
    if kind not in TYPES:
        raise Http404
    tasks, _form, vocabulary = _wanted(request)
    found = list(tasks)
    reasons = [reason_of(task, vocabulary) for task in found]
    response = HttpResponse(
        write_table(kind, header(), rows_of(found, reasons)), content_type=TYPES[kind]
    )
    name = f"workplan-{request.collaborative.slug}-{request.collaborative.today()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def print_plan(request: CollaborativeRequest) -> HttpResponse:
    """Show the whole filtered plan on one page, made to be printed."""
    tasks, form, vocabulary = _wanted(request)
    context = {
        "groups": grouped(request, tasks, vocabulary),
        "chips": form.chips(),
        "filter": form.query(),
        "today": request.collaborative.today(),
    }
    return render(request, "workplan/print.html", context)
