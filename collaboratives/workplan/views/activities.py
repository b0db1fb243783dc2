"""The activities of the plan: a new one, other words, another place."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.forms.rules import ActivityForm
from collaboratives.workplan.models import Activity
from collaboratives.workplan.rule_queries import activities_visible_to
from collaboratives.workplan.rules import may_edit_rules
from collaboratives.workplan.services.activities import (
    DOWN,
    UP,
    add_activity,
    move_activity,
    rename_activity,
    version_of,
)


@require_http_methods(["GET", "POST"])
def new_activity(request: CollaborativeRequest) -> HttpResponse:
    """Add an activity to a phase."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    initial = {"phase": request.GET.get("phase", "")}
    form = ActivityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = add_activity(
            collaborative=request.collaborative,
            by=request.member,
            phase=data["phase"],
            title=data["title"],
            brief=data["brief"],
        )
        messages.success(request, _("The activity is in the plan. Give it its first task."))
        query = urlencode({"activity": made.pk})
        return redirect(f"{url_in(request.collaborative, 'workplan:new_task')}?{query}")
    return render(request, "workplan/activity.html", {"form": form})


@require_http_methods(["GET", "POST"])
def activity(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Give an activity other words."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    found = get_object_or_404(activities_visible_to(request.member), pk=pk)
    form = ActivityForm(request.POST or None, activity=found)
    changed_meanwhile = False
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rename_activity(
                activity=found,
                by=request.member,
                version=data["version"],
                title=data["title"],
                brief=data["brief"],
            )
        except ChangedMeanwhileError:
            changed_meanwhile = True
            reopen(form, version=version_of(found))
        else:
            messages.success(request, _("Saved."))
            return redirect(phase_url(request, found))
    context = {"form": form, "activity": found, "changed_meanwhile": changed_meanwhile}
    return render(request, "workplan/activity.html", context)


@require_POST
def move(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let an activity change places with its neighbour."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    found = get_object_or_404(activities_visible_to(request.member), pk=pk)
    way = UP if request.POST.get("way") == UP else DOWN
    move_activity(activity=found, by=request.member, way=way)
    return redirect(f"{phase_url(request, found)}#activity-{pk}")


def phase_url(request: CollaborativeRequest, found: Activity) -> str:
    """Return the page of the phase that an activity is in."""
    query = urlencode({"phase": found.phase})
    return f"{url_in(request.collaborative, 'workplan:rules')}?{query}"
