"""Keeping secrets out of logs. Some addresses are themselves the key to what they show."""

import logging
import re

# The addresses that carry a code: join, room, paper form, draft, calendar, plan, card, mail choice.
SECRET = re.compile(r"^(/(?:j|r|p|d|feed|plan|card|e)/)[^/?]+")


class HideSecrets(logging.Filter):
    """Shortens the path of such an address, and takes the request off the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the code."""
        if isinstance(record.args, tuple):
            shown = tuple(
                SECRET.sub(r"\1…", one) if isinstance(one, str) else one for one in record.args
            )
            if shown != record.args:
                record.args = shown
                vars(record).pop("request", None)
        return True
