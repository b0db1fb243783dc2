"""Forms of one task, and whom a task can be given to."""

import uuid
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, DateInput, RadioRows
from collaboratives.enums import Competency, Role
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from collaboratives.workplan.enums import TaskStatus
from collaboratives.workplan.forms.timing import LIVE_PREVIEW, TimingField
from collaboratives.workplan.models import Activity, Task
from collaboratives.workplan.vocabulary import Vocabulary


def possible_owners(also: Task | None = None) -> Any:
    """Return implementation team and faculty, and whoever owns the task already, by name."""
    hats = roles_held_today().filter(role__in=(Role.IMPLEMENTATION, Role.FACULTY))
    who = Q(pk__in=hats.values("membership"))
    if also is not None:
        who |= Q(pk__in=also.owners.values("membership"))
    return Membership.objects.select_related("user").filter(who).order_by("user__name", "pk")


class TaskForm(forms.Form):
    """A task that stands. ``revision`` is what the writer saw."""

    title = forms.CharField(label=_("Title"), max_length=300)
    status = forms.ChoiceField(label=_("Status"), choices=TaskStatus, widget=RadioRows)
    owners: forms.ModelMultipleChoiceField[Membership] = forms.ModelMultipleChoiceField(
        None, label=_("Who takes care of it"), required=False, widget=CheckboxRows
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DateInput,
        help_text=_("A date that you change by hand is pinned: it stays when an event moves."),
    )
    follow_plan = forms.BooleanField(label=_("Let the date follow the plan again"), required=False)
    competency = forms.ChoiceField(
        label=_("Competency"), choices=[("", _("None")), *Competency.choices], required=False
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, task: Task | None = None, **kwargs: Any) -> None:
        if task is not None:
            kwargs["initial"] = values_of(task) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.task = task
        self.collaborative = task.collaborative if task else None
        owners = cast("forms.ModelMultipleChoiceField[Membership]", self.fields["owners"])
        owners.queryset = possible_owners(task)
        if task is None or not (task.rule and task.pinned):
            del self.fields["follow_plan"]

    def clean_due_on(self) -> date | None:
        """Refuse a new date outside the collaborative; one that stands there already may stay."""
        day: date | None = self.cleaned_data["due_on"]
        collaborative = self.collaborative
        if day is None or collaborative is None or (self.task and self.task.due_on == day):
            return day
        if not collaborative.starts_on <= day <= collaborative.ends_on:
            raise ValidationError(
                gettext("That is outside the collaborative, %(first)s to %(last)s.")
                % {
                    "first": date_format(collaborative.starts_on, "DATE_FORMAT"),
                    "last": date_format(collaborative.ends_on, "DATE_FORMAT"),
                }
            )
        return day

    def task_fields(self) -> dict[str, Any]:
        """Return the task's own fields as the services take them."""
        names = ("title", "status", "due_on", "competency", "note")
        return {name: self.cleaned_data[name] for name in names}


class NewTaskForm(TaskForm):
    """A task that the plan does not have: on a date of its own, or counted from something."""

    activity: forms.ModelChoiceField[Activity] = forms.ModelChoiceField(
        None, label=_("Part of"), empty_label=None
    )
    when = TimingField(
        takes_dates=True, required=False, label=_("Or counted from something, in words")
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "activity", "due_on", "when", "owners", "competency", "note")

    def __init__(self, *args: Any, vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collaborative = vocabulary.collaborative
        self.initial.setdefault("token", uuid.uuid4())
        del self.fields["status"]
        self.fields["due_on"].label = gettext("On this date")
        self.fields["due_on"].help_text = ""
        activity = cast("forms.ModelChoiceField[Activity]", self.fields["activity"])
        activity.queryset = Activity.objects.order_by("phase", "position", "pk")
        when = cast("TimingField", self.fields["when"])
        when.widget.attrs |= LIVE_PREVIEW | {"hx-include": "[name=activity], [name=title]"}
        when.bind(vocabulary, vocabulary.names(), self.data.get("when", ""))

    def clean(self) -> dict[str, Any]:
        """Let words that mean a date be that date; two answers to "when" are one too many."""
        data = super().clean() or {}
        if data.get("due_on") and data.get("when"):
            raise ValidationError(
                {"when": gettext("Choose one: a date, or words that it is counted by.")}
            )
        if isinstance(data.get("when"), date):
            data["due_on"], data["when"] = data["when"], None
        return data

    def understood(self) -> str:
        """Return what the words mean, said again; "" while they mean nothing."""
        timing = self.cleaned_data.get("when")
        return cast("TimingField", self.fields["when"]).said(timing) if timing else ""

    def task_fields(self) -> dict[str, Any]:
        """Return the task's own fields as the services take them."""
        names = ("title", "due_on", "competency", "note")
        return {name: self.cleaned_data[name] for name in names}


def values_of(task: Task) -> dict[str, Any]:
    """Return what the form shows for a task that stands."""
    names = ("title", "status", "due_on", "competency", "note", "revision")
    shown = {name: getattr(task, name) for name in names}
    return shown | {"owners": [owner.membership_id for owner in task.owners.all()]}
