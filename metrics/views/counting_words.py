"""What the counters' script says; the server writes the sentences, the script fills in numbers."""

from django.utils.translation import gettext as _

from metrics.chart_words import number_text
from metrics.taps import Watched

# What the script puts a number into.
N, SIZE = "{n}", "{size}"


def families_words(*, by_card: bool) -> dict[str, str]:
    """Return the sentences of the grid."""
    return _waiting_words(by_card) | {
        "reached": reached_text(N, SIZE),
        "refused": _("Not counted: number"),
    }


def watch_words(*, by_card: bool) -> dict[str, str]:
    """Return the sentences of the watch."""
    return _waiting_words(by_card) | {
        "refused": _("Not counted"),
        "discard": _("Throw this watch away? What you counted in it will not be used."),
        "short": _("A watch of less than five minutes is not used."),
        "done": _("You saw it {n} times in {minutes} minutes."),
    }


def reached_text(reached: object, size: object) -> str:
    """Return how many families were reached, in a sentence."""
    return _("%(reached)s of %(size)s reached this week") % {"reached": reached, "size": size}


def watched_text(seen: Watched) -> str:
    """Return what was seen this week in one room, in a sentence."""
    if not seen.seconds:
        return _("Nobody has watched in this room this week.")
    return _("This week in this room: seen %(seen)s times in %(hours)s hours of watching.") % {
        "seen": seen.seen,
        "hours": number_text(round(seen.seconds / 3600, 2)),
    }


def _waiting_words(by_card: bool) -> dict[str, str]:
    signed_out = _(
        "{n} saved on this phone, not sent yet. You are signed out. Sign in again to send them."
    )
    not_taken = _("{n} saved on this phone, not sent yet. Load this page again to send them.")
    return {
        "sent": _("All sent."),
        "waiting": _("{n} saved on this phone, not sent yet."),
        "signed_out": not_taken if by_card else signed_out,
        "card_ended": _(
            "{n} saved on this phone, not sent. This card does not work any more. "
            "Ask for a new card of this room and scan it with this phone."
        ),
        "other_owner": _(
            "{n} saved on this phone, not sent yet. Somebody else is signed in now. "
            "They are sent when you sign in again."
        ),
        "full": _("This phone cannot keep your counts. Please count on paper."),
        "online": _("You need a connection for this. Your taps are safe on this phone."),
    }
