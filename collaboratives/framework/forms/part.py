"""One form for every part of the framework, made from the part's shape."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.framework.enums import PartKind
from collaboratives.framework.forms.spanish import other_languages, translated
from collaboratives.framework.parts import Kind, Row
from collaboratives.framework.shape import TRANSLATED_LIMIT, Text
from collaboratives.framework.wording import state_words
from collaboratives.models import Membership
from collaboratives.translations import MACHINE_DRAFT

SHORT = 120

HELP: dict[tuple[PartKind, str], Promise] = {
    (PartKind.AIM, "text"): gettext_lazy("What shall be better, for whom."),
    (PartKind.AIM, "target"): gettext_lazy("By how much, and by when."),
    (PartKind.AIM, "measured_by"): gettext_lazy("How you will know."),
    (PartKind.PRIMARY, "short_name"): gettext_lazy("A few words, as they stand on the diagram."),
    (PartKind.PRIMARY, "statement"): gettext_lazy(
        "What it takes to reach the aims, in a sentence."
    ),
    (PartKind.PRIMARY, "plain"): gettext_lazy("As you would say it to a parent."),
    (PartKind.SECONDARY, "action"): gettext_lazy("Something to do. Begin with a verb."),
    (PartKind.SECONDARY, "assessment_statement"): gettext_lazy(
        "The same as something to rate: what one sees where it is done."
    ),
    (PartKind.SECONDARY, "plain"): gettext_lazy("As you would say it to a parent."),
    (PartKind.IDEA, "text"): gettext_lazy("Small enough to try tomorrow."),
}
BELONGS_TO = {
    PartKind.SECONDARY: gettext_lazy("Belongs to"),
    PartKind.IDEA: gettext_lazy("An idea for"),
}


class PartForm(forms.Form):
    """Texts in English and in the other languages, and for drivers and ideas what they belong to.

    ``parents`` are the rows to choose from; ``values`` and ``translations_by`` give what the
    services take.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        row: Row | None = None,
        parents: Sequence[Any] = (),
        under: Any = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = self._standing(kind, row, under) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.kind, self.row = kind, row
        self.parents = {str(parent.pk): parent for parent in parents}
        if self.parents:
            self.fields["parent"] = forms.ChoiceField(
                label=BELONGS_TO[kind.part],
                choices=[(key, str(parent)) for key, parent in self.parents.items()],
            )
        for text in kind.texts:
            help_text = HELP.get((kind.part, text.name), "")
            self.fields[text.name] = _field(self.label_of(text), text, help_text)
        for code, language in other_languages() if kind.has_translations else []:
            for text in kind.texts:
                name = f"{text.name}_{code}"
                label = _("%(text)s, in %(language)s")
                shown = {"text": self.label_of(text), "language": language}
                limit = int(text.limit * TRANSLATED_LIMIT)
                self.fields[name] = _field(label % shown, Text(name, limit, lines=text.lines))
            checked = _("Somebody who speaks %(language)s has read these words")
            self.fields[f"checked_{code}"] = forms.BooleanField(
                label=checked % {"language": language}, required=False
            )

    @staticmethod
    def _standing(kind: Kind, row: Row | None, under: Any) -> dict[str, Any]:
        if row is None:
            return {"token": uuid.uuid4(), "parent": under.pk if under else ""}
        found: dict[str, Any] = {text.name: getattr(row, text.name) for text in kind.texts}
        found["revision"] = row.revision
        if kind.parent:
            found["parent"] = getattr(row, f"{kind.parent}_id")
        for code, words in getattr(row, "translations", {}).items():
            found |= {f"{name}_{code}": text for name, text in words.items() if name != "state"}
            found[f"checked_{code}"] = words.get("state", MACHINE_DRAFT) != MACHINE_DRAFT
        return found

    def label_of(self, text: Text) -> str:
        """Return what a text is called on the page."""
        return str(self.kind.model._meta.get_field(text.name).verbose_name).capitalize()

    @property
    def own(self) -> list[forms.BoundField]:
        """Return the fields in English, the parent first."""
        names = ["parent"] if self.parents else []
        return [self[name] for name in (*names, *(text.name for text in self.kind.texts))]

    @property
    def others(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return for each other language its name, the state of its words, and the fields."""
        if not self.kind.has_translations:
            return []
        words = getattr(self.row, "translations", {})
        return [
            (
                language,
                state_words(words.get(code, {})),
                [self[f"{text.name}_{code}"] for text in self.kind.texts]
                + [self[f"checked_{code}"]],
            )
            for code, language in other_languages()
        ]

    @property
    def parent(self) -> Any:
        """Return the chosen parent of a valid form, or None where there is none to choose."""
        return self.parents.get(self.cleaned_data.get("parent", ""))

    def values(self, by: Membership) -> dict[str, Any]:
        """Return what the services take as ``given``."""
        data = self.cleaned_data
        given: dict[str, Any] = {text.name: data[text.name] for text in self.kind.texts}
        if self.parent is not None and self.row is not None:
            given[self.kind.parent] = self.parent
        if self.kind.has_translations:
            row = self.row
            given["translations"] = translated(
                texts=self.kind.texts,
                given=data,
                before=getattr(row, "translations", {}),
                english_before={t.name: getattr(row, t.name, "") for t in self.kind.texts},
                by=by,
            )
        return given


def _field(label: str, text: Text, help_text: Any = "") -> forms.CharField:
    rows = 5 if text.lines else 2
    widget = forms.Textarea({"rows": rows}) if text.limit > SHORT else forms.TextInput()
    return forms.CharField(
        label=label,
        max_length=text.limit,
        required=text.required,
        help_text=help_text,
        widget=widget,
    )
