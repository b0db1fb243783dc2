"""Beginning a cycle: an idea's first, and the next one after a decision."""

import uuid

from django.db import transaction
from django.utils.text import Truncator

from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import current_release
from collaboratives.models import Membership
from metrics.models import CollectionPlan
from pdsa.enums import Decision, Scale
from pdsa.method import suggest_day
from pdsa.models import Cycle, CycleOwner, Ramp
from pdsa.services.owners import set_metrics

IDEA_LENGTH = 200


@transaction.atomic
def start_cycle(
    *,
    by: Membership,
    team: CoreTeam | None,
    what: str,
    token: uuid.UUID,
    driver: SecondaryDriver | None = None,
    borrowed_from: Ramp | None = None,
    language: str = "",
    collection_plan: CollectionPlan | None = None,
) -> Cycle:
    """Begin a ramp with the draft of its first cycle, owned by its writer.

    Idempotent by ``token``: the same form sent again returns the draft it made. A borrowed idea
    keeps its name. ``language`` is that of ``what``: the writer's own unless given.
    """
    standing = Cycle.objects.filter(started_by=by, token=token).select_related("ramp").first()
    if standing is not None:
        return standing
    ramp = Ramp(
        collaborative=by.collaborative,
        team=team,
        idea=borrowed_from.idea if borrowed_from else idea_in(what),
        language=borrowed_from.language if borrowed_from else language or by.user.language,
        secondary_driver=driver,
        release=current_release() if driver else None,
        borrowed_from=borrowed_from,
    )
    ramp.full_clean()
    ramp.save()
    cycle = Cycle(
        collaborative=by.collaborative,
        ramp=ramp,
        what=what,
        token=token,
        language=language or by.user.language,
        started_by=by,
        changed_by=by,
        collection_plan=collection_plan,
    )
    if collection_plan:
        cycle.who, cycle.where = collection_plan.who, collection_plan.where
        set_metrics(ramp=ramp, metrics=[collection_plan.metric])
    return _begin(cycle, by)


@transaction.atomic
def draft_next(*, cycle: Cycle, by: Membership) -> Cycle:
    """Draft the idea's next cycle from the last: same words, the next step, the next size.

    Idempotent: while a later cycle stands, that one is returned, whoever began it.
    """
    ramp = Ramp.objects.select_for_update().get(pk=cycle.ramp_id)
    later = ramp.cycles.filter(number__gt=cycle.number).order_by("number").first()
    if later is not None:
        return later
    scale = cycle.scale
    if scale and cycle.decision == Decision.EXPAND:
        scale = Scale(scale).larger
    following = Cycle(
        collaborative=cycle.collaborative,
        ramp=ramp,
        number=cycle.number + 1,
        visibility=cycle.visibility,
        what=cycle.next_step or cycle.what,
        scale=scale,
        collection_plan=cycle.collection_plan,
        who=cycle.who,
        where=cycle.where,
        starts_on=suggest_day(cycle.collaborative.today()),
        look_at=cycle.look_at,
        language=by.user.language,
        started_by=by,
        changed_by=by,
    )
    return _begin(following, by)


def _begin(cycle: Cycle, by: Membership) -> Cycle:
    # A second click is the database's to notice (TenantScopeMiddleware), not the writer's error.
    cycle.full_clean(exclude=["token"])
    cycle.save()
    CycleOwner.objects.create(collaborative=cycle.collaborative, cycle=cycle, member=by)
    return cycle


def idea_in(what: str) -> str:
    """Return what an idea is called that is planned in these words: their first line."""
    first_line = (what.strip().splitlines() or [""])[0]
    return Truncator(first_line).chars(IDEA_LENGTH)
