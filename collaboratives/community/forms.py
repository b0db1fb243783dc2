"""The forms of the board."""

import uuid
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import RadioRows
from collaboratives.community.models import Post, Topic
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership, MembershipRole
from collaboratives.translations import in_language

if TYPE_CHECKING:
    from centers.models import CoreTeam

EVERYONE = "everyone"


def hat_words(hat: MembershipRole) -> str:
    """Return a role with its team, as it stands under a name."""
    role = str(hat.get_role_display())
    return f"{role}, {hat.team.name}" if hat.team else role


class WordsForm(forms.Form):
    """What every contribution has: words, their language, a hat, perhaps a photograph."""

    hat = forms.ChoiceField(label=_("You write as"), widget=RadioRows)
    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    # Not an ImageField: the file is opened once, where its size is checked first.
    photo = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput({"accept": "image/*"})
    )
    alt = forms.CharField(
        label=_("What the photo shows"),
        max_length=250,
        required=False,
        help_text=_("For people who cannot see it. For example: Six sticky notes on the cubbies."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, member: Membership, hats: list[MembershipRole], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        self.initial.setdefault("language", member.user.language)
        self._hats = {str(hat.pk): hat for hat in hats}
        if len(hats) < 2:
            del self.fields["hat"]
        else:
            field = cast(forms.ChoiceField, self.fields["hat"])
            field.choices = [(key, hat_words(hat)) for key, hat in self._hats.items()]
            self.initial.setdefault("hat", next(iter(self._hats)))

    def clean(self) -> dict[str, Any]:
        """Ask what a photograph shows: somebody cannot see it."""
        cleaned = super().clean() or {}
        if cleaned.get("photo") and not cleaned.get("alt"):
            self.add_error("alt", _("Say in a few words what the photo shows."))
        return cleaned

    def refuse(self, error: ValidationError) -> None:
        """Put what a service found beside the field it is about."""
        self.add_error("photo" if not hasattr(error, "error_dict") else None, error)

    @property
    def chosen_hat(self) -> MembershipRole:
        """Return the hat chosen, or the only one there is."""
        return self._hats[self.cleaned_data.get("hat") or next(iter(self._hats))]


class ReplyForm(WordsForm):
    """A reply."""

    body = forms.CharField(
        label=_("Your reply"),
        max_length=Post._meta.get_field("body").max_length,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("body", "photo", "alt", "hat", "language")


class TopicForm(WordsForm):
    """A new topic."""

    audience = forms.ChoiceField(label=_("Who can read it?"), widget=RadioRows)
    title = forms.CharField(label=_("Title"), max_length=Topic._meta.get_field("title").max_length)
    body = forms.CharField(
        label=_("What you want to say"),
        max_length=Topic._meta.get_field("body").max_length,
        widget=forms.Textarea({"rows": 6}),
    )
    driver = forms.TypedChoiceField(label=_("What it is about"), required=False, empty_value=None)
    field_order = ("audience", "title", "body", "photo", "alt", "driver", "hat", "language")

    def __init__(
        self, *args: Any, member: Membership, teams: "list[CoreTeam]", **kwargs: Any
    ) -> None:
        super().__init__(*args, member=member, **kwargs)
        self._teams = {str(team.pk): team for team in teams}
        audience = cast(forms.ChoiceField, self.fields["audience"])
        audience.choices = [
            (EVERYONE, _("Everyone in the collaborative")),
            *(
                (key, _("%(team)s, and those who coach it") % {"team": team.name})
                for key, team in self._teams.items()
            ),
        ]
        self.initial.setdefault("audience", EVERYONE)
        if not teams:
            audience.required = False
            audience.widget = forms.HiddenInput()
        self._offer_drivers(member)

    def _offer_drivers(self, member: Membership) -> None:
        drivers = list(drivers_in_use())
        self._drivers = {str(driver.pk): driver for driver in drivers}
        field = cast(forms.TypedChoiceField, self.fields["driver"])
        field.coerce = self._drivers.__getitem__
        field.choices = [
            ("", _("Nothing in particular")),
            *(
                (
                    in_language(primary, "short_name").text,
                    [(str(driver.pk), driver_words(driver, member)) for driver in under],
                )
                for primary, under in groupby(drivers, key=lambda driver: driver.primary)
            ),
        ]
        if not drivers:
            del self.fields["driver"]

    @property
    def chosen_team(self) -> "CoreTeam | None":
        """Return the team it is for, None for everyone."""
        return self._teams.get(self.cleaned_data.get("audience", ""))

    @property
    def chosen_hat(self) -> MembershipRole:
        """Return the hat chosen; in a team's own topic one of that team."""
        chosen, team = super().chosen_hat, self.chosen_team
        if team is None or chosen.team_id == team.pk:
            return chosen
        return next(hat for hat in self._hats.values() if hat.team_id == team.pk)


def driver_words(driver: SecondaryDriver, member: Membership) -> str:
    """Return a driver's number and action, or for families the plain words."""
    if member.is_family_only and driver.plain:
        return in_language(driver, "plain").text
    return f"{driver.number} {driver.action}"


class SearchForm(forms.Form):
    """What the list is narrowed by."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Words to look for"), max_length=100, required=False, widget=forms.SearchInput
    )
