"""The plan at a glance for people outside: titles that somebody typed, without names in them."""

import re
from dataclasses import replace

from django.apps import apps

from collaboratives.models import Membership
from collaboratives.workplan.progress import Line, Progress

LEFT_OUT = "…"
SHORTEST = 2


def names_here() -> set[str]:
    """Return the full names of people, teams and centers of the collaborative in scope."""
    teams = apps.get_model("centers", "CoreTeam").objects.values_list("name", "center__name")
    people = Membership.objects.values_list("user__name", flat=True)
    found = {*people, *(name for pair in teams for name in pair)}
    return {name for name in found if len(name.strip()) >= SHORTEST}


def without_names(progress: Progress, names: set[str]) -> Progress:
    """Return the plan with each of the names in an activity's title left out, in any case."""
    if not names:
        return progress
    words = (r"\s+".join(map(re.escape, name.split())) for name in names)
    listed = "|".join(sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)

    def unnamed(line: Line) -> Line:
        return replace(line, title=pattern.sub(LEFT_OUT, line.title))

    parts = [replace(part, lines=[unnamed(one) for one in part.lines]) for part in progress.parts]
    return replace(progress, parts=parts)
