"""Every kind of file holds what JSON lines hold, read with a reader that is none of ours, and no story more."""

import csv
import io
import json
import sqlite3
import zipfile
from hashlib import md5

import pytest
from pyarrow import parquet

from narratives.answers import ChoiceAnswer, FreetextAnswer, NeverShown, NotApplicable, StonesAnswer
from narratives.narrative import Scope
from store.collections import add_collection
from store.erasure import withdraw_narrative
from store.frameworks import add_framework
from store.intake import Intake
from store.release_export import exported
from store.release_export_kinds import EXPORTS, NEVER
from store.schema import open_stories
from tests.builders import FRAMEWORK, make_answers, make_collection, make_framework, make_narrative
from tests.people import SECRET, make_settings

MORE = [
    {
        "type": "stones",
        "id": "bed",
        "title": "Where",
        "required": False,
        "x_anchors": [{"id": "near", "label": "near"}, {"id": "far", "label": "far"}],
        "y_anchors": [{"id": "low", "label": "low"}, {"id": "high", "label": "high"}],
        "stones": [{"id": "spade", "label": "spade"}, {"id": "rake", "label": "rake"}],
    },
    {"type": "freetext", "id": "tip", "title": "A tip", "required": False},
    {
        "type": "choice",
        "id": "tool",
        "title": "With",
        "required": False,
        "max_responses": 1,
        "options": [{"id": "spade", "label": "a spade"}, {"id": "other", "label": "something else"}],
    },
]
BRANCH = {
    "id": "digging",
    "title": "For diggers",
    "introduction": "",
    "opened_by": {"signifier": "role", "options": ["digger"]},
    "signifiers": [{"type": "freetext", "id": "depth", "title": "How deep?", "required": False}],
}
SAID = (
    *make_answers(),
    StonesAnswer("bed", (("spade", 0.25, 1.0),), "tap"),
    FreetextAnswer("tip", "=water\nat night"),
    ChoiceAnswer("tool", ("other",), "list", "a fork"),
    FreetextAnswer("depth", "one foot"),
)
NOT_SAID = (NotApplicable("mood"), NotApplicable("say"), ChoiceAnswer("role", ("picker",)), NeverShown("depth"))


@pytest.fixture
def db(tmp_path):
    database = open_stories(make_settings(tmp_path).stories_path)
    yield database
    database.close()


@pytest.fixture
def plot(db):
    """A collection with two stories that may be read, one that may not, and one that was taken back."""
    framework = make_framework(signifiers=[*FRAMEWORK["signifiers"], *MORE], branches=[BRANCH])
    collection = make_collection()
    add_framework(db, framework)
    add_collection(db, collection)
    read, counted = frozenset({Scope.READ, Scope.QUOTE}), frozenset()
    intake = Intake(db.path, SECRET)
    kept = [
        make_narrative(text="=cmd|' /C calc'!A0", answers=SAID, consent=read, title="Beans"),
        make_narrative(text="Two lines\nof “beans”, all told", answers=NOT_SAID, consent=read, language="cy"),
        make_narrative(text="Only counted.", consent=counted),
    ]
    gone = make_narrative(text="Taken back.", consent=read)
    for story in [*kept, gone]:
        key = md5(story.text.encode(), usedforsecurity=False).hexdigest()
        code = intake.submit(collection, framework, story, key).code
    intake.close()
    assert withdraw_narrative(db, code, SECRET)
    return collection, framework


def file_of(db, plot, kind):
    collection, framework = plot
    held = io.BytesIO()
    EXPORTS[kind].write(held, framework, exported(db, collection))
    return held.getvalue()


def lines(db, plot):
    found = [json.loads(line) for line in file_of(db, plot, "jsonl").splitlines()]
    return {one["id"]: one for one in found}


def test_the_table_holds_the_same_and_no_cell_is_a_formula(db, plot):
    rows = list(csv.DictReader(io.StringIO(file_of(db, plot, "csv").decode("utf-8-sig"), newline="")))
    held = lines(db, plot)
    assert {row["id"] for row in rows} == held.keys()
    for row in rows:
        answers = {name: json.loads(row[name]) for name in held[row["id"]]["answers"]}
        assert answers == held[row["id"]]["answers"]
        assert row["story"].removeprefix("'") == held[row["id"]]["story"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_a_parquet_file_holds_the_same_typed(db, plot):
    file = parquet.ParquetFile(io.BytesIO(file_of(db, plot, "parquet")))
    about = json.loads(file.schema_arrow.metadata[b"murmuration"])
    assert about["framework"]["title"] == "The garden"
    assert about["left_out"] == list(NEVER)
    rows = {row["id"]: row for row in file.read().to_pylist()}
    held = lines(db, plot)
    assert rows.keys() == held.keys()
    for name, row in rows.items():
        one = held[name]
        facts = {key: one[key] for key in ("kind", "group", "language", "title", "story")}
        assert {key: row[key] for key in facts} == facts
        assert (row["week"].isoformat(), row["uses"]) == (one["week"], one["uses"].split())
        said = one["answers"]
        mood = said["mood"].get("shares", [None] * 3)
        assert [row[f"mood.{anchor}"] for anchor in ("glad", "sad", "cross")] == mood
        assert row["mood does not apply"] is said["mood"].get("na")
        assert row["say"] == said["say"].get("value")
        assert row["role"] == said["role"]["options"]
        spade = said.get("bed", {"places": {"spade": [None, None]}})["places"]["spade"]
        assert [row["bed.spade.x"], row["bed.spade.y"], row["bed.rake.x"]] == [*spade, None]
        assert row["tip"] == said.get("tip", {}).get("text")
        assert row["tool in words"] == said.get("tool", {}).get("other")
        assert row["depth not asked"] is (True if said["depth"].get("shown") is False else None)


def test_a_zipped_database_holds_the_same_with_a_text_about_it(db, plot, tmp_path):
    with zipfile.ZipFile(io.BytesIO(file_of(db, plot, "sqlite"))) as archive:
        assert archive.namelist() == ["README.txt", "stories.db"]
        readme = archive.read("README.txt").decode()
        archive.extract("stories.db", tmp_path)
    assert "SQLite in a zip: stories told to “The garden” (version 1)." in readme
    assert all(f"- {sentence}" in readme for sentence in NEVER)
    made = sqlite3.connect(tmp_path / "stories.db")
    assert made.execute("pragma integrity_check").fetchone() == ("ok",)
    held = lines(db, plot)
    facts = 'id, kind, "group", week, language, uses, title, story'
    rows = made.execute(f"select {facts} from stories").fetchall()
    assert {row[0]: list(row) for row in rows} == {name: [one[f] for f in FACTS] for name, one in held.items()}
    found = {(story, question, part): value for story, question, part, *value in made.execute("select * from answers")}
    for name, one in held.items():
        assert found == {**found, **dict(expected_rows(name, one["answers"]))}
    assert len(found) == sum(len(list(expected_rows(name, one["answers"]))) for name, one in held.items())
    assert made.execute("select words from questions where id = 'mood.glad'").fetchone() == ("glad",)
    made.close()


FACTS = ("id", "kind", "group", "week", "language", "uses", "title", "story")


def expected_rows(story, answers):
    for question, said in answers.items():
        for part, share in zip(("glad", "sad", "cross"), said.get("shares", ()), strict=False):
            yield (story, question, part), [share, None]
        if "value" in said:
            yield (story, question, ""), [said["value"], None]
        for stone, (x, y) in said.get("places", {}).items():
            yield (story, question, f"{stone}.x"), [x, None]
            yield (story, question, f"{stone}.y"), [y, None]
        for option in said.get("options", ()):
            yield (story, question, option), [1.0, said.get("other") if option == "other" else None]
        if "text" in said:
            yield (story, question, ""), [None, said["text"]]
        if said.get("na"):
            yield (story, question, "does not apply"), [None, None]
        if said.get("shown") is False:
            yield (story, question, "not asked"), [None, None]


def test_a_sensemaker_file_holds_the_same(db, plot):
    rows = list(csv.DictReader(io.StringIO(file_of(db, plot, "sensemaker").decode("utf-8-sig"), newline="")))
    held = lines(db, plot)
    assert {row["id"] for row in rows} == held.keys()
    for row in rows:
        said = held[row["id"]]["answers"]
        assert row["story"] == held[row["id"]]["story"]
        shares = [float(row[f"mood_{anchor}"]) for anchor in ("glad", "sad", "cross") if row[f"mood_{anchor}"]]
        assert shares == said["mood"].get("shares", [])
        assert row["mood_NA"] == ("1" if said["mood"].get("na") else "")
        assert row["say_percentX"] == (repr(said["say"]["value"]) if "value" in said["say"] else "")
        assert row["role"] == said["role"]["options"][0]
        assert row["tool-other"] == said.get("tool", {}).get("other", "")
        assert row["murmuration_uses"] == held[row["id"]]["uses"]


@pytest.mark.parametrize("kind", EXPORTS)
def test_what_may_not_leave_is_in_no_file(db, plot, kind):
    content = file_of(db, plot, kind)
    if kind == "sqlite":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read("stories.db")
    if kind == "parquet":
        content = json.dumps(parquet.read_table(io.BytesIO(content)).to_pylist(), default=str).encode()
    assert b"Two lines" in content
    assert b"Taken back" not in content
    assert b"Only counted" not in content


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_file_of_no_story_is_a_whole_file(db, kind):
    framework, collection = make_framework(), make_collection()
    add_framework(db, framework)
    add_collection(db, collection)
    content = file_of(db, (collection, framework), kind)
    if kind == "parquet":
        assert parquet.read_table(io.BytesIO(content)).num_rows == 0
    elif kind == "sqlite":
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    else:
        assert len(content.splitlines()) <= 2


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_kind_says_what_it_leaves_out(plot, kind):
    _, framework = plot
    left_out = EXPORTS[kind].left_out(framework)
    assert left_out[: len(NEVER)] == list(NEVER)
    assert all(sentence.endswith(".") for sentence in left_out)
    assert all(f"- {sentence}\n" in EXPORTS[kind].about(framework) for sentence in left_out)


def test_a_cell_that_is_a_formula_is_literal_in_one_file_and_harmless_in_the_other(db, plot):
    literal, safe = (file_of(db, plot, kind).decode("utf-8-sig") for kind in ("sensemaker", "sensemaker-safe"))
    assert "\"=cmd|' /C calc'!A0\"" in literal
    assert "\"'=cmd|' /C calc'!A0\"" in safe
    assert '"=' not in safe
