"""What is in a bundle: putting ideas in and taking them out; deleting it and bringing it back."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.cards import card_of
from pdsa.forms.bundles import LookForm
from pdsa.models import Bundle, Ramp
from pdsa.services.bundles import delete_bundle, put_into, restore_bundle, take_out
from pdsa.views.bundles import own_bundle
from pdsa.words import voice_of

PAGE_SIZE = 25


@require_http_methods(["GET", "POST"])
def choose(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Offer the ideas that are ready; each is put in by one tap."""
    bundle = own_bundle(request, pk)
    if request.method == "POST":
        return _put(request, bundle)
    form = LookForm(request.GET or None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    found = queries.ideas_to_put(bundle, request.member, words=words)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    today = request.collaborative.today()
    return render(
        request,
        "pdsa/bundle_ideas.html",
        {
            "bundle": bundle,
            "form": form,
            "words": words,
            "page": page,
            "cards": [card_of(ramp, request.member, today) for ramp in page],
            "voice": voice_of(request.member),
        },
    )


def _put(request: CollaborativeRequest, bundle: Bundle) -> HttpResponse:
    ramp = _idea(request)
    try:
        put_into(bundle=bundle, ramp=ramp, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(idea)s” is in the bundle.") % {"idea": ramp.idea})
    if request.POST.get("back") == "ramp":
        return redirect(url_in(request.collaborative, "pdsa:ramp", pk=ramp.pk))
    return redirect(url_in(request.collaborative, "pdsa:bundle_ideas", pk=bundle.pk))


def _idea(request: CollaborativeRequest) -> Ramp:
    key = request.POST.get("ramp", "")
    if not re.fullmatch(r"[0-9]{1,18}", key):
        raise Http404
    return get_object_or_404(queries.ramps_visible_to(request.member), pk=key)


@require_POST
def remove(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take an idea out of a bundle."""
    bundle = own_bundle(request, pk)
    ramp = _idea(request)
    take_out(bundle=bundle, ramp=ramp, by=request.member)
    messages.success(request, _("“%(idea)s” is no longer in the bundle.") % {"idea": ramp.idea})
    return redirect(url_in(request.collaborative, "pdsa:bundle", pk=bundle.pk))


@require_POST
def delete(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take a bundle away; the list then offers to bring it back."""
    bundle = own_bundle(request, pk)
    delete_bundle(bundle=bundle, by=request.member)
    return redirect(f"{url_in(request.collaborative, 'pdsa:bundles')}?removed={bundle.pk}")


@require_POST
def restore(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Bring a deleted bundle back."""
    if not rules.teams_to_bundle_for(request.member):
        raise PermissionDenied
    bundle = get_object_or_404(queries.removed_bundles_of(request.member), pk=pk)
    restore_bundle(bundle=bundle, by=request.member)
    messages.success(request, _("The bundle is back."))
    return redirect(url_in(request.collaborative, "pdsa:bundle", pk=bundle.pk))
