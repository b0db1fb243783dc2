"""``/c/<collaborative>/people/``: who is here, by team and role."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboratives.enums import Role
from collaboratives.faces import face
from collaboratives.forms import PeopleFilterForm
from collaboratives.http import CollaborativeRequest
from collaboratives.queries import count_by_role, matching, people_visible_to, teams
from collaboratives.rules import may_invite_anybody, may_see_people

A_PAGE = 25


@require_GET
def people(request: CollaborativeRequest) -> HttpResponse:
    """Show staff and teams; with a search or a role, the matching people. Observers see counts."""
    if not may_see_people(request.member):
        return render(request, "collaboratives/people_counts.html", {"counts": _counts()})
    form = PeopleFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    words, role = wanted.get("q", ""), wanted.get("role", "")
    context: dict[str, Any] = {
        "form": form,
        "may_invite": may_invite_anybody(request.member),
        "may_cover": request.member.is_implementation,
    }
    visible = people_visible_to(request.member)
    if words or role:
        found = matching(visible, words=words, role=role)
        page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "faces": [face(member) for member in page]}
    else:
        listed = Paginator(teams(), A_PAGE).get_page(request.GET.get("page"))
        context |= {"page": listed, "staff": _staff(visible)}
    return render(request, "collaboratives/people.html", context)


def _staff(visible: Any) -> list[dict[str, Any]]:
    """Return the groups outside teams, each with its faces; empty groups are left out."""
    outside = list(
        matching(visible)
        .filter(
            role_rows__team=None,
            role_rows__role__in=[Role.IMPLEMENTATION, Role.FACULTY, Role.OBSERVER],
        )
        .distinct()
    )
    groups = []
    for role in (Role.IMPLEMENTATION, Role.FACULTY, Role.OBSERVER):
        faces = [
            face(member, detail=_speaks_as(member, role))
            for member in outside
            if role in member.roles
        ]
        if faces:
            groups.append({"name": role.label, "faces": faces})
    return groups


def _speaks_as(member: Any, role: Role) -> str:
    """Return what a person brings: competencies of staff, perspective of a coach."""
    hats = [hat for hat in member.hats if hat.role == role]
    said = [label for hat in hats for label in (*hat.competency_labels, hat.perspective) if label]
    return ", ".join(said)


def _counts() -> list[tuple[str, int]]:
    held = count_by_role()
    return [(str(role.label), held[role]) for role in Role if role in held]
