"""Components that do something: buttons, links that look like them, one-button forms."""

# ruff: noqa: A002 -- attributes have HTML's names and are read by the templates

from typing import Literal

from django.template import Context

from bsc.ui.components import Extras, block

Variant = Literal["primary", "secondary", "quiet", "danger"]


@block
def button(
    context: Context,
    content: str,
    *,
    variant: Variant = "primary",
    href: str = "",
    type: Literal["submit", "button"] = "submit",
    name: str = "",
    value: str | int = "",
    form: str = "",
    icon: str = "",
    id: str = "",
    label: str = "",
    wide: bool = False,
    disabled: bool = False,
    download: bool = False,
    opens: str = "",
    starts: str = "",
    copy: str = "",
    print_page: bool = False,
    share_url: str = "",
    share_title: str = "",
    share_text: str = "",
    hx_get: str = "",
    hx_post: str = "",
    hx_target: str = "",
    hx_swap: str = "",
    hx_include: str = "",
) -> Extras:
    """A button, or with ``href`` a link that looks like one.

    ``copy``, ``print_page`` and ``share_url`` are acted on by app.js and stay hidden without it;
    ``opens`` names a dialog on the same page, ``starts`` a text field that its words are put into.
    """
    scripted = bool(copy or print_page or share_url or opens or starts)
    return {"scripted": scripted, "kind": "button" if scripted else type}


@block
def buttons(context: Context, content: str) -> Extras:
    """Buttons in a row; below each other on a phone."""
    return {}


@block
def post_button(
    context: Context,
    content: str,
    *,
    action: str,
    variant: Variant = "secondary",
    name: str = "",
    value: str | int = "",
    icon: str = "",
    label: str = "",
    wide: bool = False,
    hx_target: str = "",
    hx_swap: str = "",
) -> Extras:
    """A form that is one button: every change that takes one tap. With ``hx_target`` by htmx."""
    return {}
