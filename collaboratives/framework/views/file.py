"""The framework as a file: taking it out, and putting one in after a look at what it changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboratives.framework.differences import difference
from collaboratives.framework.file import FileProblemsError, read_file
from collaboratives.framework.forms.exchange import ConfirmForm, FileForm
from collaboratives.framework.forms.spanish import other_languages
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.services import (
    ChangedMeanwhileError,
    export_framework,
    import_framework,
    load_framework,
    snapshot_of,
    stamp_of,
)
from collaboratives.framework.shape import Data, as_snapshot, drivers_of
from collaboratives.framework.telling import tell
from collaboratives.framework.views.parts import editors_only, framework_or_404
from collaboratives.http import CollaborativeRequest, url_in


@require_GET
def file_out(request: CollaborativeRequest) -> HttpResponse:
    """Send the framework as it stands."""
    editors_only(request)
    framework = framework_or_404()
    answer = HttpResponse(export_framework(framework), content_type="text/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{framework.key}.yaml"'
    return answer


@require_http_methods(["GET", "POST"])
def file_in(request: CollaborativeRequest) -> HttpResponse:
    """Take a file, show what it would change, and change it after that was confirmed."""
    editors_only(request)
    if request.method == "GET":
        return _ask(request, FileForm())
    if "stamp" in request.POST:
        form = ConfirmForm(request.POST)
        if form.is_valid():
            return _confirm(request, form.cleaned_data["text"], form.cleaned_data["stamp"])
        return _ask(request, FileForm())
    asked = FileForm(request.POST, request.FILES)
    if not asked.is_valid():
        return _ask(request, asked)
    return _preview(request, asked.cleaned_data["text"])


def _ask(request: CollaborativeRequest, form: FileForm, problems: Any = ()) -> HttpResponse:
    context = {"form": form, "problems": problems, "framework": ChangeFramework.objects.first()}
    return render(request, "framework/file_in.html", context)


def _read(text: str) -> tuple[Data, list[str]]:
    return read_file(text, languages=tuple(code for code, _name in other_languages()))


def _preview(
    request: CollaborativeRequest, text: str, *, was_changed: bool = False
) -> HttpResponse:
    try:
        snapshot, left_out = _read(text)
    except FileProblemsError as error:
        form = FileForm(initial={"text": text})
        return _ask(request, form, [str(problem) for problem in error.problems])
    framework = ChangeFramework.objects.first()
    now = snapshot_of(framework) if framework else as_snapshot({})
    context = {
        "form": ConfirmForm(
            initial={"text": text, "stamp": stamp_of(framework) if framework else ""}
        ),
        "again": FileForm(initial={"text": text}, auto_id="again_%s"),
        "framework": framework,
        "changes": tell(difference(now, snapshot)) if framework else [],
        "snapshot": snapshot,
        "drivers": len(drivers_of(snapshot)),
        "left_out": left_out,
        "was_changed": was_changed,
    }
    return render(request, "framework/file_preview.html", context)


def _confirm(request: CollaborativeRequest, text: str, stamp: str) -> HttpResponse:
    try:
        snapshot, _left_out = _read(text)
    except FileProblemsError:
        return _preview(request, text)
    framework = ChangeFramework.objects.first()
    if framework is None:
        note = _("From a file")
        load_framework(
            collaborative=request.collaborative, data=snapshot, by=request.member, note=note
        )
    elif difference(snapshot_of(framework), snapshot):
        try:
            import_framework(snapshot=snapshot, by=request.member, stamp=stamp)
        except ChangedMeanwhileError:
            return _preview(request, text, was_changed=True)
    messages.success(request, _("The framework is as the file says."))
    return redirect(url_in(request.collaborative, "framework:edit"))
