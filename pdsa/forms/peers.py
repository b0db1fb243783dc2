"""Asking another center to answer a test."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import CoreTeam


class PeerForm(forms.Form):
    """Which center, and why them."""

    team = forms.ChoiceField(
        label=_("Which center knows something about this?"),
        error_messages={"required": _("Choose a center.")},
    )
    note = forms.CharField(
        label=_("Why them?"),
        help_text=_("One sentence. They read it with your name."),
        max_length=300,
        required=False,
    )

    def __init__(self, data: object = None, *, teams: Iterable[CoreTeam]) -> None:
        super().__init__(data, auto_id="peer-%s")  # type: ignore[arg-type]
        self._teams = {str(team.pk): team for team in teams}
        field = cast(forms.ChoiceField, self.fields["team"])
        field.choices = [
            ("", _("Choose a center")),
            *((key, team.name) for key, team in self._teams.items()),
        ]

    @property
    def chosen_team(self) -> CoreTeam:
        """Return the team chosen."""
        return self._teams[self.cleaned_data["team"]]
