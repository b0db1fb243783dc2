"""Reading an answer as a person would."""

import re


def text_of(answer):
    """Return the page without tags, with single spaces."""
    words = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    return re.sub(r"\s+([.,])", r"\1", words)
