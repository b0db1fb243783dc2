"""One rule of the plan: when its tasks fall due, in words, and what a change does to them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.workplan.calendar import timing_of
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.forms.rules import RuleForm
from collaboratives.workplan.models import TaskRule
from collaboratives.workplan.rule_preview import Preview, preview_of
from collaboratives.workplan.rule_queries import rules_visible_to
from collaboratives.workplan.rules import may_edit_rules
from collaboratives.workplan.services.rules import RuleWish, change_rule, wished
from collaboratives.workplan.trail import trail_of_rule
from collaboratives.workplan.views.activities import phase_url
from collaboratives.workplan.views.rules import title_of
from collaboratives.workplan.vocabulary import Vocabulary, specs

TASKS = 25


@require_http_methods(["GET", "POST"])
def rule(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Change a rule. A first "Save" shows what changes; the second saves what was shown."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    found = get_object_or_404(rules_visible_to(request.member), pk=pk)
    vocabulary = Vocabulary(request.collaborative)
    form = form_for(request, found, vocabulary)
    preview = None
    if form.is_bound and form.is_valid():
        preview = preview_of_wish(found, form.wish(), vocabulary)
        if request.method == "POST" and is_seen(request, preview):
            return save(request, form, found)
    context = page_of(request, found, vocabulary) | {"form": form, "preview": preview}
    template = "workplan/rule.html" + ("#preview" if request.htmx else "")
    return render(request, template, context)


def page_of(
    request: CollaborativeRequest, found: TaskRule, vocabulary: Vocabulary
) -> dict[str, Any]:
    """Return what the page of a rule shows beside its form."""
    tasks = found.tasks.filter(withdrawn=False).order_by("due_on", "position", "pk")
    return {
        "rule": found,
        "title": title_of(found),
        "said": vocabulary.say(found),
        "tasks": Paginator(tasks, TASKS).get_page(request.GET.get("page")),
        "today": request.collaborative.today(),
        "phase_url": phase_url(request, found.activity),
    }


def form_for(request: CollaborativeRequest, found: TaskRule, vocabulary: Vocabulary) -> RuleForm:
    """Return the form as it stands, as it was sent, or as it is being typed (htmx)."""
    if request.method == "POST":
        return RuleForm(request.POST, rule=found, vocabulary=vocabulary)
    if "when" in request.GET:
        typed = {"title": found.title, "competency": found.competency, "when": request.GET["when"]}
        return RuleForm(typed, rule=found, vocabulary=vocabulary)
    return RuleForm(rule=found, vocabulary=vocabulary)


def preview_of_wish(found: TaskRule, wish: RuleWish, vocabulary: Vocabulary) -> Preview:
    """Return what changes when the rule becomes what is wished."""
    return preview_of(
        vocabulary.collaborative,
        standing=[found],
        wished=wished(found, wish),
        anchors=specs(vocabulary.places),
    )


def is_seen(request: CollaborativeRequest, preview: Preview) -> bool:
    """Whether somebody who sends the form has seen what changes, or nothing does."""
    if "show" in request.POST:
        return False
    return preview.is_empty or request.POST.get("basis") == preview.basis


def save(request: CollaborativeRequest, form: RuleForm, found: TaskRule) -> HttpResponse:
    """Save the rule as a deed; a second editor sees the first one's change and keeps their words."""
    data = form.cleaned_data
    vocabulary = Vocabulary(request.collaborative)
    wish = form.wish()
    try:
        went_on, _deed = change_rule(
            rule=found,
            by=request.member,
            revision=data["revision"] or 0,
            wish=wish,
            title=_("%(title)s: %(when)s") % {"title": wish.title, "when": form.understood()},
            token=data["token"],
        )
    except ChangedMeanwhileError:
        now = get_object_or_404(rules_visible_to(request.member), pk=found.pk)
        reopen(form, revision=str(now.revision))
        context = page_of(request, now, vocabulary) | {
            "form": form,
            "preview": preview_of_wish(now, wish, vocabulary),
            "others": trail_of_rule(now),
        }
        return render(request, "workplan/rule.html", context)
    messages.success(request, _("Saved. You can take it back under “Changes of the plan”."))
    return redirect(url_in(request.collaborative, "workplan:rule", pk=went_on.pk))


@require_http_methods(["GET", "POST"])
def stop_rule(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Stop asking for the tasks of a rule, or ask for them again; says first what happens."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    found = get_object_or_404(rules_visible_to(request.member), pk=pk)
    vocabulary = Vocabulary(request.collaborative)
    wish = RuleWish(found.title, found.competency, timing_of(found), active=not found.active)
    if request.method == "POST":
        words = (
            _("No longer asked for: %(title)s") if found.active else _("Asked for again: %(title)s")
        )
        try:
            change_rule(
                rule=found,
                by=request.member,
                revision=revision_sent(request),
                wish=wish,
                title=words % {"title": found.title},
            )
        except ChangedMeanwhileError:
            messages.warning(request, _("Somebody else changed this rule meanwhile. Look again."))
            return redirect(url_in(request.collaborative, "workplan:stop_rule", pk=pk))
        messages.success(request, words % {"title": found.title})
        return redirect(url_in(request.collaborative, "workplan:rule", pk=pk))
    context = {
        "rule": found,
        "title": title_of(found),
        "said": vocabulary.say(found),
        "preview": preview_of_wish(found, wish, vocabulary),
    }
    return render(request, "workplan/stop_rule.html", context)


def revision_sent(request: CollaborativeRequest) -> int:
    """Return the revision that the reader saw."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
