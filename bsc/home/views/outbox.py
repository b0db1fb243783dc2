"""What mail went to whom: the implementation team sees what failed and what nobody is sure of."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from bsc.mail.enums import State
from bsc.mail.queries import count_by_state, outbox
from bsc.mail.services import may_be_sent_again, send_again
from bsc.notifications.queries import settled_in_last_days
from collaboratives.http import CollaborativeRequest, url_in

PER_PAGE = 25
TONES = {
    State.QUEUED: "planned",
    State.SENDING: "active",
    State.SENT: "done",
    State.UNSURE: "attention",
    State.FAILED: "attention",
    State.SKIPPED: "neutral",
}


class SearchForm(forms.Form):
    """Narrows the list; an unknown state means all of them."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=gettext_lazy("Name, address or subject"), required=False, max_length=100
    )


@require_GET
def outbox_page(request: CollaborativeRequest) -> HttpResponse:
    """List the collaborative's mail, newest first; sign-in mail belongs to no collaborative."""
    _implementation_only(request)
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    form = SearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(outbox(state=state, search=search), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "message": message,
            "tone": TONES[State(message.state)],
            "again": may_be_sent_again(message),
        }
        for message in page
    ]
    counts = count_by_state()
    context = {
        "page": page,
        "rows": rows,
        "state": state,
        "search": search,
        "form": form,
        "total": counts.total(),
        "states": [(one.value, one.label, counts[one.value]) for one in State if counts[one.value]],
        "reminders": settled_in_last_days(7),
        "needs_a_look": counts[State.UNSURE] + counts[State.FAILED],
    }
    template = "home/outbox.html#rows" if request.htmx else "home/outbox.html"
    return render(request, template, context)


@require_POST
def outbox_send_again(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Queue a message once more that failed or that nobody is sure of."""
    _implementation_only(request)
    message = get_object_or_404(outbox(), pk=pk)
    try:
        send_again(message=message, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The message is on its way again."))
    return redirect(url_in(request.collaborative, "home:outbox"))


def _implementation_only(request: CollaborativeRequest) -> None:
    if not request.member.is_implementation:
        raise PermissionDenied
