"""One event: when, how to join, what will be asked; before it one's answer, after it the notes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboratives.enums import Role
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule import rules, services
from collaboratives.schedule.answers import answers_of, team_answers
from collaboratives.schedule.forms import AnswerForm
from collaboratives.schedule.hours import Hours, hours_of
from collaboratives.schedule.models import Event
from collaboratives.schedule.queries import events_visible_to
from collaboratives.schedule.sections import sections_of
from collaboratives.schedule.words import other_time


@require_http_methods(["GET", "POST"])
def event(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show an event to those who see it; a POST is one's own answer."""
    found = get_object_or_404(events_visible_to(request.member), pk=pk)
    may_answer = rules.may_answer(request.member, found)
    form = AnswerForm(request.POST or None, initial=_own(found))
    if request.method == "POST":
        if not may_answer:
            raise PermissionDenied
        if form.is_valid():
            services.answer(event=found, member=request.member, **form.cleaned_data)
            messages.success(request, _("Thank you. Your answer is saved."))
            return redirect(url_in(request.collaborative, "schedule:event", pk=pk))
    return render(request, "schedule/event.html", _context(request, found, form, may_answer))


def _context(
    request: CollaborativeRequest, found: Event, form: AnswerForm, may_answer: bool
) -> dict[str, object]:
    member = request.member
    own = next(iter(found.own_answers), None)
    sees_answers = rules.may_see_answers(member, found)
    return {
        "event": found,
        "own": own,
        "asked_again": own is not None and own.revision < found.revision,
        "form": form if may_answer else None,
        "answers": answers_of(found) if sees_answers else None,
        "team_answers": [] if sees_answers else team_answers(member, found),
        "may_edit": rules.may_edit(member, found),
        "may_read_notes": rules.may_read_notes(member, found),
        "sections": sections_of(member, found),
        "other_time": other_time(request, found),
        "calendar_files": [] if found.is_over else _files(request, found),
        "role_names": ", ".join(str(Role(role).label) for role in found.audience_roles),
    }


def _files(request: CollaborativeRequest, found: Event) -> list[tuple[str, Hours]]:
    """Return the address of the file for each day of an event, with its hours."""
    url = url_in(request.collaborative, "schedule:event_file", pk=found.pk)
    days = hours_of(found, request.collaborative.zone)
    return [(f"{url}?day={day}", hours) for day, hours in enumerate(days, start=1)]


def _own(found: Event) -> dict[str, str]:
    own = next(iter(found.own_answers), None)
    if own is None:
        return {}
    return {"answer": own.answer, "reason": own.reason, "needs": own.needs}
