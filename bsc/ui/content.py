"""Components for what stands on a page: headings, cards, notices, facts, progress."""

# ruff: noqa: A002 -- attributes have HTML's names and are read by the templates

from typing import Literal

from django.template import Context, TemplateSyntaxError

from bsc.ui.components import Extras, Html, block, inline
from bsc.ui.icons import NAMES

EMPTY = Html("")

NOTICE_ICONS = {
    "info": "info",
    "success": "check_circle",
    "warning": "warning",
    "error": "error",
}


@block
def heading(
    context: Context,
    content: str,
    *,
    eyebrow: str = "",
    back_url: str = "",
    back_label: str = "",
    lead: Html = EMPTY,
    tags: Html = EMPTY,
    actions: Html = EMPTY,
) -> Extras:
    """The page's h1 with what stands around it; once on each page."""
    return {}


@block
def section(
    context: Context,
    content: str,
    title: str,
    *,
    level: Literal[2, 3, 4] = 2,
    id: str = "",
    hide_title: bool = False,
    focus: bool = False,
    actions: Html = EMPTY,
) -> Extras:
    """A titled part of a page, without a box. ``focus`` as in ``notice``."""
    return {}


@block
def card(
    context: Context,
    content: str,
    *,
    title: str = "",
    level: Literal[2, 3, 4] = 2,
    href: str = "",
    eyebrow: str = "",
    variant: Literal["plain", "next", "quiet", "warm"] = "plain",
    element: Literal["div", "section", "article", "li"] = "div",
    id: str = "",
    lang: str = "",
    tags: Html = EMPTY,
    actions: Html = EMPTY,
) -> Extras:
    """A white box. "next" marks the one thing to do now, at most one on a page.

    ``lang`` is the language of the title where that is not the page's.
    """
    return {}


@block
def grid(
    context: Context,
    content: str,
    *,
    columns: Literal["two", "three", "sidebar"] = "two",
    element: Literal["div", "ul"] = "div",
) -> Extras:
    """Columns where the screen is wide enough, one column on a phone."""
    return {}


@block
def notice(
    context: Context,
    content: str,
    *,
    kind: Literal["info", "success", "warning", "error"] = "info",
    title: str = "",
    live: bool = False,
    focus: bool = False,
    actions: Html = EMPTY,
) -> Extras:
    """A message on the page; ``live`` lets a screen reader speak it when it appears.

    ``focus`` moves the focus here when htmx has put it on the page.
    """
    return {"icon": NOTICE_ICONS[kind]}


@block
def empty_state(
    context: Context, content: str, *, title: str, icon: str = "", actions: Html = EMPTY
) -> Extras:
    """What a list says when it has nothing yet, and the first step out of it."""
    return {}


@block
def disclosure(
    context: Context,
    content: str,
    summary: str,
    *,
    open: bool = False,
    boxed: bool = True,
    id: str = "",
) -> Extras:
    """Text behind a line that opens it."""
    return {}


@block
def dialog(
    context: Context,
    content: str,
    *,
    id: str,
    title: str,
    button: str,
    variant: Literal["secondary", "primary", "quiet", "danger"] = "secondary",
    icon: str = "",
    actions: Html = EMPTY,
) -> Extras:
    """A button and the window it opens. Without JavaScript it opens in its place on the page."""
    return {}


@block
def facts(context: Context, content: str) -> Extras:
    """A list of labels with their values; holds ``fact`` only."""
    return {}


@block
def fact(context: Context, content: str, label: str) -> Extras:
    """One label with its value."""
    return {}


@inline
def stat(
    context: Context, *, label: str, value: str | float, note: str = "", href: str = ""
) -> Extras:
    """One number with what it counts."""
    return {}


@inline
def steps(context: Context, *, current: int, total: int, label: str = "") -> Extras:
    """Where one stands in a row of pages, in words and as a bar; steps count from 1."""
    return {"marks": [number <= current for number in range(1, total + 1)]}


@inline
def progress(context: Context, *, value: int, total: int, label: str) -> Extras:
    """How much is done; ``label`` is the whole sentence ("7 of 12 tasks done")."""
    return {}


@inline
def also_called(context: Context, term: str) -> Extras:
    """The field's own term, after the plain word."""
    return {}


@block
def hint(context: Context, content: str) -> Extras:
    """A line of small text that helps and may be left unread."""
    return {}


@inline
def icon(context: Context, name: str) -> Extras:
    """A picture beside words that say the same; screen readers pass over it."""
    if name not in NAMES:
        raise TemplateSyntaxError(f"icon {name!r}: use one of {', '.join(sorted(NAMES))}")
    return {}
