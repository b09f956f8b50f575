import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from narratives.disclosure import close_batches
from narratives.narrative import Scope, Source, State
from store.alerts import add_alert
from store.batches import add_batches, list_batches, list_waiting
from store.corrections import correct_story
from store.database import connect
from store.erasure import (
    empty_log,
    imported_formats,
    list_withdrawn,
    withdraw,
    withdraw_again,
    withdraw_imported,
    withdraw_narrative,
)
from store.intake import Intake, Outcome, Recording
from store.messages import Author, leave_message
from store.narratives import count_narratives, get_narrative, import_narratives
from store.receipts import strengthen
from store.schema import open_stories
from store.theming import Assignment, add_assignments
from store.vectors import add_vectors
from store.words import index_words
from tests.builders import TODAY, make_narrative, open_plot
from tests.store.test_alerts import FINDING

SECRET = b"a secret that is long enough for this"
WORD, TITLE, OLD, LEFT, BACK = (f"zucchini{end}" for end in ("palooza", "title", "former", "staff", "teller"))
SOUND = bytes(range(7, 200)) * 400
VECTOR = b"\x11\x22\x33\x44zucchini" * 48
ALL_WORDS = (WORD, TITLE, OLD, LEFT, BACK, "zucchini")
TALKING = frozenset({Scope.READ, Scope.CONTACT})


def tell(db, plot, text: str, key: str, recording: Recording | None = None, **changes) -> str:
    intake = Intake(db.path, SECRET)
    code = intake.submit(*plot, make_narrative(text=text, **changes), key, recording=recording).code
    intake.close()
    return code


def kept_bytes(db) -> bytes:
    """Every byte of the data directory: the store, its log, its index of the log, and whatever else lies there."""
    return b"".join(path.read_bytes() for path in sorted(Path(db.path).parent.rglob("*")) if path.is_file())


def left_of(db) -> list[str]:
    kept = kept_bytes(db)
    pieces = [SOUND[:64], SOUND[5_000:5_064], SOUND[-64:], VECTOR[:32]]
    return [word for word in ALL_WORDS if word.encode() in kept] + [repr(one) for one in pieces if one in kept]


def analyse(db, story: str) -> None:
    """What the worker makes of a story."""
    (row,) = db.rows("select text_hash from narratives where id = :id", id=story)
    add_vectors(db, "model", [(row["text_hash"], VECTOR)])
    add_assignments(db, "plot", "fit", [Assignment(story, 1, 0.5, False)])
    index_words(db, 10)
    add_alert(db, "plot", FINDING, sentence="Moved.", exemplars=[story], at=datetime(2026, 3, 2, tzinfo=UTC))


def test_a_withdrawn_story_leaves_no_byte_of_anything_that_was_made_of_it(db):
    plot = open_plot(db)
    long = f"The {OLD} was a disaster. " * 150
    spoken = Recording("audio/webm", SOUND)
    code = tell(db, plot, long, "ab" * 16, recording=spoken, title=TITLE, consent=TALKING)
    (row,) = db.rows("select id from narratives")
    story = row["id"]
    analyse(db, story)
    before = get_narrative(db, story)
    words = f"The {WORD} was better. " * 140
    correct_story(db, *plot, before, make_narrative(id=story, text=words, title=TITLE, consent=TALKING))
    analyse(db, story)
    leave_message(db, story, Author.STAFF, f"Shall we ask about the {LEFT}?", TODAY)
    leave_message(db, story, Author.TELLER, f"Ask about the {BACK}.", TODAY)
    strengthen(db, SECRET, 10)
    assert set(left_of(db)) >= {WORD, TITLE, LEFT, BACK}
    assert withdraw_narrative(db, code.lower(), SECRET)
    assert left_of(db) == []
    for table in ("narratives", "vectors", "assignments", "recordings", "messages", "alert_exemplars", "story_words"):
        assert db.one(f"select count(*) as n from {table}") == {"n": 0}, table


def test_the_search_for_bytes_finds_what_was_not_withdrawn(db):
    plot = open_plot(db)
    tell(db, plot, WORD, "ab" * 16, recording=Recording("audio/webm", SOUND))
    (row,) = db.rows("select id from narratives")
    analyse(db, row["id"])
    assert set(left_of(db)) > {WORD}
    assert len(left_of(db)) == 2 + 4


@pytest.mark.parametrize("length", [1, 40, 150])
def test_the_words_of_a_corrected_story_leave_no_byte(db, length):
    plot = open_plot(db)
    tell(db, plot, f"The {OLD} was a disaster. " * length, "ab" * 16, title=OLD)
    for number in range(40):
        tell(db, plot, f"Bean {number} came up. " * 20, f"{number:032x}")
    (row,) = db.rows("select id from narratives where title <> ''")
    analyse(db, row["id"])
    before = get_narrative(db, row["id"])
    assert OLD in left_of(db)
    correct_story(db, *plot, before, make_narrative(id=row["id"], text="Beans.", title=""))
    assert left_of(db) == []


def test_withdrawing_while_somebody_reads_is_finished_when_they_have_read(db, monkeypatch):
    plot = open_plot(db)
    code = tell(db, plot, f"The {WORD} was a disaster.", "ab" * 16)
    db.execute("pragma busy_timeout = 1")
    reader = connect(db.path)
    reader.execute("begin")
    reader.execute("select count(*) from narratives").fetchone()
    assert withdraw_narrative(db, code, SECRET)
    assert count_narratives(db, "plot") == 0
    assert not empty_log(db)
    reader.execute("rollback")
    assert empty_log(db)
    assert left_of(db) == []
    reader.close()


def test_a_wrong_code_withdraws_nothing(db):
    plot = open_plot(db)
    tell(db, plot, "The beans came up.", "ab" * 16)
    assert not withdraw_narrative(db, "0000-0000-0000-0000", SECRET)
    assert not withdraw_narrative(db, "0000-0000-0000-0000-0000-0000", SECRET)
    assert not withdraw_narrative(db, "", SECRET)
    assert count_narratives(db, "plot") == 1


def test_a_story_is_withdrawn_once(db):
    plot = open_plot(db)
    code = tell(db, plot, "The beans came up.", "ab" * 16)
    (row,) = db.rows("select id from narratives")
    assert withdraw(db, row["id"], SECRET)
    assert not withdraw(db, row["id"], SECRET)
    assert not withdraw_narrative(db, code, SECRET)


def test_words_that_another_teller_used_too_keep_their_vector(db):
    plot = open_plot(db)
    code = tell(db, plot, "The beans came up.", "ab" * 16)
    tell(db, plot, "The beans came up.", "ac" * 16)
    (row,) = db.rows("select distinct text_hash from narratives")
    add_vectors(db, "model", [(row["text_hash"], b"\1\2")])
    assert withdraw_narrative(db, code, SECRET)
    assert len(db.rows("select text_hash from vectors")) == 1


def test_the_sums_of_a_closed_batch_stay_as_they_were(db):
    plot = collection, framework = open_plot(db)
    codes = [tell(db, plot, f"Bean {n}", f"{n:032x}", consent=frozenset()) for n in range(10)]
    add_batches(db, collection, close_batches(collection, framework, list_waiting(db, collection), TODAY))
    before = list_batches(db, "plot", make_narrative().kind)
    assert withdraw_narrative(db, codes[3], SECRET)
    assert list_batches(db, "plot", make_narrative().kind) == before
    assert before[0].n == 10


def test_a_withdrawn_story_that_its_device_sends_again_stays_away(db):
    plot = open_plot(db)
    assert withdraw_narrative(db, tell(db, plot, "The beans came up.", "ab" * 16), SECRET)
    intake = Intake(db.path, SECRET)
    told = make_narrative(text="The beans came up.")
    assert intake.submit(*plot, told, "ab" * 16).outcome is Outcome.WITHDRAWN
    intake.close()
    assert count_narratives(db, "plot") == 0


def test_a_withdrawn_story_stays_away_when_an_older_backup_is_put_back_row_by_row(db):
    plot = open_plot(db)
    code = tell(db, plot, "The beans came up.", "ab" * 16)
    db.execute("create temp table backup as select * from narratives")
    assert withdraw_narrative(db, code, SECRET)
    db.execute("insert into narratives select * from backup")
    assert count_narratives(db, "plot") == 0


def test_what_was_withdrawn_after_a_backup_is_taken_out_of_it_when_it_is_restored(db, tmp_path):
    plot = open_plot(db)
    code = tell(db, plot, f"The {WORD} came up.", "ab" * 16)
    tell(db, plot, "The peas came up.", "cd" * 16)
    import_narratives(db, *plot, [make_narrative(text=OLD, source=Source("csv", "7", "h"))], {})
    (tmp_path / "backup").mkdir()
    with closing(sqlite3.connect(db.path)) as copier:
        copier.execute("vacuum into ?", (f"{tmp_path}/backup/stories.db",))
    withdraw_narrative(db, code, SECRET)
    withdraw_imported(db, "plot", "csv", "7", SECRET)
    restored = open_stories(tmp_path / "backup" / "stories.db")
    assert count_narratives(restored, "plot") == 3
    assert withdraw_again(restored, db, SECRET) == 2
    assert withdraw_again(restored, db, SECRET) == 0
    assert [row["text"] for row in restored.rows("select text from narratives")] == ["The peas came up."]
    assert left_of(restored) == []
    intake = Intake(restored.path, SECRET)
    assert intake.submit(*plot, make_narrative(), "ab" * 16).outcome is Outcome.WITHDRAWN
    intake.close()
    restored.close()


def test_what_was_imported_is_withdrawn_by_its_source_and_known_ever_after(db):
    plot = open_plot(db)
    import_narratives(db, *plot, [make_narrative(source=Source("csv", one, "h")) for one in ("7", "8")], {})
    assert not withdraw_imported(db, "plot", "csv", "9", SECRET)
    assert withdraw_imported(db, "plot", "csv", "7", SECRET)
    assert list_withdrawn(db, "plot", "csv", ["7", "8", "7"], SECRET) == ["7", "7"]
    assert list_withdrawn(db, "elsewhere", "csv", ["7"], SECRET) == []


def test_a_story_of_another_kind_of_file_with_the_same_id_is_left_alone(db):
    plot = open_plot(db)
    for kind in ("csv", "polis"):
        import_narratives(db, *plot, [make_narrative(text=kind, source=Source(kind, "7", "h"))], {})
    assert imported_formats(db, "plot", "7") == ["csv", "polis"]
    assert withdraw_imported(db, "plot", "polis", "7", SECRET)
    assert [row["text"] for row in db.rows("select text from narratives")] == ["csv"]


def test_a_story_held_back_can_be_withdrawn_too(db):
    plot = open_plot(db)
    code = tell(db, plot, "The beans came up.", "ab" * 16)
    db.execute("update narratives set state = :held", held=State.HELD.value)
    db.execute("insert into once_open select id from narratives")
    assert withdraw_narrative(db, code, SECRET)
    assert db.rows("select narrative_id from once_open") == []
