"""Asking another center to answer a test."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.forms.peers import PeerForm
from pdsa.services.peers import decline, invite_peer
from pdsa.views.cycle import cycle_of, page


@require_POST
def invite(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Ask a center to answer; what is missing is said beside its field."""
    cycle = cycle_of(request, pk)
    if not rules.may_invite_peer(request.member, cycle):
        raise PermissionDenied
    address = url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk) + "#peers"
    asked = [str(each.team_id) for each in queries.peers_of(cycle)]
    if request.POST.get("team") in asked:
        messages.info(request, _("This center was asked already."))
        return redirect(address)
    form = PeerForm(request.POST, teams=queries.teams_to_ask(cycle))
    if not form.is_valid():
        return page(request, cycle, peer_form=form)
    team = form.chosen_team
    invite_peer(cycle=cycle, team=team, by=request.member, note=form.cleaned_data["note"])
    messages.success(request, _("%(team)s is asked to answer.") % {"team": team.name})
    return redirect(address)


@require_POST
def say_not_now(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Say that one's own center does not answer now."""
    invitation = get_object_or_404(queries.invitations_to_answer(request.member), pk=pk)
    decline(invitation=invitation, by=request.member)
    messages.success(request, _("That is fine. You can still answer later."))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=invitation.cycle_id))
