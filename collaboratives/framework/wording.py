"""How a driver read in the release under which something was planned or rated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collaboratives.framework.models import FrameworkRelease, SecondaryDriver
from collaboratives.framework.shape import drivers_of
from collaboratives.translations import MACHINE_DRAFT, Text, in_language


@dataclass(frozen=True)
class Then:
    """What became of a driver since a release.

    ``words`` is how it read then, or None where it reads the same today. ``into`` is what it was
    merged into; ``is_gone`` says that it is in the framework no more.
    """

    version: int
    words: Text | None
    is_gone: bool
    into: SecondaryDriver | None = None


def then_of(
    driver: SecondaryDriver | None, release: FrameworkRelease | None, field: str = "action"
) -> Then | None:
    """Return what to say beside a driver that was chosen under ``release``, or None for nothing.

    ``driver`` needs ``primary`` and ``merged_into`` loaded; ``field`` is the text that its page
    shows. No query.
    """
    if driver is None or release is None:
        return None
    rows = {row["key"]: row for row in drivers_of(release.snapshot)}
    words = reworded(driver, rows.get(driver.key), field)
    if words is None and driver.is_in_use:
        return None
    return Then(release.version, words, not driver.is_in_use, driver.merged_into)


def reworded(driver: SecondaryDriver, row: Mapping[str, Any] | None, field: str) -> Text | None:
    """Return how a text read in a snapshot's row of the driver, or None where it reads the same."""
    if row is None or not row.get(field):
        return None
    words = text_in(row, field)
    today = in_language(driver, field)
    # A translation that came later is no other wording.
    if words.text == today.text or row[field] == getattr(driver, field):
        return None
    return words


def text_in(row: Mapping[str, Any], field: str) -> Text:
    """Return a text of a snapshot's row in the reader's language, or as it stands."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    translated = (row.get("translations") or {}).get(language, {}).get(field)
    return Text(translated, language) if translated else Text(row[field], settings.LANGUAGE_CODE)


def rows_of_releases(keys: Collection[int]) -> dict[int, tuple[int, dict[str, Mapping[str, Any]]]]:
    """Return by release its version and its rows of drivers by their keys; one query."""
    return {
        release.pk: (release.version, {row["key"]: row for row in drivers_of(release.snapshot)})
        for release in FrameworkRelease.objects.filter(pk__in=keys)
    }


def state_words(words: Mapping[str, str]) -> str:
    """Return in words whether texts in another language were read by a person."""
    state = words.get("state", "")
    if not state:
        return ""
    if state == MACHINE_DRAFT:
        return _("A draft: nobody has checked these words yet.")
    who = state.removeprefix("reviewed by ")
    return _("Checked by %(who)s") % {"who": who}
