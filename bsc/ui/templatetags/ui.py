"""``{% load ui %}``: every component. Each module registers its own into the one library."""

from bsc.ui import actions, content, form_tags, lists
from bsc.ui.components import register

__all__ = ["actions", "content", "form_tags", "lists", "register"]
