import json

import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, FreetextAnswer, NotApplicable, StonesAnswer, TriadAnswer
from narratives.interchange.kobo import read_kobo
from tests.narratives.interchange.brought_files import SAMPLES, answers_of, refusal, sample, told_in

FILES = ["submissions.csv", "submissions.json", "odata.json"]
FRAMEWORK = SAMPLES / "kobo" / "framework.json"


@pytest.mark.parametrize("file", FILES)
def test_submissions_are_read_by_the_names_of_their_fields(file):
    first, second = told_in(sample("kobo", file, "framework.json"))
    assert (first.title, first.text, first.told_on.isoformat(), first.prompt) == (
        "A good driver", "The driver waited for me.", "2025-03-01", "good",
    )  # fmt: skip
    assert second.text == "No bus came,\nso I walked."
    assert answers_of(first) == {
        "mood": TriadAnswer("mood", (0.7, 0.2, 0.1), "import"),
        "wait": DyadAnswer("wait", 0.15, "import"),
        "stop": ChoiceAnswer("stop", ("mill",), "import"),
        "felt": ChoiceAnswer("felt", ("cold", "tired"), "import"),
        "map": StonesAnswer("map", (("driver", 0.25, 0.75),), "import"),
        "wish": FreetextAnswer("wish", "A roof"),
        "2nd-look": DyadAnswer("2nd-look", 0.4, "import"),
    }


@pytest.mark.parametrize("file", FILES)
def test_not_applicable_and_words_beside_other_are_kept(file):
    second = answers_of(told_in(sample("kobo", file, "framework.json"))[1])
    assert second["mood"] == NotApplicable("mood")
    assert second["wait"] == NotApplicable("wait")
    assert second["felt"] == NotApplicable("felt")
    assert second["stop"] == ChoiceAnswer("stop", ("other",), "import", "By the bridge")


@pytest.mark.parametrize("file", FILES)
def test_who_sent_a_submission_is_in_no_cell(file):
    assert "wilhelmina" in (SAMPLES / "kobo" / file).read_text()
    brought = sample("kobo", file, "framework.json")
    assert "wilhelmina" not in json.dumps([row.cells for row in brought.table.rows()])


def test_the_id_of_a_submission_is_that_of_its_server():
    first, _ = told_in(sample("kobo", "submissions.csv", "framework.json"))
    assert first.source.id == "0b5c6f3e-1111-4a51-9d0c-000000000001"


def test_groups_may_be_joined_with_a_hyphen(tmp_path):
    path = tmp_path / "central.csv"
    path.write_text(
        "SubmissionDate,told_on,story,mood-mood.na,mood-mood.glad,mood-mood.sad,mood-mood.cross,wait,KEY,SubmitterName\n"
        "2025-03-01T18:10:00.000Z,2025-03-01,It came.,,70,20,10,15,uuid:1,wilhelmina\n"
    )
    brought = read_kobo(path, FRAMEWORK)
    (told,) = told_in(brought)
    assert told.answer("mood").shares == (0.7, 0.2, 0.1)
    assert told.source.id == "uuid:1"
    assert "SubmitterName" not in brought.table.columns


def test_answers_that_have_a_column_each_are_read_as_well(tmp_path):
    path = tmp_path / "split.csv"
    path.write_text(
        "_uuid,_submission_time,story,felt/cold,felt/wet,felt/tired\n1,2025-03-01T18:10:00,It came.,1,0,1\n"
    )
    (told,) = told_in(read_kobo(path, FRAMEWORK))
    assert told.answer("felt").options == ("cold", "tired")


def test_questions_without_a_column_are_named(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("_uuid,_submission_time,story,wait\n1,2025-03-01T18:10:00,It came.,5\n")
    (note,) = read_kobo(path, FRAMEWORK).notes
    assert note.startswith("No column answers mood, stop, felt, map, wish, 2nd-look. Export with XML values")


def test_without_the_framework_it_says_what_to_bring():
    brought = read_kobo(SAMPLES / "kobo" / "submissions.csv")
    assert brought.framework is None
    assert brought.notes[-1].startswith("Bring the framework file that the form was made from")
    assert brought.mapping_document["source_id"] == {"column": "_uuid"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"count": 2}', "The file holds no list of submissions, neither by itself nor under "),
        ("[1, 2]", "The file holds no list of submissions"),
        ("{\n", "line 2: this is not JSON"),
        ("", "The file is empty; export it again."),
    ],
)
def test_what_holds_no_submissions_is_refused(tmp_path, content, said):
    assert refusal(read_kobo, tmp_path, content)[0].startswith(said)


def test_a_broken_framework_file_is_refused_with_its_places(tmp_path):
    broken = tmp_path / "framework.json"
    broken.write_text('{"id": "x",\n oops}')
    said = refusal(read_kobo, tmp_path, "_uuid,_submission_time\n1,2\n", broken)
    assert said[0].startswith("The framework file, line 2: this is not JSON")
