"""Setting up the second factor; allauth's other pages of it serve as they are."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse

from bsc.accounts.forms import ActivateSecondFactorForm


class SetUpView(ActivateTOTPView):  # type: ignore[misc] # allauth is untyped
    """``/second-factor/set-up/``: the first code counts as a confirmation too.

    Otherwise the recovery codes that follow would ask for the very code just typed.
    """

    def form_valid(self, form: ActivateSecondFactorForm) -> HttpResponse:
        """Link the app, then lead to the recovery codes."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, method="mfa", type="totp", reauthenticated=True
        )
        return response


set_up = SetUpView.as_view()
