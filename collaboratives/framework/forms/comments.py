"""Saying something of a part, saying what came of it, and finding what was said."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.framework.models import FrameworkComment

LONGEST = 4000
OPEN, RESOLVED = "open", "resolved"


class CommentForm(forms.Form):
    """One comment; ``token`` makes a form that is sent twice one comment."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )

    def __init__(self, *args: Any, part: str = "", **kwargs: Any) -> None:
        # Several of these may stand on one page, so each needs ids of its own.
        kwargs.setdefault("auto_id", f"comment-{part}-%s" if part else "comment-%s")
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class ChangeForm(forms.Form):
    """One's own comment in other words."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )


class ResolveForm(forms.Form):
    """What came of a comment, in a sentence."""

    answer = forms.CharField(
        label=gettext_lazy("What came of it?"),
        help_text=gettext_lazy(
            "One sentence. Whoever wrote the comment reads it, and so do the teams."
        ),
        max_length=FrameworkComment._meta.get_field("resolution").max_length,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Say in a few words what came of it.")},
    )

    def __init__(self, *args: Any, comment: FrameworkComment, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"answer-{comment.pk}-%s")
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer", comment.resolution)


class FindForm(forms.Form):
    """Which comments are listed; what the address asks for and is not there finds nothing."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            (OPEN, gettext_lazy("Open")),
            (RESOLVED, gettext_lazy("Resolved")),
        ],
    )
    part = forms.ChoiceField(label=gettext_lazy("Part"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who wrote it"), required=False)

    def __init__(
        self,
        *args: Any,
        parts: Iterable[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"] = forms.ChoiceField(
            label=_("Part"), required=False, choices=[("", _("All")), *parts]
        )
        if people:
            self.fields["who"] = forms.ChoiceField(
                label=_("Who wrote it"), required=False, choices=[("", _("Everybody")), *people]
            )
        else:
            del self.fields["who"]
