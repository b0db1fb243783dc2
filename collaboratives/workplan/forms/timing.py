"""A timing in one field: typed in words, with examples, what one can count from, and why not."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.models import Collaborative
from collaboratives.workplan.dates import Timing
from collaboratives.workplan.timing_offers import suggestions
from collaboratives.workplan.timing_reading import WordsError
from collaboratives.workplan.timing_words import Names, say
from collaboratives.workplan.vocabulary import Vocabulary

HELP = gettext_lazy(
    "For example: “2 weeks before Learning Session 2”, “3 business days after the orientation”, "
    "“1 week before each all-team call”, “the 25th of each month”, “every two weeks”, "
    "“when needed”."
)

# The preview follows what is typed.
LIVE_PREVIEW = {
    "hx-get": "",
    "hx-trigger": "input changed delay:400ms",
    "hx-target": "#preview",
    "hx-swap": "outerHTML",
    "hx-sync": "this:replace",
}


class TimingInput(forms.TextInput):
    """A text field that offers what one can count from."""

    template_name = "workplan/timing_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"} | (attrs or {}))
        self.offered: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the list of what is offered, and its id."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-offered"
        context["offered"] = self.offered
        return context


class TimingField(forms.CharField):
    """Words that mean a timing; ``bind`` gives it the vocabulary that it reads with.

    What was typed is shown again as it was. The cleaned value is a ``dates.Timing``, a date where ``takes_dates``, or None for no words.
    """

    widget = TimingInput

    def __init__(self, *, takes_dates: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("label", gettext_lazy("When"))
        kwargs.setdefault("help_text", HELP)
        super().__init__(**kwargs)
        self.takes_dates = takes_dates
        self.vocabulary: Vocabulary | None = None
        self.names: Names | None = None

    def bind(self, vocabulary: Vocabulary, names: Names, typed: str) -> None:
        """Let the field read these names, and offer what fits what is typed so far."""
        self.vocabulary, self.names = vocabulary, names
        cast("TimingInput", self.widget).offered = suggestions(typed, names, vocabulary.language)

    def said(self, timing: Timing) -> str:
        """Return a timing as this field would say it."""
        if self.vocabulary is None or self.names is None:
            return ""
        return say(timing, self.names, self.vocabulary.language)

    def clean(self, value: Any) -> Timing | date | None:
        """Return what the words mean; raises ValidationError with the reason and the place."""
        words = super().clean(value)
        if not words or self.vocabulary is None or self.names is None:
            return None
        try:
            found = self.vocabulary.read(words, self.names)
        except WordsError as error:
            raise ValidationError(complaint(error, self.vocabulary.collaborative)) from error
        if isinstance(found, date) and not self.takes_dates:
            raise ValidationError(
                _(
                    "A rule counts from something. One date belongs to a single task: open the "
                    "task and set its date there; it is pinned then."
                )
            )
        return found


def complaint(error: WordsError, collaborative: Collaborative) -> str:
    """Return why the words are not understood, and what would be."""
    said = {
        "empty": _("Say when, for example “2 weeks before Learning Session 2”."),
        "no_anchor": _(
            "“%(found)s” what? Say what to count from, for example the name of an event."
        ),
        "no_direction": _("“%(found)s”: before or after what?"),
        "no_number": _("“%(found)s”: how long? Begin with a number, such as “2 weeks”."),
        "unknown_anchor": _("There is nothing called “%(found)s” to count from."),
        "unknown_each": _("There are no events called “%(found)s”."),
        "one_series": _("“%(found)s”: name one series, or kinds of events, not both."),
        "too_far": _("“%(found)s” is too far away."),
        "day": _("“%(found)s”: choose a day from 1 to 28, so that every month has it."),
        "no_such_date": _("There is no such day as “%(found)s”."),
        "outside": _("“%(found)s” lies outside the collaborative, %(first)s to %(last)s."),
        "not_understood": _(
            "“%(found)s” is not understood. Write it as in the examples above the field."
        ),
    }[error.reason] % {
        "found": error.found,
        "first": date_format(collaborative.starts_on, "DATE_FORMAT"),
        "last": date_format(collaborative.ends_on, "DATE_FORMAT"),
    }
    if error.nearest:
        names = _(" or ").join(f"“{name}”" for name in error.nearest)
        said += " " + _("Did you mean %(names)s?") % {"names": names}
    return said
