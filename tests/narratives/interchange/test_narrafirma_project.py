import json

import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, FreetextAnswer
from narratives.interchange.narrafirma_project import read_project
from tests.narratives.interchange.brought_files import SAMPLES, answers_of, refusal, sample, told_in

FILES = ["snapshot.json", "history.json"]
HISTORY = json.loads((SAMPLES / "narrafirma" / "history.json").read_text())


def project(file):
    return sample("narrafirma-project", file, folder="narrafirma")


@pytest.mark.parametrize("file", FILES)
def test_both_kinds_of_export_give_the_same_stories(file):
    first, second = told_in(project(file))
    assert (first.title, first.text, first.told_on.isoformat()) == (
        "The call", "They rang before the last day.", "2025-01-01",
    )  # fmt: skip
    assert (first.source.id, second.source.id) == ("s1", "s2")
    assert (first.prompt, second.prompt) == ("helped", "stuck")
    assert answers_of(first) == {
        "feel": ChoiceAnswer("feel", ("hopeful", "calm"), "import"),
        "say": DyadAnswer("say", 0.64, "import"),
        "where": ChoiceAnswer("where", ("office",), "import"),
        "role": ChoiceAnswer("role", ("service-user",), "import"),
    }
    assert answers_of(second)["where-written-in"] == FreetextAnswer("where-written-in", "In the street")


@pytest.mark.parametrize("file", FILES)
def test_what_was_changed_last_counts(file):
    assert told_in(project(file))[1].title == "The long queue"


@pytest.mark.parametrize("file", FILES)
def test_stories_marked_to_be_ignored_are_left_out_and_counted(file):
    brought = project(file)
    assert "s3" not in {one.source.id for one in told_in(brought)}
    assert "1 story that is marked to be ignored in NarraFirma: left out." in brought.notes


def test_no_cell_holds_an_address_or_the_name_of_a_user():
    brought = project("history.json")
    seen = json.dumps([row.cells for row in brought.table.rows()]) + json.dumps(brought.mapping_document)
    assert "203.0.113." in json.dumps(HISTORY)
    assert "203.0.113." not in seen and "wilhelmina" not in seen


def test_an_answer_that_the_form_no_longer_lists_becomes_an_option(tmp_path):
    document = json.loads((SAMPLES / "narrafirma" / "snapshot.json").read_text())
    story = document["storyCollections"]["winter"][0]["stories"][0]
    story["S_Where"] = "in the canteen"
    story["S_Mood of the day"] = "sunny"
    path = tmp_path / "project.json"
    path.write_text(json.dumps(document))
    first = answers_of(told_in(read_project(path))[0])
    assert first["where"].options == ("in-the-canteen",)
    assert first["mood-of-the-day"] == FreetextAnswer("mood-of-the-day", "sunny")


def test_a_question_of_one_name_about_story_and_teller_is_two(tmp_path):
    document = json.loads((SAMPLES / "narrafirma" / "snapshot.json").read_text())
    for sent in document["storyCollections"]["winter"]:
        sent["questionnaire"]["participantQuestions"][0] |= {"id": "P_Say", "displayName": "Say"}
        sent["participantData"] = {"participantID": "p1", "P_Say": "employee"}
    path = tmp_path / "project.json"
    path.write_text(json.dumps(document))
    first = answers_of(told_in(read_project(path))[0])
    assert first["say"] == DyadAnswer("say", 0.64, "import")
    assert first["say-2"].options == ("employee",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{\n oops", "line 2: this is not JSON (Expecting property name enclosed in double quotes); export the file"),
        (b"\xff\xfe{}", "Byte 1 is not UTF-8; export the file again."),
        ("[1]", "This is no project file of NarraFirma: its exportType is not NarraFirma_currentProjectState or "),
        ('{"exportType": "NarraFirma_allMessages"}', "The file holds no stories; export the project with its stories."),
        ('{"exportType": "NarraFirma_allMessages", "messages": [7, {"change": 1}]}', "The file holds no stories"),
        ('{"a": NaN}', "The file is nested too deeply or holds a number that is none; export it again."),
        ("[" * 100_000, "The file is nested too deeply or holds a number that is none; export it again."),
    ],
)
def test_what_is_no_project_is_refused(tmp_path, content, said):
    assert refusal(read_project, tmp_path, content)[0].startswith(said)
