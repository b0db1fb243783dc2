"""What every page's frame shows: navigation from rights, who is signed in, the language's state."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bsc.accounts.models import User
from bsc.home.navigation import navigation_for
from bsc.tenancy.doors import collaborative_in_scope
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.languages import offered_codes


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's variables; signed-out pages have no navigation."""
    frame: dict[str, Any] = {"draft_language_notice": draft_language_notice()}
    user = getattr(request, "user", None)
    if isinstance(user, User):
        frame |= {"account_url": reverse("me"), "account_name": user.first_name}
    opened = collaborative_in_scope()
    if opened is not None:
        frame["offered_languages"] = offered_codes(opened, kept=get_language() or "")
    collaborative = getattr(request, "collaborative", None)
    if collaborative is not None:
        frame |= {
            "navigation": navigation_for(cast(CollaborativeRequest, request)),
            "project_name": collaborative.name,
            "project_url": url_in(collaborative, "home:home"),
            "help_url": url_in(collaborative, "home:help"),
        }
    return frame


def draft_language_notice() -> str:
    """Return the sentence that a draft language shows on every page, in that language, or ""."""
    if settings.LANGUAGE_STATES.get(get_language() or "") == "reviewed":
        return ""
    return _(
        "A computer translated this page. A person has not checked it yet. "
        "You can change the language at the end of the page."
    )
