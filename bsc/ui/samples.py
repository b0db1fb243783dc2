"""What the style guide shows: forms and people made up for it, in every state."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, CodeInput, DateInput, NumberInput, RadioRows
from bsc.ui.people import Person

ANSWERS = [("yes", _("Yes, I will be there")), ("no", _("I cannot come")), ("?", _("Not sure yet"))]
DAYS = [("mon", _("Monday")), ("tue", _("Tuesday")), ("wed", _("Wednesday"))]


class SampleForm(forms.Form):
    """One field of each kind."""

    first_name = forms.CharField(label=_("First name"))
    email = forms.EmailField(
        label=_("Email"), help_text=_("We send a code here. No password is needed."), required=False
    )
    families = forms.IntegerField(
        label=_("How many families had a two-way talk?"),
        widget=NumberInput,
        help_text=_("Count each family one time, even if you talked more than once."),
    )
    starts_on = forms.DateField(label=_("First day"), widget=DateInput, initial=date(2026, 9, 14))
    code = forms.CharField(label=_("Code from the message"), widget=CodeInput, required=False)
    noticed = forms.CharField(
        label=_("What did you notice?"),
        widget=forms.Textarea,
        help_text=_("One or two sentences is plenty. It is fine if it did not work."),
    )
    answer = forms.ChoiceField(label=_("Can you come?"), choices=ANSWERS, widget=RadioRows)
    days = forms.MultipleChoiceField(
        label=_("Which days suit you?"), choices=DAYS, widget=CheckboxRows, required=False
    )
    room = forms.ChoiceField(
        label=_("Room"), choices=[("", _("Choose a room")), ("a", _("Toddlers"))], required=False
    )
    photo = forms.FileField(label=_("Photo of your paper form"), required=False)
    remember = forms.BooleanField(
        label=_("Stay signed in on this phone"),
        help_text=_("Leave this empty on a tablet that others use."),
        required=False,
    )

    WRONG: ClassVar[dict[str, Any]] = {"email": "maria", "families": "many", "answer": "perhaps"}


def wrong_form() -> SampleForm:
    """The form as it comes back after mistakes, with one that belongs to no single field."""
    form = SampleForm(SampleForm.WRONG, prefix="wrong")
    form.data = {f"wrong-{name}": value for name, value in SampleForm.WRONG.items()}
    form.full_clean()
    form.add_error(None, _("The day is before the collaborative starts."))
    return form


def people() -> list[Person]:
    """A team of five with one role that nobody holds yet."""
    return [
        Person("Maria Alvarez", str(_("Team leader")), url="#maria"),
        Person("Dee Washington", str(_("Teacher"))),
        Person("Nguyễn Thị Bích Phượng", str(_("Senior leader"))),
        Person("Ana", str(_("Family member"))),
        Person(str(_("Still to find")), str(_("Second family member")), missing=True),
    ]


def page_of_many(number: int) -> Page[int]:
    """A page of a list long enough to need an ellipsis."""
    return Paginator(list(range(240)), 20).page(number)
