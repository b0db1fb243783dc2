"""Asking for a report, finding one, telling a story, and how reports are made."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bsc.reports.models import Paper, ReportStory
from bsc.reports.queries import TOGETHER
from bsc.ui.forms import CheckboxRows, RadioRows
from centers.models import CoreTeam
from metrics.charts import sentence_label
from metrics.enums import Grain
from metrics.periods import month_text

EVERYBODY = "all"


def month_choices(months: Sequence[dt.date]) -> list[tuple[str, str]]:
    """Return months to choose from, the newest first."""
    return [(month_text(month), sentence_label(month, Grain.MONTH)) for month in months[::-1]]


class ReportForm(forms.Form):
    """Which month, whose report, and in which language: one team's, the collaborative's, or all."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))
    whose = forms.ChoiceField(label=gettext_lazy("Whose report"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(
        self,
        data: Any = None,
        *,
        months: Sequence[dt.date],
        teams: Iterable[CoreTeam],
        for_all: bool,
        language: str,
        languages: list[tuple[str, str]],
    ) -> None:
        super().__init__(data, initial={"language": language})
        cast(forms.ChoiceField, self.fields["language"]).choices = languages
        cast(forms.ChoiceField, self.fields["month"]).choices = month_choices(months)
        whose = [(str(team.pk), team.name) for team in teams]
        if for_all:
            together = (TOGETHER, _("The whole collaborative"))
            whose = [together, (EVERYBODY, _("All teams and the collaborative")), *whose]
        cast(forms.ChoiceField, self.fields["whose"]).choices = whose


class FindForm(forms.Form):
    """What the list of reports is narrowed by."""

    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Whose report"), required=False)
    earlier = forms.BooleanField(label=gettext_lazy("Show earlier revisions, too"), required=False)

    def __init__(
        self, data: Any = None, *, months: Sequence[dt.date], teams: Iterable[CoreTeam]
    ) -> None:
        super().__init__(data)
        every_month = [("", _("Any month")), *month_choices(months)]
        cast(forms.ChoiceField, self.fields["month"]).choices = every_month
        cast(forms.ChoiceField, self.fields["whose"]).choices = [
            ("", _("Anyone’s")),
            (TOGETHER, _("The whole collaborative")),
            *((str(team.pk), team.name) for team in teams),
        ]


class MonthForm(forms.Form):
    """Which month's stories, and words to find a test by."""

    month = forms.ChoiceField(label=gettext_lazy("Month"))
    words = forms.CharField(
        label=gettext_lazy("Words to look for"),
        max_length=100,
        required=False,
        widget=forms.SearchInput,
    )

    def __init__(self, data: Any = None, *, months: Sequence[dt.date]) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["month"]).choices = month_choices(months)


class StoryForm(forms.Form):
    """A story in one or two sentences; ``revision`` is the one it was made from, 0 for none."""

    words = forms.CharField(
        label=gettext_lazy("The story in one or two sentences"),
        max_length=600,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("No names of children or families. Everybody reads it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def after(self, story: ReportStory) -> "StoryForm":
        """Return the form with what was typed, made from the story as it stands now."""
        return StoryForm({"words": self.cleaned_data["words"], "revision": story.revision})


class SettingsForm(forms.Form):
    """Paper, and the languages in which the report day makes them."""

    paper = forms.ChoiceField(label=gettext_lazy("Paper"), choices=Paper.choices, widget=RadioRows)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages on the report day"),
        widget=CheckboxRows,
        help_text=gettext_lazy("Anybody can ask for the other language at any time."),
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["languages"]).choices = offered
