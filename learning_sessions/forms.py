"""The forms of an agenda: what the day is about, and one item of it."""

import uuid
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows, NumberInput, TimeInput
from collaboratives.framework.models import SecondaryDriver
from collaboratives.framework.queries import drivers_in_use
from collaboratives.models import Membership
from collaboratives.queries import people_visible_to
from collaboratives.schedule.models import Event
from collaboratives.translations import MACHINE_DRAFT
from learning_sessions.models import Agenda, AgendaItem

OTHER_LANGUAGES = [pair for pair in settings.LANGUAGES if pair[0] != settings.LANGUAGE_CODE]


class InLanguagesForm(forms.ModelForm[Any]):
    """A form whose ``spoken`` fields can be given in the other languages too.

    ``seen`` is the revision that the form was made from.
    """

    spoken: ClassVar[tuple[str, ...]] = ()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.before = {name: getattr(self.instance, name) for name in self.spoken}
        self.known: Mapping[str, Mapping[str, str]] = self.instance.translations
        self.initial["seen"] = self.instance.revision
        order = []
        for name in list(self.fields):
            order.append(name)
            if name in self.spoken:
                order += [
                    self._add_language(name, code, str(language))
                    for code, language in OTHER_LANGUAGES
                ]
        self.order_fields(order)

    def _add_language(self, name: str, code: str, language: str) -> str:
        original = self.fields[name]
        added = f"{name}_{code}"
        self.fields[added] = forms.CharField(
            label=_("%(label)s, in %(language)s") % {"label": original.label, "language": language},
            max_length=cast(forms.CharField, original).max_length,
            required=False,
            initial=self.known.get(code, {}).get(name, ""),
            widget=type(original.widget)({**original.widget.attrs, "lang": code}),
        )
        return added

    def clean(self) -> dict[str, Any]:
        """Refuse a text whose translation still says what it said before."""
        cleaned = super().clean() or {}
        for name in self.spoken:
            for code, _name in OTHER_LANGUAGES:
                standing = self.known.get(code, {}).get(name, "")
                untouched = cleaned.get(f"{name}_{code}", "") == standing
                if (
                    name in cleaned
                    and cleaned[name] != self.before[name]
                    and standing
                    and untouched
                ):
                    self.add_error(
                        f"{name}_{code}",
                        _("The English words changed. Change these too, or leave this empty."),
                    )
        return cleaned

    @property
    def translations(self) -> dict[str, dict[str, str]]:
        """Return the words in the other languages; what a person wrote anew counts as reviewed."""
        made = {}
        for code, _name in OTHER_LANGUAGES:
            texts = {
                name: text
                for name in self.spoken
                if (text := self.cleaned_data.get(f"{name}_{code}", ""))
            }
            if texts:
                made[code] = {**texts, "state": self._state(code, texts)}
        return made

    @property
    def in_other_languages(self) -> list[forms.BoundField]:
        """Return the fields for the words in the other languages."""
        return [self[f"{name}_{code}"] for name in self.spoken for code, _name in OTHER_LANGUAGES]

    def saw(self, revision: int) -> None:
        """Keep what was typed, and let the next save go over the revision that is shown now."""
        self.data = cast(MultiValueDict[str, str], self.data).copy()
        self.data["seen"] = str(revision)

    def _state(self, code: str, texts: Mapping[str, str]) -> str:
        known = self.known.get(code, {})
        if all(known.get(name) != text for name, text in texts.items()):
            return f"reviewed by {self.member.user.name}, {timezone.localdate().isoformat()}"
        return known.get("state", MACHINE_DRAFT)


class AgendaForm(InLanguagesForm):
    """What the day is about and what people go home with."""

    spoken = ("title", "objectives")

    class Meta:
        model = Agenda
        fields: ClassVar = ["title", "objectives"]
        widgets: ClassVar = {"objectives": forms.Textarea({"rows": 4})}


class ItemForm(InLanguagesForm):
    """One item. Its start is asked for where it is the first of its day; the rest follows."""

    spoken = ("title",)
    leads = forms.MultipleChoiceField(label=_("Who leads it"), required=False, widget=CheckboxRows)
    drivers = forms.MultipleChoiceField(
        label=_("Drivers it is about"), required=False, widget=CheckboxRows
    )
    after = forms.ChoiceField(label=_("Comes after"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = AgendaItem
        fields: ClassVar = [
            "title",
            "day",
            "starts_at",
            "minutes",
            "part",
            "talk_minutes",
            "summary",
            "room",
            "faculty_notes",
        ]
        widgets: ClassVar = {
            "starts_at": TimeInput,
            "minutes": NumberInput,
            "talk_minutes": NumberInput,
            "summary": forms.Textarea({"rows": 3}),
            "faculty_notes": forms.Textarea({"rows": 3}),
        }
        help_texts: ClassVar = {
            "starts_at": _("The whole day moves with it."),
            "minutes": _("Everything that comes later moves with it."),
            "talk_minutes": _("People learn by doing: no more than 15 minutes at a stretch."),
            "faculty_notes": _("Coaches and the implementation team read this, nobody else."),
        }

    def __init__(
        self,
        *args: Any,
        event: Event,
        siblings: list[AgendaItem],
        breakout: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.siblings = {str(item.pk): item for item in siblings}
        self._offer_people()
        self._offer_drivers()
        self._drop_what_follows(breakout=breakout)
        if self.instance.pk:
            self.initial["leads"] = [str(lead.membership_id) for lead in self.instance.leads.all()]
            self.initial["drivers"] = [
                str(row.driver_id) for row in self.instance.driver_rows.all()
            ]
        else:
            self.initial.setdefault("token", uuid.uuid4())

    def _offer_people(self) -> None:
        self._people = {str(person.pk): person for person in people_visible_to(self.member)}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, person in self._people.items():
            hat = person.hats[0]
            group = hat.team.name if hat.team else str(hat.get_role_display())
            groups.setdefault(group, []).append((key, person.user.name))
        # Those who lead most often, coaches and the implementation team, have no team: first.
        teamless = {
            str(p.hats[0].get_role_display()) for p in self._people.values() if not p.hats[0].team
        }
        field = cast(forms.MultipleChoiceField, self.fields["leads"])
        field.choices = sorted(groups.items(), key=lambda each: (each[0] not in teamless, each[0]))

    def _offer_drivers(self) -> None:
        self._drivers = {str(driver.pk): driver for driver in drivers_in_use()}
        field = cast(forms.MultipleChoiceField, self.fields["drivers"])
        field.choices = [
            (primary.short_name, [(str(d.pk), f"{d.number} {d.action}") for d in under])
            for primary, under in groupby(self._drivers.values(), key=lambda d: d.primary)
        ]

    def _drop_what_follows(self, *, breakout: bool) -> None:
        for name in ("day",) if self.event.days < 2 else ():
            del self.fields[name]
        if breakout:
            for name in ("day", "starts_at", "minutes", "talk_minutes", "part", "after"):
                self.fields.pop(name, None)
            return
        first_of_day = {item.day: item for item in reversed(list(self.siblings.values()))}
        if self.siblings and self.instance not in first_of_day.values():
            del self.fields["starts_at"]
        if self.instance.pk or not self.siblings:
            del self.fields["after"]
        else:
            after = cast(forms.ChoiceField, self.fields["after"])
            after.choices = [(key, str(item)) for key, item in self.siblings.items()]
            self.initial.setdefault("after", [*self.siblings][-1])

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed into the item's own fields, translations too."""
        own = [name for name in self._meta.fields or () if name in self.fields]
        return {name: self.cleaned_data[name] for name in own} | {"translations": self.translations}

    @property
    def chosen_leads(self) -> list[Membership]:
        """Return who leads it."""
        return [self._people[key] for key in self.cleaned_data["leads"]]

    @property
    def chosen_drivers(self) -> Iterable[SecondaryDriver]:
        """Return the drivers it is about."""
        return [self._drivers[key] for key in self.cleaned_data["drivers"]]

    @property
    def chosen_after(self) -> AgendaItem | None:
        """Return the item it comes after, None for the end."""
        return self.siblings.get(self.cleaned_data.get("after", ""))
