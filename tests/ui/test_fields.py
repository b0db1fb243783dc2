"""The one field template: labels, help, errors and groups are tied to their controls."""

import re

import pytest
from django import forms
from django.template import Context, Template

from bsc.ui.forms import CheckboxRows, CodeInput, DateInput, NumberInput, RadioRows

CHOICES = [("y", "Yes"), ("n", "No")]


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As you like to be called.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    families = forms.IntegerField(label="Families", widget=NumberInput)
    day = forms.DateField(label="Day", widget=DateInput, required=False)
    code = forms.CharField(label="Code", widget=CodeInput, required=False)
    answer = forms.ChoiceField(label="Coming?", choices=CHOICES, widget=RadioRows, help_text="One.")
    days = forms.MultipleChoiceField(choices=CHOICES, widget=CheckboxRows, required=False)
    agree = forms.BooleanField(label="I have read this", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def render(source, form):
    return Template("{% load ui %}" + source).render(Context({"form": form}))


def field(name, form):
    return render(f"{{% field form.{name} %}}", form)


def test_label_help_and_error_are_tied_to_the_control():
    html = field("name", Sample({}))
    assert '<label class="usa-label" for="id_name">Name</label>' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    control = re.search(r"<input[^>]*>", html)[0]
    assert 'aria-describedby="id_name_helptext id_name_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'class="usa-input usa-input--error"' in control


def test_only_what_may_be_left_out_says_so():
    assert "(optional)" in field("note", Sample())
    assert "(optional)" not in field("name", Sample())
    assert "(optional)" not in field("agree", Sample())


def test_classes_come_from_the_renderer():
    assert 'class="usa-textarea"' in field("note", Sample())
    assert 'class="usa-input code-input"' in field("code", Sample())
    assert 'inputmode="numeric"' in field("families", Sample())
    assert 'type="date" name="day" value="2026-09-14"' in field(
        "day", Sample(initial={"day": "2026-09-14"})
    )


def test_a_group_is_a_fieldset_that_carries_help_and_error():
    html = field("answer", Sample({}))
    assert (
        '<fieldset class="usa-fieldset" aria-describedby="id_answer_helptext id_answer_error">'
        in html
    )
    assert '<legend class="usa-legend">Coming?</legend>' in html
    assert html.count('<label class="choice"') == 2
    assert 'id="id_answer_error"' in html


def test_every_label_points_at_a_control_that_exists():
    html = render("{% fields form %}", Sample({}))
    targets = re.findall(r'<label[^>]* for="([^"]+)"', html)
    assert len(targets) == 10
    for target in targets:
        assert len(re.findall(rf'<(?:input|textarea|select)[^>]* id="{target}"', html)) == 1


def test_a_hidden_label_is_still_there():
    html = render("{% field form.name hide_label=True %}", Sample())
    assert '<label class="usa-label usa-sr-only" for="id_name">' in html


def test_the_summary_links_to_each_field_and_speaks():
    html = render("{% error_summary form %}", Sample({"days": ["x"]}))
    assert 'role="alert" tabindex="-1"' in html
    for target in ("id_name", "id_families", "id_answer_0", "id_days_0"):
        assert f'href="#{target}"' in html


def test_no_summary_without_mistakes():
    assert render("{% error_summary form %}", Sample()) == ""


def test_a_form_holds_token_summary_hidden_fields_and_guard():
    html = Template(
        '{% load ui %}{% form form submit="Send" action="/x/" %}{% field form.name %}{% endform %}'
    ).render(Context({"form": Sample({}), "csrf_token": "the-token"}))
    assert 'method="post" action="/x/"' in html
    assert "data-once" in html
    assert "the-token" in html
    assert 'type="hidden" name="token"' in html
    assert 'role="alert"' in html
    assert 'name="note"' not in html
    assert "<span>Send</span></button>" in html


def test_a_form_with_an_empty_body_shows_every_field():
    html = render("{% form form %}{% endform %}", Sample())
    for name in Sample().fields:
        assert f'name="{name}"' in html


def test_a_form_that_asks_carries_no_token():
    html = Template('{% load ui %}{% form None method="get" %}{% endform %}').render(
        Context({"csrf_token": "the-token"})
    )
    assert "the-token" not in html
    assert "data-once" not in html


def test_a_form_with_a_file_is_multipart():
    class Upload(forms.Form):
        photo = forms.FileField()

    assert 'enctype="multipart/form-data"' in render("{% form form %}{% endform %}", Upload())
    assert "enctype" not in render("{% form form %}{% endform %}", Sample())


@pytest.mark.parametrize("size", ("medium", "short"))
def test_sizes(size):
    assert f"field-size-{size}" in render(f'{{% field form.name size="{size}" %}}', Sample())
