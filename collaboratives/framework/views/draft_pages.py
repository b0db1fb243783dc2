"""The pages of a draft that an expert reads: an overview, one for each primary driver, measures.

Each part has a link that opens a field below it; with a script only that part is exchanged, so
what stands in another field is not lost.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bsc.accounts.http import sent
from bsc.accounts.throttle import allow
from collaboratives.framework.enums import PartKind
from collaboratives.framework.forms.comments import CommentForm
from collaboratives.framework.models import FrameworkComment
from collaboratives.framework.queries import comments_of
from collaboratives.framework.readable import Part, PartId, parts_of
from collaboratives.framework.rules import may_change_comment
from collaboratives.framework.services.comments import add_comment
from collaboratives.framework.views.draft import Draft, frame, with_draft

COMMENTS_AN_HOUR = 60
OVERVIEW = (PartKind.WHOLE, PartKind.MISSION, PartKind.NEED, PartKind.AIM)


class Mine(NamedTuple):
    """One of the reader's own comments."""

    comment: FrameworkComment
    may_change: bool


class Piece(NamedTuple):
    """A part on a page, with what the reader said of it, and a field where it is open."""

    part: Part
    mine: list[Mine]
    form: CommentForm | None


class Chapter(NamedTuple):
    """A page of the draft: its title and address, and how often the reader commented there."""

    title: str
    url: str
    said: int
    parts: list[Part]


@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Say what is asked, and show mission, need and aims."""
    return _page(request, draft, 0, "draft/start.html")


@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def driver(request: HttpRequest, draft: Draft, driver: str) -> HttpResponse:
    """Show a primary driver with its secondary drivers and their ideas."""
    return _page(request, draft, draft.url("driver", driver=driver), "draft/chapter.html")


@with_draft
@require_http_methods(["GET", "HEAD", "POST"])
def measures(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show what is to be counted, and how; no number."""
    return _page(request, draft, draft.url("measures"), "draft/chapter.html")


def _page(request: HttpRequest, draft: Draft, which: int | str, template: str) -> HttpResponse:
    """Show one chapter; on POST keep a comment on one of its parts."""
    chapters = _chapters(draft)
    place = next((n for n, one in enumerate(chapters) if which in (n, one.url)), None)
    if place is None:
        raise Http404
    chapter, by_htmx = chapters[place], bool(getattr(request, "htmx", False))
    posted = sent(request)
    asked = (request.GET if posted is None else posted).get("on", "")
    part = next((one for one in chapter.parts if one.id.anchor == asked), None)
    if posted is not None and part is None:
        raise Http404
    form = CommentForm(posted, part=asked) if part else None
    if posted is not None and part and form and form.is_valid() and _kept(draft, part, form):
        messages.success(request, _("Thank you. Your comment is kept."))
        if not by_htmx:
            return redirect(f"{chapter.url}#{part.id.anchor}")
        form = None
    pieces = _pieces(draft, chapter, part, form)
    if part and by_htmx:
        [piece] = [one for one in pieces if one.part is part]
        return render(request, "draft/_piece.html", frame(draft) | {"piece": piece})
    context: dict[str, Any] = frame(draft) | {
        "chapters": chapters,
        "chapter": chapter,
        "pieces": pieces,
        "previous": chapters[place - 1] if place else None,
        "next": chapters[place + 1] if place + 1 < len(chapters) else None,
    }
    return render(request, template, context)


def _kept(draft: Draft, part: Part, form: CommentForm) -> bool:
    if not allow(
        "draft-comment", str(draft.reader.pk), times=COMMENTS_AN_HOUR, within=timedelta(hours=1)
    ):
        form.add_error(
            None, _("That were many comments. Wait a few minutes, then send this one again.")
        )
        return False
    # Of two clicks at once the database lets one write; the other one's words are kept by it.
    with suppress(IntegrityError):
        add_comment(
            framework=draft.framework,
            part=part.id,
            text=form.cleaned_data["text"],
            writer=draft.reader,
            token=form.cleaned_data["token"],
        )
    return True


def _chapters(draft: Draft) -> list[Chapter]:
    """Return the pages of the draft in their order; a driver's page holds all below it."""
    shown = {id_: part for id_, part in parts_of(draft.framework, None).items() if not part.gone}
    pages: dict[tuple[str, str], list[Part]] = {}
    for part in shown.values():
        top = part
        while top.below is not None and top.below in shown:
            top = shown[top.below]
        if part.id.kind in OVERVIEW:
            page = (_("Mission and aims"), draft.url())
        elif part.id.kind == PartKind.METRIC:
            page = (_("Measures"), draft.url("measures"))
        else:
            page = (top.name, draft.url("driver", driver=top.id.key))
        pages.setdefault(page, []).append(part)
    said = [PartId(one.part, one.part_key) for one in comments_of(draft.reader)]
    return [
        Chapter(title, url, sum(one in {part.id for part in parts} for one in said), parts)
        for (title, url), parts in pages.items()
    ]


def _pieces(
    draft: Draft, chapter: Chapter, opened: Part | None, form: CommentForm | None
) -> list[Piece]:
    """Return the parts of a page; what is said of the whole stands at its end."""
    said = list(comments_of(draft.reader))
    parts = sorted(chapter.parts, key=lambda part: part.id.kind == PartKind.WHOLE)
    return [
        Piece(
            part,
            [
                Mine(one, may_change_comment(draft.reader, one))
                for one in said
                if (one.part, one.part_key) == (part.id.kind, part.id.key)
            ],
            form if part is opened else None,
        )
        for part in parts
    ]
