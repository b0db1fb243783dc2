"""A button beside any line: put it on the agenda of the team's next meeting."""

from html import unescape
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString

from collaboratives.workplan.meeting_forms import ToAgendaForm
from collaboratives.workplan.rules import may_meet

register = template.Library()


@register.inclusion_tag("workplan/meetings/_to_agenda.html", takes_context=True)
def to_agenda(context: dict[str, Any], text: str, link: str = "", back: str = "") -> dict[str, Any]:
    """Show the button to those who have meetings.

    ``link`` is the page that the line is about; one comes back to it, or else to ``back``.
    """
    request = context["request"]
    shown = may_meet(request.member)
    # A template's own sentence comes with its quotation marks escaped; the form escapes again.
    words = " ".join((unescape(text) if isinstance(text, SafeString) else str(text)).split())
    about = {"text": words if len(words) <= 300 else f"{words[:299]}…", "link": link}
    form = ToAgendaForm(initial=about, auto_id=False) if shown else None
    return {
        "request": request,
        "form": form,
        "back": quote(back or link or request.path),
        "csrf_token": context.get("csrf_token"),
    }
