import copy
import json

from narratives.framework_file import read_framework
from store.frameworks import add_framework
from tests.narratives.interchange.engagements import SAMPLES
from tests.narratives.interchange.tables import FRAMEWORK


def write(folder, document, name="framework.json"):
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def test_a_framework_is_stored_once_and_listed(run, tmp_path):
    path = write(tmp_path, FRAMEWORK)
    first, again = run("frameworks", "import", path), run("frameworks", "import", path)
    assert (first.exit_code, first.output) == (0, "bus version 1: stored.\n")
    assert (again.exit_code, again.output) == (0, "bus version 1: unchanged.\n")
    assert run("frameworks", "list").output == f"{'bus':24} version 1   Waiting for the bus\n"


def test_a_byte_order_mark_is_no_problem(run, tmp_path):
    assert run("frameworks", "import", write(tmp_path, "\ufeff" + json.dumps(FRAMEWORK))).exit_code == 0


def test_every_problem_is_told_on_a_line_and_nothing_is_stored(run, tmp_path):
    done = run("frameworks", "import", write(tmp_path, {**FRAMEWORK, "id": "Bus!", "title": "", "version": 0}))
    assert done.exit_code == 1
    assert done.output.splitlines()[1:] == [
        "  framework.id: found 'Bus!'; use lower-case letters, digits, - and _, at most 64",
        "  framework.version: found 0; write a whole number from 1",
        "  framework.title: write a text here",
    ]
    assert run("frameworks", "list").output == ""


def test_a_changed_framework_needs_a_new_version(run, tmp_path):
    run("frameworks", "import", write(tmp_path, FRAMEWORK))
    done = run("frameworks", "import", write(tmp_path, {**FRAMEWORK, "title": "Waiting"}))
    assert done.exit_code == 1
    assert "version 1 is stored with other content; give the changed one version 2." in done.output
    assert run("frameworks", "import", write(tmp_path, {**FRAMEWORK, "version": 2})).exit_code == 0


def test_an_export_is_what_import_reads(run, tmp_path):
    run("frameworks", "import", write(tmp_path, FRAMEWORK))
    exported = run("frameworks", "export", "bus", "--version", "1").output
    assert run("frameworks", "import", write(tmp_path, exported, "again.json")).output == "bus version 1: unchanged.\n"
    missing = run("frameworks", "export", "tram")
    assert missing.exit_code == 1
    assert "There is no framework with id 'tram'. List them with: flask frameworks list" in missing.output


def test_files_that_are_no_frameworks_are_refused(run, tmp_path):
    for document, said in (
        ("{", "line 1: this is not JSON"),
        ("[]", "framework: write one JSON object"),
        ("[" * 100_000, "nested too deeply"),
        ("1" * 5000, "a number too long"),
    ):
        done = run("frameworks", "import", write(tmp_path, document))
        assert (done.exit_code, said in done.output) == (1, True), done.output
    path = tmp_path / "cp1252.json"
    path.write_bytes(b'{"title": "it\x92s"}')
    assert "is not UTF-8 (byte 14). Save it as UTF-8." in run("frameworks", "import", path).output


def test_a_framework_without_a_level_question_is_stored_with_a_warning(run, tmp_path):
    done = run("frameworks", "import", write(tmp_path, {**FRAMEWORK, "signifiers": FRAMEWORK["signifiers"][:1]}))
    assert (done.exit_code, "It asks for no level" in done.output) == (0, True)


def test_a_framework_that_was_stored_before_the_pages_took_its_ids_is_listed_with_what_to_do(run, tmp_path, stories):
    document = copy.deepcopy(FRAMEWORK)
    document["signifiers"][0]["id"] = "danger"
    refused = run("frameworks", "import", write(tmp_path, document))
    assert "'danger' is used by the page itself; choose another id" in refused.output
    add_framework(stories, read_framework(document, stored=True))
    assert run("frameworks", "list").output == (
        f"{'bus':24} version 1   Waiting for the bus\n"
        "  takes no stories: the pages use these ids themselves, so give it a new version: danger\n"
    )


def test_a_framework_of_sensemaker_is_stored_with_what_could_not_be_asked(run):
    done = run("frameworks", "import", SAMPLES / "sections.json", "--format", "sensemaker")
    assert done.exit_code == 0
    assert done.output.splitlines()[:2] == [
        "lib-2026 version 4: stored.",
        "  “A picture of the place” (photo) is kept and not asked: nobody is asked for a photograph.",
    ]
    again = run("frameworks", "import", SAMPLES / "download.zip", "--format", "sensemaker")
    assert again.exit_code == 1 and "is stored with other content" in again.output  # another order


def test_a_form_of_narrafirma_is_stored_with_what_is_left_out(run):
    done = run("frameworks", "import", SAMPLES.parent / "narrafirma" / "form.csv", "--format", "narrafirma")
    assert done.output.splitlines() == [
        "voices-of-the-office version 1: stored.",
        "  line 16: 'Tone' is what readers add to a story, no question to tellers; left out.",
    ]


def test_a_broken_form_of_narrafirma_is_refused_with_its_line(run, tmp_path):
    form = tmp_path / "form.csv"
    form.write_text("Data column name,Type,About,Short name,Long name,Options,Answers\nA,Slider,story,A,A?,,\n")
    done = run("frameworks", "import", form, "--format", "narrafirma")
    assert done.exit_code == 1 and "ine 2: Type is 'Slider'; use one of " in done.output


def test_a_framework_goes_out_as_sensemaker_json_with_what_is_lost(run, tmp_path):
    run("frameworks", "import", write(tmp_path, FRAMEWORK))
    done = run("frameworks", "export", "bus", "--format", "sensemaker")
    assert done.exit_code == 0
    assert "Not in it: Which anchors are hot or cold (2 questions): SenseMaker has no temperature." in done.stderr
    assert [one["id"] for one in json.loads(done.stdout)["sections"][0]["signifiers"]][:3] == ["story", "mood", "wait"]


def test_what_came_from_sensemaker_goes_back_as_it_was(run):
    run("frameworks", "import", SAMPLES / "sections.json", "--format", "sensemaker")
    done = run("frameworks", "export", "lib-2026", "--format", "sensemaker")
    assert json.loads(done.stdout) == json.loads((SAMPLES / "sections.json").read_text(encoding="utf-8"))
