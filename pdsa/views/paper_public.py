"""``/p/<code>/``: whoever holds a paper form sends its photograph, and can do nothing else.

The page names the team and the number of the test, never its words, other photographs or a
person. Wrong, unknown and stopped codes get the same answer, and those of a team that has left.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bsc.accounts import codes
from bsc.accounts.http import count_wrong_code, sent, too_many_wrong_codes
from bsc.accounts.throttle import allow
from bsc.tenancy.doors import find_by_code, inside
from collaboratives.http import url_in
from collaboratives.models import Membership
from pdsa import queries
from pdsa.forms.paper import PaperPhotoForm
from pdsa.models import PaperForm
from pdsa.models.paper import PAPER
from pdsa.services.paper import PaperClosedError, receive_photo

WHAT = "paper"
PHOTOS_AN_HOUR = 30

View = Callable[[HttpRequest, PaperForm], HttpResponse]


def with_form(view: View) -> Callable[..., HttpResponse]:
    """Look the code up, open its collaborative, and hand the live form to the view."""

    @wraps(view)
    def run(request: HttpRequest, code: str) -> HttpResponse:
        if too_many_wrong_codes(request, WHAT):
            return render(request, "accounts/wait.html", status=429)
        found = find_form(code)
        if found is None:
            return _unknown(request)
        with inside(found.collaborative), timezone.override(found.collaborative.zone):
            form = PaperForm.objects.select_related(
                "collaborative__organization", "team", "cycle__ramp__team"
            ).get(pk=found.pk)
            return _unknown(request) if form.is_closed else view(request, form)

    return login_not_required(never_cache(run))


def find_form(code: str) -> PaperForm | None:
    """Return the paper form of a code, in whatever collaborative and state, or None."""
    for fingerprint in codes.fingerprints(PAPER, code):
        found = find_by_code(PaperForm, code_hash=fingerprint)
        if found:
            return found
    return None


@with_form
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, form: PaperForm) -> HttpResponse:
    """One large button; what it sends lands on the form's own test."""
    asking = PaperPhotoForm(sent(request), request.FILES or None)
    if request.method == "POST" and asking.is_valid():
        try:
            _receive(form, asking)
        except PaperClosedError:
            return _unknown(request)
        except ValidationError as error:
            asking.add_error("photo", error)
        else:
            return redirect("paper:sent", code=form.code)
    return render(request, "paper/photo.html", {"form": asking, **_about(request, form)})


@with_form
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest, form: PaperForm) -> HttpResponse:
    """Say thank you, and offer one more photo."""
    return render(request, "paper/sent.html", _about(request, form))


def _receive(form: PaperForm, asking: PaperPhotoForm) -> None:
    if not allow("paper-photo", str(form.pk), times=PHOTOS_AN_HOUR, within=timedelta(hours=1)):
        raise ValidationError(_("That were many photos. Wait a few minutes, then try again."))
    receive_photo(
        form=form, upload=asking.cleaned_data["photo"], token=asking.cleaned_data["token"]
    )


def _about(request: HttpRequest, form: PaperForm) -> dict[str, object]:
    team = form.of_team
    return {
        "code": form.code,
        "team": team.name if team else _("The team that runs the collaborative"),
        "number": form.cycle.number if form.cycle else None,
        "test_url": _test_url(request, form),
    }


def _test_url(request: HttpRequest, form: PaperForm) -> str:
    """Return where the test can be read, for a signed-in member who may read it."""
    if form.cycle_id is None or not request.user.is_authenticated:
        return ""
    member = Membership.objects.select_related("user").filter(user=request.user.pk).first()
    if member is None or not member.hats:
        return ""
    if not queries.cycles_visible_to(member).filter(pk=form.cycle_id).exists():
        return ""
    return url_in(form.collaborative, "pdsa:cycle", pk=form.cycle_id)


def _unknown(request: HttpRequest) -> HttpResponse:
    count_wrong_code(request, WHAT)
    return render(request, "paper/unknown.html", status=404)
