"""What the plan asks for: activities with their rules, in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from collaboratives.workplan.enums import PHASES
from collaboratives.workplan.models import Activity, TaskRule
from collaboratives.workplan.rule_queries import activities_visible_to, rules_visible_to
from collaboratives.workplan.rules import may_edit_rules
from collaboratives.workplan.vocabulary import Vocabulary

A_PAGE = 8


@dataclass(frozen=True)
class Entry:
    """A rule: its title with a word where the event's name will stand, and when, in words."""

    rule: TaskRule
    title: str
    said: str


@dataclass
class Part:
    """An activity with the rules that are asked for and those that are not any more."""

    activity: Activity
    asked: list[Entry] = field(default_factory=list)
    stopped: list[Entry] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the part's id on the page."""
        return f"activity-{self.activity.pk}"


@require_GET
def rules(request: CollaborativeRequest) -> HttpResponse:
    """Show one phase of the plan: its activities in order, each with what it asks for and when."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    sent = request.GET.get("phase", "")
    phase = int(sent) if sent in {str(number) for number in PHASES} else min(PHASES)
    activities = activities_visible_to(request.member).filter(phase=phase)
    page = Paginator(activities, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "parts": parts(request, page.object_list),
        "new_activity_query": f"?{urlencode({'phase': phase})}",
        "tabs": [
            (f"?{urlencode({'phase': number})}", number, name, number == phase)
            for number, name in PHASES.items()
        ],
    }
    return render(request, "workplan/rules.html", context)


def parts(request: CollaborativeRequest, activities: Iterable[Activity]) -> list[Part]:
    """Return the activities with their rules in words, in two queries."""
    vocabulary = Vocabulary(request.collaborative)
    found = {activity.pk: Part(activity) for activity in activities}
    for rule in rules_visible_to(request.member).filter(activity__in=found):
        part = found[rule.activity_id]
        entry = Entry(rule, title_of(rule), vocabulary.say(rule))
        (part.asked if rule.active else part.stopped).append(entry)
    return list(found.values())


def title_of(rule: TaskRule) -> str:
    """Return a rule's title as a person reads it."""
    return rule.title.replace("{event}", _("(name of the event)"))
