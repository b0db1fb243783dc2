"""The description of the API (OpenAPI 3.1), made from the endpoints themselves."""

from functools import cache
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bsc.api.problems import MEDIA_TYPE, SHAPES

WRITES = {"post", "put", "patch"}
# What any address below a collaborative may answer, and when.
PROBLEMS = {
    "400": "What was asked or sent cannot be taken; `errors` says where.",
    "401": "Not signed in, or the access key does not work.",
    "403": "You may see this, but not do this.",
    "404": "There is no such thing, or it is not for you to see.",
    "406": "Only JSON is spoken here.",
    "409": "The same was sent twice at the same moment; read it again.",
    "415": "Send JSON.",
    "429": "Too many requests; `Retry-After` says how many seconds to wait.",
}
ALWAYS = {"401", "403", "404", "406", "429"}
HEADERS = {"401": "WWW-Authenticate", "429": "Retry-After"}


class Described(AutoSchema):
    """Groups endpoints by their noun and names what they answer."""

    def get_tags(self) -> list[str]:
        """Return the noun: the first word behind the collaborative."""
        words = [word for word in self._tokenize_path() if not word.startswith("{")]
        return words[:1] or ["collaborative"]

    def get_serializer_name(self, serializer: serializers.Serializer[Any], direction: Any) -> str:
        """Return the noun: a ``MetricShape`` is a Metric."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Shape")


def page_of(shape: type[serializers.BaseSerializer[Any]]) -> serializers.Serializer[Any]:
    """Return the shape of one page of such rows, for the description."""
    name = shape.__name__.removesuffix("Shape")
    return inline_serializer(
        f"{name}Page",
        {
            "count": serializers.IntegerField(help_text="How many there are on all pages."),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": shape(many=True),
        },
    )


def add_problems(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Say of every operation which problems it may answer, and how exact the shapes are.

    An answer has all its members; a name that is not known is refused in what is sent.
    """
    components = result["components"]
    for name, schema in components["schemas"].items():
        if schema.get("type") != "object":
            continue
        if name.endswith("Request"):
            schema["additionalProperties"] = False
        elif "properties" in schema:
            schema["required"] = sorted(schema["properties"])
    components["schemas"] |= SHAPES
    components["responses"] = {
        f"Problem{status}": _problem(status, text) for status, text in PROBLEMS.items()
    }
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if "{slug}" in path:
                _add(operation, method)
    return result


def _problem(status: str, text: str) -> dict[str, Any]:
    shape = {"$ref": "#/components/schemas/Problem"}
    described: dict[str, Any] = {
        "description": text,
        "content": {MEDIA_TYPE: {"schema": shape}},
    }
    if status in HEADERS:
        described["headers"] = {HEADERS[status]: {"schema": {"type": "string"}, "required": True}}
    return described


def _add(operation: dict[str, Any], method: str) -> None:
    statuses = set(ALWAYS)
    if any(one["in"] == "query" for one in operation.get("parameters", [])):
        statuses.add("400")
    if method in WRITES:
        statuses |= {"400", "409", "415"}
    described = operation["responses"]
    for status in statuses - set(described):
        described[status] = {"$ref": f"#/components/responses/Problem{status}"}
    operation["responses"] = dict(sorted(described.items()))


@cache
def description() -> dict[str, Any]:
    """Return the description, in English; made once per process."""
    with translation.override("en"):
        schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


class Description(APIView):
    """``GET schema/``: for everybody; it holds nobody's data."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (OpenApiYamlRenderer, OpenApiJsonRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Return the description in YAML, or in JSON where that is asked for."""
        return Response(description())
