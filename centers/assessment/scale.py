"""The scale of the self-assessment in the reader's words (``data/scale.yaml``)."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bsc.tenancy.wording import in_our_words
from centers.assessment.models import SCORES
from collaboratives.models import Membership
from collaboratives.translations import Text

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Point:
    """One of the four described points: a word or two, and what it means."""

    value: int
    short: Text
    label: Text
    meaning: Text


@cache
def read_scale() -> dict[str, Any]:
    """Return the scale; its shape stands at the top of the file."""
    data: dict[str, Any] = yaml.safe_load((DATA / "scale.yaml").read_text(encoding="utf-8"))
    return data


def points(member: Membership) -> list[Point]:
    """Return the four points for a reader; families and other languages get the plain meaning."""
    plain = member.is_family_only or _language() != settings.LANGUAGE_CODE
    return [
        Point(
            value=point["value"],
            short=_words(point, "short"),
            label=_words(point, "short") if plain else _words(point, "label"),
            meaning=_words(point, "plain" if plain else "meaning"),
        )
        for point in read_scale()["points"]
    ]


def passage(name: str, member: Membership) -> Text:
    """Return a longer text of the scale ("intro", "halves", "lower_round") for a reader."""
    plain = member.is_family_only or _language() != settings.LANGUAGE_CODE
    return _words(read_scale()[name], "plain" if plain else "staff")


def lower_round_title(member: Membership) -> Text:
    """Return the first line of what is said about a lower number."""
    plain = member.is_family_only or _language() != settings.LANGUAGE_CODE
    return _words(read_scale()["lower_round"], "title_plain" if plain else "title")


def spoken_scores() -> list[tuple[str, str, str]]:
    """Return (value, digits, what a screen reader says beside them) for 1, 1.5, … 4."""
    shorts = {point["value"]: _words(point, "short").text for point in read_scale()["points"]}
    said = []
    for score in SCORES:
        whole = int(score)
        if score == whole:
            words = shorts[whole]
        else:
            words = _("between “%(lower)s” and “%(higher)s”") % {
                "lower": shorts[whole],
                "higher": shorts[whole + 1],
            }
        said.append((plain_value(score), number_format(score.normalize()), words))
    return said


def plain_value(score: Decimal) -> str:
    """Return a score as forms and hidden fields carry it: "3", "3.5"."""
    return f"{score.normalize():f}"


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def _words(texts: dict[str, str], name: str) -> Text:
    translated = texts.get(f"{name}_{_language()}", "")
    if translated:
        return Text(in_our_words(translated.strip(), _language()), _language())
    return Text(in_our_words(texts[name].strip(), settings.LANGUAGE_CODE), settings.LANGUAGE_CODE)
