"""The forms of a test: one for each short page, each carrying the mark of what it was made from."""

import datetime as dt
import uuid
from copy import copy
from itertools import groupby
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, DateInput, RadioRows
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership, MembershipRole
from collaboratives.translations import in_language
from metrics.models import Metric
from metrics.queries import metrics_in_use
from pdsa.enums import PLAIN_DECISIONS, Decision, Kind
from pdsa.method import suggest_day
from pdsa.models import Cycle, CycleComment, CyclePhoto
from pdsa.services.cycles import fingerprint
from pdsa.words import driver_words, voice_of


class DriverField(forms.TypedChoiceField):
    """A secondary driver in use, under its primary driver; families read the plain words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, empty_value=None, coerce=self._driver, **kwargs)
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
            ("", _("I am not sure yet")),
            *(
                (
                    in_language(primary, "short_name").text,
                    [(str(driver.pk), driver_words(driver, voice).text) for driver in under],
                )
                for primary, under in groups
            ),
        ]

    def _driver(self, value: str) -> SecondaryDriver:
        return self._drivers[value]


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

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed into the cycle's own fields."""
        return {name: self.cleaned_data[name] for name in self.own}

    def made_from(self, cycle: Cycle) -> None:
        """Keep what was typed, but say that the newer values have been seen."""
        typed: Any = copy(self.data)
        typed[self.add_prefix("seen")] = fingerprint(cycle, self.own)
        self.data = typed


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
    """Study: what was seen, held against the prediction, and what it teaches."""

    needed = ("what_we_learned",)

    class Meta(CycleForm.Meta):
        fields: ClassVar = ["observations", "compared", "what_we_learned"]
        widgets: ClassVar = {
            "observations": forms.Textarea({"rows": 3}),
            "compared": RadioRows,
            "what_we_learned": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_blank(self.fields["compared"])


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


def without_blank(field: forms.Field) -> None:
    """Take the empty row out of a list of radio rows: nothing chosen is nothing chosen."""
    rows: Any = field
    rows.choices = [choice for choice in rows.choices if choice[0]]


class CommentForm(forms.ModelForm[CycleComment]):
    """A comment, a reply, or a teammate's note; ``hat`` is asked only where there are several."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    hat = forms.TypedChoiceField(label=_("You write as"), required=True)

    class Meta:
        model = CycleComment
        fields: ClassVar = ["text"]
        widgets: ClassVar = {"text": forms.Textarea({"rows": 3})}
        error_messages: ClassVar = {"text": {"required": _("Write a few words first.")}}

    def __init__(
        self,
        *args: Any,
        hats: list[MembershipRole],
        reply_to: int | None = None,
        kind: Kind = Kind.COMMENT,
        **kwargs: Any,
    ) -> None:
        # Several of these stand on one page, so each needs ids of its own.
        name = f"reply-{reply_to}" if reply_to else kind.value
        kwargs["auto_id"] = f"{name}-%s"
        super().__init__(*args, **kwargs)
        self.reply_to = reply_to
        if kind == Kind.OBSERVATION:
            self.fields["text"].label = _("What did you see?")
        elif reply_to:
            self.fields["text"].label = _("Your reply")
        self.initial.setdefault("token", uuid.uuid4())
        self._hats = {str(hat.pk): hat for hat in hats}
        if len(hats) < 2:
            del self.fields["hat"]
        else:
            hat = cast(forms.TypedChoiceField, self.fields["hat"])
            hat.choices = [(key, hat_name(each)) for key, each in self._hats.items()]

    @property
    def chosen_hat(self) -> MembershipRole:
        """Return the hat chosen, or the only one there is."""
        return self._hats[self.cleaned_data.get("hat") or next(iter(self._hats))]


def hat_name(hat: MembershipRole) -> str:
    """Return a role with its team, as it stands under a name."""
    role = str(hat.get_role_display())
    return f"{role}, {hat.team.name}" if hat.team else role


class PhotoForm(forms.ModelForm[CyclePhoto]):
    """A photograph and what it shows."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    # Not an ImageField: the file is opened once, where its size is checked first.
    photo = forms.FileField(label=_("Photo"), widget=forms.FileInput({"accept": "image/*"}))

    class Meta:
        model = CyclePhoto
        fields: ClassVar = ["alt"]

    field_order = ("photo", "alt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class FilterForm(forms.Form):
    """What a list of tests is narrowed by."""

    driver = DriverField(label=_("Focus area"))
    decision = forms.ChoiceField(
        label=_("What they decided"), choices=[("", _("Any")), *Decision.choices], required=False
    )
    words = forms.CharField(
        label=_("Words to look for"), max_length=100, required=False, widget=forms.SearchInput
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        driver = cast(DriverField, self.fields["driver"])
        driver.offer(member)
