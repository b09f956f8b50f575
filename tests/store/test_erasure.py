from pathlib import Path

from narratives.disclosure import close_batches
from store.batches import add_batches, list_batches, list_waiting
from store.erasure import withdraw_narrative
from store.intake import Intake
from store.narratives import count_narratives
from store.vectors import add_vectors
from store.words import index_words
from tests.builders import TODAY, make_narrative, open_plot

SECRET = b"a secret that is long enough for this"
WORD = "zucchinipalooza"


def tell(db, plot, text: str, key: str, **changes) -> str:
    intake = Intake(db.path, SECRET)
    code = intake.submit(*plot, make_narrative(text=text, **changes), key).code
    intake.close()
    return code


def kept_bytes(db) -> bytes:
    return b"".join(path.read_bytes() for path in Path(db.path).parent.iterdir())


def test_a_withdrawn_story_leaves_no_byte(db):
    plot = open_plot(db)
    code = tell(db, plot, f"The {WORD} was a disaster.", "ab" * 16)
    (row,) = db.rows("select text_hash from narratives")
    add_vectors(db, "model", [(row["text_hash"], b"\1\2")])
    assert index_words(db, 10) == 1
    assert WORD.encode() in kept_bytes(db)
    assert withdraw_narrative(db, code.lower(), SECRET)
    assert count_narratives(db, "plot") == 0
    assert db.rows("select text_hash from vectors") == []
    assert WORD.encode() not in kept_bytes(db)


def test_a_wrong_code_withdraws_nothing(db):
    plot = open_plot(db)
    tell(db, plot, "The beans came up.", "ab" * 16)
    assert not withdraw_narrative(db, "0000-0000-0000-0000-0000-0000", SECRET)
    assert not withdraw_narrative(db, "", SECRET)
    assert count_narratives(db, "plot") == 1


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
