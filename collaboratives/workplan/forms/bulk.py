"""Changing several tasks at once: what to do with them, and how."""

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, NumberInput, RadioRows
from collaboratives.models import Membership
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.forms.tasks import possible_owners

FARTHEST = 730


class Action(models.TextChoices):
    """What can be done with several tasks."""

    ASSIGN = "assign", _("Give them to somebody")
    ADD_OWNER = "add_owner", _("Add somebody who takes care")
    DONE = "done", _("Mark as done")
    STATUS = "status", _("Set the status")
    SHIFT = "shift", _("Move by days or weeks")
    PIN = "pin", _("Pin the dates")
    UNPIN = "unpin", _("Let the dates follow the plan again")


ASKS = {
    Action.ASSIGN: ("owners",),
    Action.ADD_OWNER: ("owners",),
    Action.STATUS: ("status",),
    Action.SHIFT: ("count", "unit", "way"),
}


class BulkForm(forms.Form):
    """The first step: what to do. Ticks are sent beside it (``task``), or ``all`` that fit."""

    action = forms.ChoiceField(label=_("What to do"), choices=Action)
    all = forms.BooleanField(required=False)

    def __init__(self, *args: Any, total: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = ngettext("All %(total)s task that fits", "All %(total)s tasks that fit", total)
        self.fields["all"].label = words % {"total": total}


class ChangeManyForm(forms.Form):
    """The second step: what exactly. Holds only the fields that the action asks for."""

    owners: forms.ModelMultipleChoiceField[Membership] = forms.ModelMultipleChoiceField(
        None, label=_("Who takes care of them"), widget=CheckboxRows
    )
    status = forms.ChoiceField(label=_("Status"), choices=TaskStatus, widget=RadioRows)
    count = forms.IntegerField(
        label=_("By how many"), min_value=1, max_value=FARTHEST, widget=NumberInput
    )
    unit = forms.ChoiceField(
        label=_("Counted in"), choices=[("days", _("days")), ("weeks", _("weeks"))], initial="weeks"
    )
    way = forms.ChoiceField(
        label=_("Which way"),
        choices=[("later", _("later")), ("earlier", _("earlier"))],
        initial="later",
        widget=RadioRows,
    )
    action = forms.ChoiceField(choices=Action, widget=forms.HiddenInput)
    marks = forms.CharField(widget=forms.HiddenInput)
    filter = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        self.initial["action"] = action
        asked = {"action", "marks", "filter", "token", *ASKS.get(Action(action), ())}
        for name in set(self.fields) - asked:
            del self.fields[name]
        if "owners" in self.fields:
            owners = cast("forms.ModelMultipleChoiceField[Membership]", self.fields["owners"])
            owners.queryset = possible_owners()

    def clean(self) -> dict[str, Any]:
        """Refuse a distance that no plan has."""
        data = super().clean() or {}
        if data.get("unit") == "weeks" and (data.get("count") or 0) * 7 > FARTHEST:
            raise ValidationError({"count": gettext("That is more than two years.")})
        return data

    def days(self) -> int:
        """Return the signed distance in days."""
        data = self.cleaned_data
        count = data["count"] * (7 if data["unit"] == "weeks" else 1)
        return int(-count if data["way"] == "earlier" else count)
