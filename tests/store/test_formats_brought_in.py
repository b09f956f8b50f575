"""Every format from its sample to the store, and the stories read back."""

import json
from datetime import date

import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, StonesAnswer, TriadAnswer
from narratives.interchange.formats import FORMATS, detect_format
from narratives.interchange.narrative_rows import RowReader
from narratives.interchange.survey import survey
from store.importing import Importer, open_collection
from store.narratives import get_narrative
from tests.narratives.interchange.brought_files import SAMPLES, mapping_of, sample
from tests.narratives.interchange.tables import SECRET

TODAY = date(2026, 3, 2)

# The format, its sample, the file of questions beside it, how many stories it holds, and one of them with an answer.
WEIGHT = TriadAnswer("weight", (0.2, 0.3, 0.5), "import")
SAY = DyadAnswer("say", 0.64, "import")
DRIVER = StonesAnswer("who-mattered", (("the-driver", 0.2, 0.8),), "import")
OTHERS = DyadAnswer("others", 0.75, "import")
BRIDGE = ChoiceAnswer("stop", ("other",), "import", "By the bridge")
FILES = [
    ("narrafirma", "stories.csv", "form.csv", "narrafirma", 3, "The call", WEIGHT),
    ("narrafirma", "stories.csv", "", "narrafirma", 3, "The call", WEIGHT),
    ("narrafirma-project", "snapshot.json", "", "narrafirma", 2, "The call", SAY),
    ("narrafirma-project", "history.json", "", "narrafirma", 2, "The call", SAY),
    ("spryng", "stories.csv", "", "spryng", 3, "The bus left", DRIVER),
    ("polis", "comments.csv", "votes.csv", "polis", 3, "The last bus", OTHERS),
    ("kobo", "submissions.csv", "framework.json", "kobo", 2, "No bus", BRIDGE),
    ("kobo", "odata.json", "framework.json", "kobo", 2, "No bus", BRIDGE),
]
NAMES = ("format_name", "file", "definition", "folder", "count", "begins", "answer")


def bring(db, brought, *, dry_run=False):
    mapping = mapping_of(brought)
    seen = survey(brought.table, mapping, TODAY)
    collection = open_collection(db, mapping, look=True).collection
    importer = Importer(db, mapping, collection, seen.parents, secret=SECRET, dry_run=dry_run)
    account = importer.run(RowReader(mapping, SECRET).read_all(brought.table))
    assert account.adds_up
    return account.stored, account.unchanged, account.updated, account.rejected


def stories(db):
    return [get_narrative(db, row["id"]) for row in db.rows("select id from narratives order by day, id")]


@pytest.mark.parametrize(NAMES, FILES)
def test_a_sample_is_stored_and_its_stories_are_read_back(
    db, format_name, file, definition, folder, count, begins, answer
):
    assert bring(db, sample(format_name, file, definition, folder)) == (count, 0, 0, 0)
    told = [one for one in stories(db) if one.text.startswith(begins) or one.title == begins]
    assert [one.answer(answer.signifier) for one in told] == [answer]


@pytest.mark.parametrize(NAMES, FILES)
def test_a_dry_run_stores_nothing_and_again_changes_nothing(
    db, format_name, file, definition, folder, count, begins, answer
):
    brought = sample(format_name, file, definition, folder)
    assert bring(db, brought, dry_run=True) == (count, 0, 0, 0)
    assert stories(db) == []
    bring(db, brought)
    assert bring(db, sample(format_name, file, definition, folder)) == (0, count, 0, 0)


@pytest.mark.parametrize(NAMES, FILES)
def test_a_sample_is_known_for_what_it_is(format_name, file, definition, folder, count, begins, answer):
    assert detect_format(SAMPLES / folder / file) == format_name
    assert FORMATS[format_name].title


@pytest.mark.parametrize(
    ("format_name", "file", "definition", "folder"),
    [
        ("narrafirma-project", "history.json", "", "narrafirma"),
        ("kobo", "submissions.json", "framework.json", "kobo"),
        ("kobo", "odata.json", "framework.json", "kobo"),
    ],
)
def test_no_address_of_a_machine_and_no_name_of_a_user_is_stored(db, tmp_path, format_name, file, definition, folder):
    held = (SAMPLES / folder / file).read_text()
    assert "wilhelmina" in held
    bring(db, sample(format_name, file, definition, folder))
    db.execute("pragma wal_checkpoint(truncate)")
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("stories.db*"))
    assert b"wilhelmina" not in kept and b"203.0.113." not in kept
    assert json.dumps("No bus came,")[1:-1].encode() in kept or b"They rang" in kept
