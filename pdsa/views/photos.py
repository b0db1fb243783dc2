"""Photographs of the work."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.files.http import send
from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.forms.talk import PhotoForm
from pdsa.services.photos import add_photo, remove_photo
from pdsa.views.cycle import cycle_of
from pdsa.words import voice_of


@require_http_methods(["GET", "POST"])
def add(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Attach a photograph to a cycle."""
    cycle = cycle_of(request, pk)
    if not rules.may_add_photo(request.member, cycle):
        raise PermissionDenied
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_photo(
                cycle=cycle,
                by=request.member,
                upload=form.cleaned_data["photo"],
                alt=form.cleaned_data["alt"],
                token=form.cleaned_data["token"],
            )
        except ValidationError as error:
            form.add_error("photo", error)
        else:
            messages.success(request, _("Your photo is added."))
            return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))
    return render(
        request,
        "pdsa/photo_add.html",
        {"cycle": cycle, "form": form, "voice": voice_of(request.member)},
    )


@require_GET
def show(request: CollaborativeRequest, pk: int) -> HttpResponseBase:
    """Send the picture to somebody who may read its cycle; ``?size=small`` sends the small one."""
    photo = get_object_or_404(queries.photos_visible_to(request.member), pk=pk)
    return send(photo.stored, thumbnail=request.GET.get("size") == "small")


@require_POST
def remove(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take a photograph away for good."""
    photo = get_object_or_404(
        queries.photos_visible_to(request.member).select_related("cycle__ramp"), pk=pk
    )
    if not rules.may_remove_photo(request.member, photo):
        raise PermissionDenied
    cycle = photo.cycle
    remove_photo(photo=photo, by=request.member)
    messages.success(request, _("The photo is gone."))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))
