"""Small parts that several answers share."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field(
    {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
        "required": ["id", "name"],
    }
)
class Person(serializers.Field[Any, Any, Any, Any]):
    """A member: their id in this collaborative and their name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, member: Any) -> dict[str, Any]:
        """Return id and name; ``user`` is loaded."""
        return {"id": member.pk, "name": member.user.name}
