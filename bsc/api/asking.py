"""What may be asked and sent: strict about names, so that no misspelt filter shows too much."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

PAGE_SIZE, LARGEST_PAGE = 50, 200


class Key(serializers.IntegerField):
    """The id of a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=BigIntegerField.MAX_BIGINT, **kwargs)


class Given(serializers.Serializer[Any]):
    """What is sent; a name that is not known is an error, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown names before anything else."""
        if isinstance(data, Mapping):
            unknown = [str(name) for name in data if name not in self.fields]
            if unknown:
                raise ValidationError({name: [_("This is not known here.")] for name in unknown})
        return super().to_internal_value(data)

    @classmethod
    def of(cls, request: Request, **context: Any) -> dict[str, Any]:
        """Return what the body says, checked; ValidationError otherwise."""
        return cls._checked(request.data, context)

    @classmethod
    def _checked(cls, data: Any, context: dict[str, Any]) -> dict[str, Any]:
        given = cls(data=data, context=context)
        given.is_valid(raise_exception=True)
        checked: dict[str, Any] = given.validated_data
        return checked


def several(shape: type[Given], *, most: int, **kwargs: Any) -> Any:
    """Return a field for a list of such things."""
    return shape(many=True, max_length=most, **kwargs)  # type: ignore[call-arg] # of the list


class Filters(Given):
    """What may stand behind the question mark."""

    @classmethod
    def of(cls, request: Request, **context: Any) -> dict[str, Any]:
        """Return what the address asks for, checked; ValidationError otherwise."""
        fields = cls().fields
        query = request.query_params
        data = {
            name: query.getlist(name)
            if isinstance(fields.get(name), serializers.ListField)
            else query[name]
            for name in query
        }
        return cls._checked(data, context)


class Paging(Filters):
    """Which part of a list."""

    page = serializers.IntegerField(min_value=1, max_value=1_000_000, default=1)
    size = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)


def paged(
    request: Request,
    rows: QuerySet[Any],
    shape: type[serializers.BaseSerializer[Any]],
    wanted: Mapping[str, Any],
    **context: Any,
) -> Response:
    """Return one page of rows: ``count``, ``next`` and ``previous`` addresses, ``results``."""
    try:
        page = Paginator(rows, wanted["size"]).page(wanted["page"])
    except EmptyPage:
        raise NotFound(_("There is no such page.")) from None
    following = page.number + 1 if page.has_next() else None
    before = page.number - 1 if page.has_previous() else None
    return Response(
        {
            "count": page.paginator.count,
            "next": _address(request, following),
            "previous": _address(request, before),
            "results": shape(page.object_list, many=True, context=context).data,
        }
    )


def _address(request: Request, page: int | None) -> str | None:
    if page is None:
        return None
    query = request.query_params.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def chosen(rows: QuerySet[Any], keys: Sequence[int], field: str) -> list[Any]:
    """Return the rows with these keys; ValidationError at ``field`` where one is not among them."""
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    if missing := [key for key in keys if key not in found]:
        raise ValidationError({field: [_("There is no %(key)s to choose.") % {"key": missing[0]}]})
    return [found[key] for key in dict.fromkeys(keys)]
