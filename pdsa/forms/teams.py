"""Whose it will be: asked only of somebody who is on several teams."""

from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import RadioRows
from centers.models import CoreTeam


class ForTeamForm(forms.Form):
    """A form for one of ``teams``; None among them is the implementation team, or everybody."""

    nobodys: str | Promise = gettext_lazy("The implementation team")
    team = forms.TypedChoiceField(label=gettext_lazy("Who is it for?"), widget=RadioRows)

    def __init__(self, *args: Any, teams: list[CoreTeam | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {str(team.pk) if team else "none": team for team in teams}
        if len(teams) < 2:
            del self.fields["team"]
        else:
            field = cast(forms.TypedChoiceField, self.fields["team"])
            field.choices = [
                (key, team.name if team else str(self.nobodys)) for key, team in self._teams.items()
            ]
            field.error_messages["required"] = _("Choose who it is for.")

    @property
    def chosen_team(self) -> CoreTeam | None:
        """Return the team chosen, or the only one there is."""
        return self._teams[self.cleaned_data.get("team") or next(iter(self._teams))]
