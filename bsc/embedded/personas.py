"""The people whom a visitor of the demonstration can be, and the button that signs in as one."""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from bsc.accounts.models import User
from bsc.embedded.load.story import public_id_of, read

LOOPBACK = ("127.0.0.1", "::1")


class Persona(NamedTuple):
    """A role to try: its key in the address, a label, what it is for, and who plays it."""

    key: str
    label: str
    says: str
    person: str


def personas() -> list[Persona]:
    """Return the personas of the story, in its order."""
    return [
        Persona(each["key"], each["label"], each.get("says", ""), each["person"])
        for each in read("people")["personas"]
    ]


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Show the button, and sign in on POST: on the demonstration and from this machine only."""
    if not settings.BSC_DEMO or request.META.get("REMOTE_ADDR") not in LOOPBACK:
        raise Http404
    persona = next((each for each in personas() if each.key == key), None)
    if persona is None:
        raise Http404
    user = get_object_or_404(User, public_id=public_id_of(persona.person))
    if request.method == "POST":
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "embedded/sign_in_as.html", {"person": user, "persona": persona})
