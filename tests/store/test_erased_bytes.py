"""Taking a story out: its code cannot be guessed, and afterwards no byte is left of it in anything that we hold."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from narratives import receipt
from narratives.receipt import fast_hash, receipt_code, slow_hash
from store.erasure import expire_stories, forget_bytes, withdraw_many
from store.vectors import add_vectors
from store.words import index_words
from tests.builders import make_narrative, open_plot
from tests.people import make_app, stores_of
from tests.store.kept import furnish, made_settings, plant

CANARY = "zucchinipalooza"


def tables_about_a_story(db) -> dict[str, str]:
    """Every table with rows that belong to one story, and the column that names it, as the schema has them now."""
    found = {}
    for row in db.rows("select name from sqlite_master where type = 'table' and name not like 'story_words%'"):
        for key in db.rows(f'pragma foreign_key_list("{row["name"]}")'):
            if key["table"] == "narratives":
                found[row["name"]] = key["from"]
    return found


def fill(db, story: str) -> list[str]:
    """A row with the canary in every column of words, in every table about a story; the tables."""
    filled = []
    db.execute("pragma foreign_keys = off")
    db.execute("pragma ignore_check_constraints = on")
    for table, column in tables_about_a_story(db).items():
        values: dict[str, object] = {}
        for one in db.rows(f'pragma table_info("{table}")'):
            if one["name"] == column:
                values[column] = story
            elif one["type"] == "TEXT":
                values[one["name"]] = f"{CANARY} in {table} {one['name']} {story}"
            elif one["type"] == "BLOB":
                values[one["name"]] = f"{CANARY} as bytes {story}".encode()
            else:
                values[one["name"]] = len(filled) + int(story[:6], 16)
        names = ", ".join(f'"{name}"' for name in values)
        db.execute(f'insert into "{table}" ({names}) values ({", ".join(f":{name}" for name in values)})', **values)
        filled.append(table)
    db.execute("pragma ignore_check_constraints = off")
    db.execute("pragma foreign_keys = on")
    return filled


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def made_of(db, settings, n: int) -> list[str]:
    ids = plant(db, settings.secret, n, first=700, text=f"{CANARY} came up. " * 40, title=CANARY)
    for row in db.rows("select text_hash from narratives where title = :title", title=CANARY):
        add_vectors(db, "model", [(row["text_hash"], f"{CANARY} as a vector".encode() * 9)])
    index_words(db, 1_000)
    for one in ids:
        fill(db, one)
    return ids


@pytest.mark.parametrize("gone", ["withdrawn", "of age"])
def test_no_byte_is_left_in_any_table_index_or_log(tmp_path, promised, how_many, gone):
    settings = made_settings(tmp_path / "data")
    db = furnish(settings)
    stories = how_many(6, 120)
    ids = made_of(db, settings, stories)
    assert bytes_below(settings.data).count(CANARY.encode()) > 20 * stories
    assert len(tables_about_a_story(db)) >= 12
    if gone == "withdrawn":
        assert withdraw_many(db, ids, settings.secret) == stories
    else:
        with db.write():
            assert expire_stories(db, ids) == stories
        forget_bytes(db)
    kept = bytes_below(settings.data)
    failures = kept.count(CANARY.encode()) + sum(one.encode() in kept for one in ids)
    db.close()
    promised(
        "R8",
        "no byte is left of a story that was withdrawn or too old: in tables, word index, vectors, log and files",
        tried=stories,
        failures=failures,
    )


def test_every_row_about_a_story_goes_with_it(tmp_path):
    db = furnish(made_settings(tmp_path / "data"))
    for row in db.rows("select name from sqlite_master where type = 'table' and name not like 'story_words%'"):
        keys = db.rows(f'pragma foreign_key_list("{row["name"]}")')
        for key in keys:
            if key["table"] == "narratives":
                assert key["on_delete"] == "CASCADE", f"{row['name']} holds on to a story that was withdrawn"
        named = {one["name"] for one in db.rows(f'pragma table_info("{row["name"]}")')} & {"narrative_id", "story_id"}
        assert not named - {key["from"] for key in keys}, f"{row['name']} names stories and lets none take them out"
    db.close()


def test_a_code_has_eighty_bits_and_a_guess_costs_a_tenth_of_a_second(promised, how_many):
    made = {receipt_code(f"{number:032x}", b"s" * 32) for number in range(how_many(2_000, 100_000))}
    letters = [one.replace("-", "") for one in made]
    bits = 5 * len(letters[0])
    for place in range(len(letters[0])):  # every place takes every letter: no bit is wasted
        assert len({one[place] for one in letters}) == 32
    assert bits == 80
    costs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(receipt._WORK, "n", 2**16)
        for number in range(3):
            began = time.process_time()
            slow_hash(fast_hash(f"0000-0000-0000-{number:04}", b"s" * 32), b"s" * 32)
            costs.append(time.process_time() - began)
    promised(
        "R8",
        "a code has 80 bits, none is made twice, and a guess costs at least 0.1 seconds",
        tried=len(made),
        failures=(min(costs) < 0.1) + (bits < 64) + (how_many(2_000, 100_000) - len(made)),
    )


def test_a_code_is_never_in_an_address(tmp_path, promised):
    app = make_app(tmp_path)
    rules = [rule for rule in app.url_map.iter_rules() if not rule.endpoint.startswith("static")]
    failures = sum("receipt" in rule.rule for rule in rules)
    client, plot = app.test_client(), open_plot(stores_of(app).stories)
    code = stores_of(app).intake.submit(*plot, make_narrative(text=CANARY), "ab" * 16).code
    assert CANARY in client.post("/code", data={"code": code}).text
    asked = [client.get("/code", query_string={"code": code}), client.get(f"/code/{code}"), client.delete("/code")]
    failures += sum(CANARY in answer.text for answer in asked)
    failures += [answer.status_code for answer in asked] != [200, 404, 405]
    promised(
        "R8", "a code is taken from a form that is sent, and from no address", tried=len(rules) + 3, failures=failures
    )


def test_the_search_for_bytes_looks_into_files_that_were_not_closed(tmp_path):
    with closing(sqlite3.connect(tmp_path / "x.db")) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table t (a)")
        db.execute("insert into t values (:word)", {"word": CANARY})
        db.commit()
        assert CANARY.encode() in bytes_below(tmp_path)
