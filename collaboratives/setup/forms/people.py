"""The last step: centers that take part, and whom to invite."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bsc.accounts.forms import email_field, languages
from bsc.accounts.models import clean_email
from bsc.ui.forms import RadioRows
from collaboratives.enums import TEAM_ROLES, Role
from collaboratives.setup.forms.step import DraftForm, Typed

if TYPE_CHECKING:
    from centers.models import CoreTeam

LONGEST_NAME = 200
MOST_CENTERS = 200


class CentersForm(DraftForm):
    """Whether the writer plans as well, and names of centers, one a line."""

    join = forms.BooleanField(label=_("I am on the implementation team myself"), required=False)
    names = forms.CharField(
        label=_("Centers that take part"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "One name on each line; you can paste a list. A center that your organization knows "
            "already is found by its name."
        ),
    )

    def __init__(self, data: Typed | None = None, *, may_join: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not may_join:
            del self.fields["join"]

    def clean_names(self) -> list[str]:
        """Return the names in order; an error names the line."""
        lines = self.cleaned_data["names"].splitlines()
        found = []
        for number, line in enumerate(lines, start=1):
            name = " ".join(line.split())
            if len(name) > LONGEST_NAME:
                raise forms.ValidationError(
                    gettext("Line %(number)s is too long for a name."), params={"number": number}
                )
            if name:
                found.append(name)
        if len(found) > MOST_CENTERS:
            raise forms.ValidationError(
                gettext("These are more than 200. Please paste them in parts.")
            )
        return found


class InvitationForm(DraftForm):
    """One invitation, to somebody's own address."""

    role = forms.ChoiceField(label=_("What will they be?"), widget=RadioRows)
    team = forms.ChoiceField(
        label=_("Center"), required=False, help_text=_("For senior leaders and team leaders.")
    )
    name = forms.CharField(
        label=_("Their name"),
        max_length=100,
        help_text=_("Only for you, so that you know whom you invited."),
    )
    email = email_field(
        _("Their e-mail address"),
        help_text=_("The invitation goes there at once, and only this address can use it."),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=languages, widget=RadioRows
    )

    def __init__(
        self,
        data: Typed | None = None,
        *,
        roles: Sequence[Role],
        teams: Sequence["CoreTeam"],
        **kwargs: Any,
    ) -> None:
        language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        super().__init__(data, initial={"language": language}, **kwargs)
        self._teams = {str(team.pk): team for team in teams}
        offered = [role for role in roles if self._teams or role not in TEAM_ROLES]
        cast(forms.ChoiceField, self.fields["role"]).choices = [
            (role.value, role.label) for role in offered
        ]
        cast(forms.ChoiceField, self.fields["team"]).choices = [
            ("", gettext("None")),
            *((key, team.name) for key, team in self._teams.items()),
        ]
        if not self._teams:
            del self.fields["team"]

    def clean_email(self) -> str:
        """Return the address as it is compared."""
        return clean_email(self.cleaned_data["email"]) or ""

    def clean(self) -> dict[str, Any]:
        """Hold role and center together."""
        data = super().clean() or self.cleaned_data
        role, team = data.get("role"), data.get("team")
        if role in TEAM_ROLES and not team:
            self.add_error("team", gettext("Choose the center they lead."))
        if role and role not in TEAM_ROLES and team:
            self.add_error("team", gettext("This role belongs to no center."))
        return data

    @property
    def chosen_team(self) -> "CoreTeam | None":
        """Return the team of a valid form."""
        return self._teams.get(self.cleaned_data.get("team", ""))
