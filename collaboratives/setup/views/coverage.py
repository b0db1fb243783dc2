"""``/c/<collaborative>/settings/coverage/``: who covers what, and what nobody covers yet."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from collaboratives.enums import Competency
from collaboratives.http import CollaborativeRequest
from collaboratives.setup import covering
from collaboratives.setup.forms.coverage import (
    CoverageForm,
    HoldersForm,
    PointPersonsForm,
    StructureForm,
)
from collaboratives.setup.services.keeping import change_settings
from collaboratives.setup.views.settings import refuse_others

A_PAGE = 25


@require_http_methods(["GET", "POST"])
def coverage(request: CollaborativeRequest) -> HttpResponse:
    """Show everything with its form beside it; one form is sent at a time."""
    refuse_others(request)
    context = _everything(request)
    if request.method == "POST":
        form = next((one for one in _forms(context) if one.is_bound), None)
        if form is None:
            raise Http404
        if form.is_valid():
            context["others"] = form.meanwhile()
            if not context["others"] and _save(request, form):
                messages.success(request, _("Saved."))
                return redirect(f"{request.get_full_path()}#{_anchor(form)}")
        context["sent"] = form
    return render(request, "setup/coverage.html", context)


def _everything(request: CollaborativeRequest) -> dict[str, Any]:
    data, roles = sent(request), list(covering.roles_on_the_team())
    page = Paginator(covering.teams_by_point_person(), A_PAGE).get_page(request.GET.get("page"))
    nine, others = covering.competencies(roles), covering.duties(roles)
    liaison = next(cover for cover in nine if cover.key == Competency.FAMILY_ENGAGEMENT)
    return {
        "nine": [(one, HoldersForm(data, cover=one, roles=roles)) for one in nine],
        "duties": [(one, HoldersForm(data, cover=one, roles=roles)) for one in others],
        "questions": [(one, StructureForm(data, question=one)) for one in covering.questions()],
        "points": PointPersonsForm(data, listed=page, roles=roles),
        "page": page,
        "nobody": [cover for cover in (*nine, *others) if cover.is_open],
        "liaison": liaison,
    }


def _forms(context: dict[str, Any]) -> list[CoverageForm]:
    paired = [*context["nine"], *context["duties"], *context["questions"]]
    return [*(form for _one, form in paired), context["points"]]


def _save(request: CollaborativeRequest, form: CoverageForm) -> bool:
    """Save what a form asks for, all of it or nothing."""
    try:
        with transaction.atomic():
            for part, subject, state in form.wishes():
                change_settings(
                    collaborative=request.collaborative,
                    part=part,
                    subject=subject,
                    state=state,
                    by=request.member,
                )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _anchor(form: CoverageForm) -> str:
    subject = form.cleaned_data["subject"]
    return f"cover-{subject}" if subject else "centers"
