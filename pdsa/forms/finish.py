"""The three short pages on which a test is told: Do, Study, Act."""

from typing import Any, ClassVar, cast

from django import forms

from bsc.ui.forms import RadioRows
from pdsa.enums import PLAIN_DECISIONS, Carried, Decision
from pdsa.forms.steps import CycleForm, without_blank


class HappenedForm(CycleForm):
    """Do: whether it happened, and what."""

    needed = ("carried_out", "what_happened")

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["carried_out", "what_happened"]
        widgets: ClassVar = {
            "carried_out": RadioRows,
            "what_happened": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self.fields["carried_out"])


class LearnedForm(CycleForm):
    """Study: what was seen and counted, held against the prediction, and what it teaches.

    What did not happen is not compared with what was thought.
    """

    needed = ("what_we_learned",)

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["observations", "numbers", "compared", "what_we_learned"]
        widgets: ClassVar = {
            "observations": forms.Textarea({"rows": 3}),
            "compared": RadioRows,
            "what_we_learned": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self.fields["compared"])
        if self.instance.carried_out == Carried.NOT_DONE and not self.instance.compared:
            self.leave_out("compared")


class DecisionForm(CycleForm):
    """Act: what comes next, and why."""

    needed = ("decision",)

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["decision", "why", "next_step"]
        widgets: ClassVar = {
            "decision": RadioRows,
            "why": forms.Textarea({"rows": 2}),
            "next_step": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = cast(forms.ChoiceField, self.fields["decision"])
        decision.choices = [
            (choice.value, f"{PLAIN_DECISIONS[choice]} ({choice.label.lower()})")
            for choice in Decision
        ]
