"""Opens the tenant that the URL names, for those who belong there."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.handlers.exception import response_for_exception
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponseBase

from bsc.tenancy.doors import inside_organization
from collaboratives.http import as_admin, as_member
from collaboratives.models import Organization, OrganizationAdmin

# PostgreSQL's code for a row that exists already (its manual, appendix A).
UNIQUE_VIOLATION = "23505"

View = Callable[..., HttpResponseBase]


class TenantScopeMiddleware:
    """Open the scope of ``/c/<collaborative>/…`` and ``/o/<organization>/…``.

    ``/o/<organization>/set-up/<collaborative>/…`` runs inside that collaborative, which must be the
    organization's own: its admin sets it up there without being a member. No ``request.member`` is
    set, so that a page of the collaborative cannot be shown by mistake.

    It stands last, because the view runs inside its ``process_view``: template and error pages
    are rendered in the scope too. A stranger gets the same 404 as for a name that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view inside its tenant, or leave requests without one alone."""
        if "collaborative" in kwargs:
            return self._collaborative(request, view, args, kwargs)
        if "organization" in kwargs:
            return self._organization(request, view, args, kwargs)
        return None

    def _collaborative(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        with as_member(request.user, kwargs.pop("collaborative")) as (collaborative, member):
            request.collaborative = collaborative  # type: ignore[attr-defined]
            request.member = member  # type: ignore[attr-defined]
            return _run(request, view, args, kwargs)

    def _organization(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        organization = Organization.objects.filter(slug=kwargs.pop("organization")).first()
        if organization is None or not request.user.is_authenticated:
            raise Http404
        with inside_organization(organization):
            if not OrganizationAdmin.objects.filter(user=request.user).exists():
                raise Http404
            request.organization = organization  # type: ignore[attr-defined]
            if "set_up" not in kwargs:
                return _run(request, view, args, kwargs)
        with as_admin(request.user, organization, kwargs.pop("set_up")) as collaborative:
            request.set_up = collaborative  # type: ignore[attr-defined]
            return _run(request, view, args, kwargs)


def _run(
    request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    try:
        response = _answer(request, view, args, kwargs)
        render = getattr(response, "render", None)
        rendered: HttpResponseBase = render() if callable(render) else response
    except (Http404, PermissionDenied) as error:
        return response_for_exception(request, error)
    return rendered


def _answer(
    request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    """Run the view; once more where a double click has just written the same row.

    Services are atomic and know a form that was sent twice by its token: the second time they find
    what the first click made.
    """
    try:
        return view(request, *args, **kwargs)
    except (IntegrityError, ValidationError) as error:
        if request.method != "POST" or not _is_there_already(error):
            raise
    for _name, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
    return view(request, *args, **kwargs)


def _is_there_already(error: IntegrityError | ValidationError) -> bool:
    """Whether the database, or a model just before it, refused a row that exists."""
    if isinstance(error, IntegrityError):
        return getattr(error.__cause__, "pgcode", "") == UNIQUE_VIOLATION
    listed = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
    return any(one.code in {"unique", "unique_together"} for errors in listed for one in errors)
