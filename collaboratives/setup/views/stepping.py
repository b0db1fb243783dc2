"""Walking through the wizard: back and forward, and what was typed meanwhile.

What somebody typed into a step stays in their session when they go back before it can be saved,
and is taken up again when they return. Saving the step forgets it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from collaboratives.setup.enums import SetUpStep
from collaboratives.setup.forms.step import DraftForm, Typed
from collaboratives.setup.place import Place
from collaboratives.setup.services import mark_done

DRAFTS = "set_up"
BACK, LOOK = "back", "look"
NEVER_KEPT = {"csrfmiddlewaretoken", "go"}


def wants(request: HttpRequest, what: str) -> bool:
    """Whether the button that was pressed says so."""
    return request.method == "POST" and request.POST.get("go") == what


def go_back(request: HttpRequest, place: Place, step: SetUpStep) -> HttpResponse:
    """Keep what was typed, saved or not, and open the step before."""
    typed = {key: values for key, values in request.POST.lists() if key not in NEVER_KEPT}
    request.session[DRAFTS] = request.session.get(DRAFTS, {}) | {_key(place, step): typed}
    return redirect(place.before(step))


def take_up(request: HttpRequest, place: Place, step: SetUpStep, *shown: DraftForm) -> None:
    """Show what was typed into this step before somebody went back."""
    kept = request.session.get(DRAFTS, {}).get(_key(place, step))
    draft: Typed | None = MultiValueDict(kept) if kept is not None else None
    for form in shown:
        form.take_up(draft)


def go_on(request: HttpRequest, place: Place, step: SetUpStep) -> HttpResponse:
    """Keep that the step is finished and open the next one; after a redo say that it is saved."""
    mark_done(collaborative=place.collaborative, step=step)
    forget(request, place, step)
    if not place.is_walking:
        messages.success(request, _("Saved."))
    return redirect(place.after(step))


def forget(request: HttpRequest, place: Place, step: SetUpStep) -> None:
    """Let go of what was typed: it is saved."""
    kept = dict(request.session.get(DRAFTS, {}))
    if kept.pop(_key(place, step), None) is not None:
        request.session[DRAFTS] = kept


def frame(place: Place, step: SetUpStep) -> dict[str, Any]:
    """Return what the frame of every step shows."""
    return {
        "place": place,
        "step": step,
        "number": list(SetUpStep).index(step) + 1,
        "total": len(SetUpStep),
        "overview_url": place.url(),
        "has_back": place.is_walking and step != SetUpStep.BASICS,
    }


def _key(place: Place, step: SetUpStep) -> str:
    return f"{place.collaborative.pk}:{step}"
