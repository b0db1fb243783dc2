"""``/o/<organization>/new/``: the first step of a collaborative that is not there yet."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.models import Collaborative
from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.forms.basics import BasicsForm
from collaboratives.setup.http import SetUpRequest
from collaboratives.setup.place import Place
from collaboratives.setup.services import start_set_up


@require_http_methods(["GET", "POST"])
def new(request: SetUpRequest) -> HttpResponse:
    """Ask for name and dates; the POST makes the collaborative and goes on."""
    latest = Collaborative.objects.filter(organization=request.organization).order_by("-pk").first()
    form = BasicsForm(sent(request), like=latest, country=request.GET.get("holiday_country", ""))
    if request.method == "POST" and form.is_valid():
        made = start_set_up(
            organization=request.organization,
            user=request.user,
            token=form.cleaned_data["token"],
            **form.basics(),
        )
        return redirect(Place(made, request.user, None).after(SetUpStep.BASICS))
    context = {
        "form": form,
        "organization": request.organization,
        "number": 1,
        "total": len(SetUpStep),
    }
    template = "setup/basics.html" + ("#part" if request.htmx else "")
    return render(request, template, context)
