"""What the plan asks for: rules, named points, activities."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import NumberInput
from collaboratives.enums import Competency
from collaboratives.schedule.enums import EventKind
from collaboratives.workplan.dates import Anchors, Timing, circle_in
from collaboratives.workplan.enums import PHASES
from collaboratives.workplan.forms.timing import LIVE_PREVIEW, TimingField
from collaboratives.workplan.models import Activity, TaskRule
from collaboratives.workplan.services.activities import version_of
from collaboratives.workplan.services.rules import RuleWish
from collaboratives.workplan.vocabulary import Place, Vocabulary, specs


class RuleForm(forms.Form):
    """A rule. ``basis`` is what the writer saw of its effect, ``revision`` what they saw of it."""

    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("Where the task comes for each event, {event} stands for the event’s name."),
    )
    when = TimingField()
    competency = forms.ChoiceField(
        label=_("Competency"), choices=[("", _("None")), *Competency.choices], required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rule: TaskRule, vocabulary: Vocabulary, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "title": rule.title,
            "when": vocabulary.say(rule),
            "competency": rule.competency,
            "revision": rule.revision,
            "token": uuid.uuid4(),
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        when = self.fields["when"]
        when.widget.attrs |= LIVE_PREVIEW
        if isinstance(when, TimingField):
            typed = self.data.get("when") or self.initial["when"]
            when.bind(vocabulary, vocabulary.names(rule), typed)

    def understood(self) -> str:
        """Return what the words mean, said again; "" while they mean nothing."""
        timing, field = self.cleaned_data.get("when"), self.fields["when"]
        return field.said(timing) if timing and isinstance(field, TimingField) else ""

    def wish(self) -> RuleWish:
        """Return what the rule shall be; the form must be valid."""
        data = self.cleaned_data
        return RuleWish(title=data["title"], competency=data["competency"], timing=data["when"])


class AnchorForm(forms.Form):
    """A named point: what it stands on, and where it stands until there is such an event."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As it stands in a sentence: “2 weeks before the orientation”."),
    )
    kind = forms.ChoiceField(
        label=_("Stands on the first event of this kind"),
        choices=[("", _("No event")), *EventKind.choices],
        required=False,
    )
    number = forms.IntegerField(
        label=_("With this number"),
        required=False,
        min_value=1,
        max_value=99,
        widget=NumberInput,
        help_text=_("For Learning Sessions: which one."),
    )
    stands = TimingField(
        label=_("Until there is such an event it stands"),
        required=False,
        help_text=_("For example “11 weeks before Learning Session 1”."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, vocabulary: Vocabulary, key: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.vocabulary, self.key = vocabulary, key
        stands = self.fields["stands"]
        for name in ("kind", "number", "stands"):
            self.fields[name].widget.attrs |= LIVE_PREVIEW | {"hx-include": "closest form"}
        self.fields["kind"].widget.attrs["hx-trigger"] = "change"
        if isinstance(stands, TimingField):
            typed = self.data.get("stands") or self.initial.get("stands") or ""
            stands.bind(vocabulary, vocabulary.point_names(), typed)

    def clean_name(self) -> str:
        """Refuse a name that another point has, since words could not tell them apart."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = [place.words for key, place in self.vocabulary.places.items() if key != self.key]
        if name.casefold() in {other.casefold() for other in others}:
            raise ValidationError(gettext("There is a point with this name already."))
        return name

    def clean_stands(self) -> Timing | None:
        """Refuse what is no single distance from another named point, and circles."""
        timing = self.cleaned_data["stands"]
        if timing is None:
            return None
        if not isinstance(timing, Timing) or timing.form != "anchor":
            raise ValidationError(
                gettext(
                    "Say how far it lies from another point: “11 weeks before Learning Session 1”."
                )
            )
        if self.key:
            circle = circle_in(self.wished_specs(timing, {}))
            if circle:
                raise ValidationError(
                    gettext("That goes round in a circle: %(circle)s.")
                    % {"circle": " → ".join(self._words(one) for one in (*circle, circle[0]))}
                )
        return timing

    def clean(self) -> dict[str, Any]:
        """Refuse a point that stands on nothing."""
        data = super().clean() or {}
        if not (data.get("kind") or data.get("stands") or self.errors):
            raise ValidationError(
                {
                    "stands": gettext(
                        "Say what it stands on: an event of some kind, or another point."
                    )
                }
            )
        return data

    def _words(self, key: str) -> str:
        return self.vocabulary.places[key].words

    def wished_specs(self, timing: Timing | None, data: Mapping[str, Any]) -> Anchors:
        """Return all named points with this one as it would be."""
        spec: dict[str, Any] = {}
        if data.get("kind"):
            spec["event"] = data["kind"]
        if data.get("number"):
            spec["number"] = data["number"]
        if timing:
            spec["otherwise"] = {
                "anchor": timing.anchor,
                "offset": timing.offset,
                "unit": timing.unit,
            }
        return {**specs(self.vocabulary.places), self.key: spec}

    def fields_of_anchor(self) -> dict[str, Any]:
        """Return what the services take; the form must be valid."""
        data = self.cleaned_data
        timing = data["stands"]
        return {
            "name": data["name"],
            "kind": data["kind"],
            "number": data["number"],
            "otherwise": timing.anchor if timing else "",
            "offset": timing.offset if timing else 0,
            "unit": timing.unit if timing else "weeks",
        }


def values_of_place(place: Place, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what the form shows for a named point that stands."""
    other = place.spec.get("otherwise")
    stands = ""
    if other:
        timing = Timing(
            "anchor", anchor=other["anchor"], offset=other["offset"], unit=other["unit"]
        )
        stands = vocabulary.say_timing(timing)
    return {
        "name": place.words,
        "kind": place.spec.get("event", ""),
        "number": place.spec.get("number"),
        "stands": stands,
    }


class ActivityForm(forms.Form):
    """An activity. ``version`` names the words that the writer saw."""

    title = forms.CharField(label=_("Title"), max_length=200)
    phase = forms.TypedChoiceField(label=_("Phase"), coerce=int, choices=list(PHASES.items()))
    brief = forms.CharField(
        label=_("What it is about"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, activity: Activity | None = None, **kwargs: Any) -> None:
        if activity is not None:
            kwargs["initial"] = {
                "title": activity.title,
                "brief": activity.brief,
                "version": version_of(activity),
            }
        super().__init__(*args, **kwargs)
        if activity is not None:
            del self.fields["phase"]


class StepForm(forms.Form):
    """One more step of a task."""

    text = forms.CharField(label=_("Next step"), max_length=200)
