"""What people add to a test: words and photographs."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bsc.ui.forms import CheckboxRows
from collaboratives.models import MembershipRole
from pdsa.enums import Kind
from pdsa.models import CycleComment, CyclePhoto


class CommentForm(forms.ModelForm[CycleComment]):
    """A comment, a reply, or a teammate's note; ``hat`` is asked only where there are several.

    ``people`` are those who can be told of it, (key, name) each.
    """

    token = forms.UUIDField(widget=forms.HiddenInput)
    hat = forms.TypedChoiceField(label=_("You write as"), required=True)
    mentions = forms.TypedMultipleChoiceField(
        label=_("Who should hear of it by mail?"),
        coerce=int,
        required=False,
        widget=CheckboxRows,
    )

    class Meta:
        model = CycleComment
        fields: ClassVar = ["text"]
        widgets: ClassVar = {"text": forms.Textarea({"rows": 3})}
        error_messages: ClassVar = {"text": {"required": _("Write a few words first.")}}

    def __init__(
        self,
        *args: Any,
        hats: list[MembershipRole],
        people: Sequence[tuple[int, str]] = (),
        reply_to: int | None = None,
        kind: Kind = Kind.COMMENT,
        **kwargs: Any,
    ) -> None:
        # Several of these stand on one page, so each needs ids of its own.
        name = f"reply-{reply_to}" if reply_to else kind.value
        kwargs["auto_id"] = f"{name}-%s"
        super().__init__(*args, **kwargs)
        self.reply_to = reply_to
        if kind == Kind.OBSERVATION:
            self.fields["text"].label = _("What did you see?")
        elif reply_to:
            self.fields["text"].label = _("Your reply")
        self.initial.setdefault("token", uuid.uuid4())
        self._hats = {str(hat.pk): hat for hat in hats}
        if len(hats) < 2:
            del self.fields["hat"]
        else:
            hat = cast(forms.TypedChoiceField, self.fields["hat"])
            hat.choices = [(key, hat_name(each)) for key, each in self._hats.items()]
        mentions = cast(forms.ChoiceField, self.fields["mentions"])
        mentions.choices = list(people)
        if not people:
            del self.fields["mentions"]

    @property
    def chosen_hat(self) -> MembershipRole:
        """Return the hat chosen, or the only one there is."""
        return self._hats[self.cleaned_data.get("hat") or next(iter(self._hats))]


def hat_name(hat: MembershipRole) -> str:
    """Return a role with its team, as it stands under a name."""
    role = str(hat.get_role_display())
    return f"{role}, {hat.team.name}" if hat.team else role


class PhotoForm(forms.ModelForm[CyclePhoto]):
    """A photograph and what it shows."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    # Not an ImageField: the file is opened once, where its size is checked first.
    photo = forms.FileField(label=_("Photo"), widget=forms.FileInput({"accept": "image/*"}))

    class Meta:
        model = CyclePhoto
        fields: ClassVar = ["alt"]

    field_order = ("photo", "alt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
