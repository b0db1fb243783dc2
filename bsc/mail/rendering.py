"""A mail's three texts from its templates, in the receiver's language and time zone."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation


class Rendered(NamedTuple):
    """Subject on one line, plain text and HTML of the same content."""

    subject: str
    text: str
    html: str


def render(name: str, context: Mapping[str, Any], *, language: str, zone: str) -> Rendered:
    """Render ``templates/mail/<name>/``; an empty ``zone`` means the site's own.

    An unknown language falls back to the site's. Raises TemplateDoesNotExist for a kind of mail
    without templates.
    """
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with ExitStack() as receiver:
        receiver.enter_context(translation.override(known))
        receiver.enter_context(timezone.override(zone or settings.TIME_ZONE))
        return Rendered(
            one_line(_render(f"mail/{name}/subject.txt", context, escape=False)),
            _render(f"mail/{name}/body.txt", context, escape=False).strip() + "\n",
            _render(f"mail/{name}/body.html", context, escape=True),
        )


def _render(template: str, context: Mapping[str, Any], *, escape: bool) -> str:
    return (
        Engine.get_default()
        .get_template(template)
        .render(Context(dict(context), autoescape=escape))
    )


def one_line(text: str) -> str:
    """Return the text without line breaks, as a mail header must be."""
    return " ".join(text.split())
