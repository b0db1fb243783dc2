"""Addresses inside the collaborative of the request."""

from typing import Any

from django import template

from collaboratives.http import url_in

register = template.Library()


@register.simple_tag(takes_context=True)
def url_here(context: dict[str, Any], name: str, **kwargs: Any) -> str:
    """Return the address of a page inside the collaborative that the request is in."""
    return url_in(context["request"].collaborative, name, **kwargs)
