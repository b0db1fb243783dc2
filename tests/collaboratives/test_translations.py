from dataclasses import dataclass, field

from django.template import Context, Template
from django.utils import translation

from collaboratives.translations import Text, drafts, in_language


@dataclass
class Row:
    plain: str = "Kids <first>"
    translations: dict = field(default_factory=lambda: {"es": {"plain": "Primero los niños"}})


def test_the_readers_language_or_else_the_rows_own():
    with translation.override("es"):
        assert in_language(Row(), "plain") == Text("Primero los niños", "es")
        assert in_language(Row(translations={}), "plain") == Text("Kids <first>", "en")
    with translation.override("en"):
        assert in_language(Row(), "plain") == Text("Kids <first>", "en")


def test_a_language_may_be_named_and_a_region_reads_its_language():
    assert in_language(Row(), "plain", "es-mx").lang == "es"


def test_texts_of_a_data_file_are_machine_drafts():
    data = {"plain": "a", "plain_es": " b ", "other_es": ""}
    assert drafts(data, "plain", "other") == {"es": {"plain": "b", "state": "machine draft"}}
    assert drafts({"plain": "a"}, "plain") == {}


def test_a_page_marks_the_language_and_escapes_the_text():
    template = Template("{% load translated %}{% spoken row 'plain' %}")
    with translation.override("es"):
        shown = template.render(Context({"row": Row()}))
    assert shown == '<span lang="es">Primero los niños</span>'
    with translation.override("en"):
        shown = template.render(Context({"row": Row()}))
    assert shown == '<span lang="en">Kids &lt;first&gt;</span>'
