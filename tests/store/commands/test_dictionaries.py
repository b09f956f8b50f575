import json

import pytest

from store.framework_texts import with_texts
from store.frameworks import get_framework
from tests.narratives.interchange.tables import FRAMEWORK


@pytest.fixture
def dictionary(run, tmp_path):
    """The bus framework stored, and its Welsh dictionary as a translator gets it."""
    path = tmp_path / "bus.json"
    path.write_text(json.dumps(FRAMEWORK), encoding="utf-8")
    run("frameworks", "import", path)
    return run("frameworks", "dictionary", "bus", "--language", "cy").output


def translated(dictionary, but=()):
    """Every text followed by a word of its own."""
    header, *lines = dictionary.splitlines()
    done = [line if line.split(",")[0] in but else f"{line}{line.split(',')[1]} (cy)" for line in lines]
    return "\n".join([header, *done])


def translate(run, folder, text, *options, language="cy"):
    path = folder / "cy.csv"
    path.write_text(text, encoding="utf-8")
    return run("frameworks", "translate", "bus", path, "--language", language, *options)


def test_the_dictionary_has_a_line_for_each_text(dictionary):
    lines = dictionary.splitlines()
    assert lines[:3] == [
        "\ufeffkey,original,translation",
        "title,Waiting for the bus,",
        "prompting_question,What happened while you waited?,",
    ]
    assert "mood.glad,glad," in lines


def test_a_whole_translation_can_be_chosen_and_comes_out_again(run, tmp_path, stories, dictionary):
    done = translate(run, tmp_path, translated(dictionary))
    assert done.output.splitlines() == [
        "bus version 1: 24 texts stored.",
        "cy: 24 of 24 texts.",
        "Tellers can choose it now.",
    ]
    assert get_framework(stories, "bus").in_language("cy").title == "Waiting for the bus (cy)"
    again = run("frameworks", "dictionary", "bus", "--language", "cy").output
    assert "title,Waiting for the bus,Waiting for the bus (cy)" in again
    assert translate(run, tmp_path, again).output.startswith("bus version 1: 0 texts stored.")
    assert "Waiting for the bus (cy: 24 of 24)" in run("frameworks", "list").output


def test_half_a_translation_is_kept_and_not_offered(run, tmp_path, stories, dictionary):
    done = translate(run, tmp_path, translated(dictionary, but=("mood", "mood.glad")))
    assert done.output.splitlines() == [
        "bus version 1: 22 texts stored.",
        "cy: 22 of 24 texts.",
        "Tellers cannot choose it yet. Still without a translation:",
        "  mood",
        "  mood.glad",
    ]
    assert get_framework(stories, "bus").languages == ("en",)


def test_a_language_that_the_pages_do_not_speak_is_not_offered(run, tmp_path, dictionary):
    done = translate(run, tmp_path, translated(dictionary), language="pl")
    assert "Tellers cannot choose it yet: the pages around it are not translated" in done.output


def test_a_file_with_a_problem_is_not_stored_at_all(run, tmp_path, stories, dictionary):
    done = translate(run, tmp_path, translated(dictionary).replace("mood.glad,glad", "mood.glad,happy"))
    assert done.exit_code == 1
    assert "cy.csv was not stored. Mend these lines:\n  line 5: the original of 'mood.glad' is “glad”" in done.output
    assert with_texts(stories, get_framework(stories, "bus")).texts == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tram", "--language", "cy"), "There is no framework with id 'tram'. List them with: flask frameworks list"),
        (("bus", "--language", "Welsh"), "'Welsh' is no language code. Write one such as cy, ar or pl."),
        (("bus", "--language", "en"), "bus is written in 'en'. Name the language to translate into."),
    ],
)
def test_what_cannot_be_translated_is_said(run, dictionary, words, said):
    done = run("frameworks", "dictionary", *words)
    assert done.exit_code == 1
    assert said in done.output
