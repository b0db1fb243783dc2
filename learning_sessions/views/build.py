"""Putting a day together: order, adding, changing, taking out and putting back."""

import re
from typing import Any, Literal

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.schedule.models import Event
from learning_sessions import queries, rules
from learning_sessions.forms import ItemForm
from learning_sessions.models import AgendaItem
from learning_sessions.services.day import ChangedMeanwhileError
from learning_sessions.services.items import (
    add_item,
    change_item,
    move_item,
    remove_item,
    restore_item,
)
from learning_sessions.views.agenda import context_of

FIELDS = ("title", "starts_at", "minutes", "part", "talk_minutes", "summary", "room")


@require_GET
def build(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show the day with the buttons that change it."""
    event = get_object_or_404(queries.sessions_visible_to(request.member), pk=pk)
    if not rules.may_build(request.member):
        raise PermissionDenied
    return plan_of(request, event)


def plan_of(
    request: CollaborativeRequest, event: Event, removed: AgendaItem | None = None
) -> HttpResponse:
    """Render the plan, its part alone for htmx; ``removed`` was taken out just now."""
    template = "learning_sessions/build.html" + ("#plan" if request.htmx else "")
    context = context_of(request, event)
    return render(
        request,
        template,
        context | {"removed": queries.removed_from(event), "just_removed": removed},
    )


@require_http_methods(["GET", "POST"])
def add(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Add an item, or with ``?breakout_of=`` a breakout under one."""
    event = get_object_or_404(queries.sessions_visible_to(request.member), pk=pk)
    if not rules.may_build(request.member):
        raise PermissionDenied
    items = queries.agenda_of(event)
    under = _named(request.GET.get("breakout_of", ""), items)
    form = _form(request, AgendaItem(event=event), event, under, items)
    if request.method == "POST" and form.is_valid():
        add_item(
            event=event,
            by=request.member,
            token=form.cleaned_data["token"],
            values=form.values,
            after=form.chosen_after,
            breakout_of=under,
            leads=form.chosen_leads,
            drivers=form.chosen_drivers,
        )
        messages.success(request, _("Added. Everything that comes later has moved."))
        return redirect(url_in(request.collaborative, "learning_sessions:build", pk=event.pk))
    return _page(request, form, event, {"under": under})


@require_http_methods(["GET", "POST"])
def change(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Change one item."""
    item = get_object_or_404(
        queries.items_visible_to(request.member).filter(removed_at=None), pk=pk
    )
    if not rules.may_edit(request.member, item):
        raise PermissionDenied
    form = _form(request, item, item.event, item.breakout_of, queries.agenda_of(item.event))
    theirs: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            change_item(
                item=item,
                by=request.member,
                seen=form.cleaned_data["seen"],
                values=form.values,
                leads=form.chosen_leads,
                drivers=form.chosen_drivers,
            )
        except ChangedMeanwhileError as error:
            theirs = _theirs(form, error.standing)
        else:
            messages.success(request, _("Saved. Everything that comes later has moved."))
            page = "build" if rules.may_build(request.member) else "agenda"
            return redirect(
                url_in(request.collaborative, f"learning_sessions:{page}", pk=item.event_id)
            )
    return _page(request, form, item.event, {"item": item, "under": item.breakout_of} | theirs)


def _named(key: str, items: list[AgendaItem]) -> AgendaItem | None:
    return next((item for item in items if str(item.pk) == key), None)


def _form(
    request: CollaborativeRequest,
    item: AgendaItem,
    event: Event,
    under: AgendaItem | None,
    items: list[AgendaItem],
) -> ItemForm:
    return ItemForm(
        request.POST or None,
        instance=item,
        event=event,
        siblings=items,
        breakout=under is not None,
        member=request.member,
    )


def _theirs(form: ItemForm, standing: Any) -> dict[str, Any]:
    """Keep what was typed, show what stands, and let the next save go through."""
    different = [
        {"label": form.fields[name].label, "text": getattr(standing, name)}
        for name in FIELDS
        if name in form.fields and getattr(standing, name) != form.cleaned_data.get(name)
    ]
    form.saw(standing.revision)
    return {"theirs": different, "by": standing.changed_by}


def _page(
    request: CollaborativeRequest, form: ItemForm, event: Event, more: dict[str, Any]
) -> HttpResponse:
    return render(request, "learning_sessions/item.html", {"form": form, "event": event} | more)


@require_POST
def move(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Move an item one place up or down."""
    item = _item_to_build(request, pk)
    at = request.POST.get("at", "")
    ways: tuple[Literal["up", "down"], ...] = ("up", "down")
    for way in ways:
        if request.POST.get("to") == way and re.fullmatch(r"[0-9]{1,6}", at):
            move_item(item=item, to=way, at=int(at), by=request.member)
    return _back(request, item.event)


@require_POST
def remove(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Take an item out; a button next to the message puts it back."""
    item = _item_to_build(request, pk)
    remove_item(item=item, by=request.member)
    if request.htmx:
        return plan_of(request, item.event, removed=item)
    messages.success(request, _("It is out. You can put it back at the end of this page."))
    return _back(request, item.event)


@require_POST
def restore(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Put an item back where it was."""
    item = _item_to_build(request, pk)
    try:
        restore_item(item=item, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is back in the agenda."))
    return _back(request, item.event)


def _item_to_build(request: CollaborativeRequest, pk: int) -> AgendaItem:
    item = get_object_or_404(queries.items_visible_to(request.member), pk=pk)
    if not rules.may_build(request.member):
        raise PermissionDenied
    return item


def _back(request: CollaborativeRequest, event: Event) -> HttpResponse:
    if request.htmx:
        return plan_of(request, event)
    return redirect(url_in(request.collaborative, "learning_sessions:build", pk=event.pk))
