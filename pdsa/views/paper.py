"""Forms for paper: the form of one test, and pads of blank ones."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bsc.accounts.http import sent
from bsc.accounts.qr import qr_svg
from bsc.mail.links import absolute
from collaboratives.http import CollaborativeRequest, url_in
from pdsa import queries, rules
from pdsa.enums import PLAIN_DECISIONS, Carried, Compared, Decision, Scale
from pdsa.forms.paper import PadForm
from pdsa.models import Cycle, PaperForm
from pdsa.services.paper import LEAVES, print_form, print_pad, stop_forms
from pdsa.views.cycle import cycle_of
from pdsa.words import voice_of

A_PAGE = 25
HALF = "half"


@dataclass(frozen=True)
class Sheet:
    """One form as it is printed; without a cycle all its lines are empty."""

    form: PaperForm
    team: str
    address: str
    qr: SafeString
    cycle: Cycle | None = None


@require_http_methods(["GET", "POST"])
def form(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """The printable form of one test, its plan filled in; the first time a button makes it."""
    cycle = cycle_of(request, pk)
    if not rules.may_print(request.member, cycle):
        raise PermissionDenied
    if request.method == "POST":
        print_form(cycle=cycle, by=request.member)
        return redirect(url_in(request.collaborative, "pdsa:paper", pk=cycle.pk))
    standing = queries.form_of(cycle)
    sheet = _sheet(request, standing, cycle) if standing and standing.code else None
    # Two halves of one sheet: one for the room, one to take home.
    sheets = [sheet, sheet] if sheet and _is_half(request) else [sheet] if sheet else []
    return render(
        request,
        "pdsa/paper.html",
        {"cycle": cycle, "form": standing, **_printed(request, sheets)},
    )


@require_http_methods(["GET", "POST"])
def pads(request: CollaborativeRequest) -> HttpResponse:
    """The pads of one's teams, and a button that makes another."""
    teams = rules.teams_to_plan_for(request.member)
    if not teams:
        raise PermissionDenied
    asking = PadForm(sent(request), teams=teams)
    if request.method == "POST" and asking.is_valid():
        token = asking.cleaned_data["token"]
        made = print_pad(team=asking.chosen_team, by=request.member, token=token)
        return redirect(url_in(request.collaborative, "pdsa:pad", token=made[0].token))
    rows = queries.pads(queries.leaves_visible_to(request.member))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pdsa/pads.html", {"form": asking, "page": page, "leaves": LEAVES})


@require_GET
def pad(request: CollaborativeRequest, token: uuid.UUID) -> HttpResponse:
    """The blank forms of a pad, ready to print: those that nobody has used or stopped."""
    leaves = queries.leaves_visible_to(request.member).filter(token=token)
    if not leaves.exists():
        raise Http404
    blank = queries.blank_leaves(request.member, token).select_related("team", "printed_by__user")
    sheets = [_sheet(request, leaf) for leaf in blank if leaf.code]
    return render(request, "pdsa/pad.html", {"token": token, **_printed(request, sheets)})


@require_POST
def stop(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Stop the paper form of a test, for example when it was lost."""
    cycle = cycle_of(request, pk)
    if not rules.may_stop_paper(request.member, cycle):
        raise PermissionDenied
    stop_forms(forms=PaperForm.objects.filter(cycle=cycle), by=request.member)
    messages.success(request, _("The code on this form no longer works."))
    return redirect(url_in(request.collaborative, "pdsa:cycle", pk=cycle.pk))


@require_POST
def stop_pad(request: CollaborativeRequest, token: uuid.UUID) -> HttpResponse:
    """Stop all forms of a pad, used ones too."""
    leaves = queries.leaves_visible_to(request.member).filter(token=token)
    get_object_or_404(leaves[:1])
    stop_forms(forms=leaves, by=request.member)
    messages.success(request, _("The codes of this pad no longer work."))
    return redirect(url_in(request.collaborative, "pdsa:pads"))


def _sheet(request: CollaborativeRequest, form: PaperForm, cycle: Cycle | None = None) -> Sheet:
    address = absolute(reverse("paper:photo", kwargs={"code": form.code}))
    team = cycle.ramp.team if cycle else form.team
    name = team.name if team else _("The implementation team")
    return Sheet(form, name, address, qr_svg(address, title=_("Send a photo of this form")), cycle)


def _is_half(request: CollaborativeRequest) -> bool:
    return request.GET.get("size") == HALF


def _printed(request: CollaborativeRequest, sheets: Iterable[Sheet]) -> dict[str, object]:
    """Return what the printed pages show: one form a page, or two halves."""
    leaves = list(sheets)
    step = 2 if _is_half(request) else 1
    return {
        "is_half": step > 1,
        "pages": [leaves[start : start + step] for start in range(0, len(leaves), step)],
        "address_to_type": absolute(reverse("code_on_paper")),
        "scales": Scale,
        "carried": Carried,
        "compared": Compared,
        "decisions": [PLAIN_DECISIONS[decision] for decision in Decision],
        "voice": voice_of(request.member),
    }
