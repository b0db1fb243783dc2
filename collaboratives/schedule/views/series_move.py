"""Moving a date of a series and all that follow: shown line by line, then the preview of a move."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collaboratives.http import CollaborativeRequest
from collaboratives.schedule.forms import reopen
from collaboratives.schedule.forms.move import MoveForm
from collaboratives.schedule.holidays import named_days_off
from collaboratives.schedule.series.mapping import Line, Mapping
from collaboratives.schedule.series.moving import propose_move
from collaboratives.schedule.series.preview import spoken
from collaboratives.schedule.views.choosing import (
    Chosen,
    changed_meanwhile,
    chosen,
    nothing_ahead,
)


@require_http_methods(["GET", "POST"])
def series_move(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Let those who may change all of these dates say where they go; nothing moves here."""
    found = chosen(request, pk)
    if not found.events:
        return nothing_ahead(request, found)
    form = _form(request, found)
    others = ""
    look = request.POST.get("look")
    if request.method == "POST" and form.is_valid() and form.mapping and not look:
        others = changed_meanwhile(found, form.cleaned_data["basis"])
        if not others:
            return redirect(
                propose_move(series=found.series, mapping=form.mapping, by=request.member)
            )
        reopen(form, basis=found.basis)
    context = {"found": found, "form": form, "others": others, "lines": []}
    if form.mapping:
        context |= _shown(request, form.mapping)
    template = "schedule/_move_lines.html" if request.htmx and look else "schedule/series_move.html"
    return render(request, template, context)


def _form(request: CollaborativeRequest, found: Chosen) -> MoveForm:
    zone = request.collaborative.zone
    before = [event for event in found.dates if event.starts_at < found.events[0].starts_at]
    # Other words must not lead in front of a date that stays where it is.
    after = before[-1].first_day_in(zone) if before else request.collaborative.starts_on
    return MoveForm(
        request.POST or None,
        collaborative=request.collaborative,
        events=found.events,
        standing=found.words()[-1],
        after=after,
        initial={"basis": found.basis},
    )


def _shown(request: CollaborativeRequest, mapping: Mapping) -> dict[str, object]:
    """Each date with where it goes and the day off that it hits."""
    zone, days_off = request.collaborative.zone, named_days_off(request.collaborative)

    def hit(line: Line) -> str:
        return days_off.get(line.starts_at.astimezone(zone).date(), "") if line.starts_at else ""

    return {
        "lines": [(line, hit(line)) for line in mapping.lines],
        "mapping": mapping,
        "new_words": spoken(mapping.pattern) if mapping.pattern else None,
        "zone": zone,
    }
