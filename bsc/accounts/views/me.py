"""``/me/``: what somebody decides about their own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.accounts import cards, second_factor
from bsc.accounts.forms import AddressForm, PhotoForm, ProfileForm, ProofForm
from bsc.accounts.http import PersonRequest, send_photo, sent
from bsc.accounts.links import links_for
from bsc.accounts.phones import phone_key
from bsc.accounts.proof import Answer, address_asked, check_proof, send_proof
from bsc.accounts.qr import qr_svg
from bsc.accounts.services import change_address, keep_photo, remove_photo
from bsc.accounts.sessions import sign_out_everywhere
from bsc.mail.links import absolute
from bsc.notifications.forms import MailChoiceForm

PROOF = "proof_of_new_address"
PROFILE, MAIL = "profile", "mail"


@require_http_methods(["GET", "POST"])
def me(request: PersonRequest) -> HttpResponse:
    """Show the page with its two forms; each is sent by its own button."""
    which = request.POST.get("form", "")
    profile = ProfileForm(request.POST if which == PROFILE else None, instance=request.user)
    mail = MailChoiceForm(request.POST if which == MAIL else None, instance=request.user)
    form = {PROFILE: profile, MAIL: mail}.get(which)
    if form is not None and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("me")
    if form is not None:
        # A model form writes rejected input onto its row; the page's frame shall not show it.
        request.user.refresh_from_db()
    context = {
        "profile_form": profile,
        "mail_form": mail,
        "photo_form": PhotoForm(),
        "may_have_card": cards.may_have_card(request.user),
        "has_second_factor": second_factor.has(request.user),
        "phone_key": phone_key(request.user),
        "links": links_for(request.user),
    }
    return render(request, "accounts/me.html", context)


@require_POST
def photo(request: PersonRequest) -> HttpResponse:
    """Keep a new photo, re-encoded."""
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            keep_photo(user=request.user, upload=form.cleaned_data["photo"])
        except ValidationError as error:
            form.add_error("photo", error)
        else:
            messages.success(request, _("Your photo is saved."))
            return redirect("me")
    return render(request, "accounts/photo.html", {"form": form}, status=422)


@require_POST
def photo_remove(request: PersonRequest) -> HttpResponse:
    """Delete the photo."""
    remove_photo(user=request.user)
    messages.success(request, _("Your photo is gone."))
    return redirect("me")


@require_GET
def photo_file(request: PersonRequest) -> HttpResponse:
    """Send one's own photo."""
    if not request.user.photo:
        raise Http404
    return send_photo(request.user)


@never_cache
@require_http_methods(["GET", "POST"])
def email(request: PersonRequest) -> HttpResponse:
    """Ask for a new address and send a code there."""
    form = AddressForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send_proof(request.session, PROOF, form.cleaned_data["email"])
        return redirect("me_email_code")
    return render(request, "accounts/email.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def email_code(request: PersonRequest) -> HttpResponse:
    """Take the code; the address changes only now."""
    address = address_asked(request.session, PROOF)
    if not address:
        messages.error(request, _("This code is too old. Please ask for a new one."))
        return redirect("me_email")
    form = ProofForm(sent(request))
    if request.method == "POST" and form.is_valid():
        answer = check_proof(request.session, PROOF, form.cleaned_data["code"])
        if answer is Answer.RIGHT:
            return _change(request, address)
        form.add_error("code", _("This is not the code we sent. Check it and try again."))
    return render(request, "accounts/email_code.html", {"form": form, "email": address})


def _change(request: PersonRequest, address: str) -> HttpResponse:
    try:
        change_address(user=request.user, email=address)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("me_email")
    messages.success(request, _("From now on your codes go to your new address."))
    return redirect("me")


@never_cache
@require_GET
def card(request: PersonRequest) -> HttpResponse:
    """Show one's own card for printing, with a button to make a new one."""
    if not cards.may_have_card(request.user):
        raise Http404
    standing = cards.live_card(request.user)
    code = cards.clear_code(standing) if standing else ""
    context = {"code": code, "person": request.user}
    if code:
        link = absolute(reverse("card", kwargs={"code": code}))
        context |= {"link": link, "qr": qr_svg(link, title=_("Link to sign in with this card"))}
    return render(request, "accounts/card.html", context)


@require_POST
def card_new(request: PersonRequest) -> HttpResponse:
    """Make a new card for oneself; sessions elsewhere end, for the old card may be in other hands."""
    cards.issue_card(user=request.user, by=request.user)
    sign_out_everywhere(user=request.user, by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Here is your new card. The old one no longer works."))
    return redirect("me_card")


@require_POST
def everywhere(request: PersonRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    sign_out_everywhere(user=request.user, by=request.user)
    messages.success(request, _("You are signed out on all your devices."))
    return redirect("account_login")
