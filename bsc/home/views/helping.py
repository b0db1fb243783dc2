"""Help: who can be asked and what for, a way to write to them, and words for what is on the pages."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bsc.accounts.http import sent
from bsc.home.ask_form import AskForm
from bsc.home.asking import ask
from bsc.home.people_to_ask import people_to_ask
from collaboratives.http import CollaborativeRequest, url_in


@require_GET
def helping(request: CollaborativeRequest) -> HttpResponse:
    """Show whom to ask: the own team's leader, then the implementation team, each with what for."""
    return render(
        request,
        "home/help.html",
        {"member": request.member, "people": people_to_ask(request.member)},
    )


@require_http_methods(["GET", "POST"])
def write(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Write to somebody of the implementation team; it reaches them by mail."""
    found = [one for one in people_to_ask(request.member) if one.member.pk == pk and one.may_write]
    if not found:
        raise Http404
    other = found[0].member
    form = AskForm(sent(request), has_address=bool(request.user.email))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            ask(
                by=request.member,
                to=other,
                words=given["words"],
                reach=given["reach"],
                token=given["token"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("Your message to %(name)s is on its way.") % {"name": other.user.name}
            messages.success(request, said)
            return redirect(url_in(request.collaborative, "home:help"))
    return render(request, "home/write.html", {"form": form, "person": found[0]})
