"""A cycle from its first word to its decision."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from bsc.audit.services import record
from centers.models import CoreTeam
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import current_release
from collaboratives.models import Membership
from pdsa.enums import Decision, Scale, Status, Visibility
from pdsa.method import stage_after, suggest_day
from pdsa.models import Cycle, CycleOwner, Ramp

IDEA_LENGTH = 200


@dataclass(frozen=True)
class Saved:
    """What came of saving: the cycle as it stands, and what somebody else wrote meanwhile.

    With ``theirs`` (field name to their text) nothing was written.
    """

    cycle: Cycle
    theirs: Mapping[str, Any] = field(default_factory=dict)


def fingerprint(cycle: Cycle, names: Iterable[str]) -> str:
    """Return a short mark of these fields' values: a form carries it to say what it was made from.

    Only the form's own fields count, so two people on different steps never collide.
    """
    values = [f"{name}={getattr(cycle, name)!r}" for name in sorted(names)]
    return sha256("\x00".join(values).encode()).hexdigest()[:16]


@transaction.atomic
def start_cycle(
    *,
    by: Membership,
    team: CoreTeam | None,
    what: str,
    token: uuid.UUID,
    driver: SecondaryDriver | None = None,
    borrowed_from: Ramp | None = None,
) -> Cycle:
    """Begin a ramp with the draft of its first cycle, owned by its writer.

    Idempotent by ``token``: the same form sent again returns the draft it made.
    """
    standing = Cycle.objects.filter(started_by=by, token=token).select_related("ramp").first()
    if standing is not None:
        return standing
    ramp = Ramp(
        collaborative=by.collaborative,
        team=team,
        idea=_idea(what),
        language=by.user.language,
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
        language=by.user.language,
        started_by=by,
        changed_by=by,
    )
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


@transaction.atomic
def save_cycle(
    *,
    cycle: Cycle,
    by: Membership,
    values: Mapping[str, Any],
    seen: str,
    driver: SecondaryDriver | None = None,
    change_driver: bool = False,
) -> Saved:
    """Write some of a cycle's fields, unless somebody else changed one of them since ``seen``.

    ``seen`` is the ``fingerprint`` of these fields that the form was made from. Where another's
    text would be overwritten, nothing is written and it comes back in ``theirs``. Saving what
    stands already changes nothing. ``change_driver`` sets the ramp's focus area too, with the
    release it was chosen under.
    """
    locked = Cycle.objects.select_for_update(of=("self",)).select_related(
        "ramp", "changed_by__user"
    )
    standing = locked.get(pk=cycle.pk)
    different = {
        name: getattr(standing, name)
        for name, value in values.items()
        if getattr(standing, name) != value
    }
    if different and seen != fingerprint(standing, values):
        return Saved(standing, different)
    if change_driver:
        _set_driver(standing.ramp, driver)
    if different:
        for name in different:
            setattr(standing, name, values[name])
        _write(standing, by, [*different])
        if standing.is_draft and standing.number == 1 and "what" in different:
            Ramp.objects.filter(pk=standing.ramp_id).update(idea=_idea(standing.what))
    return Saved(standing)


def _write(cycle: Cycle, by: Membership, names: list[str]) -> None:
    cycle.changed_by = by
    cycle.revision += 1
    cycle.full_clean(exclude=["ramp", "collaborative", "started_by", "changed_by"])
    cycle.save(update_fields=[*names, "changed_by", "revision", "changed_at"])


def _set_driver(ramp: Ramp, driver: SecondaryDriver | None) -> None:
    if ramp.secondary_driver_id == (driver.pk if driver else None):
        return
    ramp.secondary_driver = driver
    ramp.release = current_release() if driver else None
    ramp.save(update_fields=["secondary_driver", "release"])


def _idea(what: str) -> str:
    first_line = (what.strip().splitlines() or [""])[0]
    return Truncator(first_line).chars(IDEA_LENGTH)


@transaction.atomic
def post_cycle(*, cycle: Cycle, by: Membership) -> Cycle:
    """Show a draft to its readers. Idempotent; ValidationError when nothing is to be tried yet."""
    standing = Cycle.objects.select_for_update(of=("self",)).select_related("ramp").get(pk=cycle.pk)
    if not standing.is_draft:
        return standing
    if not standing.what.strip():
        raise ValidationError(_("Say in a few words what you will try. Then you can post it."))
    standing.status = Status.PLANNED
    standing.posted_at = timezone.now()
    names = ["status", "posted_at"]
    if standing.ramp.team_id is None:
        standing.visibility = Visibility.COLLABORATIVE
        names.append("visibility")
    _write(standing, by, names)
    record(
        action="cycle.posted",
        by=by.user,
        target=standing,
        collaborative=standing.collaborative,
        summary=_place(standing),
    )
    return standing


def _place(cycle: Cycle) -> str:
    # The audit trail is read by people who may not read content, so it names no text.
    return f"{cycle.ramp.team or cycle.collaborative}, {cycle.number}"


@transaction.atomic
def begin_trying(*, cycle: Cycle, by: Membership) -> Cycle:
    """Note that a planned cycle is being tried, from today if its day lies ahead. Idempotent."""
    standing = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if standing.status != Status.PLANNED:
        return standing
    today = standing.collaborative.today()
    standing.status = Status.DOING
    if standing.starts_on is None or standing.starts_on > today:
        standing.starts_on = today
    if standing.ends_on and standing.ends_on < standing.starts_on:
        standing.ends_on = None
    _write(standing, by, ["status", "starts_on", "ends_on"])
    return standing


@transaction.atomic
def decide(*, cycle: Cycle, by: Membership, was: str = "") -> Cycle:
    """Settle a cycle whose ``decision`` is written: it is done, and its idea moves on.

    ``was`` is the decision that this one replaces. Idempotent. The cycle keeps the day on which
    it was first finished.
    """
    standing = Cycle.objects.select_for_update(of=("self",)).select_related("ramp").get(pk=cycle.pk)
    if not standing.decision:
        raise ValidationError(_("Choose what comes next."))
    ramp = standing.ramp
    stage = stage_after(ramp.stage, was=was, now=standing.decision)
    if stage != ramp.stage:
        Ramp.objects.filter(pk=ramp.pk).update(stage=stage)
    if standing.is_done and was == standing.decision:
        return standing
    standing.status = Status.DONE
    standing.finished_at = standing.finished_at or timezone.now()
    _write(standing, by, ["status", "finished_at"])
    record(
        action="cycle.decided",
        by=by.user,
        target=standing,
        collaborative=standing.collaborative,
        summary=f"{_place(standing)}: {standing.decision}",
    )
    return standing


@transaction.atomic
def discard_draft(*, cycle: Cycle, by: Membership) -> None:
    """Throw away a plan that was never posted, and its ramp when nothing else stands on it."""
    standing = Cycle.objects.select_for_update(of=("self",)).select_related("ramp").get(pk=cycle.pk)
    if not standing.is_draft:
        raise ValidationError(_("This test is posted already, so it stays."))
    ramp = standing.ramp
    record(
        action="cycle.discarded",
        by=by.user,
        target=standing,
        collaborative=standing.collaborative,
    )
    standing.delete()
    if not ramp.cycles.exists():
        ramp.delete()
