"""Forms for inviting, joining, and changing who is what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.accounts.forms import email_field, refuse_too_many_codes
from bsc.accounts.models import clean_email
from bsc.ui.forms import RadioRows
from collaboratives.enums import TEAM_ROLES, Role
from collaboratives.models import Membership
from collaboratives.rules import roles_to_grant

if TYPE_CHECKING:
    from centers.models import CoreTeam


def team_choices(teams: Iterable["CoreTeam"], member: Membership) -> list[tuple[str, str]]:
    """Return the teams this member may invite to; "" stands for no team."""
    own = [(str(team.pk), team.name) for team in teams if roles_to_grant(member, team.pk)]
    if roles_to_grant(member, None):
        return [("", _("None: implementation team, coaches, observers")), *own]
    return own


class RoleForm(forms.Form):
    """A role, and the team it is held in. Offers only what ``member`` may grant."""

    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=RadioRows)

    def __init__(
        self, *args: Any, member: Membership, teams: Iterable["CoreTeam"], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        offered = team_choices(self.teams.values(), member)
        granted = {role for key, _name in offered for role in roles_to_grant(member, _pk(key))}
        self.fields["team"] = forms.ChoiceField(
            label=_("Team"), choices=offered, required=len(offered) == 1, initial=offered[0][0]
        )
        if len(offered) == 1:
            self.fields["team"].widget = forms.HiddenInput()
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"),
            choices=[(role.value, role.label) for role in reversed(Role) if role in granted],
            widget=RadioRows,
        )

    def clean(self) -> dict[str, Any]:
        """Hold role and team together."""
        data = super().clean() or {}
        role, team = data.get("role"), data.get("team")
        if role and role in TEAM_ROLES and not team:
            self.add_error("team", _("Choose a team for this role."))
        if role and role not in TEAM_ROLES and team:
            self.add_error("team", _("This role belongs to no team."))
        return data

    @property
    def chosen_team(self) -> "CoreTeam | None":
        """Return the team of a valid form."""
        return self.teams.get(self.cleaned_data["team"])


def _pk(key: str) -> int | None:
    return int(key) if key else None


class InviteForm(RoleForm):
    """Who is invited, in which language, and how many may use it."""

    language = forms.ChoiceField(label=gettext_lazy("Language of the invitation"), widget=RadioRows)
    name_hint = forms.CharField(
        label=gettext_lazy("Who is it for?"),
        help_text=gettext_lazy("Only you see this, so that you know whom you invited."),
        max_length=100,
        required=False,
    )
    email = email_field(
        gettext_lazy("E-mail address"),
        help_text=gettext_lazy("We send the invitation there, and only this address can use it."),
        required=False,
    )
    max_uses = forms.TypedChoiceField(
        label=gettext_lazy("How many people may use it?"),
        choices=[(1, "1"), (3, "3"), (10, "10"), (40, "40")],
        coerce=int,
        initial=1,
        help_text=gettext_lazy("More than one only for teachers, staff and families."),
    )

    field_order = ["team", "role", "language", "name_hint", "email", "max_uses"]

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["language"]).choices = languages


class AddRoleForm(RoleForm):
    """One more role for somebody who is here already."""

    is_data_contact = forms.BooleanField(
        label=gettext_lazy("Sends the team's numbers each month"), required=False
    )


class JoinForm(forms.Form):
    """The third screen: a name, and perhaps a way to be reached."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = email_field(
        gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send a code there. No e-mail? Leave it empty."),
        required=False,
    )
    phone = forms.CharField(
        label=gettext_lazy("Your phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    photos_welcome = forms.BooleanField(
        label=gettext_lazy("Photos with me in them may be shown to the other teams"),
        required=False,
    )
    shared = forms.BooleanField(
        label=gettext_lazy("This is a shared tablet. Sign me out when I close it."), required=False
    )

    def __init__(self, *args: Any, bound_to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bound_to = bound_to
        if bound_to:
            del self.fields["email"]

    def clean_name(self) -> str:
        """Return the name without blanks around it."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """Add the address that counts, counted: the invitation's, or the one typed."""
        data = super().clean() or {}
        data["email"] = self.bound_to or clean_email(data.get("email")) or ""
        if data["email"] and not self.errors:
            refuse_too_many_codes(data["email"])
        return data


class ConfirmJoinForm(forms.Form):
    """The one button of somebody signed in, with the question about photos."""

    photos_welcome = forms.BooleanField(
        label=gettext_lazy("Photos with me in them may be shown to the other teams"),
        required=False,
    )


class TeamForm(forms.Form):
    """What a team tells the others about itself."""

    motto = forms.CharField(label=gettext_lazy("Motto"), max_length=200, required=False)
    story = forms.CharField(
        label=gettext_lazy("Our story"),
        help_text=gettext_lazy("Who you are, whom you serve, what you hope for. Name no child."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    revision = forms.CharField(widget=forms.HiddenInput, required=False)


class EnterForm(forms.Form):
    """How an organization admin enters a collaborative, and why."""

    role = forms.ChoiceField(
        label=gettext_lazy("As what?"),
        choices=[
            (Role.OBSERVER, gettext_lazy("Observer: dates, framework and numbers without names")),
            (Role.IMPLEMENTATION, gettext_lazy("Implementation team: everything")),
        ],
        initial=Role.OBSERVER,
        widget=RadioRows,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The implementation team reads this."),
        max_length=200,
    )


class PeopleFilterForm(forms.Form):
    """Search and filter of the people page."""

    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[("", gettext_lazy("Everybody")), *Role.choices],
    )
