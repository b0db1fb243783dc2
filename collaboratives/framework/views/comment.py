"""One comment: reading it, saying what came of it, opening it again; changing one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.http import sent
from collaboratives.framework import rules
from collaboratives.framework.forms.comments import ChangeForm, ResolveForm
from collaboratives.framework.models import FrameworkComment
from collaboratives.framework.queries import comments_visible_to
from collaboratives.framework.readable import parts_of
from collaboratives.framework.remarks import Remark, remarks_for, shown_to
from collaboratives.framework.services.comments import (
    AnsweredMeanwhileError,
    change_comment,
    reopen,
    resolve,
    take_back,
)
from collaboratives.http import CollaborativeRequest, url_in


@require_http_methods(["GET", "POST"])
def comment(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show a comment; on POST say what came of it. Who is second reads what the first one said."""
    row = _row(request, pk)
    may = rules.may_resolve(request.member)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = ResolveForm(sent(request), comment=row)
    meanwhile: FrameworkComment | None = None
    if request.method == "POST" and form.is_valid():
        try:
            resolve(comment=row, answer=form.cleaned_data["answer"], by=request.member)
        except AnsweredMeanwhileError as error:
            meanwhile = error.comment
        else:
            messages.success(request, _("Resolved. Whoever wrote it reads your answer."))
            return _to_list(request, pk)
    context = {
        "remark": _remark(request, meanwhile or row),
        "form": form if may and (meanwhile or row.resolved_at is None) else None,
        "meanwhile": meanwhile,
        "may_resolve": may,
        "query": request.POST.get("back", ""),
        "plain": request.member.is_family_only,
    }
    return render(request, "framework/comment.html", context)


@require_POST
def comment_reopen(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Undo that it is resolved."""
    row = _row(request, pk)
    if not rules.may_resolve(request.member):
        raise PermissionDenied
    reopen(comment=row, by=request.member)
    messages.success(request, _("The comment is open again. Your sentence is kept."))
    return _to_list(request, pk)


@require_http_methods(["GET", "POST"])
def comment_change(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Change one's own comment while it is fresh."""
    row = _row(request, pk)
    if row.by_id != request.member.pk:
        raise PermissionDenied
    remark = _remark(request, row)
    form = ChangeForm(sent(request), initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        try:
            change_comment(comment=row, text=form.cleaned_data["text"], writer=request.member)
        except AnsweredMeanwhileError:
            form.add_error(None, _("Too late: it was answered, or it is more than a week old."))
        else:
            messages.success(request, _("Your comment is changed."))
            return _to_part(request, remark)
    context = {"remark": remark, "form": form, "plain": request.member.is_family_only}
    return render(request, "framework/comment_change.html", context)


@require_POST
def comment_take_back(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Delete one's own comment; a second click finds it gone and says the same."""
    row = comments_visible_to(request.member).filter(pk=pk, by=request.member).first()
    if row is not None:
        try:
            take_back(comment=row, writer=request.member)
        except AnsweredMeanwhileError:
            messages.error(request, _("It stays: it was answered, or it is more than a week old."))
            return _to_part(request, _remark(request, row))
    messages.success(request, _("Your comment is taken back."))
    return redirect(url_in(request.collaborative, "framework:comments"))


def _row(request: CollaborativeRequest, pk: int) -> FrameworkComment:
    return get_object_or_404(comments_visible_to(request.member).select_related("framework"), pk=pk)


def _remark(request: CollaborativeRequest, row: FrameworkComment) -> Remark:
    parts = parts_of(row.framework, request.member)
    if not shown_to(request.member, [row], parts):
        raise Http404
    return remarks_for(request.member, [row], parts)[0]


def _to_list(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Go back to the list as it was narrowed, to the comment where it still stands there."""
    query = QueryDict(request.POST.get("back", "")).urlencode()
    address = url_in(request.collaborative, "framework:comments")
    return redirect(f"{address}{'?' if query else ''}{query}#comment-{pk}")


def _to_part(request: CollaborativeRequest, remark: Remark) -> HttpResponse:
    return redirect(address_of(request, remark.part.id.kind, remark.part.id.key))


def address_of(request: CollaborativeRequest, kind: str, key: str) -> str:
    """Return the address of the page on which one comments on a part."""
    names = {"kind": str(kind), "key": key} if key else {"kind": str(kind)}
    return url_in(request.collaborative, "framework:comment_on", **names)
