"""Codes on paper: the personal card, and a field for whoever types one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bsc.accounts import cards
from bsc.accounts.codes import grouped, normalise
from bsc.accounts.forms import SHARED, CardForm, PaperCodeForm
from bsc.accounts.http import count_wrong_code, sent, sign_in_by_card, too_many_wrong_codes

# Each kind of code has its own length; pdsa.models.paper says this one, and a test that they agree.
PAPER_FORM_LENGTH = 10


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def code_on_paper(request: HttpRequest) -> HttpResponse:
    """``/code/``: leads to the page that a typed code belongs to; looks nothing up."""
    form = PaperCodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        code = normalise(form.cleaned_data["code"])
        if len(code) == cards.LENGTH:
            return redirect("card", code=grouped(code))
        if len(code) == PAPER_FORM_LENGTH:
            return redirect("paper:photo", code=grouped(code))
        return redirect("join:language", code=grouped(code) or "-")
    return render(request, "accounts/code_on_paper.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, code: str) -> HttpResponse:
    """``/card/<code>/``: a GET shows a button whatever the code; the POST signs in.

    Wrong, replaced and no longer allowed look the same.
    """
    form = CardForm(sent(request), initial={"code": code})
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/card_sign_in.html", {"form": form})
    if too_many_wrong_codes(request, "card"):
        return render(request, "accounts/wait.html", status=429)
    user = cards.use_card(form.cleaned_data["code"])
    if user is None:
        count_wrong_code(request, "card")
        return render(request, "accounts/card_unknown.html", status=404)
    sign_in_by_card(request, user, shared=form.cleaned_data["device"] == SHARED)
    return redirect(reverse("home"))
