"""Addresses that work outside the site."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return the full address of a path of this site, as a mail needs it."""
    return f"{settings.SITE_URL.rstrip('/')}/{path.lstrip('/')}"
