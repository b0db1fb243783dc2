"""Narrowing a list of tests."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboratives.models import Membership
from pdsa.enums import Decision
from pdsa.forms.steps import DriverField


class FilterForm(forms.Form):
    """What a list of tests is narrowed by."""

    driver = DriverField(label=_("Focus area"))
    decision = forms.ChoiceField(
        label=_("What they decided"), choices=[("", _("Any")), *Decision.choices], required=False
    )
    words = forms.CharField(
        label=_("Words to look for"), max_length=100, required=False, widget=forms.SearchInput
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        driver = cast(DriverField, self.fields["driver"])
        driver.offer(member)
