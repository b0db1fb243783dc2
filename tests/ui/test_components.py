"""Components render what they are given and refuse what they do not know."""

from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from bsc.ui.icons import NAMES
from bsc.ui.lists import TONE_ICONS
from bsc.ui.people import Person, initials


def render(source, **values):
    return Template("{% load i18n ui %}" + source).render(Context(values))


def test_heading_has_one_h1_and_its_slots():
    html = render(
        '{% heading eyebrow="Period 2" back_url="/all/" back_label="All" %}Greeting'
        "{% slot lead %}<p>Why</p>{% endslot %}"
        '{% slot actions %}{% button href="/new/" %}New{% endbutton %}{% endslot %}{% endheading %}'
    )
    assert html.count("<h1") == 1
    assert '<div class="lead"><p>Why</p></div>' in html
    assert 'href="/all/"' in html
    assert 'href="/new/"' in html


def test_attributes_are_escaped_and_bodies_are_not():
    html = render("{% card title=title %}<p>{{ body }}</p>{% endcard %}", title="<b>", body="<i>")
    assert "&lt;b&gt;" in html
    assert "<p>&lt;i&gt;</p>" in html


def test_slots_of_a_component_inside_another_stay_apart():
    html = render(
        '{% card title="Outer" %}{% slot actions %}outer-action{% endslot %}'
        '{% card title="Inner" %}no actions{% endcard %}{% endcard %}'
    )
    inner = html[html.index("Inner") : html.index("outer-action")]
    assert "buttons" not in inner.split("</div>")[0]
    assert html.count("outer-action") == 1


@pytest.mark.parametrize(
    ("source", "words"),
    (
        ('{% card titel="x" %}{% endcard %}', ["titel", "title", "variant", "actions"]),
        ('{% status_tag "x" colour="red" %}', ["colour", "label", "tone"]),
        ("{% card %}{% slot footer %}x{% endslot %}{% endcard %}", ["footer", "tags", "actions"]),
        ("{% facts %}{% slot x %}x{% endslot %}{% endfacts %}", ["no slot x", "none"]),
        ("{% card %}{% if a %}{% slot tags %}x{% endslot %}{% endif %}{% endcard %}", ["directly"]),
        ("{% card actions=a %}{% slot actions %}{% endslot %}{% endcard %}", ["twice"]),
        ("{% slot %}{% endslot %}", ["one name"]),
    ),
)
def test_unknown_names_are_refused_when_compiled(source, words):
    with pytest.raises(TemplateSyntaxError) as refusal:
        Template("{% load ui %}" + source)
    for word in words:
        assert word in str(refusal.value)


@pytest.mark.parametrize(
    ("source", "allowed"),
    (
        ('{% card variant="loud" %}{% endcard %}', "next"),
        ('{% status_tag "x" tone="red" %}', "attention"),
        ('{% icon "unicorn" %}', "home"),
        ('{% button variant="big" %}x{% endbutton %}', "secondary"),
        ("{% slot actions %}x{% endslot %}", "directly"),
    ),
)
def test_unknown_values_are_refused_when_rendered(source, allowed):
    with pytest.raises(TemplateSyntaxError, match=allowed):
        render(source)


def test_an_error_inside_a_body_keeps_its_own_message():
    with pytest.raises(TemplateSyntaxError) as refusal:
        Template('{% load ui %}{% card %}{% button colour="red" %}x{% endbutton %}{% endcard %}')
    assert "button" in str(refusal.value)
    assert "variant" in str(refusal.value)
    assert "eyebrow" not in str(refusal.value)


def test_a_button_is_a_link_only_with_an_address():
    assert render('{% button href="/x/" %}Go{% endbutton %}').startswith("<a ")
    plain = render('{% button name="decision" value=3 %}Go{% endbutton %}')
    assert plain.startswith("<button ")
    assert 'type="submit" name="decision" value="3"' in plain


def test_what_needs_a_script_is_hidden_and_does_not_submit():
    html = render('{% button copy="K7M4" %}Copy{% endbutton %}')
    assert 'type="button"' in html
    assert "data-needs-script hidden" in html


def test_a_one_button_form_carries_the_token():
    html = render(
        '{% post_button action="/done/" %}Done{% endpost_button %}', csrf_token="token-of-the-page"
    )
    assert 'method="post" action="/done/"' in html
    assert "token-of-the-page" in html


def test_a_status_is_never_colour_alone():
    assert set(TONE_ICONS.values()) <= NAMES
    assert len(set(TONE_ICONS.values())) == len(TONE_ICONS)
    html = render('{% status_tag "Late" tone="attention" %}')
    assert "#priority_high" in html
    assert html.endswith("Late</span>")


def test_cells_repeat_their_label_for_phones():
    html = render(
        '{% data_table caption="Tasks" %}{% slot columns %}{% column "Task" %}'
        '{% column "Due" sorted="ascending" sort_url="?s=d" %}{% endslot %}'
        '{% row id="t1" %}{% cell "Task" header=True %}Book{% endcell %}'
        '{% cell "Due" %}Sep 18{% endcell %}{% endrow %}{% enddata_table %}'
    )
    assert "<caption>Tasks</caption>" in html
    assert '<th scope="row" role="rowheader" data-label="Task">' in html
    assert '<td role="cell" data-label="Due">' in html
    assert 'aria-sort="ascending"' in html


def test_a_scrolling_table_can_be_reached_by_keyboard():
    html = render('{% data_table caption="Months" phone="scroll" %}{% enddata_table %}')
    assert 'role="region" tabindex="0" aria-label="Months"' in html


def test_pagination_keeps_the_question_and_the_anchor():
    request = RequestFactory().get("/tests/", {"owner": "mine", "page": "2"})
    page = Paginator(list(range(30)), 10).page(2)
    html = Template('{% load ui %}{% pagination page anchor="list" %}').render(
        RequestContext(request, {"page": page})
    )
    assert 'href="?owner=mine&amp;page=1#list" rel="prev"' in html
    assert 'href="?owner=mine&amp;page=3#list" rel="next"' in html
    assert 'href="?owner=mine&amp;page=2#list" aria-current="page"' in html


def test_pagination_works_without_a_request():
    page = Paginator(list(range(30)), 10).page(1)
    assert 'href="?p=2"' in render('{% pagination page param="p" %}', page=page)


def test_one_page_needs_no_pagination():
    assert render("{% pagination page %}", page=Paginator([1], 10).page(1)) == ""


def test_steps_are_said_in_words():
    html = render('{% steps current=2 total=5 label="What will you try?" %}')
    assert "Step 2 of 5" in html
    assert html.count("steps-done") == 2
    assert 'aria-hidden="true"' in html


def test_progress_is_not_written_with_a_decimal_comma():
    with translation.override("es"):
        html = render('{% progress value=value total=1200 label="x" %}', value=1000.5)
    assert 'value="1000.5" max="1200"' in html


def test_a_missing_role_is_a_dotted_circle():
    people = [Person("Maria Alvarez", "Teacher"), Person("Still to find", missing=True)]
    html = render('{% people_row people label="Team" %}', people=people)
    assert ">MA</span>" in html
    assert html.count("avatar-missing") == 1


@pytest.mark.parametrize(
    ("name", "letters"), (("Ana", "A"), ("maria de la cruz", "MC"), ("", "?"), ("  ", "?"))
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_an_entry_marks_the_language_of_its_words():
    html = render(
        '{% entry person=person when=when lang="es" %}<p>Hola</p>{% endentry %}',
        person=Person("Ana", "Family member"),
        when=datetime(2026, 9, 14, 16, 5, tzinfo=UTC),
    )
    assert '<div class="entry-body flow" lang="es"><p>Hola</p></div>' in html
    assert 'datetime="2026-09-14T' in html
    assert "Family member" in html


def test_a_dialog_opens_in_place_without_a_script():
    html = render('{% dialog id="d1" title="Sure?" button="Remove" %}<p>Gone.</p>{% enddialog %}')
    assert html.startswith("<details")
    assert 'aria-labelledby="d1-title" open' in html


def test_the_navigation_shows_more_only_where_there_is_more():
    class Place:
        label, url, icon, current, in_tabs = "Home", "/", "home", True, True

    class Other(Place):
        label, current, in_tabs = "Library", True, False

    assert "<summary" not in render("{% main_navigation places %}", places=[Place()])
    html = render("{% main_navigation places %}", places=[Place(), Other()])
    assert '<summary class="is-current">' in html
    assert html.count("Library") == 2


def test_context_processors_run_once_for_a_page_of_components(settings):
    calls = []

    class Counting(RequestContext):
        def bind_template(self, template):
            calls.append(template)
            return super().bind_template(template)

    request = RequestFactory().get("/")
    template = Template("{% load ui %}{% card %}{% button %}a{% endbutton %}{% endcard %}")
    template.render(Counting(request))
    assert len(calls) == 1


def test_components_work_inside_a_partial():
    source = (
        "{% load partials ui %}{% partialdef rows %}{% card %}{{ word }}{% endcard %}"
        "{% endpartialdef %}{% partial rows %}"
    )
    assert "hello" in Template(source).render(Context({"word": "hello"}))


def test_focus_is_asked_for_by_name():
    assert 'tabindex="-1" data-focus' in render("{% notice focus=True %}Thanks{% endnotice %}")
    assert "data-focus" not in render("{% notice %}Thanks{% endnotice %}")
    assert "data-focus" in render('{% section "New" focus=True %}{% endsection %}')
