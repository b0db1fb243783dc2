import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scopes_disabled

from bsc.tenancy.doors import inside
from collaboratives.framework.models import ChangeFramework, FrameworkRelease, SecondaryDriver
from collaboratives.framework.services import change_part, load_framework, read_data
from tests.cast import cast_gets

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework(cast):
    return load_framework(
        collaborative=cast.collaborative, data=read_data(), by=cast.implementation
    )


def export(client, cast):
    return client.get(cast.url("framework/export.yaml")).content.decode()


def hidden(page, name):
    found = re.search(f'<input type="hidden" name="{name}" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def action(name):
    with scopes_disabled():
        return SecondaryDriver.objects.get(key=name).action


@pytest.mark.parametrize("path", ("export.yaml", "import/"))
@pytest.mark.parametrize(("who", "status"), cast_gets(implementation=200, others=403))
def test_only_the_implementation_team_has_the_file(client, cast, framework, path, who, status):
    assert cast.get(client, who, f"framework/{path}") == status


def test_without_a_framework_there_is_no_file(client, cast):
    assert cast.get(client, "implementation", "framework/export.yaml") == 404


def test_the_file_is_sent_as_one(client, cast, framework):
    cast.sign_in(client, "implementation")
    answer = client.get(cast.url("framework/export.yaml"))
    assert answer["Content-Type"] == "text/yaml; charset=utf-8"
    assert 'filename="social-emotional-learning.yaml"' in answer["Content-Disposition"]


class TestImporting:
    def look(self, client, cast, text, as_file=True):
        given = (
            {"file": SimpleUploadedFile("f.yaml", text.encode() if isinstance(text, str) else text)}
            if as_file
            else {"text": text}
        )
        return client.post(cast.url("framework/import/"), given).content.decode()

    def confirm(self, client, cast, page, **changed):
        data = {"text": hidden(page, "text"), "stamp": hidden(page, "stamp")} | changed
        return client.post(cast.url("framework/import/"), data)

    @pytest.mark.parametrize("as_file", (True, False))
    def test_it_shows_the_difference_and_changes_only_after_a_yes(
        self, client, cast, framework, as_file
    ):
        cast.sign_in(client, "implementation")
        text = export(client, cast).replace("action: Provide directions", "action: Give directions")
        page = self.look(client, cast, text, as_file)
        assert "1 change" in page
        assert "<ins>Give</ins>" in page
        assert action("clear-directions") == "Provide directions"
        for _click in range(2):
            answer = self.confirm(client, cast, page)
            assert answer.status_code == 302
        assert action("clear-directions") == "Give directions"

    def test_the_text_with_a_slip_is_not_lost(self, client, cast, framework):
        cast.sign_in(client, "implementation")
        text = export(client, cast).replace("action: Provide directions", "acton: Mine & yours")
        page = self.look(client, cast, text)
        line = text[: text.index("acton:")].count("\n") + 1
        assert f"Line {line}: &#x27;acton&#x27; is not known here." in page
        assert "acton: Mine &amp; yours" in page

    def test_what_is_no_text_is_told_beside_the_field(self, client, cast, framework):
        cast.sign_in(client, "implementation")
        assert "This is not text in UTF-8" in self.look(client, cast, b"\xff\xfe\x00\x01")
        assert "too large" in self.look(client, cast, b"#" * 400_000)
        nothing = client.post(cast.url("framework/import/"), {}).content.decode()
        assert "Choose a file, or paste its text." in nothing

    def test_a_change_meanwhile_is_shown_and_nothing_is_imported(self, client, cast, framework):
        cast.sign_in(client, "implementation")
        text = export(client, cast).replace("action: Provide directions", "action: Give directions")
        page = self.look(client, cast, text)
        with inside(cast.collaborative):
            row = SecondaryDriver.objects.get(key="routines-and-transitions")
            change_part(row=row, given={"action": "Theirs"}, by=cast.implementation, revision=0)
        answer = self.confirm(client, cast, page).content.decode()
        assert "Somebody changed the framework meanwhile" in answer
        assert "Theirs" in answer
        assert action("clear-directions") == "Provide directions"

    def test_the_same_file_changes_nothing(self, client, cast, framework):
        cast.sign_in(client, "implementation")
        page = self.look(client, cast, export(client, cast))
        assert "There is nothing to import." in page

    def test_measures_in_the_file_are_named_as_left_out(self, client, cast, framework):
        cast.sign_in(client, "implementation")
        page = self.look(client, cast, export(client, cast) + "measures: []\n")
        assert "Measures are not taken in" in page

    def test_where_there_is_none_it_becomes_the_framework(self, client, cast):
        cast.sign_in(client, "implementation")
        text = "key: ours\nname: Ours\nmission: Calm\n"
        page = self.look(client, cast, text)
        assert self.confirm(client, cast, page).status_code == 302
        with scopes_disabled():
            assert ChangeFramework.objects.get().name == "Ours"
            assert FrameworkRelease.objects.get().note == "From a file"

    def test_a_text_that_was_changed_on_the_way_is_read_again(self, client, cast, framework):
        cast.sign_in(client, "implementation")
        page = self.look(client, cast, export(client, cast).replace("1.1", "9.9"))
        assert "There is nothing to import." in page
        answer = client.post(
            cast.url("framework/import/"), {"text": "nonsense: [", "stamp": "x"}
        ).content.decode()
        assert "to put right" in answer
