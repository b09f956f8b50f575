import numpy as np
import pytest

from analysis.embedding import Library, embed_pending, model_setting
from analysis.leases import InterruptedPassError
from analysis.npz import pack, pack_vectors, unpack, unpack_vectors
from models.embedding import LEXICAL_SETTING, load_embedder
from models.lexical import LexicalEmbedder
from store.vectors import count_unembedded, get_embedder, list_unembedded
from store.worker import list_notices
from tests.analysis.conftest import WordEmbedder, make_season
from tests.builders import TODAY, make_narrative


def never(setting, corpus, *, threads=None):
    raise AssertionError("the model was loaded with nothing to embed")


def missing(setting, corpus, *, threads=None):
    """As `load_embedder` without torch."""
    return LexicalEmbedder(16).fit(corpus), "Stories are grouped by their words alone: torch is not installed."


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


def test_killed_between_commits_the_rest_is_embedded_next_time(db, plot, tell, library):
    tell(make_season(40, shift=None))
    beats = iter(range(100))

    def dying():
        if next(beats) == 2:
            raise InterruptedPassError("killed")

    with pytest.raises(InterruptedPassError):
        embed_pending(db, library, today=TODAY, beat=dying)
    assert len(vectors(db, "hashed-words")) == 128
    left = count_unembedded(db, "hashed-words")
    assert embed_pending(db, library, today=TODAY) == left == 240 - 128
    assert list_unembedded(db, "hashed-words", 1) == []


def test_a_pass_may_end_early(db, plot, tell, library):
    tell(make_season(40, shift=None))
    assert embed_pending(db, library, today=TODAY, most=100) == 128
    assert embed_pending(db, library, today=TODAY, most=1000) == 112


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
    assert embed_pending(db, library, today=TODAY) == 6
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
