"""Showing a form again after somebody else saved first."""

from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict


def reopen(form: forms.Form, **values: str) -> None:
    """Make the form show these values instead of the ones that were sent; the rest stays typed."""
    data = MultiValueDict(dict(cast("MultiValueDict[str, Any]", form.data).lists()))
    for name, value in values.items():
        data[name] = value
    form.data = data
