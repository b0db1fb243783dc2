"""Sign-in: one field for the address, then the code from the mail.

allauth's two views do the work; here are our paths, our words and what they lack.
"""

import re
from datetime import timedelta
from typing import Any

from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bsc.accounts.forms import SHARED, SignInCodeForm, SignInForm, refuse_too_many_codes
from bsc.accounts.http import keep_for
from bsc.accounts.models import User
from bsc.accounts.phones import phone_key
from bsc.accounts.services import tell_unknown_address
from bsc.accounts.throttle import allow

NEXT = "after_sign_in"
# Strangers cannot make us write to more unknown addresses than this.
UNKNOWN_MAILS_AN_HOUR = 200


class SignInView(RequestLoginCodeView):  # type: ignore[misc] # allauth is untyped
    """``/sign-in/``: asks for the address. Known or not, what follows looks the same."""

    template_name = "account/sign_in.html"
    form_class = SignInForm

    def _redirect_to_pending_stage(
        self, request: HttpRequest, stage: LoginStage
    ) -> HttpResponseRedirect | None:
        # Whoever waits for a code may come back here to correct the address.
        if stage.key == LoginByCodeStage.key:
            return None
        response: HttpResponseRedirect = super()._redirect_to_pending_stage(request, stage)
        return response

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Send the code, and keep where to go: the mail's own link knows nothing of it."""
        self.request.session[NEXT] = self.get_next_url() or ""
        response: HttpResponse = super().form_valid(form)
        unknown = form._user is None  # noqa: SLF001 -- allauth's name
        if unknown and allow(
            "unknown-mail", "", times=UNKNOWN_MAILS_AN_HOUR, within=timedelta(hours=1)
        ):
            tell_unknown_address(email=form.cleaned_data["email"])
        return response


sign_in = SignInView.as_view()


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class SignInCodeView(ConfirmLoginCodeView):  # type: ignore[misc] # allauth is untyped
    """``/sign-in/code/``: the code, prefilled from the mail's link, sent only by the button."""

    template_name = "account/code.html"
    form_class = SignInCodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Explain kindly when no code is waited for in this browser."""
        waited_for = LoginStageController.enter(request, LoginByCodeStage.key)
        if waited_for is None and not request.user.is_authenticated:
            return _elsewhere(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_initial(self) -> dict[str, Any]:
        """Prefill the code from the mail's link."""
        return {**super().get_initial(), "code": self.request.GET.get("c", "")[:20]}

    def get_next_url(self) -> str | None:
        """Return where to go: from the address bar, else as kept when the code was asked for."""
        url: str | None = super().get_next_url()
        return url or self.request.session.get(NEXT) or None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the address, so that a mistyped one is seen."""
        more = {"email": self._process.state.get("email"), "can_resend": self._process.can_resend}
        return {**super().get_context_data(**kwargs), **more}

    def _resend_form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse
        try:
            refuse_too_many_codes(self._process.state.get("email", ""))
        except ValidationError as error:
            messages.error(self.request, error.message)
            response = redirect("account_confirm_login_code")
        else:
            response = super()._resend_form_valid(form)
            messages.success(self.request, _("We sent a new code. The one before no longer works."))
        return response

    def _verify_form_valid(self, form: SignInCodeForm) -> HttpResponse:
        keep_for(self.request, shared=form.cleaned_data["device"] == SHARED)
        response: HttpResponse = super()._verify_form_valid(form)
        self.request.session.pop(NEXT, None)
        return response


sign_in_code = SignInCodeView.as_view()


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Say that the code belongs to the browser in which it was asked for."""
    given = request.GET.get("c", "")
    code = given if re.fullmatch(r"[A-Z2-9]{3}-[A-Z2-9]{3}", given) else ""
    return render(request, "account/code_elsewhere.html", {"code": code})


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """``/sign-out/``: a GET asks, the button signs out."""
    if request.method == "POST":
        logout(request)
        messages.success(request, _("You are signed out."))
        return redirect("account_login")
    key = phone_key(request.user) if isinstance(request.user, User) else ""
    return render(request, "account/sign_out.html", {"phone_key": key})
