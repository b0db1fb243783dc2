"""A cycle from its first word to its decision; what begins it is in ``beginning``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import current_release
from collaboratives.models import Membership
from pdsa.enums import Status, Visibility
from pdsa.method import stage_after
from pdsa.models import Cycle, Ramp
from pdsa.services.beginning import draft_next, idea_in, start_cycle
from pdsa.services.photos import remove_photo
from pdsa.services.stages import note_stage

__all__ = (
    "Saved", "begin_trying", "decide", "discard_draft", "draft_next", "fingerprint", "post_cycle",
    "save_cycle", "start_cycle",
)  # fmt: skip


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
    text would be overwritten, nothing is written and it comes back in ``theirs``. One's own words
    that only grew are no such case: the phone may not have heard that the first of them arrived.
    Saving what stands already changes nothing. ``change_driver`` sets the ramp's focus area too,
    with the release it was chosen under.
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
    is_news = seen != fingerprint(standing, values) and not (
        standing.changed_by_id == by.pk and _only_grew(different, values)
    )
    if different and is_news:
        return Saved(standing, different)
    if change_driver:
        _set_driver(standing.ramp, driver)
    if different:
        for name in different:
            setattr(standing, name, values[name])
        _write(standing, by, [*different])
        if standing.is_draft and standing.number == 1 and "what" in different:
            _reword(standing, by)
    return Saved(standing)


def _only_grew(before: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return all(
        isinstance(old, str) and old and str(values[name]).startswith(old)
        for name, old in before.items()
    )


def _write(cycle: Cycle, by: Membership, names: list[str]) -> None:
    cycle.changed_by = by
    cycle.revision += 1
    cycle.full_clean(exclude=["ramp", "collaborative", "started_by", "changed_by"])
    cycle.save(update_fields=[*names, "changed_by", "revision", "changed_at"])


def _reword(first: Cycle, by: Membership) -> None:
    """The first plan's words name the idea; a borrowed idea keeps its name, in new words."""
    if first.ramp.borrowed_from_id is None:
        Ramp.objects.filter(pk=first.ramp_id).update(idea=idea_in(first.what))
    else:
        Cycle.objects.filter(pk=first.pk).update(language=by.user.language)


def _set_driver(ramp: Ramp, driver: SecondaryDriver | None) -> None:
    if ramp.secondary_driver_id == (driver.pk if driver else None):
        return
    ramp.secondary_driver = driver
    ramp.release = current_release() if driver else None
    ramp.save(update_fields=["secondary_driver", "release"])


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
    locked = Cycle.objects.select_for_update(of=("self", "ramp")).select_related("ramp")
    standing = locked.get(pk=cycle.pk)
    if not standing.decision:
        raise ValidationError(_("Choose what comes next."))
    ramp = standing.ramp
    stage = stage_after(ramp.stage, was=was, now=standing.decision)
    if stage != ramp.stage:
        note_stage(ramp=ramp, stage=stage, by=by, cycle=standing)
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
    """Throw away a plan that was never posted, its photos, and its ramp if that is empty then."""
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
    for photo in standing.photos.select_related("stored"):
        remove_photo(photo=photo, by=by)
    # A leaf of a pad is blank again; the form of this very test goes with it.
    standing.paper_forms.filter(number__gt=0).update(cycle=None, used_at=None)
    standing.delete()
    if not ramp.cycles.exists():
        ramp.delete()
