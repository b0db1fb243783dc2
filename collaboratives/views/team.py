"""A core team's page: who they are, what they say about themselves, who is still missing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bsc.accounts.http import sent
from bsc.ui.people import Person
from collaboratives.enums import Role
from collaboratives.faces import face
from collaboratives.forms import TeamForm
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.queries import people_of_team, point_person_of, teams_visible_to
from collaboratives.rules import may_edit_team, roles_to_grant
from collaboratives.services.teams import describe_team, revision_of

# A core team is cross-role (Field Guide, section 4); families first, for they are missed most.
WANTED = (Role.FAMILY, Role.TEACHER, Role.TEAM_LEADER, Role.SENIOR_LEADER)


@require_GET
def team(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show the team to everybody; whoever may invite sees what to do about missing roles."""
    row = get_object_or_404(teams_visible_to(request.member), pk=pk)
    members = list(people_of_team(row.pk))
    held = {hat.role for member in members for hat in member.hats if hat.team_id == row.pk}
    missing = [role for role in WANTED if role not in held]
    grantable = roles_to_grant(request.member, row.pk)
    faces = [
        face(
            member,
            detail=", ".join(
                hat.get_role_display() for hat in member.hats if hat.team_id == row.pk
            ),
        )
        for member in members
    ]
    context = {
        "team": row,
        "faces": [*faces, *(Person(name=str(role.label), missing=True) for role in missing)],
        "missing": missing,
        "data_contacts": [m.user.name for m in members if m.is_data_contact_of(row.pk)],
        "may_invite": bool(grantable),
        "may_edit": may_edit_team(request.member, row.pk),
        "point_person": point_person_of(row),
    }
    return render(request, "collaboratives/team.html", context)


@require_GET
def my_team(request: CollaborativeRequest) -> HttpResponse:
    """Lead to one's own team; who is on none sees all of them."""
    if request.member.teams:
        number = request.member.teams[0].pk
        return redirect(url_in(request.collaborative, "collaboratives:team", pk=number))
    return redirect(url_in(request.collaborative, "collaboratives:people"))


@require_http_methods(["GET", "POST"])
def team_edit(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Change motto and story; two people at once see each other's words."""
    row = get_object_or_404(teams_visible_to(request.member), pk=pk)
    if not may_edit_team(request.member, row.pk):
        raise PermissionDenied
    initial = {"motto": row.motto, "story": row.story, "revision": revision_of(row)}
    form = TeamForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["revision"] == revision_of(row):
            describe_team(team=row, motto=given["motto"], story=given["story"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect(url_in(request.collaborative, "collaboratives:team", pk=pk))
        # What was typed stays; sent once more, it replaces what the other wrote.
        form = TeamForm({**request.POST.dict(), "revision": revision_of(row)})
        form.add_error(
            None, _("Somebody else changed this meanwhile. Below is what stands there now.")
        )
        context = {"form": form, "team": row, "standing": row}
        return render(request, "collaboratives/team_edit.html", context)
    return render(request, "collaboratives/team_edit.html", {"form": form, "team": row})
