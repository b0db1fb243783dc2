"""The steps that choose: which framework, which measures."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, RadioRows
from collaboratives.models import Collaborative
from collaboratives.setup.forms.step import DraftForm, Typed
from collaboratives.setup.parts import Measure
from collaboratives.setup.queries import Copyable
from collaboratives.setup.services.frameworks import EMPTY, EXAMPLE


class FrameworkForm(DraftForm):
    """The published example, a copy of the organization's own, or an empty one."""

    choice = forms.ChoiceField(label=_("What do you begin with?"), widget=RadioRows)

    def __init__(
        self,
        data: Typed | None = None,
        *,
        copyable: Sequence[Copyable],
        example: str,
        is_begun: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self._sources = {str(one.collaborative.pk): one.collaborative for one in copyable}
        choices = [(EXAMPLE, gettext("The published example: %(name)s") % {"name": example})]
        for one in copyable:
            said = {"name": one.framework, "collaborative": one.collaborative.name}
            label = gettext("A copy of “%(name)s” from %(collaborative)s") % said
            choices.append((str(one.collaborative.pk), label))
        if not is_begun:
            choices.append((EMPTY, gettext("An empty one: you write it yourselves")))
        cast(forms.ChoiceField, self.fields["choice"]).choices = choices

    @property
    def source(self) -> Collaborative | None:
        """Return the collaborative whose framework is to be copied, of a valid form."""
        return self._sources.get(self.cleaned_data["choice"])


class MeasuresForm(DraftForm):
    """The example's measures that do not stand yet; none ticked means later."""

    keys = forms.MultipleChoiceField(
        label=_("Which of these will all teams count?"),
        required=False,
        widget=CheckboxRows,
        help_text=_(
            "Begin with few: three that everybody counts are worth more than ten that nobody does."
        ),
    )

    def __init__(
        self, data: Typed | None = None, *, measures: Sequence[Measure], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["keys"]).choices = [
            (one.key, one.name) for one in measures if not one.stands
        ]
