"""Writing a framework to a file that people can read and change."""

from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from collaboratives.framework.shape import Data, as_file

WIDTH = 100
LONG_LINE = 80


class _Writer(yaml.SafeDumper):
    """Moves lists in, and breaks long texts into lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Move the entries of a list in, also below a name."""
        super().increase_indent(flow, False)


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > LONG_LINE else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _text)


def write_file(snapshot: Mapping[str, Any]) -> str:
    """Return a complete snapshot as the text of a file; ``read_file`` makes the same of it again."""
    data = as_file(snapshot)
    parts = [
        {name: data.pop(name) for name in list(data) if name not in ("aims", "primary_drivers")}
    ]
    blocks = [_yaml(part) for part in parts]
    for name, rows in data.items():
        first, *others = [_yaml({name: [row]}) for row in rows]
        blocks += [first, *(each.split("\n", 1)[1] for each in others)]
    return f"{_comments()}\n" + "\n".join(blocks)


def _yaml(data: Data) -> str:
    return yaml.dump(
        data, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH, line_break="\n"
    )


def _comments() -> str:
    lines = (
        _("A Collaborative Change Framework. Change the texts, and import the file again."),
        _(
            "Each part has a 'key'. Keep the key, and the part stays the same one, "
            "with its tests and ratings."
        ),
        _("Numbers follow the order; the 'number' in the file is for reading only."),
        _("'plain' is in plain words, for families. Texts in Spanish end in '_es'."),
        _("'es_state' says who has read the Spanish words; without it they are a draft."),
    )
    return "".join(f"# {line}\n" for line in lines)
