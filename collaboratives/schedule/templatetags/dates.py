"""What an event is called, and by whose clock its times are shown, in the reader's words."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone

from collaboratives.schedule import words
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


@register.simple_tag(takes_context=True)
def clock_words(context: dict[str, Any], moment: datetime) -> str:
    """Return "Denver time" where the reader's clock and the collaborative's differ, else "".

    It names the clock by which times are shown here, which a block of ``{% timezone %}`` may
    have changed. On a sheet of paper, which anybody may read, it is always named.
    """
    shown_by = timezone.get_current_timezone()
    request = context.get("request")
    if request is None:
        return words.named_clock(shown_by)
    return words.clock_words(request, moment, shown_by)
