"""The index of meanings holds what staff may read, in no order of arrival, and lets go of it at once."""

import json

import pytest

from narratives.collection import Policy
from narratives.narrative import Scope, State
from store.collections import add_collection
from store.corrections import narrow_consent
from store.erasure import empty_log, withdraw
from store.meaning_generations import (
    add_generation,
    count_by_cell,
    count_placed,
    drop_generation,
    generation_in_use,
    list_generations,
    use_generation,
)
from store.meaning_index import BLOCK, add_to_index, forget_meaning, list_blocks, list_misplaced, list_unplaced
from store.moderation import change_release
from store.narrative_rows import INSERT, narrative_to_row
from store.narratives import get_narrative
from tests.builders import make_collection, make_narrative, open_plot
from tests.store.meanings import MODEL, embed

ROW = bytes(range(1, 9))


@pytest.fixture
def plot(db):
    return open_plot(db)


@pytest.fixture
def generation(db, plot):
    return add_generation(db, "plot", MODEL, b"\x00\x3c\x00\x00", 1, 1)


def tell(db, plot, n, **changes):
    collection, framework = plot
    told = [make_narrative(**{"collection": collection.id} | changes) for _ in range(n)]
    with db.write():
        for one in told:
            db.execute(INSERT, **narrative_to_row(framework, one, State.RELEASED))
    return told


def place(db, plot, generation, told, row=ROW):
    return add_to_index(db, plot[0], generation, [(one.id, 0, row) for one in told])


def stories_in(db, collection="plot", generation=1):
    return [one for block in list_blocks(db, collection, generation, [0]) for one in block.ids()]


def test_stories_lie_in_sorted_blocks_that_split_when_they_are_full(db, plot, generation):
    told = tell(db, plot, BLOCK + 6)
    for start in (0, 30, 60):
        place(db, plot, generation, told[start : start + 30])
    blocks = list_blocks(db, "plot", generation, [0])
    assert sorted(one for block in blocks for one in block.ids()) == sorted(one.id for one in told)
    assert all(block.ids() == sorted(block.ids()) and len(block.ids()) <= BLOCK for block in blocks)
    assert all(len(block.vectors) == len(ROW) * len(block.ids()) for block in blocks)
    assert count_placed(db, "plot", generation) == BLOCK + 6 and count_by_cell(db, "plot", generation) == {0: BLOCK + 6}
    for one in db.rows("select narrative_id, part from meaning_places"):
        held = db.one("select stories from meaning_blocks where part = :part", part=one["part"])
        assert one["narrative_id"] in json.loads(held["stories"])


def test_a_story_goes_in_once_and_only_while_it_may_be_read(db, plot, generation):
    (told,) = tell(db, plot, 1)
    (secret,) = tell(db, plot, 1, consent=frozenset())
    assert place(db, plot, generation, [told, secret]) == 1
    assert place(db, plot, generation, [told]) == 0
    assert stories_in(db) == [told.id]


def test_what_is_missing_is_readable_and_has_a_vector(db, plot, generation):
    told = tell(db, plot, 2, text="One.") + tell(db, plot, 1, text="Two.", consent=frozenset()) + tell(db, plot, 1)
    embed(db, told[:3], [(1, 0)] * 3)
    found = list_unplaced(db, plot[0], MODEL, generation, 10)
    assert [one.id for one in found] == sorted(one.id for one in told[:2])
    place(db, plot, generation, told[:1])
    assert [one.id for one in list_unplaced(db, plot[0], MODEL, generation, 10)] == [told[1].id]
    assert list_unplaced(db, plot[0], "another", generation, 10) == []


def test_words_of_a_protected_collection_wait_for_their_batch(db, plot):
    quiet = make_collection(id="quiet", policy=Policy.PROTECTED)
    add_collection(db, quiet)
    told = tell(db, (quiet, plot[1]), 2)
    embed(db, told[:1], [(1, 0)])
    assert list_unplaced(db, quiet, MODEL, 1, 10) == []
    db.execute("update narratives set counted = 1 where id = :id", id=told[0].id)
    assert [one.id for one in list_unplaced(db, quiet, MODEL, 1, 10)] == [told[0].id]


def leave_by_withdrawal(db, plot, story):
    withdraw(db, story.id, b"secret")


def leave_by_holding(db, plot, story):
    change_release(db, plot[0], story.id, State.RELEASED, State.HELD)


def leave_by_consent(db, plot, story):
    before = get_narrative(db, story.id)
    after = make_narrative(**{name: getattr(before, name) for name in before.__slots__} | {"consent": frozenset()})
    narrow_consent(db, *plot, before, after)


@pytest.mark.parametrize("leave", [leave_by_withdrawal, leave_by_holding, leave_by_consent])
def test_a_story_leaves_the_index_in_the_transaction_in_which_it_may_not_be_read(db, plot, generation, leave, tmp_path):
    told = tell(db, plot, 3)
    marked = b"\x7fcanary\x7f"
    place(db, plot, generation, told[1:])
    place(db, plot, generation, told[:1], marked)
    leave(db, plot, told[0])
    assert stories_in(db) == sorted(one.id for one in told[1:])
    assert db.one("select count(*) as n from meaning_places where narrative_id = :id", id=told[0].id)["n"] == 0
    assert empty_log(db)
    assert marked not in (tmp_path / "stories.db").read_bytes()
    assert list_misplaced(db, plot[0]) == []


def test_the_last_story_of_a_block_takes_it_along(db, plot, generation):
    (told,) = tell(db, plot, 1)
    place(db, plot, generation, [told])
    forget_meaning(db, told.id)
    assert list_blocks(db, "plot", generation, [0]) == []


def test_what_was_forgotten_to_be_taken_out_is_found(db, plot, generation):
    (told,) = tell(db, plot, 1, consent=frozenset({Scope.READ}))
    place(db, plot, generation, [told])
    db.execute("update narratives set state = 'held' where id = :id", id=told.id)
    assert list_misplaced(db, plot[0]) == [told.id]


def test_a_second_generation_is_searched_only_when_it_is_full(db, plot, generation):
    assert generation_in_use(db, "plot").number == generation
    second = add_generation(db, "plot", MODEL, b"\x00\x3c\x00\x00" * 2, 2, 9)
    assert generation_in_use(db, "plot").number == generation
    use_generation(db, "plot", second)
    assert generation_in_use(db, "plot").number == second
    (told,) = tell(db, plot, 1)
    place(db, plot, generation, [told])
    assert not drop_generation(db, "plot", generation)
    assert drop_generation(db, "plot", generation)
    assert [one.number for one in list_generations(db, "plot")] == [second]
    assert count_placed(db, "plot", generation) == 0
