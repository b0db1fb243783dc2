"""A framework's file: chosen on the computer, or its text in a field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.framework.file.tree import MOST_BYTES, FileProblemsError, decoded


class FileForm(forms.Form):
    """The text wins over the file, so that a slip can be put right on the page."""

    file = forms.FileField(
        label=gettext_lazy("The file (YAML)"),
        required=False,
        widget=forms.FileInput({"accept": ".yaml,.yml,text/yaml,text/plain"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 16, "spellcheck": "false", "class": "code"}),
    )

    def clean(self) -> dict[str, Any]:
        """Put the text of a chosen file into ``text``."""
        data = super().clean() or self.cleaned_data
        upload = data.get("file")
        if upload is not None:
            try:
                data["text"] = decoded(upload.read(MOST_BYTES + 1))
            except FileProblemsError as error:
                self.add_error("file", [str(problem) for problem in error.problems])
        elif not data.get("text") and not self.errors:
            self.add_error("file", _("Choose a file, or paste its text."))
        return data


class ConfirmForm(forms.Form):
    """The text that was looked at, and the framework that it was compared with."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
