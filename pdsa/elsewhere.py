"""What pages of the apps below show of the tests; ``apps.ready`` registers it there."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centers.models import CoreTeam
from collaboratives.framework.counts import Note
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.sections import Section
from collaboratives.http import url_in
from collaboratives.models import Membership
from metrics.annotations import Annotation, Placed
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
                url=url_in(member.collaborative, "pdsa:driver", key=key),
                count=count,
            )
        ]
        for (driver, key), count in queries.cycles_per_driver_key(cycles).items()
    }


def tests_under(member: Membership, driver: SecondaryDriver) -> Section | None:
    """List the latest tests under a driver, with a way to plan one; nothing for an observer."""
    if member.is_observer:
        return None
    found = queries.for_list(
        queries.narrowed(queries.cycles_visible_to(member), member, driver=driver.pk).exclude(
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
            "driver_key": driver.key,
            "may_plan": rules.may_plan(member) and driver.is_in_use,
        },
        is_empty=not latest,
    )


def marks_on_charts(
    teams: Sequence[CoreTeam],
    metrics: Sequence[Metric],
    start: dt.date,
    end: dt.date,
    *,
    member: Membership | None,
) -> list[Placed]:
    """Return the teams' tests that might have moved these measures, by the day they began.

    Without a member only those that everybody in the collaborative may see. One query.
    """
    if not teams:
        return []
    collaborative = teams[0].collaborative
    cycles = (
        Cycle.objects.filter(visibility=Visibility.COLLABORATIVE)
        if member is None
        else queries.cycles_visible_to(member)
    )
    begun = Q(status__in=[Status.DOING, Status.DONE]) | Q(
        status=Status.PLANNED, starts_on__lte=collaborative.today()
    )
    found = (
        cycles.filter(begun, ramp__team__in=teams)
        .annotate(marked_metric=F("ramp__metric_rows__metric_id"))
        .filter(marked_metric__in=[metric.pk for metric in metrics])
        .filter(starts_on__gte=start, starts_on__lte=end)
        .select_related("ramp")
        .order_by("starts_on", "pk")
    )
    return [
        Placed(
            cycle.ramp.team_id,
            cycle.marked_metric,
            Annotation(
                day=cycle.starts_on,
                label=_("Test %(number)s: %(idea)s")
                % {"number": cycle.number, "idea": cycle.ramp.idea},
                url=url_in(collaborative, "pdsa:cycle", pk=cycle.pk),
            ),
        )
        for cycle in found
        if cycle.starts_on and cycle.ramp.team_id
    ]
