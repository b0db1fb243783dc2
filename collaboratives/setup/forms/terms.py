"""Words of one's own, one language at a time: one, several, and in Spanish their gender."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bsc.tenancy.wording.terms import FEMININE, GENDERED, LONGEST, MASCULINE, STANDARD, is_usable
from collaboratives.models import Collaborative
from collaboratives.setup.forms.step import StepForm, Typed
from collaboratives.setup.services.states import State
from collaboratives.setup.words import Example, examples

# Typed apostrophes become typographic ones, which can stand in every text.
APOSTROPHES = str.maketrans({"'": "’", "`": "’"})


@dataclass(frozen=True)
class Row:
    """One term in the form: its standard word, its fields, and how sentences read with it."""

    key: str
    standard: str
    fields: list[forms.BoundField]
    examples: list[Example]

    @property
    def is_used(self) -> bool:
        """Whether there is something in it, or something wrong with it."""
        return any(example.differs for example in self.examples) or any(
            field.errors for field in self.fields
        )


class TermsForm(StepForm):
    """Two or three fields for each term, named ``<term>_one``, ``<term>_many``, ``<term>_gender``."""

    is_search = True  # nothing has to be filled in, and the page says so once

    def __init__(
        self, data: Typed | None = None, *, collaborative: Collaborative, language: str
    ) -> None:
        self.collaborative, self.language = collaborative, language
        own = collaborative.terms.get(language, {})
        standing: dict[str, str] = {}
        for key, words in STANDARD.items():
            given = own.get(key, ["", "", ""])
            standing[f"{key}_one"], standing[f"{key}_many"] = given[0], given[1]
            if language in GENDERED:
                standing[f"{key}_gender"] = (
                    given[2] if len(given) > 2 and given[2] else words[language].gender
                )
        super().__init__(data, standing=standing)
        for key in STANDARD:
            self._add(key)

    def _add(self, key: str) -> None:
        words = STANDARD[key][self.language]
        for part, standard in (("one", words.one[0]), ("many", words.many[0])):
            self.fields[f"{key}_{part}"] = forms.CharField(
                label=_("Instead of “%(word)s”") % {"word": standard},
                max_length=LONGEST,
                required=False,
                widget=forms.TextInput({"lang": self.language, **_look(key)}),
            )
        if self.language in GENDERED:
            self.fields[f"{key}_gender"] = forms.ChoiceField(
                label=_("Gender of the new word"),
                choices=[(MASCULINE, _("masculine (el)")), (FEMININE, _("feminine (la)"))],
                widget=forms.Select(_look(key)),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Take both words or neither, and only words that can stand in any text."""
        data = super().clean() or self.cleaned_data
        for key in STANDARD:
            pair = [f"{key}_one", f"{key}_many"]
            for name in pair:
                data[name] = " ".join(data.get(name, "").translate(APOSTROPHES).split())
                if data[name] and not is_usable(data[name]):
                    self.add_error(name, _("Use letters, digits, blanks and hyphens only."))
            given = [bool(data.get(name)) for name in pair]
            if any(given) and not all(given) and not any(name in self.errors for name in pair):
                missing = pair[given.index(False)]
                self.add_error(missing, _("Say it for one and for several."))
        return data

    def own(self) -> dict[str, list[str]]:
        """Return the words of this language that differ from the standard ones."""
        found = {}
        for key in STANDARD:
            words = STANDARD[key][self.language]
            one, many = self.cleaned_data.get(f"{key}_one"), self.cleaned_data.get(f"{key}_many")
            if one and many and (one, many) != (words.one[0], words.many[0]):
                gender = self.cleaned_data.get(f"{key}_gender")
                found[key] = [one, many, *([gender] if gender else [])]
        return found

    @property
    def state(self) -> State:
        """Return the words of all languages as the services take them."""
        others = {k: v for k, v in self.collaborative.terms.items() if k != self.language}
        own = self.own()
        return {"terms": others | ({self.language: own} if own else {})}

    def rows(self) -> Iterator[Row]:
        """Yield each term with its fields, and examples with what is typed so far."""
        shown = examples(self.language, self._entered())
        for key in STANDARD:
            words = STANDARD[key][self.language]
            names = [name for name in self.fields if name.startswith(f"{key}_")]
            fields = [self[name] for name in names if name.rpartition("_")[0] == key]
            yield Row(key, words.one[0], fields, shown[key])

    def _entered(self) -> dict[str, list[str]]:
        """Return the words typed so far, or those that stand."""
        if self.is_bound:
            self.full_clean()
            return self.own()
        return dict(self.collaborative.terms.get(self.language, {}))


def _look(key: str) -> dict[str, str | SafeString]:
    """Let the examples of this term follow what is typed; without a script a button does."""
    return {
        "hx-post": "",
        "hx-trigger": "change",
        "hx-target": f"#examples-{key}",
        "hx-select": f"#examples-{key}",
        "hx-swap": "outerHTML",
        "hx-sync": "closest form:replace",
        "hx-vals": '{"do": "look"}',
    }
