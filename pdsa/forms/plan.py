"""The five short steps of a plan."""

import datetime as dt
import uuid
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, DateInput, RadioRows
from centers.models import CoreTeam
from collaboratives.models import Membership
from collaboratives.translations import in_language
from metrics.models import Metric
from metrics.queries import metrics_in_use
from pdsa.forms.steps import CycleForm, DriverField, without_blank
from pdsa.method import suggest_day
from pdsa.services.cycles import fingerprint


class NewTestForm(forms.Form):
    """Step 1 before there is a draft; ``token`` makes one form one draft."""

    what = forms.CharField(
        label=_("What will you try?"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    driver = DriverField(label=_("What is it part of?"))
    team = forms.TypedChoiceField(label=_("Who is this test for?"), widget=RadioRows)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        member: Membership,
        teams: list[CoreTeam | None],
        lenient: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        driver = cast(DriverField, self.fields["driver"])
        driver.offer(member)
        self._teams = {str(team.pk) if team else "none": team for team in teams}
        if len(teams) < 2:
            del self.fields["team"]
        else:
            team = cast(forms.TypedChoiceField, self.fields["team"])
            team.choices = [
                (key, team.name if team else _("The implementation team"))
                for key, team in self._teams.items()
            ]
            team.required = not lenient

    @property
    def chosen_team(self) -> CoreTeam | None:
        """Return the team chosen, or the only one there is."""
        key = self.cleaned_data.get("team") or next(iter(self._teams))
        return self._teams[key]


class WhatForm(CycleForm):
    """Step 1 of an idea's first cycle; the focus area belongs to the whole ramp."""

    needed = ("what",)
    driver = DriverField(label=_("What is it part of?"))

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["what"]
        widgets: ClassVar = {"what": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.instance.ramp.secondary_driver
        self.initial["driver"] = current.pk if current else ""
        driver = cast(DriverField, self.fields["driver"])
        driver.offer(self.member, current)


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

    def clean_ends_on(self) -> dt.date | None:
        """Refuse an end before the beginning."""
        starts_on = self.cleaned_data.get("starts_on")
        ends_on: dt.date | None = self.cleaned_data.get("ends_on")
        if ends_on and starts_on and ends_on < starts_on:
            raise forms.ValidationError(_("The last day comes before the first day."))
        return ends_on


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

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["look_at", "visibility"]
        widgets: ClassVar = {"look_at": forms.Textarea({"rows": 3}), "visibility": RadioRows}

    def __init__(self, *args: Any, team: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.ramp.team_id is None:
            # The implementation team's own tests are for all to see.
            del self.fields["visibility"]
            self.own.remove("visibility")
            self.initial["seen"] = fingerprint(self.instance, self.own)
        self._offer_metrics()
        self._offer_owners(team)

    def _offer_metrics(self) -> None:
        self._metrics = {str(metric.pk): metric for metric in metrics_in_use()}
        metrics = cast(forms.MultipleChoiceField, self.fields["metrics"])
        metrics.choices = [
            (key, in_language(metric, "plain_name").text) for key, metric in self._metrics.items()
        ]
        if not self._metrics:
            del self.fields["metrics"]
        else:
            self.initial["metrics"] = [
                str(row.metric_id) for row in self.instance.ramp.metric_rows.all()
            ]

    def _offer_owners(self, team: list[Membership]) -> None:
        self._team = {str(person.pk): person for person in team}
        owners = cast(forms.MultipleChoiceField, self.fields["owners"])
        first = self.instance.started_by_id
        owners.choices = [
            (key, person.user.name) for key, person in self._team.items() if person.pk != first
        ]
        if not owners.choices:
            del self.fields["owners"]
        else:
            self.initial["owners"] = [str(owner.member_id) for owner in self.instance.owners.all()]

    @property
    def chosen_metrics(self) -> list[Metric]:
        """Return the measures ticked."""
        return [self._metrics[key] for key in self.cleaned_data.get("metrics", [])]

    @property
    def chosen_owners(self) -> list[Membership] | None:
        """Return the teammates ticked, or None where nobody was offered."""
        if "owners" not in self.fields:
            return None
        return [self._team[key] for key in self.cleaned_data["owners"]]
