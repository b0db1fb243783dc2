"""``/me/keys/``: access keys for programs of one's own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bsc.accounts.forms import WRITE, AccessKeyForm
from bsc.accounts.http import PersonRequest, sent
from bsc.accounts.keys import keys_of, make_key, revoke_key
from bsc.mail.links import absolute


@never_cache
@require_http_methods(["GET", "POST"])
def keys(request: PersonRequest) -> HttpResponse:
    """Show the keys; on POST make one and show it, for the only time."""
    form = AccessKeyForm(sent(request), user=request.user)
    made = _made(request, form) if request.method == "POST" and form.is_valid() else ""
    return render(
        request,
        "accounts/keys.html",
        {
            "made": made,
            "made_name": form.cleaned_data["name"] if made else "",
            "form": AccessKeyForm(user=request.user) if made else form,
            "keys": keys_of(request.user),
            "address": absolute(reverse("api:schema")),
        },
    )


def _made(request: PersonRequest, form: AccessKeyForm) -> str:
    try:
        return make_key(
            user=request.user,
            name=form.cleaned_data["name"],
            may_write=form.cleaned_data["may"] == WRITE,
            collaborative_id=form.cleaned_data["collaborative"],
            token=form.cleaned_data["token"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return ""


@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """Stop one of one's own keys."""
    key = get_object_or_404(keys_of(request.user), pk=pk)
    revoke_key(key=key)
    messages.success(request, _("The key “%(name)s” no longer works.") % {"name": key.name})
    return redirect("me_keys")
