"""Bundles: ideas that belong together and are ready to spread."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.cards import card_of
from pdsa.forms.bundles import EditBundleForm, NewBundleForm, mark_of
from pdsa.models import Bundle
from pdsa.services.bundles import make_bundle, put_into, reword_bundle
from pdsa.words import voice_of

PAGE_SIZE = 25


@require_GET
def index(request: CollaborativeRequest) -> HttpResponse:
    """List the bundles; after a deletion with the way to bring that one back."""
    if request.member.is_observer:
        raise PermissionDenied
    removed = request.GET.get("removed", "")
    page = Paginator(queries.bundles_visible_to(request.member), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "pdsa/bundles.html",
        {
            "page": page,
            "removed": queries.removed_bundles_of(request.member).filter(pk=removed).first()
            if removed.isdecimal() and len(removed) < 18
            else None,
            "may_make": bool(rules.teams_to_bundle_for(request.member)),
            "voice": voice_of(request.member),
        },
    )


def bundle_of(request: CollaborativeRequest, pk: int) -> Bundle:
    """Return a bundle this person may read; else 404."""
    return get_object_or_404(queries.bundles_visible_to(request.member), pk=pk)


def own_bundle(request: CollaborativeRequest, pk: int) -> Bundle:
    """Return a bundle this person may change; 404 where they may not even read it, else 403."""
    bundle = bundle_of(request, pk)
    if not rules.may_edit_bundle(request.member, bundle):
        raise PermissionDenied
    return bundle


@require_GET
def show(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """One bundle with its ideas."""
    bundle = bundle_of(request, pk)
    today = request.collaborative.today()
    ideas = queries.ideas_in(bundle, request.member)
    return render(
        request,
        "pdsa/bundle.html",
        {
            "bundle": bundle,
            "cards": [card_of(ramp, request.member, today) for ramp in ideas],
            "may_edit": rules.may_edit_bundle(request.member, bundle),
            "voice": voice_of(request.member),
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: CollaborativeRequest) -> HttpResponse:
    """Make a bundle; ``?ramp=`` puts a first idea into it."""
    teams = rules.teams_to_bundle_for(request.member)
    if not teams:
        raise PermissionDenied
    form = NewBundleForm(request.POST or None, teams=teams)
    first = request.GET.get("ramp", "")
    ramps = queries.ramps_visible_to(request.member)
    ramp = ramps.filter(pk=first).first() if first.isdecimal() and len(first) < 18 else None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        bundle = make_bundle(
            team=form.chosen_team,
            name=given["name"],
            why=given["why"],
            by=request.member,
            token=given["token"],
        )
        if ramp and queries.ideas_to_put(bundle, request.member).filter(pk=ramp.pk).exists():
            put_into(bundle=bundle, ramp=ramp, by=request.member)
        messages.success(request, _("The bundle is there. Now choose its ideas."))
        return redirect(url_in(request.collaborative, "pdsa:bundle_ideas", pk=bundle.pk))
    context = {"form": form, "ramp": ramp, "voice": voice_of(request.member)}
    return render(request, "pdsa/bundle_new.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Change a bundle's words; another's change meanwhile is shown before it is replaced."""
    bundle = own_bundle(request, pk)
    form = EditBundleForm(request.POST or None, bundle=bundle)
    theirs = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        words = (given["name"], given["why"])
        if given["seen"] == mark_of(bundle) or words == (bundle.name, bundle.why):
            reword_bundle(bundle=bundle, name=words[0], why=words[1], by=request.member)
            messages.success(request, _("Your change is saved."))
            return redirect(url_in(request.collaborative, "pdsa:bundle", pk=bundle.pk))
        theirs = bundle
        form.has_seen(bundle)
    context = {
        "bundle": bundle,
        "form": form,
        "theirs": theirs,
        "voice": voice_of(request.member),
    }
    return render(request, "pdsa/bundle_edit.html", context)
