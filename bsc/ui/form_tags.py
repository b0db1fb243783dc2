"""Components for forms. How a field itself looks is the renderer's matter (bsc/ui/forms.py)."""

# ruff: noqa: A002 -- attributes have HTML's names and are read by the templates

from typing import Any, Literal

from django.forms import BaseForm, BoundField
from django.template import Context

from bsc.ui.components import Extras, Html, block, inline
from bsc.ui.content import EMPTY


@block
def form(
    context: Context,
    content: str,
    form: BaseForm | None,
    *,
    action: str = "",
    method: Literal["post", "get"] = "post",
    submit: str = "",
    variant: Literal["primary", "secondary"] = "primary",
    autosave: str = "",
    id: str = "",
    multipart: bool | None = None,
    actions: Html = EMPTY,
) -> Extras:
    """A whole form; with an empty body it shows every field. ``autosave`` is a URL to post to."""
    if multipart is None:
        multipart = form is not None and form.is_multipart()
    return {"multipart": multipart}


@inline
def field(
    context: Context,
    field: BoundField,
    *,
    hide_label: bool = False,
    size: Literal["full", "medium", "short"] = "full",
) -> Extras:
    """One field of a form with everything that belongs to it."""
    return {}


@inline
def fields(context: Context, form: BaseForm) -> Extras:
    """Every visible field of a form, in its order."""
    return {}


@block
def field_group(context: Context, content: str, *, legend: str, help: str = "") -> Extras:
    """Fields that belong together, under one legend."""
    return {}


@inline
def error_summary(context: Context, *forms: BaseForm | None) -> Extras:
    """What went wrong, at the top, each line a link to its field; nothing when all is well."""
    own = [message for form in forms if form for message in _own_errors(form)]
    beside = [error for form in forms if form for error in _field_errors(form)]
    return {"own": own, "beside": beside}


def _own_errors(form: BaseForm) -> list[str]:
    return [str(message) for message in form.non_field_errors()]


def _field_errors(form: BaseForm) -> list[dict[str, Any]]:
    return [
        {"target": first_control_id(bound), "label": bound.label, "message": bound.errors[0]}
        for bound in form
        if bound.errors
    ]


def first_control_id(bound: BoundField) -> str:
    """The id of the control that a link to this field should reach."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@inline
def tick(
    context: Context,
    *,
    name: str,
    value: str | int,
    label: str,
    checked: bool = False,
    form: str = "",
) -> Extras:
    """A lone tick box of a list, to do something with several rows; ``label`` names the row.

    ``form`` is the id of the form it belongs to where it stands outside of it.
    """
    return {"id": f"tick-{name}-{value}"}
