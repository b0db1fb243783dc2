"""``Authorization: Bearer <access key>``."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from bsc.accounts.keys import use_key
from bsc.accounts.models import AccessKey, User

SCHEME = "Bearer"


class KeyAuthentication(BaseAuthentication):
    """Knows a person by one of their access keys; ``request.auth`` is the key."""

    def authenticate(self, request: Request) -> tuple[User, AccessKey] | None:
        """Return whose key it is; None without one, AuthenticationFailed for a wrong one."""
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        key = use_key(text.strip())
        if key is None:
            raise AuthenticationFailed(_("This access key does not work."))
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """Return what a program is told to send."""
        return SCHEME


class KeyDescribed(OpenApiAuthenticationExtension):
    """The key in the description of the API."""

    target_class = KeyAuthentication
    name = "accessKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the OpenAPI security scheme."""
        return {"type": "http", "scheme": "bearer"}
