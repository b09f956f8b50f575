import pytest

from store.embedding_progress import EmbeddingRun, embedding_progress, get_embedding_run, keep_embedding_run
from store.model_in_use import use_model
from store.schema import open_stories
from store.vectors import KeptEmbedder


@pytest.fixture
def db(tmp_path):
    database = open_stories(tmp_path / "stories.db")
    yield database
    database.close()


RUN = EmbeddingRun("minilm", done=600, waiting=1_400, per_second=7.0, began=100.0, told=200.0)


def test_there_is_nothing_to_tell_before_the_first_text_and_after_the_last(db):
    assert embedding_progress(db) is None and get_embedding_run(db) is None
    use_model(db, "", KeptEmbedder("minilm", None))
    keep_embedding_run(db, EmbeddingRun("minilm", done=2_000, waiting=0, per_second=7.0, began=100.0, told=200.0))
    assert embedding_progress(db) is None


def test_a_backlog_is_told_with_its_pace_and_the_time_left(db):
    use_model(db, "", KeptEmbedder("minilm", None))
    keep_embedding_run(db, RUN)
    assert get_embedding_run(db) == RUN
    found = embedding_progress(db)
    assert (found.done, found.of, found.per_second, found.since, found.replaces) == (600, 2_000, 7.0, 100.0, False)
    assert found.seconds_left == 200.0


def test_another_model_being_prepared_is_told_apart(db):
    use_model(db, "", KeptEmbedder("lexical", b"npz"))
    keep_embedding_run(db, RUN)
    assert embedding_progress(db).replaces


def test_without_a_pace_no_time_is_promised(db):
    use_model(db, "", KeptEmbedder("minilm", None))
    keep_embedding_run(db, EmbeddingRun("minilm", done=0, waiting=9, per_second=0.0, began=1.0, told=1.0))
    assert embedding_progress(db).seconds_left is None
