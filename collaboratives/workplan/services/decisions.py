"""Writing decisions: open with who decides and by when, made with what was decided, or dropped."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.models import Collaborative, Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import DecisionState
from collaboratives.workplan.errors import ChangedMeanwhileError
from collaboratives.workplan.models import Decision


@transaction.atomic
def record_decision(
    *,
    collaborative: Collaborative,
    by: Membership,
    event: Event | None = None,
    token: uuid.UUID | None = None,
    **fields: Any,
) -> Decision:
    """Write down a decision that is open, or one that was made. The same token: the same one.

    An open one needs ``who_decides`` and ``by_when``, a made one its ``outcome``: raises
    ValidationError with the field. ``event`` is the meeting in which it came up.
    """
    if token:
        standing = Decision.objects.filter(token=token).first()
        if standing:
            return standing
    decision = Decision(collaborative=collaborative, event=event, token=token, **fields)
    _settle(decision, at=event)
    _check(decision)
    decision.save()
    _record("decision.recorded", by, decision, f"{decision.state}: {decision.text}")
    return decision


@transaction.atomic
def change_decision(
    *, decision: Decision, by: Membership, revision: int, at: Event | None = None, **fields: Any
) -> Decision:
    """Change a decision, make it, drop it or open it again; what was decided is never lost.

    ``at`` is the meeting in which it is made. ``revision`` is what the writer saw: raises
    ChangedMeanwhileError when the decision has another by now, and ValidationError as above.
    """
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("collaborative")
        .get(pk=decision.pk)
    )
    changed = [name for name, value in fields.items() if getattr(decision, name) != value]
    if not changed:
        return decision
    if decision.revision != revision:
        raise ChangedMeanwhileError
    before = decision.state
    for name in changed:
        setattr(decision, name, fields[name])
    if "state" in changed:
        _settle(decision, at=at)
    _check(decision)
    decision.revision += 1
    decision.save()
    moved = f"{before} → {decision.state}" if before != decision.state else ", ".join(changed)
    _record("decision.changed", by, decision, f"{moved}: {decision.text}")
    return decision


def _settle(decision: Decision, *, at: Event | None) -> None:
    """Date a decision that is made or dropped; one that is open has no day and no meeting."""
    if decision.state == DecisionState.OPEN:
        decision.made_on, decision.made_at = None, None
    else:
        decision.made_on = decision.made_on or decision.collaborative.today()
        decision.made_at = at


def _check(decision: Decision) -> None:
    errors: dict[str, str] = {}
    if decision.state == DecisionState.OPEN:
        if decision.who_decides is None:
            errors["who_decides"] = _("Say who decides, or it stays open for good.")
        if decision.by_when is None:
            errors["by_when"] = _("Say by when it is to be decided.")
    elif decision.state == DecisionState.MADE and not decision.outcome.strip():
        errors["outcome"] = _("Write down what was decided, and why.")
    if errors:
        raise ValidationError(errors)
    decision.full_clean(exclude=["token"])


def _record(action: str, by: Membership, decision: Decision, summary: str) -> None:
    record(
        action=action,
        by=by.user,
        target=decision,
        collaborative=decision.collaborative,
        summary=summary,
    )
