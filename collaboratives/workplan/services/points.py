"""Writing the points of an agenda: adding, ordering, ticking, taking them to the next meeting."""

import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bsc.audit.services import record
from collaboratives.models import Membership
from collaboratives.schedule.models import Event
from collaboratives.workplan.enums import PointState
from collaboratives.workplan.meeting_queries import left_over
from collaboratives.workplan.models import Meeting, MeetingPoint


@transaction.atomic
def add_point(
    *,
    event: Event,
    by: Membership,
    text: str,
    minutes: int | None = None,
    link: str = "",
    token: uuid.UUID | None = None,
) -> MeetingPoint:
    """Put something on the agenda of a meeting, at its end.

    The same ``token``, or the same words while they are open there, return the point that stands.
    Raises ValidationError where the meeting is closed.
    """
    Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    text = " ".join(text.split())[:300]
    standing = _standing(event, text, token)
    if standing:
        return standing
    _must_be_open(event)
    point = MeetingPoint(
        collaborative=event.collaborative,
        event=event,
        text=text,
        minutes=minutes,
        link=link,
        by=by,
        position=_last_position(event) + 1,
        token=token,
    )
    point.full_clean(exclude=["token"])
    point.save()
    _record("point.added", by, point, point.text)
    return point


@transaction.atomic
def move_point(*, point: MeetingPoint, by: Membership, up: bool) -> None:
    """Move a point one place up or down among the points of its meeting; at the end nothing moves."""
    _must_be_open(point.event)
    points = list(
        MeetingPoint.objects.select_for_update()
        .filter(event=point.event)
        .exclude(state=PointState.DROPPED)
        .order_by("position", "pk")
    )
    place = next((n for n, one in enumerate(points) if one.pk == point.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if not 0 <= other < len(points):
        return
    points[place], points[other] = points[other], points[place]
    for position, one in enumerate(points, start=1):
        one.position = position
    MeetingPoint.objects.bulk_update(points, ["position"])
    _record("point.moved", by, point, f"{place + 1} → {other + 1}")


@transaction.atomic
def set_point_state(*, point: MeetingPoint, by: Membership, state: str) -> MeetingPoint:
    """Tick a point, park it for the next meeting, take it off, or open it again. Idempotent."""
    point = MeetingPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if point.state == state:
        return point
    _must_be_open(point.event)
    before, point.state = point.state, state
    point.full_clean(exclude=["token"])
    point.save(update_fields=["state"])
    _record("point.state", by, point, f"{before} → {state}")
    return point


@transaction.atomic
def bring_over(*, event: Event, by: Membership) -> int:
    """Bring the points that earlier meetings left open to this one; return how many. Idempotent."""
    _must_be_open(event)
    return len(carry(left_over(event).select_for_update(of=("self",)), to=event, by=by))


def carry(points: Iterable[MeetingPoint], *, to: Event, by: Membership) -> list[MeetingPoint]:
    """Give a meeting its own copies of points, in front of what it has; parked from now on.

    Who brought a point up stays with it, and so do the minutes that it was given.
    """
    found = list(points)
    already = set(
        MeetingPoint.objects.filter(carried_from__in=found).values_list("carried_from", flat=True)
    )
    found = [point for point in found if point.pk not in already]
    standing = list(MeetingPoint.objects.filter(event=to).order_by("position", "pk"))
    copies = [
        MeetingPoint(
            collaborative=to.collaborative,
            event=to,
            text=point.text,
            link=point.link,
            minutes=point.minutes,
            by_id=point.by_id,
            carried_from=point,
            position=position,
        )
        for position, point in enumerate(found, start=1)
    ]
    for position, one in enumerate(standing, start=len(copies) + 1):
        one.position = position
    MeetingPoint.objects.bulk_update(standing, ["position"])
    MeetingPoint.objects.bulk_create(copies)
    MeetingPoint.objects.filter(pk__in=[point.pk for point in found]).update(
        state=PointState.CARRIED
    )
    for copy in copies:
        _record("point.carried", by, copy, copy.text)
    return copies


def _standing(event: Event, text: str, token: uuid.UUID | None) -> MeetingPoint | None:
    if token:
        made = MeetingPoint.objects.filter(token=token).first()
        if made:
            return made
    return MeetingPoint.objects.filter(event=event, text=text, state=PointState.OPEN).first()


def _must_be_open(event: Event) -> None:
    if Meeting.objects.filter(event=event, closed_at__isnull=False).exists():
        raise ValidationError(_("This meeting is closed. Open it again, or use the next one."))


def _last_position(event: Event) -> int:
    last = MeetingPoint.objects.filter(event=event).aggregate(last=Max("position"))["last"]
    return last or 0


def _record(action: str, by: Membership, point: MeetingPoint, summary: str) -> None:
    record(
        action=action,
        by=by.user,
        target=point,
        collaborative=point.collaborative,
        summary=summary,
    )
