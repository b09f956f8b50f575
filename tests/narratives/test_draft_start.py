"""What a draft begins from."""

import json

import pytest

from narratives.draft_parts import parts
from narratives.draft_sketch import problems
from narratives.draft_start import blank, copied, from_file
from narratives.errors import FrameworkError
from narratives.framework_file import read_framework
from tests.builders import FRAMEWORK, make_framework

WELSH = {"cy": {"title": "Yr ardd", "prompting_question": "Beth ddigwyddodd?"}}


def test_nothing_lacks_only_what_is_to_be_told():
    assert problems(blank("Our plot", ())) == ("framework.prompting_question: write a text here",)
    assert blank("Our plot", {"our-plot"})["id"] == "our-plot-2"


def test_a_copy_asks_the_same_under_another_name_and_keeps_translations_but_of_the_name():
    document = copied(make_framework(translations=WELSH), "The garden (copy)", {"garden"})
    assert read_framework(document).signifiers == make_framework().signifiers
    assert (document["id"], document["version"]) == ("the-garden-copy", 1)
    assert document["translations"] == {"cy": {"prompting_question": "Beth ddigwyddodd?"}}


def test_a_file_is_taken_with_what_is_missing_and_every_question_has_a_name():
    nameless = [{"type": "triad", "title": "It was…"}, {"type": "dyad", "id": "story"}, *FRAMEWORK["signifiers"]]
    document = from_file(json.dumps({"title": "Ours", "signifiers": nameless}), {"ours"})
    assert [part.id for part in parts(document)] == ["it-was", "question", "mood", "say", "role", "wish"]
    assert (document["id"], document["version"]) == ("ours-2", 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "framework: write one JSON object"),
        ('{\n"title": }', "line 2: this is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"source": ' + "[" * 40 + "]" * 40 + "}", "nested too deeply"),
        ('{"title": "\\ud800"}', "half of a character"),
        ('{"signifiers": 3}', "framework.signifiers: write a list of objects here"),
        ('{"branches": [{"signifiers": [1]}]}', r"branches\[0\].signifiers: write a list of objects here"),
    ],
)
def test_a_file_that_no_page_could_show_is_refused(text, said):
    with pytest.raises(FrameworkError, match=said):
        from_file(text, ())
