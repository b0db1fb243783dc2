"""What pages of the apps below show of the tests; ``apps.ready`` registers it there."""

import datetime as dt
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centers.models import CoreTeam
from collaboratives.framework.counts import Note
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.sections import Section
from collaboratives.http import url_in
from collaboratives.models import Membership
from metrics.annotations import Annotation
from metrics.models import Metric
from pdsa import queries, rules
from pdsa.enums import Status, Visibility
from pdsa.models import Cycle
from pdsa.words import team_name, voice_of, when_of

SHOWN_ON_A_DRIVER = 5


def tests_per_driver(member: Membership) -> dict[int, list[Note]]:
    """Count the tests that this reader may know of under each secondary driver; one query."""
    cycles = (
        queries.counted_for_observers() if member.is_observer else queries.cycles_visible_to(member)
    )
    return {
        driver: [
            Note(
                text=ngettext("%(count)s test", "%(count)s tests", count) % {"count": count},
                count=count,
            )
        ]
        for driver, count in queries.cycles_per_driver(cycles).items()
    }


def tests_under(member: Membership, driver: SecondaryDriver) -> Section | None:
    """List the latest tests under a driver, with a way to plan one; nothing for an observer."""
    if member.is_observer:
        return None
    found = queries.for_list(
        queries.narrowed(queries.cycles_visible_to(member), driver=driver.pk).exclude(
            status=Status.DRAFT
        )
    ).order_by("-posted_at", "-pk")
    latest = list(found[: SHOWN_ON_A_DRIVER + 1])
    voice = voice_of(member)
    return Section(
        title=_("What we are trying") if voice == "family" else _("What was tried"),
        template="pdsa/_under_driver.html",
        context={
            "rows": [
                {"cycle": cycle, "team": team_name(cycle.ramp, voice), "when": when_of(cycle)}
                for cycle in latest[:SHOWN_ON_A_DRIVER]
            ],
            "has_more": len(latest) > SHOWN_ON_A_DRIVER,
            "query": urlencode({"driver": driver.pk}),
            "others_only": not rules.may_plan(member),
            "may_plan": rules.may_plan(member) and driver.retired_on is None,
        },
    )


def marks_on_charts(
    team: CoreTeam,
    metric: Metric,
    start: dt.date,
    end: dt.date,
    *,
    member: Membership | None,
) -> list[Annotation]:
    """Return the team's tests that might have moved a measure, by the day they began.

    Without a member only those that everybody in the collaborative may see.
    """
    cycles = (
        Cycle.objects.filter(visibility=Visibility.COLLABORATIVE)
        if member is None
        else queries.cycles_visible_to(member)
    )
    begun = Q(status__in=[Status.DOING, Status.DONE]) | Q(
        status=Status.PLANNED, starts_on__lte=team.collaborative.today()
    )
    found = (
        cycles.filter(begun, ramp__team=team, ramp__metric_rows__metric=metric)
        .filter(starts_on__gte=start, starts_on__lte=end)
        .select_related("ramp")
        .order_by("starts_on", "pk")
    )
    return [
        Annotation(
            day=cycle.starts_on,
            label=_("Test %(number)s: %(idea)s")
            % {"number": cycle.number, "idea": cycle.ramp.idea},
            url=url_in(team.collaborative, "pdsa:cycle", pk=cycle.pk),
        )
        for cycle in found
        if cycle.starts_on
    ]
