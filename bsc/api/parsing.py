"""Reading what was sent."""

import json
import math
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonParser(JSONParser):
    """JSON in UTF-8, as RFC 8259 has it; whatever cannot be read is the sender's error."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value; ParseError for anything else, however deeply it is nested.

        Half of a surrogate pair is no text either: it can be escaped in JSON, and never stored.
        """
        try:
            read = json.loads(stream.read().decode(), parse_constant=_refuse, parse_float=_finite)
            json.dumps(read, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise ParseError(_("This is no JSON that can be read.")) from error
        return read


def _refuse(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number
