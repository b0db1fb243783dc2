"""The five short steps of a plan."""

import json
import uuid
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, DateInput, RadioRows
from collaboratives.models import Membership
from collaboratives.translations import in_language
from metrics.models import Metric
from metrics.queries import metrics_in_use, metrics_of
from pdsa.forms.steps import CycleForm, DriverField, Ticks, ticked_now, without_blank
from pdsa.forms.teams import ForTeamForm
from pdsa.method import suggest_day


class NewTestForm(ForTeamForm):
    """Step 1 before there is a draft; ``token`` makes one form one draft.

    ``plan`` is the key of the collection plan that is tried out, if one is. ``lenient`` is for
    saving while somebody types.
    """

    what = forms.CharField(
        label=_("What will you try?"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    driver = DriverField(label=_("What is it part of?"))
    token = forms.UUIDField(widget=forms.HiddenInput)
    plan = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, member: Membership, lenient: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        cast(DriverField, self.fields["driver"]).offer(member)
        if "team" in self.fields:
            self.fields["team"].label = _("Who is this test for?")
            self.fields["team"].required = not lenient


class WhatForm(CycleForm):
    """Step 1 of an idea's first cycle; the focus area belongs to the whole ramp."""

    needed = ("what",)
    driver = DriverField(label=_("What is it part of?"))
    had = Ticks()

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["what"]
        widgets: ClassVar = {"what": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.instance.ramp.secondary_driver
        self.initial["driver"] = current.pk if current else ""
        self.initial["had"] = json.dumps({"driver": [str(self.initial["driver"])]})
        driver = cast(DriverField, self.fields["driver"])
        driver.offer(self.member, current)

    @property
    def changes_driver(self) -> bool:
        """Whether this person chose another focus area than their page showed."""
        chosen = self.cleaned_data["driver"]
        had: list[str] | None = self.cleaned_data["had"].get("driver")
        return had != [str(chosen.pk) if chosen else ""]


class NextWhatForm(CycleForm):
    """Step 1 of a later cycle: what changed since the last."""

    needed = ("what",)

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["what_is_different", "what"]
        widgets: ClassVar = {
            "what": forms.Textarea({"rows": 4}),
            "what_is_different": forms.Textarea({"rows": 3}),
        }


class ScaleForm(CycleForm):
    """Step 2: how small it can be."""

    needed = ("scale",)

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["scale"]
        widgets: ClassVar = {"scale": RadioRows}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self.fields["scale"])


class WhenForm(CycleForm):
    """Step 3: who, where, when; a day within the week is filled in as a suggestion."""

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["who", "where", "starts_on", "ends_on"]
        widgets: ClassVar = {"starts_on": DateInput, "ends_on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.starts_on is None and self.instance.is_draft:
            self.initial["starts_on"] = suggest_day(self.instance.collaborative.today())


class PredictionForm(CycleForm):
    """Step 4: what they think will happen."""

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["prediction"]
        widgets: ClassVar = {"prediction": forms.Textarea({"rows": 4})}


class CheckForm(CycleForm):
    """Step 5: how they will know, who may see it and who else writes in it."""

    metrics = forms.MultipleChoiceField(
        label=_("Which of our numbers could it move?"), widget=CheckboxRows, required=False
    )
    owners = forms.MultipleChoiceField(
        label=_("Who else can write in this test?"), widget=CheckboxRows, required=False
    )
    had = Ticks()

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["look_at", "visibility"]
        widgets: ClassVar = {"look_at": forms.Textarea({"rows": 3}), "visibility": RadioRows}

    def __init__(self, *args: Any, team: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.ramp.team_id is None:
            # The implementation team's own tests are for all to see.
            self.leave_out("visibility")
        self._standing: dict[str, list[str]] = {}
        self._offered: dict[str, set[str]] = {}
        self._offer_metrics()
        self._offer_owners(team)
        self.initial["had"] = json.dumps(self._standing)

    def _offer_metrics(self) -> None:
        ramp = self.instance.ramp
        rows = ramp.metric_rows.all()
        linked = {str(row.metric_id): row.metric for row in rows}
        offered = metrics_of(ramp.team) if ramp.team else metrics_in_use()
        self._metrics = linked | {str(metric.pk): metric for metric in offered}
        self._offer(
            "metrics",
            [(key, in_language(row, "plain_name").text) for key, row in self._metrics.items()],
            list(linked),
        )

    def _offer_owners(self, team: list[Membership]) -> None:
        first = self.instance.started_by_id
        owners = {str(owner.member_id): owner.member for owner in self.instance.owners.all()}
        self._team = owners | {str(person.pk): person for person in team}
        self._offer(
            "owners",
            [(str(person.pk), person.user.name) for person in team if person.pk != first],
            list(owners),
        )

    def _offer(self, name: str, choices: list[tuple[str, str]], standing: list[str]) -> None:
        if not choices:
            del self.fields[name]
            return
        cast(forms.MultipleChoiceField, self.fields[name]).choices = choices
        self.initial[name] = self._standing[name] = standing
        self._offered[name] = {key for key, _label in choices}

    def _chosen(self, name: str) -> set[str]:
        had = self.cleaned_data["had"].get(name)
        if had is not None:
            # What stands and is not on the list cannot have been taken away on this page.
            had = [key for key in had if key in self._offered[name]]
        return ticked_now(self._standing[name], had, self.cleaned_data[name])

    @property
    def chosen_metrics(self) -> list[Metric] | None:
        """Return the measures that are linked now, or None where none was offered."""
        if "metrics" not in self.fields:
            return None
        return [self._metrics[key] for key in self._chosen("metrics")]

    @property
    def chosen_owners(self) -> list[Membership] | None:
        """Return who writes in it now, or None where nobody was offered."""
        if "owners" not in self.fields:
            return None
        return [self._team[key] for key in self._chosen("owners")]

    @property
    def is_all_saved(self) -> bool:
        """Whether the ticks on the page stand already; they are saved by the button alone."""
        return all(self._chosen(name) == set(was) for name, was in self._standing.items())
