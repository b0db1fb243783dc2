"""One part of the framework with what is said of it, and a field to say something."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.framework import rules
from collaboratives.framework.forms.comments import CommentForm
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.queries import comments_visible_to
from collaboratives.framework.readable import PartId, parts_of
from collaboratives.framework.remarks import remarks_for
from collaboratives.framework.services.comments import add_comment
from collaboratives.http import CollaborativeRequest


@require_http_methods(["GET", "POST"])
def comment_on(request: CollaborativeRequest, kind: str, key: str = "") -> HttpResponse:
    """Show a part; on POST keep a comment with the member's name."""
    framework = get_object_or_404(ChangeFramework)
    parts = parts_of(framework, request.member)
    part = parts.get(PartId(kind, key))
    if part is None:
        raise Http404
    if not rules.may_comment(request.member):
        raise PermissionDenied
    form = CommentForm(sent(request))
    if request.method == "POST" and form.is_valid():
        add_comment(
            framework=framework,
            part=part.id,
            text=form.cleaned_data["text"],
            writer=request.member,
            token=form.cleaned_data["token"],
        )
        messages.success(request, _("Thank you. Your comment is kept."))
        return redirect(request.path)
    said = comments_visible_to(request.member).filter(part=kind, part_key=key)
    context = {
        "part": part,
        "below": parts.get(part.below) if part.below else None,
        "form": form,
        "remarks": remarks_for(request.member, said, parts),
        "sees_all": rules.may_see_all_comments(request.member),
        "may_resolve": rules.may_resolve(request.member),
        "plain": request.member.is_family_only,
    }
    return render(request, "framework/comment_on.html", context)
