"""The forms of a self-assessment: one page of statements, and a round."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import DateInput
from centers.assessment.merging import Value, base_of, mark_of, read_base
from centers.assessment.models import DriverComment, Rating, Round
from centers.assessment.scale import plain_value, points, spoken_scores
from centers.assessment.services import Outcome, Sent
from centers.assessment.words import score_words, statement_words
from collaboratives.framework.models import SecondaryDriver
from collaboratives.models import Membership
from collaboratives.schedule.enums import EventKind
from collaboratives.schedule.models import Event
from collaboratives.translations import MACHINE_DRAFT, Text

OVERALL = "overall"
OTHER_LANGUAGES = [pair for pair in settings.LANGUAGES if pair[0] != settings.LANGUAGE_CODE]


class ScaleRow(forms.RadioSelect):
    """Seven steps in one row that never wraps, the words for 1 to 4 as large as the digits.

    Where a row wraps, people read it wrongly: they took the first line for the whole scale.
    """

    template_name = "assessment/_scale.html"
    words: ClassVar[list[Any]] = []

    def __init__(self, member: Membership) -> None:
        super().__init__()
        self.points = points(member)
        self.said = {value: words for value, _digits, words in spoken_scores()}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the words to what Django's own template gets."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context | {"points": self.points, "said": self.said}


class ScoreField(forms.TypedChoiceField):
    """A number from 1 to 4 in halves, or none yet."""

    def __init__(self, *, member: Membership, label: str, help_text: str) -> None:
        super().__init__(
            choices=[(value, digits) for value, digits, _words in spoken_scores()],
            coerce=Decimal,
            empty_value=None,
            widget=ScaleRow(member),
            label=label,
            help_text=help_text,
        )

    def validate(self, value: Any) -> None:
        """Let a statement stay without a number: it is asked for, never demanded."""
        if value:
            super().validate(value)


@dataclass(frozen=True)
class StatementRow:
    """What the page shows of one statement: its fields, and another pen's change if there is one."""

    key: str
    score: forms.BoundField | None
    comment: forms.BoundField
    seen: forms.BoundField
    outcome: Outcome | None = None

    @property
    def clash(self) -> bool:
        """Whether two people changed it to different things."""
        return self.outcome is not None and self.outcome.merged.clash

    @property
    def news(self) -> bool:
        """Whether somebody else changed it since the page was opened."""
        return self.outcome is not None and self.outcome.merged.news

    @property
    def their_score(self) -> str:
        """Return the number that stands."""
        return score_words(self.outcome.merged.value.score) if self.outcome else ""

    @property
    def my_score(self) -> str:
        """Return the number that was sent."""
        sent = self.score.value() if self.score else ""
        return score_words(Decimal(sent) if sent else None)

    @property
    def their_comment(self) -> str:
        """Return the words that stand, where they differ from those sent."""
        words = self.outcome.merged.value.comment if self.outcome else ""
        return words if mark_of(words) != mark_of(self.comment.value() or "") else ""

    @property
    def choose_mine(self) -> str:
        """Return what the button "Take mine" sends."""
        return f"mine-{self.key}"

    @property
    def choose_none(self) -> str:
        """Return what the button "Take the number away" sends."""
        return f"clear-{self.key}"

    @property
    def choose_theirs(self) -> str:
        """Return what the button "Keep theirs" sends."""
        return f"theirs-{self.key}"


class PageForm(forms.Form):
    """The statements of one primary driver, each with what it was made from (``seen``)."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        member: Membership,
        drivers: Iterable[SecondaryDriver],
        ratings: Mapping[int, Rating],
        overall: DriverComment | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.drivers = {str(driver.pk): driver for driver in drivers}
        for key, driver in self.drivers.items():
            rating = ratings.get(driver.pk)
            value = Value(rating.score, rating.comment) if rating else Value()
            self.fields[f"score_{key}"] = ScoreField(member=member, **_statement(driver, member))
            self.initial[f"score_{key}"] = "" if value.score is None else plain_value(value.score)
            self._add_words(key, _("Comment: an example, a reason, another view"), 2000, 2)
            self.initial[f"comment_{key}"] = value.comment
            self.initial[f"seen_{key}"] = str(base_of(rating.revision if rating else 0, value))
        self._add_words(OVERALL, _("What do you say about all of this together?"), 4000, 4)
        text = overall.text if overall else ""
        self.initial[f"comment_{OVERALL}"] = text
        self.initial[f"seen_{OVERALL}"] = str(
            base_of(overall.revision if overall else 0, Value(comment=text))
        )

    def _add_words(self, key: str, label: Any, longest: int, rows: int) -> None:
        self.fields[f"comment_{key}"] = forms.CharField(
            label=label, required=False, max_length=longest, widget=forms.Textarea({"rows": rows})
        )
        self.fields[f"seen_{key}"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def rows(self, outcomes: Mapping[str, Outcome] | None = None) -> list[StatementRow]:
        """Return the statements in order."""
        return [self._row(key, outcomes or {}) for key in self.drivers]

    def overall(self, outcomes: Mapping[str, Outcome] | None = None) -> StatementRow:
        """Return the comment on the whole."""
        return self._row(OVERALL, outcomes or {})

    def _row(self, key: str, outcomes: Mapping[str, Outcome]) -> StatementRow:
        score = f"score_{key}"
        return StatementRow(
            key=key,
            score=self[score] if score in self.fields else None,
            comment=self[f"comment_{key}"],
            seen=self[f"seen_{key}"],
            outcome=outcomes.get(key),
        )

    def sent(self, *, insist: str = "", give_way: str = "", clear: str = "") -> dict[str, Sent]:
        """Return what was sent, by statement.

        ``insist`` names the statement whose clash the writer decided for themselves, ``give_way``
        the one they left to the other, ``clear`` the one whose number they took away.
        """
        return {
            key: self._sent(key, insist=key == insist, clear=key == clear)
            for key in (*self.drivers, OVERALL)
            if key != give_way
        }

    def _sent(self, key: str, *, insist: bool, clear: bool) -> Sent:
        cleaned = self.cleaned_data
        value = Value(
            score=None if clear else cleaned.get(f"score_{key}"),
            comment="\n".join(cleaned[f"comment_{key}"].splitlines()),
        )
        return Sent(value, read_base(cleaned[f"seen_{key}"]), insist=insist)

    def saw(self, outcomes: Mapping[str, Outcome]) -> None:
        """Let the page go on from what stands now, where nobody else's change is waiting."""
        self.data = cast(MultiValueDict[str, str], self.data).copy()
        for key, outcome in outcomes.items():
            if not (outcome.merged.clash or outcome.merged.news):
                self.data[f"seen_{key}"] = str(outcome.base)


def _statement(driver: SecondaryDriver, member: Membership) -> dict[str, str]:
    """Return label and help: the statement, or for families the plain words, the other below."""
    first, second = statement_words(driver, member)
    return {"label": _marked(first), "help_text": _marked(second) if second.text else ""}


def _marked(words: Text) -> str:
    return format_html('<span lang="{}">{}</span>', words.lang, words.text)


class RoundForm(forms.ModelForm[Round]):
    """When teams assess themselves, and before which event."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Round
        fields: ClassVar = ["name", "due_on", "event"]
        widgets: ClassVar = {"due_on": DateInput}
        labels: ClassVar = {"event": _("Belongs to")}
        help_texts: ClassVar = {
            "name": _("For example: Starting point."),
            "due_on": _("The day by which every team has talked and agreed."),
            "event": _("When this event moves, the round moves with it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.revision
        self.initial.setdefault("token", uuid.uuid4())
        self.known: Mapping[str, Mapping[str, str]] = self.instance.translations
        event = cast("forms.ModelChoiceField[Event]", self.fields["event"])
        event.queryset = Event.objects.filter(
            kind__in=[EventKind.PRE_WORK_DAY, EventKind.LEARNING_SESSION]
        )
        for code, language in OTHER_LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name, in %(language)s") % {"language": language},
                max_length=120,
                required=False,
                initial=self.known.get(code, {}).get("name", ""),
                widget=forms.TextInput({"lang": code}),
            )
        self.order_fields(["name", *(f"name_{code}" for code, _name in OTHER_LANGUAGES)])

    @property
    def translations(self) -> dict[str, dict[str, str]]:
        """Return the name in the other languages; a person's own words need no review."""
        made = {}
        for code, _name in OTHER_LANGUAGES:
            words = self.cleaned_data[f"name_{code}"]
            standing = self.known.get(code, {})
            if words:
                state = (
                    standing.get("state", MACHINE_DRAFT) if words == standing.get("name") else ""
                )
                made[code] = {"name": words, "state": state or "reviewed"}
        return made
