"""The names in the icon sprite, read from the committed file itself."""

import re
from pathlib import Path

SPRITE = Path(__file__).resolve().parents[2] / "static" / "vendor" / "uswds" / "icons.svg"

NAMES = frozenset(re.findall(r'<symbol id="([a-z_]+)"', SPRITE.read_text()))
