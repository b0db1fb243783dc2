"""The driver diagram: a picture on a screen and on paper; on a phone an outline that unfolds."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bsc.exports.pdf import PdfUnavailableError, pdf_is_available
from collaboratives.framework.counts import notes_for
from collaboratives.framework.diagram import driver_diagram, printed_diagram
from collaboratives.framework.forms.diagram import ShowForm, paper_asked
from collaboratives.framework.models import ChangeFramework
from collaboratives.framework.papers import ANY_SHEET, PAPERS, diagram_pdf
from collaboratives.framework.pictures import Pen, Show, words_of
from collaboratives.framework.queries import framework_of
from collaboratives.framework.readable import measures
from collaboratives.http import CollaborativeRequest, url_in
from collaboratives.translations import in_language


@require_GET
def diagram(request: CollaborativeRequest) -> HttpResponse:
    """Draw the framework for any member, families in plain words."""
    plain = request.member.is_family_only
    form = ShowForm(request.GET, plain=plain)
    context: dict[str, Any] = {"framework": None, "form": form, "plain": plain}
    framework = framework_of(request.collaborative)
    if framework:
        context |= _drawn(request, framework, form.shown, plain=plain)
    return render(request, "framework/diagram.html", context)


@require_GET
def pdf(request: CollaborativeRequest) -> HttpResponse:
    """Send the same as PDF, on the paper that was asked for."""
    framework = framework_of(request.collaborative)
    if framework is None:
        raise Http404
    plain = request.member.is_family_only
    show = ShowForm(request.GET, plain=plain).shown
    paper = paper_asked(request.GET)
    told = _told(request, framework, show, plain=plain)
    try:
        made = diagram_pdf(paper=paper, note=_note(request, show), **told)
    except PdfUnavailableError:
        messages.error(request, _("PDFs are switched off on this server."))
        return redirect(url_in(request.collaborative, "framework:diagram"))
    name = f"{request.collaborative.slug}-driver-diagram-{paper}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _told(
    request: CollaborativeRequest, framework: ChangeFramework, show: list[str], *, plain: bool
) -> dict[str, Any]:
    pen = Pen(
        request.collaborative,
        notes=notes_for(request.member) if Show.TESTS in show else {},
        measures=measures(request.member) if Show.MEASURES in show else [],
        show=show,
        plain=plain,
    )
    picture = pen.picture_of(framework)
    name = in_language(framework, "name").text
    return {"picture": picture, "words": words_of(name, picture, plain=plain)}


def _drawn(
    request: CollaborativeRequest, framework: ChangeFramework, show: list[str], *, plain: bool
) -> dict[str, Any]:
    told = _told(request, framework, show, plain=plain)
    printed = printed_diagram(sheet=ANY_SHEET, **told)
    address = url_in(request.collaborative, "framework:diagram_pdf")
    query = [("chosen", "yes"), *(("show", each) for each in show)]
    return {
        "framework": framework,
        **told,
        # Every text in them went through escape() where they were drawn.
        "svg": mark_safe(driver_diagram(**told)),  # noqa: S308 -- drawn by us, every text escaped
        "printed": mark_safe(printed.svg),  # noqa: S308 -- drawn by us, every text escaped
        "note": _note(request, show),
        "pdfs": [
            (paper.name, f"{address}?{urlencode([*query, ('paper', key)])}")
            for key, paper in PAPERS.items()
        ]
        if pdf_is_available()
        else [],
    }


def _note(request: CollaborativeRequest, show: list[str]) -> str:
    """Return the line below the picture: whose it is, of which day, and what is counted."""
    day: dt.date = timezone.localdate()
    shown = {"collaborative": request.collaborative.name, "day": date_format(day, "DATE_FORMAT")}
    if Show.TESTS not in show:
        return _("%(collaborative)s, %(day)s") % shown
    if request.member.is_family_only:
        return _("%(collaborative)s, %(day)s. Tries that you can see are counted.") % shown
    return _("%(collaborative)s, %(day)s. Counted are the tests that you may see.") % shown
