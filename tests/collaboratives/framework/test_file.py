import pytest
import yaml
from hypothesis import given, settings

from collaboratives.framework.file import FileProblemsError, read_file, write_file
from collaboratives.framework.file.tree import MOST_BYTES
from collaboratives.framework.services import DATA, read_data
from collaboratives.framework.shape import as_snapshot
from tests.collaboratives.framework.made import snapshots

SMALL = """\
key: small
name: A small framework
primary_drivers:
  - key: first
    short_name: First
    statement: What it takes
    secondary_drivers:
      - key: one
        action: Do one thing
        assessment_statement: One thing is done.
"""


def read(text):
    return read_file(text, languages=("es",))[0]


def problems(text):
    with pytest.raises(FileProblemsError) as caught:
        read_file(text, languages=("es",))
    return [str(problem) for problem in caught.value.problems]


@given(snapshots())
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_as_the_same(snapshot):
    text = write_file(snapshot)
    assert read(text) == snapshot
    assert write_file(read(text)) == text


def test_the_published_one_is_read_and_written_as_the_same():
    text = (DATA / "social_emotional_learning.yaml").read_bytes()
    found, left_out = read_file(text, languages=("es",))
    assert found == as_snapshot(read_data())
    assert left_out == ["measures"]
    assert read(write_file(found)) == found


def test_the_file_is_plain_yaml_with_an_explanation_on_top():
    text = write_file(as_snapshot(read_data()))
    assert text.startswith("# A Collaborative Change Framework.")
    data = yaml.safe_load(text)
    assert data["primary_drivers"][0]["secondary_drivers"][0]["number"] == "1.1"
    assert max(len(line) for line in text.splitlines()) <= 120


def test_who_read_the_spanish_words_comes_along():
    data = {
        "key": "k",
        "name": "N",
        "mission": "M",
        "mission_es": "Mi",
        "es_state": "reviewed by A",
    }
    snapshot = as_snapshot(data)
    assert snapshot["translations"] == {"es": {"mission": "Mi", "state": "reviewed by A"}}
    assert read(write_file(snapshot)) == snapshot


def test_one_problem_is_named_by_line_and_key():
    assert problems(SMALL.replace("        action: Do one thing\n", "")) == [
        "Line 8: A secondary driver needs 'action'."
    ]
    assert problems(SMALL.replace("short_name", "shrt_name")) == [
        "Line 5: 'shrt_name' is not known here. Did you mean 'short_name'?",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    (
        ("action: Do one thing", "action: 3", "Line 9: 'action' must be a text."),
        ("action: Do one thing", "action: yes", "Line 9: 'action' must be a text."),
        ("action: Do one thing", "action: 2026-05-01", "Line 9: 'action' must be a text."),
        ("action: Do one thing", "action: [a, b]", "Line 9: 'action' must be a text."),
        ("action: Do one thing", "action: ''", "Line 9: 'action' is empty."),
        ("action: Do one thing", "action:", "Line 9: 'action' is empty."),
        ("action: Do one thing", 'action: "\\0\\ud800"', "Line 9: 'action' is empty."),
        ("action: Do one thing", f"action: {'x' * 301}", "Line 9: 'action' has 301 letters."),
        ("key: one", "key: first\n        key: two", "Line 9: 'key' stands here twice."),
        ("key: one", "key: not a key", "Line 8: 'key' can have letters"),
        ("key: one", "key: edit", "Line 8: The key 'edit' is the name of a page."),
        ("key: small", "colour: red\nkey: small", "Line 1: 'colour' is not known here. These are:"),
        ("      - key: one", "      - just a text\n      - key: one", "Line 8: Names with values"),
        ("What it takes\n", "What it takes: now\n", "Line 6: A colon stands where none belongs."),
        ("What it takes\n", "'What it takes\n", "A quotation mark is opened and not closed."),
        ("    statement", "\tstatement", "Line 6: A tab stands at the beginning."),
        ("What it takes", "&a What it takes", "Line 6: References (& and *) are not taken."),
        ("What it takes", "*a", "Line 6: References (& and *) are not taken."),
        ("What it takes", "!!python/name:os.system x", "Line 6: Tags (!) are not taken."),
        ("What it takes", "[[[[[[[[[[[[]]]]]]]]]]]]", "Line 6: Nothing in a framework stands this"),
        ("key: small", "key: small\n---\nkey: other", "A second document (---) begins."),
        ("A small", "A \x01 small", "Line 2: There is a character that no text has."),
        ("key: small", "aims: []\nkey: small", "Line 1: 'aims' is an empty list."),
        ("key: small", "aims: none\nkey: small", "Line 1: 'aims' must be a list"),
    ),
)  # fmt: skip
def test_each_kind_of_slip_is_told(old, new, said):
    assert old in SMALL
    assert any(said in problem for problem in problems(SMALL.replace(old, new, 1)))


def test_a_key_that_two_parts_have_is_told_in_the_line_of_the_second():
    text = SMALL + SMALL[SMALL.index("      - key: one") :]
    assert problems(text) == ["Line 11: Another part has the key 'one' already."]


def test_what_is_no_text_or_too_much_is_refused():
    assert problems(b"\xff\xfe\x00") == [
        "Line 1: This is not text in UTF-8. Save the file as UTF-8 and try again."
    ]
    assert problems(SMALL.encode() + b"# \xe9\n") == [
        "Line 11: This is not text in UTF-8. Save the file as UTF-8 and try again."
    ]
    assert "too large" in problems(b"#" * (MOST_BYTES + 1))[0]
    assert "too large" in problems("#" * (MOST_BYTES + 1))[0]
    assert problems("") == ["The file is empty."]
    assert problems("- a\n- b\n")[0].startswith("Line 1: Names with values belong here")
    assert problems("\n".join("aims:" + "\n  - {}" * 61 for _ in range(1)))[0].startswith("Line")


def test_references_that_would_unfold_to_millions_are_refused_at_once():
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    rows += [
        f"{n}: &{n} [{', '.join(['*' + p] * 9)}]"
        for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert problems("\n".join(rows)) == [
        "Line 1: References (& and *) are not taken. Write the text out, or quote it."
    ]


def test_every_problem_is_told_at_once_up_to_a_page_of_them():
    rows = "\n".join(f"wrong{n}: x" for n in range(40))
    assert len(problems(SMALL + rows)) == 20


def test_line_ends_and_marks_of_other_systems_do_not_matter():
    assert read(SMALL.replace("\n", "\r\n")) == read(SMALL)
    found, _left_out = read_file(b"\xef\xbb\xbf" + SMALL.encode(), languages=("es",))
    assert found == read(SMALL)
