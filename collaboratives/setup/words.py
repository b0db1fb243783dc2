"""Sentences of the pages, to show how they read with other words."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from bsc.tenancy.wording import standard_words, wording_of
from bsc.tenancy.wording.terms import STANDARD


class Example(NamedTuple):
    """A sentence of the pages with the standard words, and as it reads with one's own."""

    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether it reads differently."""
        return self.before != self.after


# Real sentences of the pages, so that nobody has to translate examples.
SENTENCES: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "center": lambda: (_("Choose a center."), _("What other centers tried")),
    "center_team": lambda: (_("Which center team"), _("Center teams")),
    "team": lambda: (_("The team and its coaches read this."), _("Teams and measures")),
    "senior_leader": lambda: (_("Senior leader"), _("Senior leader call")),
    "team_leader": lambda: (
        _("Your team leader or the person for numbers sends the month."),
        _("Team leader call"),
    ),
    "teacher": lambda: (_("One teacher"), _("with one teacher")),
    "family_member": lambda: (
        _("Start with one family member. Say: we would like to hear how it is for you."),
    ),
    "family": lambda: (_("Families reached this week"), _("Teams and families read this.")),
    "coach": lambda: (_("Talk with a coach"), _("Our team and our coaches")),
    "implementation_team": lambda: (
        _("The implementation team"),
        _("Implementation team meeting"),
    ),
    "affinity_group": lambda: (_("One affinity group"), _("Affinity group call")),
    "learning_session": lambda: (
        _("A Learning Session may go on for more than one day."),
        _("Hold the Learning Sessions"),
    ),
    "action_period": lambda: (_("Support the Action Periods"),),
    "all_team_call": lambda: (_("All-team call"),),
    "room": lambda: (_("Which room are you in?"), _("Counted room by room")),
    "collaborative": lambda: (_("Enter a collaborative"), _("The whole collaborative")),
}


def examples(language: str, own: Mapping[str, Any]) -> dict[str, list[Example]]:
    """Return the sentences of each term as they are, and with all of ``own`` put in."""
    wording = wording_of({language: own})
    with standard_words(), translation.override(language):
        said = {key: SENTENCES[key]() for key in STANDARD}
    return {
        key: [Example(one, wording.rename(language, one) if wording else one) for one in sentences]
        for key, sentences in said.items()
    }
