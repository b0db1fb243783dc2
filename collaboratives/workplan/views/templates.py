"""The organization's plans for its next collaboratives."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboratives.framework.file.tree import FileProblemsError, Problem
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.workplan.forms.templates import PlanFileForm, TemplateForm
from collaboratives.workplan.models import Activity, PlanTemplate
from collaboratives.workplan.plan import Data
from collaboratives.workplan.plan_file import write_plan_file
from collaboratives.workplan.rule_queries import templates_visible_to
from collaboratives.workplan.rules import may_edit_rules
from collaboratives.workplan.services import templates as services

A_PAGE = 25


@require_GET
def templates(request: CollaborativeRequest) -> HttpResponse:
    """List the templates of the organization."""
    editors_only(request)
    page = Paginator(templates_visible_to(request.member), A_PAGE).get_page(request.GET.get("page"))
    rows = [(template, size_of(template)) for template in page.object_list]
    context = {"page": page, "rows": rows, "has_plan": Activity.objects.exists()}
    return render(request, "workplan/templates.html", context)


@require_http_methods(["GET", "POST"])
def new_template(request: CollaborativeRequest) -> HttpResponse:
    """Keep this collaborative's plan; says before what goes into it and what does not."""
    editors_only(request)
    form = TemplateForm(request.POST or None, initial={"name": request.collaborative.name[:120]})
    if request.method == "POST" and form.is_valid():
        services.save_template(
            collaborative=request.collaborative, by=request.member, **form.cleaned_data
        )
        messages.success(request, _("The plan is kept for the next collaborative."))
        return redirect(url_in(request.collaborative, "workplan:templates"))
    kept = services.plan_data_of(request.collaborative)
    context = {"form": form, "notes": kept.notes, "tasks": tasks_in(kept.plan)}
    return render(request, "workplan/new_template.html", context)


@require_http_methods(["GET", "POST"])
def template(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show what a template asks for, and give it another name."""
    editors_only(request)
    found = get_object_or_404(templates_visible_to(request.member), pk=pk)
    initial = {"name": found.name, "about": found.about}
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.rename_template(
            template=found,
            collaborative=request.collaborative,
            by=request.member,
            name=form.cleaned_data["name"],
            about=form.cleaned_data["about"],
        )
        messages.success(request, _("Saved."))
        return redirect(url_in(request.collaborative, "workplan:template", pk=pk))
    context = {"template": found, "form": form, "size": size_of(found)}
    return render(request, "workplan/template.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Ask, then remove a template."""
    editors_only(request)
    found = get_object_or_404(templates_visible_to(request.member), pk=pk)
    if request.method == "POST":
        services.remove_template(
            template=found, collaborative=request.collaborative, by=request.member
        )
        messages.success(request, _("The template is removed."))
        return redirect(url_in(request.collaborative, "workplan:templates"))
    return render(request, "workplan/remove_template.html", {"template": found})


@require_GET
def download(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Send a template as a file that people can read and change."""
    editors_only(request)
    found = get_object_or_404(templates_visible_to(request.member), pk=pk)
    plan = {"name": found.name, **({"about": found.about} if found.about else {}), **found.data}
    answer = HttpResponse(write_plan_file(plan), content_type="text/yaml; charset=utf-8")
    name = slugify(found.name) or "plan"
    answer["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer


@require_http_methods(["GET", "POST"])
def upload(request: CollaborativeRequest) -> HttpResponse:
    """Take a plan from a file; what is wrong is said line by line and the text is kept."""
    editors_only(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlanFileForm(*sent)
    problems: Iterable[Problem] = ()
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            made = services.import_template(
                collaborative=request.collaborative,
                by=request.member,
                text=text,
                token=form.cleaned_data["token"],
            )
        except FileProblemsError as error:
            problems = error.problems
            form = PlanFileForm(initial={"text": text})
        else:
            messages.success(request, _("The plan is kept as a template."))
            return redirect(url_in(request.collaborative, "workplan:template", pk=made.pk))
    return render(request, "workplan/upload_template.html", {"form": form, "problems": problems})


def editors_only(request: CollaborativeRequest) -> None:
    """Refuse everybody who does not edit what the plan asks for."""
    if not may_edit_rules(request.member):
        raise PermissionDenied


def tasks_in(plan: Data) -> int:
    """Return how many tasks a plan asks for, each counted once however often it comes."""
    return sum(len(one["tasks"]) for phase in plan["phases"] for one in phase["activities"])


def size_of(found: PlanTemplate) -> tuple[int, int]:
    """Return how many activities and how many tasks a template has."""
    return sum(len(phase["activities"]) for phase in found.data["phases"]), tasks_in(found.data)
