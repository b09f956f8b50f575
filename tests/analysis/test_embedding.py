import numpy as np
import pytest

from analysis import embedding
from analysis.embedding import Library, embed_pending, is_unfinished, model_setting
from analysis.leases import InterruptedPassError
from analysis.npz import pack, pack_vectors, unpack, unpack_vectors
from models.embedding import LEXICAL_SETTING, load_embedder
from models.lexical import LexicalEmbedder
from store.vectors import count_unembedded, get_embedder, list_unembedded
from store.worker import list_notices
from tests.analysis.conftest import WordEmbedder, make_season
from tests.builders import TODAY, make_narrative


def never(setting, corpus, *, threads=None, backend="torch"):
    raise AssertionError("the model was loaded with nothing to embed")


def missing(setting, corpus, *, threads=None, backend="torch"):
    """As `load_embedder` without torch."""
    return LexicalEmbedder(16).fit(corpus), "Stories are grouped by their words alone: torch is not installed."


def dying_after(beats):
    """A beat that is the worker's last."""
    left = iter(range(beats - 1))

    def beat():
        if next(left, None) is None:
            raise InterruptedPassError("killed")

    return beat


def vectors(db, model_id):
    rows = db.rows("select text_hash, vector from vectors where model_id = :m order by text_hash", m=model_id)
    return {row["text_hash"]: row["vector"] for row in rows}


def test_every_distinct_text_gets_one_vector(db, plot, tell, library):
    tell([make_narrative(text="One"), make_narrative(text="One"), make_narrative(text="Two"), make_narrative(text="")])
    seen = []
    assert embed_pending(db, library, today=TODAY, progress=lambda done, of: seen.append((done, of))) == 2
    assert seen == [(2, 2)]
    assert len(vectors(db, "hashed-words")) == 2
    assert embed_pending(db, library, today=TODAY) == 0


def test_the_model_is_loaded_only_when_there_is_something_to_embed(db, plot, tell, library):
    assert embed_pending(db, Library("", load=never), today=TODAY) == 0
    tell([make_narrative()])
    embed_pending(db, library, today=TODAY)
    assert embed_pending(db, Library("", load=never), today=TODAY) == 0


def test_killed_between_commits_one_batch_is_lost_and_the_rest_is_embedded_next_time(
    db, plot, tell, library, monkeypatch
):
    monkeypatch.setattr(embedding, "TEXTS_A_BATCH", 64)
    tell(make_season(40, shift=None))
    with pytest.raises(InterruptedPassError):
        embed_pending(db, library, today=TODAY, beat=dying_after(5))
    assert len(vectors(db, "hashed-words")) == 128
    left = count_unembedded(db, "hashed-words")
    assert embed_pending(db, library, today=TODAY) == left == 240 - 128
    assert list_unembedded(db, "hashed-words", 1) == []


def test_a_pass_may_end_early(db, plot, tell, library):
    tell(make_season(40, shift=None))
    assert embed_pending(db, library, today=TODAY, most=100) == 100
    assert is_unfinished(db, library)
    assert embed_pending(db, library, today=TODAY, most=1000) == 140
    embed_pending(db, library, today=TODAY)
    assert not is_unfinished(db, library)


def test_texts_go_to_the_model_by_length_and_no_batch_is_so_large_that_a_question_waits_long(db, plot, tell):
    tell([make_narrative(text="word " * n) for n in range(1, 601)])
    asked = []

    class Noting(WordEmbedder):
        def embed(self, texts):
            asked.append([len(text) for text in texts])
            return super().embed(texts)

    embed_pending(db, Library("", load=lambda *_, **__: (Noting(), None)), today=TODAY)
    lengths = [length for batch in asked for length in batch]
    assert lengths == sorted(lengths, reverse=True) and len(lengths) == 600
    assert max(sum(min(length, 1_200) for length in batch) for batch in asked) <= 6_000


def test_nothing_is_embedded_twice_not_even_when_it_is_told_again_or_the_worker_starts_again(db, plot, tell):
    seen = []

    class Noting(WordEmbedder):
        def embed(self, texts):
            seen.extend(texts)
            return super().embed(texts)

    def fresh():
        return Library("", load=lambda *_, **__: (Noting(), None))

    tell([make_narrative(text=text) for text in ("One", "Two", "One", "Three")])
    embed_pending(db, fresh(), today=TODAY)
    tell([make_narrative(text=text) for text in ("Two", "Four", "One")])
    embed_pending(db, fresh(), today=TODAY)
    assert sorted(seen) == ["Four", "One", "Three", "Two"]


def test_a_text_that_is_withdrawn_while_it_is_with_the_model_leaves_no_vector(db, plot, tell):
    tell([make_narrative(text="One"), make_narrative(text="Two")])

    class Slow(WordEmbedder):
        def embed(self, texts):
            db.execute("delete from narratives where text = 'One'")
            return super().embed(texts)

    embed_pending(db, Library("", load=lambda *_, **__: (Slow(), None)), today=TODAY)
    assert len(vectors(db, "hashed-words")) == 1


def test_texts_told_behind_where_a_long_backlog_has_come_are_read_too(db, plot, tell, library):
    tell([make_narrative(text=f"Story {n}") for n in range(40)])
    embed_pending(db, library, today=TODAY, most=30)
    tell([make_narrative(text=f"Later {n}") for n in range(40)])
    while is_unfinished(db, library):
        embed_pending(db, library, today=TODAY, most=30)
    assert count_unembedded(db, "hashed-words") == 0 and len(vectors(db, "hashed-words")) == 80


def test_without_the_model_words_stand_in_the_page_says_so_and_the_space_stays(db, plot, tell):
    tell(make_season(20, shift=None))
    embed_pending(db, Library("", load=missing), today=TODAY)
    assert list_notices(db) == ["Stories are grouped by their words alone: torch is not installed."]
    first = get_embedder(db, "").model_id
    before = vectors(db, first)
    tell([make_narrative(text="Quite another story about otters")])
    assert embed_pending(db, Library("", load=missing), today=TODAY) == 1
    after = vectors(db, first)
    assert get_embedder(db, "").model_id == first and before.items() < after.items()


def test_once_the_model_is_there_everything_is_embedded_with_it_and_the_notice_goes(db, plot, tell, library):
    tell([make_narrative(text=f"Story {n}") for n in range(5)])
    embed_pending(db, Library("", load=missing), today=TODAY)
    tell([make_narrative(text="One more")])
    assert embed_pending(db, library, today=TODAY) == 6 + 1  # the one more is read with both
    assert get_embedder(db, "").model_id == WordEmbedder.model_id
    assert list_notices(db) == []


def test_words_that_were_only_hashed_are_learnt_once_there_are_enough(db, plot, tell):
    tell([make_narrative(text=f"The otter {n}") for n in range(10)])
    embed_pending(db, Library("", load=missing), today=TODAY)
    assert get_embedder(db, "").model_id.startswith("lexical-hash")
    tell([make_narrative(text=" ".join(f"word{n * step % 61}" for step in range(1, 9))) for n in range(600)])
    tell([make_narrative(text=f"The otter {n} word{n % 61} word{n % 59}") for n in range(600)])
    embed_pending(db, Library("", load=missing), today=TODAY)
    assert get_embedder(db, "").model_id.startswith("lexical-svd")


def test_torch_missing_is_a_notice_and_not_an_error(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    embedder, notice = load_embedder(model_setting("packaged"), ())
    assert embedder.model_id.startswith("lexical")
    assert notice is not None and "language model could not be loaded" in notice


def test_the_packaged_model_has_no_name_and_others_keep_theirs():
    assert [model_setting(one) for one in ("packaged", LEXICAL_SETTING, "/srv/model")] == ["", "lexical", "/srv/model"]


def test_arrays_and_vectors_come_back_as_they_were():
    arrays = {"a": np.arange(3), "b": np.array(["é", ""])}
    assert pack(arrays) == pack(arrays)
    assert {name: value.tolist() for name, value in unpack(pack(arrays)).items()} == {"a": [0, 1, 2], "b": ["é", ""]}
    rows = np.array([[0.5, -1.0], [0.25, 0.0]], np.float32)
    assert unpack_vectors(pack_vectors(rows)).tolist() == rows.tolist()
    assert pack_vectors(np.array([[1.0]], np.float32)) == [b"\x00\x3c"]
    assert unpack_vectors([]).shape == (0, 0)
