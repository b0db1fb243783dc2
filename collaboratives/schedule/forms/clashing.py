"""A word on why a clash is all right, with which clash is meant."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboratives.schedule.clashes import Clash
from collaboratives.schedule.enums import ClashKind
from collaboratives.schedule.models import AcceptedClash


class AcceptForm(forms.Form):
    """The clash as its page showed it; ``chosen`` finds it again among those that stand."""

    kind = forms.ChoiceField(choices=ClashKind, widget=forms.HiddenInput)
    first = forms.IntegerField(widget=forms.HiddenInput)
    second = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stands_on = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why is it all right?"),
        max_length=AcceptedClash._meta.get_field("why").max_length,
        required=False,
        help_text=_("One word is enough. It helps whoever wonders later."),
    )

    @classmethod
    def about(cls, clash: Clash, number: int, data: Any = None) -> "AcceptForm":
        """Return the form beside a clash; ``number`` sets it apart from the others of the page."""
        kind, first, second, stands_on = clash.key
        initial = {"kind": kind, "first": first, "second": second, "stands_on": stands_on}
        return cls(data, initial=initial, auto_id=f"id_{number}_%s")

    def chosen(self, clashes: Iterable[Clash]) -> Clash | None:
        """Return the clash that was meant, if it still stands as it was shown."""
        data = self.data
        meant = tuple(str(data.get(name) or "") for name in ("kind", "first", "second"))
        for clash in clashes:
            kind, first, second, stands_on = clash.key
            if (kind, str(first), str(second or "")) == meant and stands_on == data.get(
                "stands_on"
            ):
                return clash
        return None
