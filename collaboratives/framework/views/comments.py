"""Everything that was said of the framework, part by part: on a screen and to print."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.framework import rules
from collaboratives.framework.forms.comments import OPEN, FindForm, ResolveForm
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.queries import comments_visible_to
from collaboratives.framework.readable import Part, parts_of
from collaboratives.framework.remarks import Remark, by_part, remarks_for, shown_to
from collaboratives.http import CollaborativeRequest

A_PAGE = 25


@require_GET
def comments(request: CollaborativeRequest) -> HttpResponse:
    """List the comments that this person may read, with a field to answer each for who may."""
    form, found = _found(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    resolving = rules.may_resolve(request.member)
    context = {
        "form": form,
        "page": page,
        "groups": [
            (part, [(one, _resolve_form(one) if resolving else None) for one in remarks])
            for part, remarks in by_part(page)
        ],
        "total": len(found),
        "open": sum(one.comment.resolved_at is None for one in found),
        "is_narrowed": any(form.cleaned_data.values()) if form.is_valid() else form.is_bound,
        "may_resolve": resolving,
        "may_ask": rules.may_ask_experts(request.member),
        "sees_all": rules.may_see_all_comments(request.member),
        "query": request.GET.urlencode(),
        "plain": request.member.is_family_only,
    }
    return render(request, "framework/comments.html", context)


@require_GET
def comments_print(request: CollaborativeRequest) -> HttpResponse:
    """Show all comments that were found on one page, for the meeting."""
    form, found = _found(request)
    context = {
        "form": form,
        "groups": by_part(found),
        "total": len(found),
        "query": request.GET.urlencode(),
        "sees_all": rules.may_see_all_comments(request.member),
        "plain": request.member.is_family_only,
    }
    return render(request, "framework/comments_print.html", context)


def _resolve_form(remark: Remark) -> ResolveForm | None:
    return None if remark.comment.resolved_at else ResolveForm(comment=remark.comment)


def _found(request: CollaborativeRequest) -> tuple[FindForm, list[Remark]]:
    """Return the form that narrows the list, and what it leaves."""
    if not rules.may_comment(request.member):
        raise PermissionDenied
    framework = ChangeFramework.objects.first()
    parts = parts_of(framework, request.member) if framework else {}
    said = shown_to(request.member, comments_visible_to(request.member), parts)
    remarks = remarks_for(request.member, said, parts)
    sees_all = rules.may_see_all_comments(request.member)
    form = FindForm(
        request.GET,
        parts=[(part.id.anchor, _short(request, part)) for part, _found in by_part(remarks)],
        people=sorted({(one.who_key, one.who) for one in remarks}, key=_by_name)
        if sees_all
        else [],
    )
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    return form, [one for one in remarks if form.is_valid() and _fits(one, chosen)]


def _short(request: CollaborativeRequest, part: Part) -> str:
    name = part.in_short.text if request.member.is_family_only else part.title.text
    return f"{part.number} {name}".strip()[:80]


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _fits(remark: Remark, chosen: dict[str, Any]) -> bool:
    """Whether a remark is among those asked for."""
    is_open = remark.comment.resolved_at is None
    return (
        (not chosen["state"] or (chosen["state"] == OPEN) == is_open)
        and chosen["part"] in ("", remark.part.id.anchor)
        and chosen.get("who", "") in ("", remark.who_key)
    )
