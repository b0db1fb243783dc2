"""A note on a chart: writing one, and putting one's own right."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest
from metrics import rules
from metrics.enums import Grain
from metrics.forms.charting import NoteForm
from metrics.models import ChartNote
from metrics.periods import add_months
from metrics.queries import Series
from metrics.services.charting import add_note, change_note
from metrics.views.chart_history import row_or_404, subject_of
from metrics.views.numbers import name_of
from metrics.views.subject import Subject, subject_or_404


@require_http_methods(["GET", "POST"])
def note_new(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Write a note on a chart; the same words sent twice stand once."""
    subject = subject_or_404(request, key)
    if not rules.may_note(request.member, subject.team_id):
        raise PermissionDenied
    form = _form(request, subject)
    if form.is_bound and form.is_valid():
        add_note(team=subject.team, metric=subject.metric, by=request.member, **form.cleaned_data)
        messages.success(request, _("Your note is on the chart."))
        return redirect(subject.address)
    return _page(request, subject, form, None)


@require_http_methods(["GET", "POST"])
def note(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Change one's own note."""
    standing = row_or_404(request, "note", pk)
    if not (isinstance(standing, ChartNote) and rules.may_change_note(request.member, standing)):
        raise PermissionDenied
    subject = subject_of(request, standing)
    form = _form(request, subject, standing)
    if form.is_bound and form.is_valid():
        try:
            change_note(note=standing, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your note is changed."))
            return redirect(subject.address)
    return _page(request, subject, form, standing)


def _form(
    request: CollaborativeRequest, subject: Subject, standing: ChartNote | None = None
) -> NoteForm:
    """The form for a day from the first to the last of the series; 404 where there is none yet."""
    if not subject.series.points:
        raise Http404
    last = min(_end_of(subject.series), request.collaborative.today())
    return NoteForm(sent(request), first=subject.series.points[0].start, last=last, note=standing)


def _end_of(series: Series) -> dt.date:
    last = series.points[-1].start
    if series.grain == Grain.WEEK:
        return last + dt.timedelta(days=6)
    return add_months(last, 1) - dt.timedelta(days=1)


def _page(
    request: CollaborativeRequest, subject: Subject, form: NoteForm, standing: ChartNote | None
) -> HttpResponse:
    context = {
        "subject": subject,
        "name": name_of(subject.metric, request.member),
        "form": form,
        "note": standing,
    }
    return render(request, "metrics/note.html", context)
