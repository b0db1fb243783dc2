"""What an event is called, in the reader's words."""

from typing import Any

from django import template

from collaboratives.schedule.enums import PLAIN_KINDS, EventKind
from collaboratives.schedule.models import Event

register = template.Library()


@register.simple_tag(takes_context=True)
def kind_words(context: dict[str, Any], event: Event) -> str:
    """Return the kind of an event: the field's term, or for families the plain word."""
    kind = EventKind(event.kind)
    if context["request"].member.is_family_only:
        return str(PLAIN_KINDS.get(kind, kind.label))
    return str(kind.label)
