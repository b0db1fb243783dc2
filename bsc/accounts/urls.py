"""Sign-in, second factor and one's own page. Of allauth only what is named here is reachable."""

from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp.views import deactivate_totp
from django.urls import URLPattern, URLResolver, path

from bsc.accounts.views import card, keys, me, second_factor, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    # allauth asks for its page under this name too.
    path("sign-in/", sign_in.sign_in, name="account_request_login_code"),
    path("sign-in/code/", sign_in.sign_in_code, name="account_confirm_login_code"),
    path("sign-in/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/set-up/", second_factor.set_up, name="mfa_activate_totp"),
    path("second-factor/switch-off/", deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "second-factor/recovery-codes/",
        recovery.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("code/", card.code_on_paper, name="code_on_paper"),
    path("card/<str:code>/", card.card, name="card"),
    path("me/", me.me, name="me"),
    path("me/photo/", me.photo, name="me_photo"),
    path("me/photo/remove/", me.photo_remove, name="me_photo_remove"),
    path("me/photo/file/", me.photo_file, name="me_photo_file"),
    path("me/email/", me.email, name="me_email"),
    path("me/email/code/", me.email_code, name="me_email_code"),
    path("me/card/", me.card, name="me_card"),
    path("me/card/new/", me.card_new, name="me_card_new"),
    path("me/keys/", keys.keys, name="me_keys"),
    path("me/keys/<int:pk>/revoke/", keys.revoke, name="me_key_revoke"),
    path("me/sign-out-everywhere/", me.everywhere, name="me_sign_out_everywhere"),
]
