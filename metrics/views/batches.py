"""The address to which a phone sends what it has kept, for members and for cards of a room."""

import json
from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException
from django.utils.translation import gettext as _

from metrics.services.taps import receive_taps
from metrics.tap_batches import Batch, read_batch
from metrics.views.counting import Place, state_of

ANSWER_TYPE = "application/vnd.bsc.counts+json"
LARGEST_BODY = 200_000


def take_taps(
    request: HttpRequest, owners: Collection[str], find: Callable[[], Place]
) -> HttpResponse:
    """Take in a batch from a phone and say which of its ids now stand.

    The answer has a content type of its own, so that a phone does not take a sign-in page or a
    café's welcome page for it. Counts that wait under somebody else's key are not taken (409).
    Only then ``find`` is asked for the place: where somebody does not count any more (403, 404),
    each count is refused by its id, so that the phone can show and let go of it.
    """
    try:
        data = _said(request)
        batch = read_batch(data)
    except (TypeError, ValueError, RecursionError, RawPostDataException):
        return answer({"problem": "unreadable"}, status=400)
    if data.get("owner") not in owners:
        return answer({"problem": "other_owner"}, status=409)
    try:
        place = find()
    except PermissionDenied:
        return _refuse_all(batch, status=403)
    except Http404:
        return _refuse_all(batch, status=404)
    received = receive_taps(
        team=place.team,
        classroom=place.room,
        taps=batch.taps,
        observations=batch.observations,
        grids=batch.grids,
    )
    refused = [*batch.refused, *((str(uuid), why) for uuid, why in received.refused)]
    sizes = [(batch.grids[number], why) for number, why in received.refused_grids]
    return answer(
        {
            "saved": [str(uuid) for uuid in received.saved],
            "refused": [{"uuid": uuid, "why": why} for uuid, why in refused],
            "refused_grids": [
                {"measure": size.measure, "week": size.week.isoformat(), "why": why}
                for size, why in sizes
            ],
            "now": state_of(place, data.get("measure")),
        }
    )


def answer(data: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return what only this server says."""
    return HttpResponse(json.dumps(data), status=status, content_type=ANSWER_TYPE)


def _said(request: HttpRequest) -> Any:
    """Return the request's JSON; what is too large is not read, and is no batch."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise ValueError("The batch is too large.")
    return json.loads(request.body)


def _refuse_all(batch: Batch, *, status: int) -> HttpResponse:
    uuids = [str(tap.uuid) for tap in batch.taps]
    uuids += [str(watch.uuid) for watch in batch.observations]
    why = _("You do not count in this room any more.")
    refused = [{"uuid": uuid, "why": why} for uuid in uuids]
    refused += [{"uuid": uuid, "why": why} for uuid, why in batch.refused]
    data = {"problem": "not_counted_here", "saved": [], "refused": refused}
    return answer(data, status=status)
