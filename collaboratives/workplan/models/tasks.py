"""The implementation team's plan: activities, the rules that time them, and tasks.

A due date is a function of its rule and the calendar, so moving an event moves the open tasks
that hang on it, and moving it back restores them. A pinned date stays.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bsc.tenancy.models import CollaborativeModel
from collaboratives.enums import Competency
from collaboratives.models import Membership
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event, Series
from collaboratives.workplan.enums import Form, Step, TaskStatus, Unit


class Anchor(CollaborativeModel):
    """A named point that rules count from: "the orientation", "the selection of centers".

    It stands on a date of the collaborative (``field``: starts_on, ends_on), or on the first
    event of a kind, or on the one with a number. While there is no such event it stands
    ``offset`` ``unit`` away from ``otherwise``, the key of another anchor; never in a circle.
    """

    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=120)
    field = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=30, choices=EventKind, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    otherwise = models.CharField(max_length=40, blank=True)
    offset = models.SmallIntegerField(default=0)
    unit = models.CharField(max_length=15, choices=Unit, default=Unit.WEEKS)
    position = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collaborative", "key"], name="anchor_key_once")
        ]

    def __str__(self) -> str:
        return self.name


class Activity(CollaborativeModel):
    """A piece of work in one of the five phases; some come once per Learning Session."""

    phase = models.PositiveSmallIntegerField(_("phase"))
    key = models.SlugField(max_length=60)
    session = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    brief = models.TextField(_("what it is about"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "activities"
        ordering: ClassVar = ["phase", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "key", "session"],
                name="activity_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.title


class TaskRule(CollaborativeModel):
    """When a task falls due; the fields used depend on ``form`` (grammar in data/workplan.yaml).

    Beside the named anchors a rule may count from one ``event`` (``anchor`` is "event" then), from
    each event of a ``series``, or from a phase: "phase:action_period_1:start", or ":end". A rule
    that is not ``active`` asks for nothing: its open tasks are withdrawn until it is again.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="rules")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=300)
    competency = models.CharField(max_length=40, choices=Competency, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    form = models.CharField(max_length=10, choices=Form)
    anchor = models.CharField(max_length=40, blank=True)
    offset = models.SmallIntegerField(default=0)
    unit = models.CharField(max_length=15, choices=Unit, default=Unit.DAYS)
    kinds = models.JSONField(default=list, blank=True)
    step = models.CharField(max_length=15, choices=Step, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.CharField(max_length=40, blank=True)
    until = models.CharField(max_length=40, blank=True)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "key"], name="task_rule_once"),
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="task_rule_token_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Task(CollaborativeModel):
    """Something to do by a day, by somebody.

    ``event`` is the event that its date hangs on; ``occurrence`` tells the repeats of an "every"
    rule apart (year * 12 + month - 1, or the number of the fortnight). ``withdrawn``: the plan
    no longer asks for it, because its event was cancelled; it returns with the event.
    ``own_title``: somebody reworded it, so it no longer follows the name of its event.
    ``slip`` is how many days its date lies beside the plan's, kept when the plan moves. An action
    item names the ``meeting`` that agreed on it.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="tasks")
    rule = models.ForeignKey(
        TaskRule, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    occurrence = models.IntegerField(null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    pinned = models.BooleanField(_("date is fixed by hand"), default=False)
    slip = models.SmallIntegerField(default=0)
    own_title = models.BooleanField(default=False, editable=False)
    meeting = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    competency = models.CharField(_("competency"), max_length=40, choices=Competency, blank=True)
    status = models.CharField(
        _("status"), max_length=15, choices=TaskStatus, default=TaskStatus.OPEN
    )
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["due_on", "position", "pk"]
        indexes: ClassVar = [models.Index(fields=["collaborative", "status", "due_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "event", "occurrence"],
                condition=models.Q(rule__isnull=False),
                name="task_made_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["collaborative", "token"],
                condition=models.Q(token__isnull=False),
                name="task_token_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TaskOwner(CollaborativeModel):
    """Somebody who takes care of a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="owners")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="owned_tasks")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "membership"], name="task_owner_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} owns {self.task_id}"


class ChecklistItem(CollaborativeModel):
    """A small step of a task, ticked by itself."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="checklist")
    text = models.CharField(_("step"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
