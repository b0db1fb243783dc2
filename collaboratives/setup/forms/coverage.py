"""The coverage page's forms: one for each responsibility and question, one for all point persons."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from bsc.ui.forms import CheckboxRows, RadioRows
from collaboratives.models import MembershipRole
from collaboratives.setup.covering import Cover, Question
from collaboratives.setup.enums import SettingsPart
from collaboratives.setup.forms.step import StepForm, Typed
from collaboratives.setup.services.states import State

if TYPE_CHECKING:
    from centers.models import CoreTeam


class Wish(NamedTuple):
    """One state that somebody wants, as the services take it."""

    part: SettingsPart
    subject: str
    state: State


class CoverageForm(StepForm):
    """A form of the page; ``part`` and ``subject`` say which of the many was sent."""

    part = forms.CharField(widget=forms.HiddenInput)
    subject = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Typed | None, *, part: SettingsPart, subject: str, standing: dict[str, Any]
    ) -> None:
        sent = data if data and _names(data, part, subject) else None
        super().__init__(sent, standing=standing, auto_id=f"id_{part}_{subject}_%s")
        self.initial.update(part=part.value, subject=subject)

    def wishes(self) -> list[Wish]:
        """Return what a valid form asks for."""
        raise NotImplementedError


def _names(data: Typed, part: SettingsPart, subject: str) -> bool:
    return data.get("part") == part and data.get("subject", "") == subject


class HoldersForm(CoverageForm):
    """Who of the implementation team has one responsibility."""

    def __init__(
        self, data: Typed | None, *, cover: Cover, roles: Sequence[MembershipRole]
    ) -> None:
        held = [str(row.pk) for row in cover.holders]
        standing: dict[str, Any] = {"holders": (held or [""])[0] if cover.takes_one else held}
        super().__init__(data, part=SettingsPart.HOLDERS, subject=cover.key, standing=standing)
        people = [(str(row.pk), row.membership.user.name) for row in roles]
        if cover.takes_one:
            self.fields["holders"] = forms.ChoiceField(
                label=cover.label,
                choices=[("", _("Nobody yet")), *people],
                widget=RadioRows,
                required=False,
            )
        else:
            self.fields["holders"] = forms.MultipleChoiceField(
                label=cover.label, choices=people, widget=CheckboxRows, required=False
            )

    def wishes(self) -> list[Wish]:
        """Return the holders."""
        chosen = self.cleaned_data["holders"]
        keys = chosen if isinstance(chosen, list) else [chosen]
        state = {"holders": sorted(int(key) for key in keys if key)}
        return [Wish(SettingsPart.HOLDERS, self.cleaned_data["subject"], state)]


class StructureForm(CoverageForm):
    """What the team settled about one question."""

    details = forms.CharField(required=False, max_length=2000)

    def __init__(self, data: Typed | None, *, question: Question) -> None:
        details = question.answer.details if question.answer else ""
        super().__init__(
            data, part=SettingsPart.STRUCTURE, subject=question.key, standing={"details": details}
        )
        self.fields["details"] = forms.CharField(
            label=question.label,
            help_text=question.about,
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
        )

    def wishes(self) -> list[Wish]:
        """Return the answer."""
        state = {"details": self.cleaned_data["details"].strip().replace("\r\n", "\n")}
        return [Wish(SettingsPart.STRUCTURE, self.cleaned_data["subject"], state)]


class PointPersonsForm(CoverageForm):
    """The point person of each center on this page of the list."""

    def __init__(
        self,
        data: Typed | None,
        *,
        listed: Iterable["CoreTeam"],
        roles: Sequence[MembershipRole],
    ) -> None:
        self.teams = {f"team_{team.pk}": team for team in listed}
        people = [(str(row.membership_id), row.membership.user.name) for row in roles]
        known = dict(people)
        standing = {
            name: str(team.point_person_id) if str(team.point_person_id) in known else ""
            for name, team in self.teams.items()
        }
        super().__init__(data, part=SettingsPart.POINT_PERSON, subject="", standing=standing)
        for name, team in self.teams.items():
            self.fields[name] = forms.ChoiceField(
                label=team.name, choices=[("", _("Nobody yet")), *people], required=False
            )

    def rows(self) -> list[tuple["CoreTeam", forms.BoundField, bool]]:
        """Return each team with its field, and whether it has nobody yet."""
        return [(team, self[name], not self.standing[name]) for name, team in self.teams.items()]

    def wishes(self) -> list[Wish]:
        """Return the point persons that differ from those that stand."""
        found = []
        for name, team in self.teams.items():
            chosen = self.cleaned_data[name]
            if chosen != self.standing[name]:
                state = {"person": int(chosen) if chosen else None}
                found.append(Wish(SettingsPart.POINT_PERSON, str(team.pk), state))
        return found
