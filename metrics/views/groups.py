"""The lists of groups by which measures may be broken down."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.http import sent
from collaboratives.http import CollaborativeRequest, url_in
from metrics import rules
from metrics.enums import Dimension
from metrics.forms.groups import GroupForm
from metrics.models import Group
from metrics.services.groups import add_group, move_group, rename_group, retire_group


@require_http_methods(["GET", "POST"])
def groups(request: CollaborativeRequest) -> HttpResponse:
    """Show the groups of each dimension; on POST add one."""
    if not rules.sees_all_teams(request.member):
        raise PermissionDenied
    may_define = rules.may_define(request.member)
    asked = request.POST.get("dimension", "")
    if request.method == "POST" and (not may_define or asked not in Dimension):
        raise PermissionDenied
    forms = {
        name: GroupForm(sent(request) if name == asked else None, auto_id=f"id_{name}_%s")
        for name in Dimension.values
    }
    form = forms.get(asked)
    if form is not None and form.is_valid():
        add_group(
            collaborative=request.collaborative,
            by=request.member,
            dimension=asked,
            name=form.cleaned_data["name"],
            translations=form.translations(request.member),
        )
        messages.success(request, _("Added."))
        return redirect(f"{url_in(request.collaborative, 'metrics:groups')}#{asked}")
    rows = list(Group.objects.all())
    context = {
        "may_define": may_define,
        "dimensions": [_dimension(Dimension(name), rows, forms[name]) for name in forms],
    }
    return render(request, "metrics/groups.html", context)


@require_http_methods(["GET", "POST"])
def group(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Put the words of a group right."""
    row = _group_to_change(request, pk)
    form = GroupForm(sent(request), group=row)
    if form.is_bound and form.is_valid():
        name, translations = form.cleaned_data["name"], form.translations(request.member)
        try:
            rename_group(group=row, by=request.member, name=name, translations=translations)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{url_in(request.collaborative, 'metrics:groups')}#{row.dimension}")
    return render(request, "metrics/group.html", {"form": form, "group": row})


@require_POST
def move(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Move a group up or down, stop asking for it, or ask for it again."""
    row = _group_to_change(request, pk)
    wanted = request.POST.get("move", "")
    if wanted in {"up", "down"}:
        move_group(group=row, by=request.member, step=-1 if wanted == "up" else 1)
    elif wanted in {"retire", "bring_back"}:
        retire_group(group=row, by=request.member, retired=wanted == "retire")
    else:
        raise Http404
    return redirect(f"{url_in(request.collaborative, 'metrics:groups')}#{row.dimension}")


def _group_to_change(request: CollaborativeRequest, pk: int) -> Group:
    if not rules.may_define(request.member):
        raise PermissionDenied
    return get_object_or_404(Group, pk=pk)


def _dimension(dimension: Dimension, rows: list[Group], form: GroupForm) -> dict[str, Any]:
    mine = [row for row in rows if row.dimension == dimension]
    return {
        "key": dimension.value,
        "label": dimension.label,
        "asked": [row for row in mine if not row.is_retired],
        "retired": [row for row in mine if row.is_retired],
        "form": form,
    }
