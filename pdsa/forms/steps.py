"""What the short pages share: some fields of a cycle, and the mark of what they were made from."""

import json
from collections.abc import Collection
from copy import copy
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership
from collaboratives.translations import in_language
from pdsa.enums import Settling
from pdsa.models import Cycle
from pdsa.services.cycles import fingerprint
from pdsa.words import driver_words, voice_of

NOT_SURE = _("I am not sure yet")


class DriverField(forms.ChoiceField):
    """A secondary driver in use, under its primary driver; families read the plain words.

    ``empty`` is the choice of none.
    """

    def __init__(self, *, empty: str | Promise = NOT_SURE, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self._empty = empty
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
            ("", self._empty),
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

    def leave_out(self, name: str) -> None:
        """Do without one of the cycle's own fields."""
        del self.fields[name]
        self.own.remove(name)
        self.initial["seen"] = fingerprint(self.instance, self.own)

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed into the cycle's own fields."""
        return {name: self.cleaned_data[name] for name in self.own}

    @property
    def is_all_saved(self) -> bool:
        """Whether saving ``values`` leaves nothing on the page that is not saved."""
        return True

    def made_from(self, cycle: Cycle) -> None:
        """Keep what was typed, but say that the newer values have been seen."""
        self._type("seen", fingerprint(cycle, self.own))

    def settle(self, name: str, how: str, cycle: Cycle) -> None:
        """Put into one field what stands in ``cycle``, or that and what was typed below it.

        Nothing is saved. A choice or a date cannot be two things: it stays as typed then.
        """
        theirs, typed = self.initial_of(name, cycle), self.data.get(self.add_prefix(name), "")
        if how == Settling.THEIRS:
            self._type(name, theirs)
        elif how == Settling.BOTH and is_text(name) and theirs.strip() not in typed:
            length = getattr(self.fields[name], "max_length", None)
            joint = "\n\n" if isinstance(self.fields[name].widget, forms.Textarea) else " / "
            self._type(name, joint.join(filter(None, [theirs.strip(), typed.strip()]))[:length])

    def initial_of(self, name: str, cycle: Cycle) -> str:
        """Return what a field of this form would send if it were made from ``cycle``."""
        value = self.fields[name].prepare_value(getattr(cycle, name))
        return "" if value is None else str(value)

    def _type(self, name: str, value: str) -> None:
        typed: Any = copy(self.data)
        typed[self.add_prefix(name)] = value
        self.data = typed


def is_text(name: str) -> bool:
    """Whether two people's words can stand one below the other in this field of a cycle."""
    field = Cycle._meta.get_field(name)
    return isinstance(field, models.CharField | models.TextField) and not field.choices


class Ticks(forms.CharField):
    """What was ticked when the page was made, by field: what a person changed is seen from it."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> dict[str, list[str]]:
        """Return lists of keys; what is no such thing counts as not sent."""
        try:
            read = json.loads(super().clean(value) or "{}")
        except ValueError:
            read = None
        lists = read.items() if isinstance(read, dict) else ()
        return {name: [str(key) for key in keys] for name, keys in lists if isinstance(keys, list)}


def ticked_now(
    standing: Collection[str], had: Collection[str] | None, ticked: Collection[str]
) -> set[str]:
    """Return what is ticked when one person's changes since ``had`` meet what ``standing`` says.

    So nobody's tick is taken away by somebody whose page was older. Without ``had`` what was
    ticked holds.
    """
    if had is None:
        return set(ticked)
    return (set(standing) | (set(ticked) - set(had))) - (set(had) - set(ticked))


def without_blank(field: forms.Field) -> None:
    """Take the empty row out of a list of radio rows: nothing chosen is nothing chosen."""
    rows: Any = field
    rows.choices = [choice for choice in rows.choices if choice[0]]
