"""What an expert said of the draft: all of it on one page, changed or taken back while fresh."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.http import sent
from collaboratives.framework.forms.comments import ChangeForm
from collaboratives.framework.models import FrameworkComment
from collaboratives.framework.queries import comments_of
from collaboratives.framework.readable import PartId, parts_of
from collaboratives.framework.remarks import part_named
from collaboratives.framework.rules import may_change_comment
from collaboratives.framework.services.comments import (
    AnsweredMeanwhileError,
    change_comment,
    take_back,
)
from collaboratives.framework.views.draft import Draft, frame, with_draft


@with_draft
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest, draft: Draft) -> HttpResponse:
    """List the reader's own comments in the order of the draft, with what came of them."""
    parts = parts_of(draft.framework, None)
    order = {id_: place for place, id_ in enumerate(parts)}
    rows = [
        (
            part_named(PartId(one.part, one.part_key), parts),
            one,
            may_change_comment(draft.reader, one),
        )
        for one in comments_of(draft.reader)
    ]
    rows.sort(key=lambda row: order.get(row[0].id, len(order)))
    return render(request, "draft/mine.html", frame(draft) | {"rows": rows})


@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, draft: Draft, pk: int) -> HttpResponse:
    """Change one comment."""
    row = _row(draft, pk)
    form = ChangeForm(sent(request), initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        try:
            change_comment(comment=row, text=form.cleaned_data["text"], writer=draft.reader)
        except AnsweredMeanwhileError:
            form.add_error(None, _("Too late: it was answered, or it is more than a week old."))
        else:
            messages.success(request, _("Your comment is changed."))
            return redirect(draft.url("mine"))
    part = part_named(PartId(row.part, row.part_key), parts_of(draft.framework, None))
    context = frame(draft) | {"form": form, "part": part, "comment": row}
    return render(request, "draft/change.html", context)


@with_draft
@require_POST
def take_back_own(request: HttpRequest, draft: Draft, pk: int) -> HttpResponse:
    """Delete one comment; a second click finds it gone and says the same."""
    row = comments_of(draft.reader).filter(pk=pk).first()
    if row is not None:
        try:
            take_back(comment=row, writer=draft.reader)
        except AnsweredMeanwhileError:
            messages.error(request, _("It stays: it was answered, or it is more than a week old."))
            return redirect(draft.url("mine"))
    messages.success(request, _("Your comment is taken back."))
    return redirect(draft.url("mine"))


def _row(draft: Draft, pk: int) -> FrameworkComment:
    row = comments_of(draft.reader).filter(pk=pk).first()
    if row is None or not may_change_comment(draft.reader, row):
        raise Http404
    return row
