import pytest

from store.model_in_use import follow_with, get_model_in_use, sweep_vectors, switch_model, use_model
from store.schema import open_stories
from store.vectors import KeptEmbedder, add_vectors, still_told
from tests.analysis.conftest import keep
from tests.builders import make_narrative, open_plot

OLD, NEW = KeptEmbedder("old", None), KeptEmbedder("new", None)


@pytest.fixture
def db(tmp_path):
    database = open_stories(tmp_path / "stories.db")
    yield database
    database.close()


def kept(db):
    return {(row["text_hash"], row["model_id"]) for row in db.rows("select text_hash, model_id from vectors")}


def test_no_model_is_in_use_before_the_first(db):
    assert get_model_in_use(db) is None
    assert not sweep_vectors(db, 10)


def test_a_model_takes_over_only_when_every_text_has_a_vector_of_it(db):
    _, framework = open_plot(db)
    use_model(db, "a", OLD)
    keep(db, framework, [make_narrative(text="One"), make_narrative(text="Two")])
    hashes = [row["text_hash"] for row in db.rows("select text_hash from narratives order by text_hash")]
    add_vectors(db, "new", [(hashes[0], b"\0\0")])
    assert not switch_model(db, "b", NEW) and get_model_in_use(db).model_id == "old"
    add_vectors(db, "new", [(hashes[1], b"\0\0")])
    assert switch_model(db, "b", NEW)
    assert (get_model_in_use(db).model_id, get_model_in_use(db).setting) == ("new", "b")
    assert still_told(db, [*hashes, "gone"]) == set(hashes)


def test_vectors_of_other_models_go_piece_by_piece_and_those_to_come_stay(db):
    use_model(db, "a", OLD)
    follow_with(db, "new")
    for text in "abcde":
        for model in ("old", "new", "older"):
            add_vectors(db, model, [(text, b"\0\0")])
    pieces = 1
    while sweep_vectors(db, 2):
        pieces += 1
    assert pieces == 3
    assert {model for _, model in kept(db)} == {"old", "new"} and len(kept(db)) == 10
    assert get_model_in_use(db).swept_to is None
    follow_with(db, "new")
    assert get_model_in_use(db).swept_to is None, "nothing changed, so that nothing is looked through again"
    follow_with(db, None)
    while sweep_vectors(db, 2):
        pass
    assert {model for _, model in kept(db)} == {"old"}
