"""One's own answer, and who came."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, RadioRows
from collaboratives.models import Membership
from collaboratives.schedule.enums import Answer


class AnswerForm(forms.Form):
    """One's own answer."""

    answer = forms.ChoiceField(label=_("Will you be there?"), choices=Answer, widget=RadioRows)
    reason = forms.CharField(label=_("Anything to add"), max_length=300, required=False)
    needs = forms.CharField(
        label=_("What I need to take part"),
        max_length=300,
        required=False,
        help_text=_("An interpreter, child care, a ride. Only those who plan the event see it."),
    )


class AttendanceForm(forms.Form):
    """Who came."""

    came = forms.MultipleChoiceField(label=_("Who came?"), required=False, widget=CheckboxRows)

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in people}
        field = cast(forms.MultipleChoiceField, self.fields["came"])
        field.choices = [(key, person.user.name) for key, person in self._people.items()]

    def present(self) -> list[Membership]:
        """Return those who were ticked."""
        return [self._people[key] for key in self.cleaned_data["came"]]


class CancelForm(forms.Form):
    """Why an event is cancelled, in words that everybody whom it is for reads."""

    because = forms.CharField(
        label=_("Why? Everybody whom it is for reads this."), max_length=300, required=False
    )
