"""Forms of the workplan."""

import uuid
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, DateInput, RadioRows
from collaboratives.enums import Competency, Role
from collaboratives.models import Membership
from collaboratives.queries import roles_held_today
from collaboratives.workplan.enums import PHASES, TaskStatus
from collaboratives.workplan.models import Activity, Task
from collaboratives.workplan.queries import Wanted

WHEN = [
    ("", _("Any time")),
    ("late", _("Late")),
    ("week", _("This week")),
    ("two_weeks", _("Next 2 weeks")),
    ("four_weeks", _("Next 4 weeks")),
    ("none", _("Without a date")),
]


def possible_owners(also: Task | None = None) -> Any:
    """Return implementation team and faculty, and whoever owns the task already, by name."""
    hats = roles_held_today().filter(role__in=(Role.IMPLEMENTATION, Role.FACULTY))
    who = Q(pk__in=hats.values("membership"))
    if also is not None:
        who |= Q(pk__in=also.owners.values("membership"))
    return Membership.objects.select_related("user").filter(who).order_by("user__name", "pk")


class FilterForm(forms.Form):
    """What the reader wants to see; stands in the query string. Nonsense counts as "any"."""

    who = forms.ChoiceField(label=_("Whose"), required=False)
    when = forms.ChoiceField(label=_("When"), choices=WHEN, required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Still to do")), *TaskStatus.choices, ("all", _("All"))],
        required=False,
    )
    phase = forms.TypedChoiceField(
        label=_("Phase"),
        coerce=int,
        empty_value=None,
        choices=[("", _("All phases")), *PHASES.items()],
        required=False,
    )
    words = forms.CharField(label=_("Words"), max_length=100, required=False)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        choices = [("", _("Everybody’s")), ("me", _("Mine"))]
        if member.is_implementation:
            choices.append(("nobody", _("Nobody’s yet")))
            others = [one for one in possible_owners() if one.pk != member.pk]
            choices += [(str(one.pk), one.user.name) for one in others]
        cast(forms.ChoiceField, self.fields["who"]).choices = choices

    def wanted(self) -> Wanted:
        """Return the filter; what is not understood is left out."""
        self.is_valid()
        data = self.cleaned_data
        who = data.get("who", "")
        owner = self.member.pk if who == "me" else int(who) if who.isdigit() else None
        return Wanted(
            owner=owner,
            nobody=who == "nobody",
            when=data.get("when", ""),
            status=data.get("status", ""),
            phase=data.get("phase"),
            words=data.get("words", ""),
        )


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
        owners = cast("forms.ModelMultipleChoiceField[Membership]", self.fields["owners"])
        owners.queryset = possible_owners(task)
        if task is None or not (task.rule and task.pinned):
            del self.fields["follow_plan"]

    def task_fields(self) -> dict[str, Any]:
        """Return the task's own fields as the services take them."""
        names = ("title", "status", "due_on", "competency", "note")
        return {name: self.cleaned_data[name] for name in names}


class NewTaskForm(TaskForm):
    """A task that the plan does not have."""

    activity: forms.ModelChoiceField[Activity] = forms.ModelChoiceField(
        None, label=_("Part of"), empty_label=None
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "activity", "due_on", "owners", "status", "competency", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        self.initial.setdefault("status", TaskStatus.OPEN)
        self.fields["due_on"].help_text = ""
        activity = cast("forms.ModelChoiceField[Activity]", self.fields["activity"])
        activity.queryset = Activity.objects.order_by("phase", "position", "pk")


def values_of(task: Task) -> dict[str, Any]:
    """Return what the form shows for a task that stands."""
    names = ("title", "status", "due_on", "competency", "note", "revision")
    shown = {name: getattr(task, name) for name in names}
    return shown | {"owners": [owner.membership_id for owner in task.owners.all()]}
