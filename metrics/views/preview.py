"""A file of counts before it is taken over: what it would change, what is wrong, what is asked."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.exchange.checking import check_lines
from metrics.exchange.rows import CheckedRow
from metrics.forms.files import TakeOverForm
from metrics.models import CountsImport
from metrics.queries import imports_visible_to
from metrics.services.imports import lines_of, take_over

ROWS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
def preview(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show what the file says; on POST take the good rows over."""
    upload = get_object_or_404(imports_visible_to(request.member), pk=pk)
    if not rules.may_bring_in(request.member, upload.team):
        raise PermissionDenied
    if upload.applied_at is not None:
        return render(request, "metrics/imported.html", {"upload": upload, "query": _query(upload)})
    rows = check_lines(lines_of(upload), member=request.member, team=upload.team)
    changing = [row for row in rows if row.changes]
    form = TakeOverForm(
        request.POST if request.method == "POST" else None,
        questions=[row.question for row in changing if row.question],
        asks_why=any(row.month_was_sent for row in changing),
    )
    if request.method == "POST" and form.is_valid() and _take_over(request, upload, form):
        return redirect(url_in(request.collaborative, "metrics:import", pk=upload.pk))
    return render(request, "metrics/import.html", _context(request, upload, rows, form))


def _take_over(request: CollaborativeRequest, upload: CountsImport, form: TakeOverForm) -> bool:
    data = form.cleaned_data
    try:
        changed = take_over(
            upload=upload,
            by=request.member,
            accepted=data.get("sure", ()),
            why=data.get("why", ""),
        )
    except ValidationError as error:
        form.add_error("why" if "why" in form.fields else None, error.messages)
        return False
    if not changed:
        messages.info(request, _("Nothing changed: it all stood there already."))
        return True
    said = ngettext("%(n)s number was taken over.", "%(n)s numbers were taken over.", changed)
    messages.success(request, said % {"n": changed})
    return True


def _context(
    request: CollaborativeRequest,
    upload: CountsImport,
    rows: Sequence[CheckedRow],
    form: TakeOverForm,
) -> dict[str, object]:
    wrong = [row for row in rows if row.errors]
    changing = [row for row in rows if row.changes]
    # What needs a look stands first.
    page = Paginator([*wrong, *changing], ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "upload": upload,
        "query": _query(upload),
        "form": form,
        "page": page,
        "wrong": len(wrong),
        "changing": len(changing),
        "same": sum(row.is_same and not row.errors for row in rows),
        "empty": sum(row.is_empty for row in rows),
        "several": upload.team is None,
    }


def _query(upload: CountsImport) -> str:
    return f"?team={upload.team_id or 'all'}"
