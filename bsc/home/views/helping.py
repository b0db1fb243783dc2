"""Help: who can be asked, with words for what is on the pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bsc.home.people_to_ask import people_to_ask
from collaboratives.http import CollaborativeRequest


@require_GET
def helping(request: CollaborativeRequest) -> HttpResponse:
    """Show whom to ask: the own team's leader, then the implementation team."""
    return render(
        request,
        "home/help.html",
        {"member": request.member, "people": people_to_ask(request.member)},
    )
