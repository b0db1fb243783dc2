"""Plans kept for the next collaborative."""

import uuid
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboratives.framework.forms.exchange import FileForm
from collaboratives.models import Membership
from collaboratives.workplan.models import PlanTemplate
from collaboratives.workplan.rule_queries import templates_visible_to


class TemplateForm(forms.Form):
    """A template's name and what is special about it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    about = forms.CharField(
        label=_("What is special about it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class ChoosePlanForm(forms.Form):
    """What a first plan is made from."""

    template: forms.ModelChoiceField[PlanTemplate] = forms.ModelChoiceField(
        None, label=_("Made from"), required=False, empty_label=_("The standard plan")
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = cast("forms.ModelChoiceField[PlanTemplate]", self.fields["template"])
        template.queryset = templates_visible_to(member)


class PlanFileForm(FileForm):
    """A plan's file, or its text."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
