"""Where an idea went, and what came of it there."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from collaboratives.http import CollaborativeRequest
from pdsa import travels_svg
from pdsa.enums import Decision
from pdsa.lineage import Branch
from pdsa.models import Ramp
from pdsa.travels import Journey, journey_of
from pdsa.travels_svg import Node, Outcome
from pdsa.views.ramp import ramp_of
from pdsa.words import STAGE_TONES, Voice, stage_words, team_name, voice_of


@dataclass(frozen=True)
class Place:
    """One team on the way, with those that took the idea from it."""

    ramp: Ramp
    team: str
    stage: str
    tone: str
    decision: str
    is_adapted: bool
    is_indirect: bool
    is_here: bool
    places: list["Place"]


@require_GET
def show(request: CollaborativeRequest, pk: int) -> HttpResponse:
    """Show the tree of an idea's travels, as far as this person may see it."""
    ramp = ramp_of(request, pk)
    voice = voice_of(request.member)
    journey = journey_of(ramp, request.member, request.collaborative.today())
    return render(
        request,
        "pdsa/travels.html",
        {
            "ramp": ramp,
            "voice": voice,
            "counts": journey.counts,
            "others": journey.travels.others,
            "has_travelled": len(journey.ramps) > 1 or journey.travels.others,
            "places": [_place(each, journey, ramp, voice) for each in journey.travels.branches],
            "wide": _drawn(ramp, journey, voice, "wide"),
            "narrow": _drawn(ramp, journey, voice, "narrow"),
        },
    )


def _place(branch: Branch, journey: Journey, here: Ramp, voice: Voice) -> Place:
    ramp = journey.ramps[branch.stop.key]
    return Place(
        ramp=ramp,
        team=team_name(ramp, voice),
        stage=stage_words(ramp.seen_stage, voice),
        tone=STAGE_TONES[ramp.seen_stage],
        decision=_decision(branch, voice),
        is_adapted=branch.stop.is_adapted,
        is_indirect=branch.is_indirect,
        is_here=ramp == here,
        places=[_place(each, journey, here, voice) for each in branch.branches],
    )


def _decision(branch: Branch, voice: Voice) -> str:
    return str(Decision(branch.stop.last_decision).label) if branch.stop.last_decision else ""


def _drawn(ramp: Ramp, journey: Journey, voice: Voice, width: travels_svg.Width) -> SafeString:
    nodes = [
        Node(
            depth=branch.depth,
            name=team_name(each, voice),
            words=stage_words(each.seen_stage, voice),
            outcome=outcome_of(branch, each),
            is_indirect=branch.is_indirect,
        )
        for branch, each in journey.places
    ]
    drawn = travels_svg.draw(
        nodes,
        title=_("Where “%(idea)s” went") % {"idea": ramp.idea},
        description=" ".join(f"{node.name}: {node.words}." for node in nodes),
        uid=f"travels-{ramp.pk}-{width}",
        width=width,
    )
    return SafeString(drawn)


def outcome_of(branch: Branch, ramp: Ramp) -> Outcome:
    """Return the sign of what came of an idea in one place."""
    if not branch.stop.is_tried:
        return "planned"
    if ramp.seen_stage == "abandoned":
        return "stopped"
    return "kept" if branch.stop.is_kept else "tried"
