"""Forms for the rooms of a center."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from bsc.ui.forms import CheckboxRows
from collaboratives.models import Membership


class RoomNameForm(forms.Form):
    """What a room is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the room"),
        help_text=gettext_lazy("As people in your center call it. No names of children."),
        max_length=100,
    )


class RoomPeopleForm(forms.Form):
    """Who of the team works in a room."""

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who works in this room?"),
        help_text=gettext_lazy(
            "They see the numbers of this room by itself. Leaders see every room, and anybody on "
            "the team may count."
        ),
        coerce=int,
        required=False,
        widget=CheckboxRows,
    )

    def __init__(
        self, data: Any = None, *, team: Sequence[Membership], chosen: Sequence[int]
    ) -> None:
        super().__init__(data, initial={"people": list(chosen)})
        self.team = {member.pk: member for member in team}
        field = cast(forms.TypedMultipleChoiceField, self.fields["people"])
        field.choices = [(member.pk, member.user.name) for member in team]

    @property
    def chosen(self) -> list[Membership]:
        """The people that were ticked."""
        return [self.team[pk] for pk in self.cleaned_data["people"]]
