"""When somebody's team looks at itself, in their own calendar."""

from datetime import date

from django.utils.translation import gettext as _

from centers.assessment.models import Assessment, Round
from collaboratives.http import url_in
from collaboratives.models import Membership
from collaboratives.schedule.deadlines import Deadline
from collaboratives.translations import in_language


def own_rounds(member: Membership, first: date, last: date) -> list[Deadline]:
    """Return the rounds due between two days on which one of somebody's teams has not agreed."""
    if not member.team_ids:
        return []
    settled: dict[int, set[int]] = {}
    done = Assessment.objects.filter(team__in=member.team_ids, settled_at__isnull=False)
    for round_, team in done.values_list("round", "team"):
        settled.setdefault(round_, set()).add(team)
    rounds = Round.objects.filter(due_on__range=(first, last)).select_related("event")
    return [
        Deadline(
            uid=f"self-assessment-{one.pk}",
            on=one.due_on,
            title=_("Self-check: %(name)s") % {"name": in_language(one, "name").text},
            url=url_in(member.collaborative, "assessment:rounds"),
            # A round that moves with its event grows with the event's changes.
            sequence=one.revision + (one.event.revision if one.event else 0),
        )
        for one in rounds.order_by("due_on", "pk")
        if not settled.get(one.pk, set()) >= member.team_ids
    ]
