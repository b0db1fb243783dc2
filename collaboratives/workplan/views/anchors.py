"""The named points that tasks count from: where each stands now, and why."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.forms import reopen
from collaboratives.workplan.calendar import calendar_of
from collaboratives.workplan.dates import resolve
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.forms.rules import AnchorForm, values_of_place
from collaboratives.workplan.models import Anchor
from collaboratives.workplan.reasons import place_in_words
from collaboratives.workplan.rule_preview import Preview, preview_of
from collaboratives.workplan.rule_queries import counting_from, rules_visible_to
from collaboratives.workplan.rules import may_edit_rules
from collaboratives.workplan.services.rules import add_anchor, change_anchor
from collaboratives.workplan.views.rule import is_seen
from collaboratives.workplan.vocabulary import Vocabulary, specs


@dataclass(frozen=True)
class Row:
    """A named point: where it stands, on what, and how many open tasks count from it."""

    key: str
    name: str
    on: date | None
    why: str
    tasks: int
    is_fixed: bool


@require_GET
def anchors(request: CollaborativeRequest) -> HttpResponse:
    """List the named points."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    vocabulary = Vocabulary(request.collaborative)
    points, calendar = specs(vocabulary.places), calendar_of(request.collaborative)
    tasks = counting_from(points, rules_visible_to(request.member).filter(active=True))
    rows = []
    for key, place in vocabulary.places.items():
        point = resolve(key, points, calendar)
        rows.append(
            Row(
                key=key,
                name=place.words,
                on=point.on if point else None,
                why=place_in_words(key, point, vocabulary),
                tasks=tasks.get(key, 0),
                is_fixed="field" in place.spec,
            )
        )
    return render(request, "workplan/anchors.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def anchor(request: CollaborativeRequest, key: str) -> HttpResponse:
    """Change a named point. A first "Save" shows what moves; the second saves what was shown."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    vocabulary = Vocabulary(request.collaborative)
    place = vocabulary.places.get(key)
    if place is None or "field" in place.spec:
        raise Http404
    form = form_for(request, key, vocabulary)
    preview, changed_meanwhile = None, False
    if form.is_bound and form.is_valid():
        preview = preview_with(request, form, vocabulary)
        if request.method == "POST" and is_seen(request, preview):
            try:
                return save(request, form, key)
            except ChangedMeanwhileError:
                changed_meanwhile = True
                reopen(form, revision=str(revision_of(key)))
    point = resolve(key, specs(vocabulary.places), calendar_of(request.collaborative))
    context = {
        "name": place.words,
        "why": place_in_words(key, point, vocabulary),
        "on": point.on if point else None,
        "form": form,
        "preview": preview,
        "changed_meanwhile": changed_meanwhile,
    }
    template = "workplan/anchor.html" + ("#preview" if request.htmx else "")
    return render(request, template, context)


def form_for(request: CollaborativeRequest, key: str, vocabulary: Vocabulary) -> AnchorForm:
    """Return the form as it stands, as it was sent, or as it is being typed (htmx)."""
    initial = values_of_place(vocabulary.places[key], vocabulary) | {"revision": revision_of(key)}
    sent = request.POST if request.method == "POST" else request.GET if request.htmx else None
    return AnchorForm(sent, vocabulary=vocabulary, key=key, initial=initial)


def revision_of(key: str) -> int:
    """Return the revision of a point; 0 for one of the standard plan that nobody touched."""
    row = Anchor.objects.filter(key=key).first()
    return row.revision if row else 0


def preview_with(
    request: CollaborativeRequest, form: AnchorForm, vocabulary: Vocabulary
) -> Preview:
    """Return what moves when the point becomes what is typed."""
    rules = list(rules_visible_to(request.member))
    return preview_of(
        request.collaborative,
        standing=rules,
        wished=rules,
        anchors=specs(vocabulary.places),
        wished_anchors=form.wished_specs(form.cleaned_data["stands"], form.cleaned_data),
    )


def save(request: CollaborativeRequest, form: AnchorForm, key: str) -> HttpResponse:
    """Save the point as a deed."""
    data = form.cleaned_data
    change_anchor(
        collaborative=request.collaborative,
        key=key,
        by=request.member,
        revision=data["revision"] or 0,
        title=_("Where it stands: %(name)s") % {"name": data["name"]},
        token=data["token"],
        **form.fields_of_anchor(),
    )
    messages.success(request, _("Saved. You can take it back under “Changes of the plan”."))
    return redirect(url_in(request.collaborative, "workplan:anchors"))


@require_http_methods(["GET", "POST"])
def new_anchor(request: CollaborativeRequest) -> HttpResponse:
    """Add a named point; nothing counts from it yet, so nothing moves."""
    if not may_edit_rules(request.member):
        raise PermissionDenied
    vocabulary = Vocabulary(request.collaborative)
    form = AnchorForm(request.POST or None, vocabulary=vocabulary)
    if request.method == "POST" and form.is_valid():
        add_anchor(
            collaborative=request.collaborative, by=request.member, **form.fields_of_anchor()
        )
        messages.success(request, _("From now on tasks can count from it."))
        return redirect(url_in(request.collaborative, "workplan:anchors"))
    return render(request, "workplan/anchor.html", {"form": form})
