"""What the short pages share: some fields of a cycle, and the mark of what they were made from."""

from copy import copy
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership
from collaboratives.translations import in_language
from pdsa.models import Cycle
from pdsa.services.cycles import fingerprint
from pdsa.words import driver_words, voice_of


class DriverField(forms.ChoiceField):
    """A secondary driver in use, under its primary driver; families read the plain words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self._drivers: dict[str, SecondaryDriver] = {}

    def offer(self, member: Membership, current: SecondaryDriver | None = None) -> None:
        """Fill the list for this reader; a retired driver is offered where it is chosen already."""
        drivers = list(drivers_in_use())
        if current and current not in drivers:
            drivers.append(current)
        self._drivers = {str(driver.pk): driver for driver in drivers}
        voice = voice_of(member)
        groups = groupby(drivers, key=lambda driver: driver.primary)
        self.choices = [
            ("", _("I am not sure yet")),
            *(
                (
                    in_language(primary, "short_name").text,
                    [(str(driver.pk), driver_words(driver, voice).text) for driver in under],
                )
                for primary, under in groups
            ),
        ]

    def clean(self, value: Any) -> SecondaryDriver | None:
        """Return the driver chosen, if any."""
        key: str = super().clean(value)
        return self._drivers[key] if key else None


class CycleForm(forms.ModelForm[Cycle]):
    """Some fields of a cycle, and ``seen``: the mark of the values it was made from.

    ``lenient`` is for saving while somebody types: what is still missing is no error then.
    """

    needed: ClassVar[tuple[str, ...]] = ()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Cycle
        fields: ClassVar[list[str]] = []

    def __init__(
        self, *args: Any, member: Membership, lenient: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.own = list(self._meta.fields or ())
        for name in self.needed:
            self.fields[name].required = not lenient
        # Read now: cleaning writes what was typed into the instance.
        self.initial["seen"] = fingerprint(self.instance, self.own)

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed into the cycle's own fields."""
        return {name: self.cleaned_data[name] for name in self.own}

    def made_from(self, cycle: Cycle) -> None:
        """Keep what was typed, but say that the newer values have been seen."""
        typed: Any = copy(self.data)
        typed[self.add_prefix("seen")] = fingerprint(cycle, self.own)
        self.data = typed


def without_blank(field: forms.Field) -> None:
    """Take the empty row out of a list of radio rows: nothing chosen is nothing chosen."""
    rows: Any = field
    rows.choices = [choice for choice in rows.choices if choice[0]]
