"""Components for many things at once: tabs, lists, people, tables, pages, charts."""

# ruff: noqa: A002 -- attributes have HTML's names and are read by the templates

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.core.paginator import Page
from django.template import Context

from bsc.ui.components import Extras, Html, block, inline
from bsc.ui.content import EMPTY
from bsc.ui.people import initials

# Tone to symbol: the shape says it too, so that colour is never alone.
TONE_ICONS = {
    "neutral": "label",
    "planned": "event",
    "active": "autorenew",
    "done": "check",
    "attention": "priority_high",
    "shared": "groups",
    "private": "lock",
}


@inline
def main_navigation(context: Context, navigation: Iterable[Any]) -> Extras:
    """The way around: tabs at the bottom of a phone with the rest under "More", a bar above."""
    entries = list(navigation)
    extras = [entry for entry in entries if not entry.in_tabs]
    return {
        "tabs": [entry for entry in entries if entry.in_tabs],
        "extras": extras,
        "more_current": any(entry.current for entry in extras),
    }


@block
def tabs(context: Context, content: str, *, label: str) -> Extras:
    """Links between views of the same thing; ``label`` names the row for screen readers."""
    return {}


@block
def tab(
    context: Context,
    content: str,
    *,
    href: str,
    current: bool = False,
    count: int | None = None,
) -> Extras:
    """One of the tabs."""
    return {}


@block
def items(context: Context, content: str, *, label: str = "", ordered: bool = False) -> Extras:
    """The standard list; holds ``item`` only."""
    return {}


@block
def item(
    context: Context,
    content: str,
    *,
    title: str,
    href: str = "",
    eyebrow: str = "",
    meta: str = "",
    icon: str = "",
    lang: str = "",
    id: str = "",
    aside: Html = EMPTY,
) -> Extras:
    """One row of a list: where it leads, a line or two, and perhaps a tag on the side."""
    return {}


@inline
def status_tag(
    context: Context,
    label: str,
    *,
    tone: Literal[
        "neutral", "planned", "active", "done", "attention", "shared", "private"
    ] = "neutral",
) -> Extras:
    """A short word about the state of a thing, with a symbol."""
    return {"icon": TONE_ICONS[tone]}


@inline
def people_row(context: Context, people: Iterable[Any], *, label: str = "") -> Extras:
    """Faces with names: objects with ``name`` and perhaps what ``bsc.ui.people.Person`` has."""
    return {"people": list(people)}


@inline
def avatar(context: Context, person: Any) -> Extras:
    """One face beside a name: the photo, or the initials."""
    return {"initials": initials(str(getattr(person, "name", person)))}


@block
def entry(
    context: Context,
    content: str,
    *,
    person: Any,
    when: datetime | None = None,
    detail: str = "",
    lang: str = "",
    id: str = "",
    tags: Html = EMPTY,
    actions: Html = EMPTY,
) -> Extras:
    """What a person wrote: a post, a reply, a comment. ``lang`` is the language of their words."""
    return {}


@inline
def photo(context: Context, *, src: str, alt: str, caption: str = "", href: str = "") -> Extras:
    """A picture; ``alt`` says what it shows."""
    return {}


@block
def photos(context: Context, content: str) -> Extras:
    """Pictures side by side."""
    return {}


@inline
def pagination(
    context: Context,
    page: Page[Any],
    *,
    param: str = "page",
    label: str = "",
    anchor: str = "",
) -> Extras:
    """Links to the other pages of a list; keeps the rest of the query string."""
    request = context.get("request")
    query: dict[str, list[str]] = dict(request.GET.lists()) if request else {}

    def url(number: int) -> str:
        pairs = query | {param: [str(number)]}
        return f"?{urlencode(pairs, doseq=True)}" + (f"#{anchor}" if anchor else "")

    paginator = page.paginator
    return {
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
        "pages": [
            {
                "number": number,
                "url": url(number) if isinstance(number, int) else "",
                "current": number == page.number,
            }
            for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ],
        "shown": paginator.num_pages > 1,
    }


@block
def data_table(
    context: Context,
    content: str,
    *,
    caption: str,
    hide_caption: bool = False,
    phone: Literal["cards", "scroll"] = "cards",
    dense: bool = False,
    id: str = "",
    columns: Html = EMPTY,
) -> Extras:
    """A table. On a phone each row becomes a card, or the table scrolls in its own frame."""
    return {}


@inline
def column(
    context: Context,
    label: str,
    *,
    numeric: bool = False,
    sort_url: str = "",
    sorted: Literal["", "ascending", "descending"] = "",
    hide_label: bool = False,
) -> Extras:
    """One head of a table."""
    return {}


@block
def row(context: Context, content: str, *, id: str = "", highlight: bool = False) -> Extras:
    """One row of a table; holds ``cell`` only."""
    return {}


@block
def cell(
    context: Context, content: str, label: str, *, header: bool = False, numeric: bool = False
) -> Extras:
    """One cell; repeats its column's label, so that htmx may replace one row by itself."""
    return {}


@block
def chart_frame(
    context: Context,
    content: str,
    *,
    title: str,
    table_label: str = "",
    sentence: Html = EMPTY,
    notes: Html = EMPTY,
    table: Html = EMPTY,
    actions: Html = EMPTY,
) -> Extras:
    """A chart in the order people need it: in words, drawn, its notes, the table behind a line."""
    return {}


@block
def diagram(context: Context, content: str, *, label: str) -> Extras:
    """A drawing wider than a phone: scrolls inside its frame, fits the paper in print."""
    return {}
