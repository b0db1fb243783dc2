"""One expert from outside: the link, and what can be done with it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.http import sent
from collaboratives.framework import rules
from collaboratives.framework.forms.experts import SendForm, UntilForm
from collaboratives.framework.models import DraftReader
from collaboratives.framework.queries import draft_readers
from collaboratives.framework.remarks import name_of
from collaboratives.framework.services.experts import (
    draft_link,
    extend,
    forget_expert,
    send_link,
    take_link_back,
)
from collaboratives.http import CollaborativeRequest, url_in

View = Callable[[CollaborativeRequest, DraftReader], HttpResponse]


def with_expert(view: View) -> Callable[..., HttpResponse]:
    """Hand the expert to the view, for those who may ask experts."""

    @wraps(view)
    def run(request: CollaborativeRequest, pk: int) -> HttpResponse:
        reader = get_object_or_404(draft_readers(), pk=pk)
        if not rules.may_ask_experts(request.member):
            raise PermissionDenied
        return view(request, reader)

    return run


@require_http_methods(["GET", "POST"])
@with_expert
def expert(request: CollaborativeRequest, reader: DraftReader) -> HttpResponse:
    """Show the link and the message; on POST say until when it works."""
    if request.method == "POST" and not reader.name:
        raise PermissionDenied
    until = UntilForm(sent(request), today=request.collaborative.today())
    if request.method == "POST" and until.is_valid():
        try:
            extend(reader=reader, until=until.cleaned_data["until"], by=request.member)
        except ValidationError as error:
            until.add_error(None, error)
        else:
            messages.success(request, _("The link works until that day."))
            return _back(request, reader)
    return _page(request, reader, until)


@require_POST
@with_expert
def expert_send(request: CollaborativeRequest, reader: DraftReader) -> HttpResponse:
    """Mail the link."""
    form = SendForm(request.POST)
    if form.is_valid():
        try:
            send_link(reader=reader, by=request.member, token=form.cleaned_data["token"])
        except ValidationError as error:
            messages.error(request, error.message)
        else:
            sent_to = _("We are sending the link to %(email)s.") % {"email": reader.email}
            messages.success(request, sent_to)
    return _back(request, reader)


@require_POST
@with_expert
def expert_take_back(request: CollaborativeRequest, reader: DraftReader) -> HttpResponse:
    """Stop the link."""
    take_link_back(reader=reader, by=request.member)
    messages.success(request, _("The link no longer works. You can open it again."))
    return _back(request, reader)


@require_POST
@with_expert
def expert_forget(request: CollaborativeRequest, reader: DraftReader) -> HttpResponse:
    """Delete the person's details; what they said stays."""
    forget_expert(reader=reader, by=request.member)
    messages.success(request, _("Name and address are deleted. The comments stay."))
    return redirect(url_in(request.collaborative, "framework:experts"))


def _back(request: CollaborativeRequest, reader: DraftReader) -> HttpResponse:
    return redirect(url_in(request.collaborative, "framework:expert", pk=reader.pk))


def _page(request: CollaborativeRequest, reader: DraftReader, until: UntilForm) -> HttpResponse:
    link = draft_link(reader)
    with translation.override(reader.language):
        message = _(
            "We are drafting what we want to change in %(collaborative)s, and we would like to "
            "hear what you think of it. This link opens the draft: %(link)s"
        ) % {"collaborative": request.collaborative.name, "link": link}
    context = {
        "reader": reader,
        "name": name_of(reader),
        "link": link,
        "message": message,
        "until": until,
        "sending": SendForm(),
    }
    return render(request, "framework/expert.html", context)
