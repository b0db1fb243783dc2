"""The agenda of a day, for everyone: on a screen and on the wall."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event
from collaboratives.translations import in_language
from learning_sessions import queries, rules
from learning_sessions.forms import AgendaForm
from learning_sessions.models import Agenda
from learning_sessions.services.day import ChangedMeanwhileError
from learning_sessions.services.outline import (
    AgendaStandsAlreadyError,
    describe_day,
    load_agenda,
    read_outline,
)
from learning_sessions.words import advice, balance_of, balance_sentence, days_of, shares_of

OUTLINES = {EventKind.PRE_WORK_DAY: "pre_work_day", EventKind.LEARNING_SESSION: "first_session"}


@require_GET
def agenda(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show the agenda of an event to everybody who sees the event."""
    event = get_object_or_404(queries.sessions_visible_to(request.member), pk=pk)
    return render(request, "learning_sessions/agenda.html", context_of(request, event))


def context_of(request: CollaborativeRequest, event: Event) -> dict[str, Any]:
    """Return what the page for reading and the page for building show of a day."""
    member = request.member
    items = queries.agenda_of(event)
    about = queries.about(event)
    division = balance_of(items)
    plans = rules.may_read_faculty_notes(member)
    return {
        "event": event,
        "about": about,
        "objectives": objectives_of(about),
        "days": days_of(event, items, member),
        "zone": request.collaborative.zone,
        "plain": member.is_family_only,
        "may_build": rules.may_build(member),
        "faculty": plans,
        "editable": {item.pk for item in items if rules.may_edit(member, item)},
        "balance": balance_sentence(division) if division.minutes else "",
        "shares": shares_of(division),
        "advice": advice(event, items, division) if plans and items else [],
    }


def objectives_of(about: Agenda | None) -> dict[str, Any]:
    """Return the objectives in the reader's language: their lines and ``lang``."""
    if about is None:
        return {"lines": [], "lang": ""}
    words = in_language(about, "objectives")
    return {"lines": [line for line in words.text.splitlines() if line], "lang": words.lang}


@require_POST
def copy_outline(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Fill an empty agenda with the published example, to be changed from there."""
    event = get_object_or_404(queries.sessions_visible_to(request.member), pk=pk)
    if not rules.may_build(request.member):
        raise PermissionDenied
    try:
        load_agenda(
            event=event, data=read_outline(OUTLINES[EventKind(event.kind)]), by=request.member
        )
    except AgendaStandsAlreadyError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("The outline is copied. Make it yours."))
    return redirect(url_in(request.collaborative, "learning_sessions:build", pk=event.pk))


@require_http_methods(["GET", "POST"])
def about(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Say what the day is about and what people go home with."""
    event = get_object_or_404(queries.sessions_visible_to(request.member), pk=pk)
    if not rules.may_build(request.member):
        raise PermissionDenied
    standing = queries.about(event) or Agenda(collaborative=request.collaborative, event=event)
    form = AgendaForm(request.POST or None, instance=standing, member=request.member)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            describe_day(
                event=event,
                title=form.cleaned_data["title"],
                objectives=form.cleaned_data["objectives"],
                translations=form.translations,
                seen=form.cleaned_data["seen"],
                by=request.member,
            )
        except ChangedMeanwhileError as error:
            theirs = error.standing
            form.saw(theirs.revision)
        else:
            messages.success(request, _("Saved."))
            return redirect(url_in(request.collaborative, "learning_sessions:build", pk=event.pk))
    return render(
        request,
        "learning_sessions/about.html",
        {"event": event, "form": form, "theirs": theirs},
    )
