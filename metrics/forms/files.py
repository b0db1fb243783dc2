"""A file of counts on its way in."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.exports.tables import UnreadableError, read_table
from bsc.ui.forms import CheckboxRows
from metrics.exchange.columns import Line, read_lines
from metrics.forms.counts import REASON_LENGTH, ReasonField, SureField

LARGEST = 2 * 1024 * 1024
MOST_ROWS = 5000


class FileForm(forms.Form):
    """A CSV or XLSX file. ``lines`` holds what was read; nothing in it is evaluated."""

    file = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("CSV or Excel (XLSX), at most 2 MB and 5,000 rows."),
        widget=forms.FileInput({"accept": ".csv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )
    use_required_attribute = False
    lines: list[Line]

    def clean_file(self) -> "UploadedFile[Any]":
        """Read the file; what cannot be read is said beside the field."""
        file = cast("UploadedFile[Any]", self.cleaned_data["file"])
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("The file is larger than 2 MB. Please send it in parts."))
        try:
            rows = read_table(file.name or "", file.read(), most_rows=MOST_ROWS + 1)
            self.lines = read_lines(rows)
        except (UnreadableError, ValueError) as error:
            raise ValidationError(str(error)) from error
        if not self.lines:
            raise ValidationError(_("There is nothing under the first row."))
        return file


class TakeOverForm(forms.Form):
    """The questions about unlikely numbers, and why a month changes that was sent."""

    sure = SureField(
        label=gettext_lazy("Please look again"),
        help_text=gettext_lazy("Tick what is right. What is not ticked is left out."),
        required=False,
        widget=CheckboxRows,
    )
    why = ReasonField(
        label=gettext_lazy("Why do numbers change that were already sent?"),
        help_text=gettext_lazy("Everybody on the team sees it."),
        max_length=REASON_LENGTH,
    )
    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, questions: list[tuple[str, str]], asks_why: bool
    ) -> None:
        super().__init__(data)
        if questions:
            cast(SureField, self.fields["sure"]).choices = questions
        else:
            del self.fields["sure"]
        if not asks_why:
            del self.fields["why"]
