"""Narrowing a list of tests."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboratives.enums import TEAM_ROLES, Role
from collaboratives.models import Membership
from pdsa.enums import Decision, Scale, Stage
from pdsa.forms.steps import DriverField
from pdsa.words import role_words, stage_words, voice_of

ANY = ("", _("Any"))
OWNERS = [role for role in Role if role in TEAM_ROLES | {Role.IMPLEMENTATION}]


class FilterForm(forms.Form):
    """What a list of tests is narrowed by; what is left empty narrows nothing."""

    # In a search nothing is needed, so no field has to say so.
    is_search = True

    words = forms.CharField(
        label=_("Words to look for"), max_length=100, required=False, widget=forms.SearchInput
    )
    driver = DriverField(label=_("Focus area"), empty=_("Any"))
    stage = forms.ChoiceField(label=_("How far the idea is"), required=False)
    role = forms.ChoiceField(label=_("Who tried it"), required=False)
    scale = forms.ChoiceField(
        label=_("How big it was"), choices=[ANY, *Scale.choices], required=False
    )
    decision = forms.ChoiceField(
        label=_("What they decided"), choices=[ANY, *Decision.choices], required=False
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        driver = cast(DriverField, self.fields["driver"])
        driver.offer(member)
        voice = voice_of(member)
        stage = cast(forms.ChoiceField, self.fields["stage"])
        stage.choices = [ANY, *((each.value, stage_words(each, voice)) for each in Stage)]
        role = cast(forms.ChoiceField, self.fields["role"])
        role.choices = [ANY, *((each.value, role_words(each, voice)) for each in OWNERS)]

    @property
    def is_choosing(self) -> bool:
        """Whether one of the lists is set, besides or without words."""
        return self.is_bound and any(self.data.get(name) for name in self.fields if name != "words")

    @property
    def is_narrowing(self) -> bool:
        """Whether anything was asked for, understood or not."""
        return self.is_bound and any(self.data.get(name) for name in self.fields)

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what ``queries.narrowed`` takes; nothing where the form is not valid."""
        if not self.is_valid():
            return {}
        driver = self.cleaned_data["driver"]
        return self.cleaned_data | {"driver": driver.pk if driver else None}
