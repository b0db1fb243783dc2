"""How every form looks: one renderer, one field template, the classes of the design system.

Forms declare fields and widgets only. Classes come from ``BoundField`` below, the markup around a
control from ``templates/django/forms/field.html``.
"""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "usa-textarea",
    forms.SelectMultiple: "usa-select",
    forms.RadioSelect: "",
    forms.CheckboxSelectMultiple: "",
    forms.Select: "usa-select",
    forms.CheckboxInput: "choice-box",
    forms.FileInput: "file-input",
    forms.widgets.Input: "usa-input",
}


def widget_class(widget: forms.Widget) -> str:
    """The class that this kind of control carries; a subclass has its parent's."""
    for kind in type(widget).__mro__:
        if kind in CLASSES:
            return CLASSES[kind]
    return ""


class BoundField(forms.BoundField):
    """A field with our classes; an id for the error message even where a widget sets its own."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Add the design system's class to what Django builds, keeping the widget's own."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden:
            classes = [widget_class(widget), str(widget.attrs.get("class", ""))]
            if self.errors and classes[0] == "usa-input":
                classes.append("usa-input--error")
            built["class"] = " ".join(filter(None, classes))
        if not built.get("class"):
            built.pop("class", None)
        return built

    @property
    def is_single_checkbox(self) -> bool:
        """A lone tick box, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


class Renderer(TemplatesSetting):
    """The project's FORM_RENDERER: finds templates where every other one is found."""

    field_template_name = "django/forms/field.html"
    bound_field_class = BoundField


class DateInput(forms.DateInput):
    """The browser's own date field, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a day and a time, without a time zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class NumberInput(forms.TextInput):
    """A whole number: the digits keyboard on a phone, and no arrows that change it by accident."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off"} | (attrs or {}))


class DecimalInput(forms.TextInput):
    """A number with a decimal part."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"} | (attrs or {}))


class CodeInput(forms.TextInput):
    """A code from a mail or a card: may be pasted, is offered by the phone, is not corrected."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        defaults = {
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "class": "code-input",
        }
        super().__init__(defaults | (attrs or {}))


class RadioRows(forms.RadioSelect):
    """One answer of a few, each a row large enough for a thumb."""


class CheckboxRows(forms.CheckboxSelectMultiple):
    """Any number of answers, each a row large enough for a thumb."""
