"""A difference as people read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.framework.differences import Change, Deed, Piece, words_changed
from collaboratives.framework.enums import PartKind
from collaboratives.framework.forms.spanish import other_languages
from collaboratives.framework.parts import KINDS
from collaboratives.framework.shape import drivers_of
from collaboratives.framework.wording import state_words, text_in
from collaboratives.translations import Text

DEEDS: dict[Deed, tuple[Promise, str]] = {
    Deed.ADDED: (gettext_lazy("New"), "active"),
    Deed.REWORDED: (gettext_lazy("Reworded"), "planned"),
    Deed.MOVED: (gettext_lazy("Moved"), "neutral"),
    Deed.MERGED: (gettext_lazy("Merged"), "shared"),
    Deed.RETIRED: (gettext_lazy("Taken out"), "private"),
}


PLAIN_PARTS = {
    PartKind.AIM: gettext_lazy("What we want"),
    PartKind.PRIMARY: gettext_lazy("What leads to it"),
    PartKind.SECONDARY: gettext_lazy("What we do"),
    PartKind.IDEA: gettext_lazy("An idea to try"),
}
FAMILIES_READ = frozenset(
    {
        (PartKind.MISSION, "mission"),
        (PartKind.AIM, "text"),
        (PartKind.PRIMARY, "short_name"),
        (PartKind.PRIMARY, "plain"),
        (PartKind.SECONDARY, "plain"),
        (PartKind.IDEA, "text"),
    }
)


@dataclass(frozen=True)
class Told:
    """One difference on a page. ``was`` and ``now`` hold a text's two wordings in pieces."""

    deed: str
    tone: str
    part: str
    name: str
    sentence: str = ""
    lang: str = "en"
    name_lang: str = "en"
    was: Sequence[Piece] = field(default_factory=list)
    now: Sequence[Piece] = field(default_factory=list)


def tell(changes: Iterable[Change]) -> list[Told]:
    """Return differences in words, in their order."""
    return [_told(change) for change in changes]


def tell_plainly(changes: Iterable[Change], *snapshots: Mapping[str, Any]) -> list[Told]:
    """Return for families what differs in what they read: plain words, aims and ideas.

    The later of the snapshots says what a driver is called in plain words.
    """
    plain: dict[str, Text] = {}
    for snapshot in snapshots:
        for primary in snapshot["primary_drivers"]:
            plain[f"{PartKind.PRIMARY}:{primary['key']}"] = text_in(primary, "short_name")
        for driver in drivers_of(snapshot):
            field = "plain" if driver["plain"] else "action"
            plain[f"{PartKind.SECONDARY}:{driver['key']}"] = text_in(driver, field)
    return [
        _plainly(change, plain)
        for change in changes
        if change.deed not in {Deed.REWORDED, Deed.MOVED}
        or (change.deed == Deed.REWORDED and (change.part, change.field) in FAMILIES_READ)
    ]


def _plainly(change: Change, plain: Mapping[str, Text]) -> Told:
    told = _told(change)
    words = plain.get(f"{change.part}:{change.key}", Text(change.name, told.lang))
    part = str(PLAIN_PARTS.get(PartKind(change.part), ""))
    return replace(told, part=part, name=words.text, name_lang=words.lang, sentence="")


def _told(change: Change) -> Told:
    label, tone = DEEDS[change.deed]
    part = str(PartKind(change.part).label)
    told = Told(str(label), tone, part, change.name)
    if change.deed == Deed.REWORDED:
        return _reworded(change, told)
    shown = {"before": change.before, "after": change.after}
    sentences = {
        Deed.MOVED: _("From %(before)s to %(after)s") % shown,
        Deed.MERGED: _("It is part of “%(after)s” now.") % shown,
    }
    sentence = sentences.get(change.deed, "")
    if change.part == PartKind.IDEA and change.deed in {Deed.ADDED, Deed.RETIRED}:
        sentence = _("Under %(driver)s") % {"driver": change.after}
    return Told(told.deed, tone, part, change.name, sentence)


def _reworded(change: Change, told: Told) -> Told:
    if change.field == "state":
        state = state_words({"state": change.after})
        shown = {"language": language_name(change.language), "state": state}
        sentence = _("%(language)s: %(state)s") % shown
        return Told(_("Checked"), told.tone, told.part, told.name, sentence)
    was, now = words_changed(change.before, change.after)
    text = field_name(change)
    lang = change.language or "en"
    name = told.name or text
    return Told(told.deed, told.tone, told.part, name, text, lang, was=was, now=now)


def field_name(change: Change) -> str:
    """Return what the changed text is called, with its language where that is not English."""
    kind = KINDS.get(PartKind(change.part), KINDS[PartKind.WHOLE])
    label = str(kind.model._meta.get_field(change.field).verbose_name).capitalize()
    if not change.language:
        return label
    return _("%(text)s, in %(language)s") % {
        "text": label,
        "language": language_name(change.language),
    }


def language_name(code: str) -> str:
    """Return a language's name, or its code where the site does not have it."""
    return dict(other_languages()).get(code, code)
