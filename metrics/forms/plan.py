"""How a team collects one measure."""

from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.ui.forms import RadioRows
from metrics.enums import PlanStatus
from metrics.models import CollectionPlan

FIELDS = ("who", "when", "where", "tool", "status", "note")


class PlanForm(forms.Form):
    """Five short answers and what gets in the way. ``revision`` is what the writer saw."""

    who = forms.CharField(label=gettext_lazy("Who collects it?"), max_length=200)
    when = forms.CharField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("At a moment that comes anyway: “Friday at nap time”."),
        max_length=200,
        required=False,
    )
    where = forms.CharField(label=gettext_lazy("Where?"), max_length=200, required=False)
    tool = forms.CharField(
        label=gettext_lazy("With which tool?"),
        help_text=gettext_lazy("A list, a jar of buttons, the counter on a phone. No names."),
        max_length=200,
        required=False,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("How is it going?"), choices=PlanStatus, widget=RadioRows
    )
    note = forms.CharField(
        label=gettext_lazy("What gets in the way?"),
        help_text=gettext_lazy("The people who run the collaborative read it, to help."),
        max_length=300,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, plan: CollectionPlan | None) -> None:
        initial: dict[str, Any] = {"status": PlanStatus.PLANNED, "revision": 0}
        if plan:
            initial = {name: getattr(plan, name) for name in (*FIELDS, "revision")}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """A plan that is stuck says why."""
        data = super().clean() or self.cleaned_data
        if data.get("status") == PlanStatus.STUCK and not data.get("note"):
            self.add_error("note", _("Please say in a few words what gets in the way."))
        return data

    def plan_fields(self) -> dict[str, Any]:
        """Return the fields of the plan as the service takes them."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def saw(self, plan: CollectionPlan) -> None:
        """Keep what was typed, and let the next save go over what is shown now."""
        data = cast(MultiValueDict[str, str], self.data).copy()
        data["revision"] = str(plan.revision)
        self.data = data
