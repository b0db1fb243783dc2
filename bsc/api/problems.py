"""Every error is a problem detail (RFC 9457)."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError as DomainError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
URN = "urn:bsc:problem:"
# PostgreSQL's code for a row that exists already (its manual, appendix A).
UNIQUE_VIOLATION = "23505"


class Problem(APIException):
    """A problem with a name of its own; ``members`` stand in it beside the usual ones."""

    name = ""

    def __init__(self, detail: object = None, **members: Any) -> None:
        super().__init__(None if detail is None else str(detail))
        self.members = members


class ChangedMeanwhile(Problem):
    """Somebody else changed the same words; ``theirs`` says what they wrote, nothing is lost."""

    name = "changed-meanwhile"
    status_code = 409
    default_detail = _("Somebody changed this since you read it. Nothing of yours was saved.")


class SentTwice(Problem):
    """The same was sent twice at the same moment; the other one counts."""

    name = "sent-twice"
    status_code = 409
    default_detail = _("This was written a moment ago. Read it again.")


class Unlikely(Problem):
    """Possible, but far from what is usual: sent again with ``confirm`` it is taken."""

    name = "unlikely"
    status_code = 422
    default_detail = _("Is this right? Nothing is saved until you say so with “confirm”.")


# The shapes of problems in the description of the API.
_MESSAGES = {"type": "array", "items": {"type": "string"}}
SHAPES: dict[str, dict[str, Any]] = {
    "Problem": {
        "type": "object",
        "description": "A problem detail (RFC 9457).",
        "properties": {
            "type": {"type": "string", "description": "`about:blank` for a plain HTTP problem."},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {
                "type": "object",
                "additionalProperties": _MESSAGES,
                "description": "By field; `entries.0.numerator` is the first entry's.",
            },
        },
        "required": ["type", "title", "status", "detail"],
    },
    "Changed": {
        "description": "Somebody else changed it meanwhile; nothing was saved.",
        "allOf": [{"$ref": "#/components/schemas/Problem"}],
        "type": "object",
        "properties": {
            "theirs": {
                "type": "object",
                "additionalProperties": True,
                "description": "What stands now, by field.",
            },
            "changed_by": {"type": "string"},
            "revision": {
                "type": "integer",
                "description": "Send this one to put yours in its place.",
            },
        },
    },
    "Unlikely": {
        "description": "Far from what is usual; nothing was saved. `confirm` says it is right.",
        "allOf": [{"$ref": "#/components/schemas/Problem"}],
        "type": "object",
        "properties": {"questions": _MESSAGES},
    },
}
CHANGED = {"$ref": "#/components/schemas/Changed"}
UNLIKELY = {"$ref": "#/components/schemas/Unlikely"}


def answer_problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the problem that an exception stands for; None leaves it to Django (a defect)."""
    error = _as_api_error(error)
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        **_what(error, response.data),
    }
    headers = {
        name: response[name]
        for name in ("WWW-Authenticate", "Retry-After", "Allow")
        if name in response
    }
    return Response(problem, response.status_code, headers=headers, content_type=MEDIA_TYPE)


def _as_api_error(error: Exception) -> Exception:
    if isinstance(error, DomainError):
        known = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return ValidationError(known)
    if isinstance(error, Http404):
        # Django's own words name the table, in English.
        return NotFound()
    if isinstance(error, IntegrityError) and _is_there_already(error):
        return SentTwice()
    return error


def _is_there_already(error: IntegrityError) -> bool:
    return getattr(error.__cause__, "pgcode", "") == UNIQUE_VIOLATION


def _what(error: Exception, data: Any) -> dict[str, Any]:
    if isinstance(error, Problem):
        return {"type": URN + error.name, "detail": str(error.detail), **error.members}
    if not isinstance(error, ValidationError):
        return {"detail": str(data["detail"])}
    errors: dict[str, list[str]] = {}
    for field, message in _flat(data):
        errors.setdefault("" if field in {"__all__", "non_field_errors"} else field, []).append(
            message
        )
    detail = " ".join(errors.pop("", [])) or str(
        _("Some of what you sent cannot be taken; see “errors”.")
    )
    return {"type": f"{URN}invalid", "detail": detail, "errors": errors}


def _flat(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each message with the dotted path of its field."""
    if isinstance(data, Mapping):
        pairs = [(str(name), inner) for name, inner in data.items()]
    elif isinstance(data, list) and any(isinstance(inner, (Mapping, list)) for inner in data):
        pairs = [(str(index), inner) for index, inner in enumerate(data)]
    elif isinstance(data, list):
        for message in data:
            yield path, str(message)
        return
    else:
        yield path, str(data)
        return
    for name, inner in pairs:
        last = "" if name in {"non_field_errors", "__all__"} else name
        yield from _flat(inner, ".".join(part for part in (path, last) if part))
