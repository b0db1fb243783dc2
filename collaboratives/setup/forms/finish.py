"""The end of the wizard: which plan it begins with."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import RadioRows
from collaboratives.setup.forms.step import Typed
from collaboratives.workplan.models import PlanTemplate

STANDARD = "standard"


class FinishForm(forms.Form):
    """The standard plan, or one that the organization saved from an earlier collaborative."""

    plan = forms.ChoiceField(
        label=_("Which plan do you begin with?"), initial=STANDARD, widget=RadioRows
    )

    def __init__(
        self, data: Typed | None = None, *, templates: Iterable[PlanTemplate], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self._templates = {str(one.pk): one for one in templates}
        standard = (STANDARD, gettext("The standard plan of a Breakthrough Series Collaborative"))
        saved = [
            (key, gettext("Saved: %(name)s") % {"name": one.name})
            for key, one in self._templates.items()
        ]
        cast(forms.ChoiceField, self.fields["plan"]).choices = [standard, *saved]
        if not saved:
            self.fields["plan"].widget = forms.HiddenInput()

    @property
    def template(self) -> PlanTemplate | None:
        """Return the saved plan that was chosen, of a valid form; None is the standard plan."""
        return self._templates.get(self.cleaned_data["plan"])
