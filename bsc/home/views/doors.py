"""The front door, and the answer to "are you well?"."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bsc.accounts.models import User
from bsc.tenancy.doors import collaboratives_of, organizations_of
from collaboratives.http import url_in


@login_not_required
@require_GET
def front_door(request: HttpRequest) -> HttpResponse:
    """Send people to their collaborative, or let them choose; strangers go to sign in."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    collaboratives = collaboratives_of(request.user)
    organizations = organizations_of(request.user)
    if len(collaboratives) == 1 and not organizations:
        return redirect(url_in(collaboratives[0], "home:home"))
    return render(
        request,
        "home/front_door.html",
        {"collaboratives": collaboratives, "organizations": organizations},
    )


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers."""
    User.objects.only("pk").first()
    return HttpResponse("ok", content_type="text/plain")
