"""Choosing whose numbers to look at."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from centers.models import CoreTeam


class TeamForm(forms.Form):
    """Which team, for people who may open several."""

    team = forms.ChoiceField(label=gettext_lazy("Team"))

    def __init__(self, *, teams: Iterable[CoreTeam], chosen: CoreTeam) -> None:
        super().__init__(initial={"team": chosen.pk})
        choice = cast(forms.ChoiceField, self.fields["team"])
        choice.choices = [(team.pk, team.name) for team in teams]
